import type { JsonValue } from '@ringwall/core'
import { checkChanges, checkKey, checkList, checkPrefix, checkTtl, checkVersion, type CheckedChange } from '../check.ts'
import { decode, encode } from '../json.ts'
import { afterPrefix } from '../prefix.ts'
import type { Change, ListOptions, Listed, SetOptions, Stored, Values, Version } from '../store.ts'
import type { Parts } from './parts.ts'
import { changes, integer, integerOrNull, text, type Row } from './row.ts'

/** In SQLite every BLOB is behind every text, so this ends a range of keys that has no other end. */
const BEHIND_ALL_TEXT = new Uint8Array()

/** Keyed values, with versions counted over the whole store so that none returns after a deletion. */
export function createValues({ connection, reads, now, purge }: Parts): Values {
  const { file } = connection
  const live = '(expires_at IS NULL OR expires_at > ?)'
  const columns = 'key, body, version, expires_at'
  const select = connection.prepare(`SELECT ${columns} FROM store_values WHERE key = ? AND ${live}`)
  const range = connection.prepare(`
    SELECT ${columns} FROM store_values WHERE key > ? AND key >= ? AND key < ? AND ${live} ORDER BY key LIMIT ?`)
  const nextVersion = connection.prepare('UPDATE last_version SET version = version + 1 RETURNING version')
  const upsert = connection.prepare(`
    INSERT INTO store_values (key, body, version, expires_at) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET body = excluded.body, version = excluded.version, expires_at = excluded.expires_at`)
  const remove = connection.prepare(`DELETE FROM store_values WHERE key = ? AND ${live}`)

  const write = (key: string, body: string, ttlMs: number | null): Version => {
    const at = now()
    const version = integer(nextVersion.get(), 'version', file)
    upsert.run(key, body, version, ttlMs === null ? null : at + ttlMs)
    purge(at)
    return String(version)
  }
  const liveVersion = (key: string): Version | null => {
    const row = select.get(key, now())
    return row === undefined ? null : String(integer(row, 'version', file))
  }
  const apply = ({ kind, key, body, ttlMs }: CheckedChange): Version | null => {
    if (kind === 'delete') remove.run(key, now())
    return body === undefined ? null : write(key, body, ttlMs)
  }
  const stored = (row: Row): Stored => ({
    value: decode(row['body'], file),
    version: String(integer(row, 'version', file)),
    expiresAt: integerOrNull(row, 'expires_at', file),
  })

  return {
    async get(key: string): Promise<Stored | undefined> {
      checkKey('key', key)
      return reads.read(() => {
        const row = select.get(key, now())
        return row === undefined ? undefined : stored(row)
      })
    },
    async set(key: string, value: JsonValue, options?: SetOptions): Promise<Version> {
      checkKey('key', key)
      const [body, ttlMs] = [encode(value), checkTtl(options)]
      return connection.write(() => write(key, body, ttlMs))
    },
    async compareAndSet(
      key: string,
      expected: Version | null,
      value: JsonValue,
      options?: SetOptions,
    ): Promise<Version | undefined> {
      checkKey('key', key)
      if (expected !== null) checkVersion(expected)
      const [body, ttlMs] = [encode(value), checkTtl(options)]
      return connection.write(() => (liveVersion(key) === expected ? write(key, body, ttlMs) : undefined))
    },
    async delete(key: string, expected?: Version): Promise<boolean> {
      checkKey('key', key)
      if (expected !== undefined) checkVersion(expected)
      return connection.write(() => {
        if (expected !== undefined && liveVersion(key) !== expected) return false
        return changes(remove, key, now()) > 0
      })
    },
    async transact(changes: readonly Change[]): Promise<readonly (Version | null)[] | undefined> {
      const checked = checkChanges(changes)
      return connection.write(() => {
        const holds = checked.every(({ key, expected }) => expected === undefined || liveVersion(key) === expected)
        return holds ? checked.map(apply) : undefined
      })
    },
    async list(prefix: string, options: ListOptions): Promise<readonly Listed[]> {
      const [start, { limit, after = '' }] = [checkPrefix('prefix', prefix), checkList(options)]
      const end = afterPrefix(start) ?? BEHIND_ALL_TEXT
      return connection.read(() =>
        range.all(after, start, end, now(), limit).map((row) => ({ key: text(row, 'key', file), ...stored(row) })),
      )
    },
  }
}
