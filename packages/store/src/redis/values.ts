import type { JsonValue } from '@ringwall/core'
import { checkChanges, checkKey, checkList, checkPrefix, checkVersion, type CheckedChange } from '../check.ts'
import { fail } from '../errors.ts'
import { decode } from '../json.ts'
import { afterPrefix } from '../prefix.ts'
import type { Change, ListOptions, Listed, SetOptions, Stored, Values, Version } from '../store.ts'
import { integerOrNull, list, text, type Parts } from './parts.ts'
import type { Answer } from './server.ts'

/** Keyed values. All writes are transactions over one key or more. */
export function createValues({ server, now }: Parts): Values {
  const file = server.place

  const stored = ([body, version, expires]: readonly Answer[]): Stored => ({
    value: decode(body, file),
    version: text(version, file),
    expiresAt: integerOrNull(expires, file),
  })
  /** Of each change its version, 'deleted', or ''; undefined if a version was not the expected one. */
  const transact = async (changes: readonly CheckedChange[]): Promise<readonly string[] | undefined> => {
    const args = changes.flatMap(({ kind, key, expected, body = '', ttlMs }) => [
      kind,
      key,
      expected === undefined ? '*' : (expected ?? ''),
      body,
      ttlMs === null ? '' : String(ttlMs),
    ])
    const answer = await server.run('transact', now(), ...args)
    if (answer === null) return undefined
    const done = list(answer, file).map((each) => text(each, file))
    if (done.length !== changes.length) throw fail('STORE_CORRUPT', { file, problem: 'a transaction has no answer' })
    return done
  }
  const write = async (change: Change): Promise<Version | undefined> => {
    const done = await transact(checkChanges([change]))
    return done?.[0] === '' ? undefined : done?.[0]
  }

  return {
    async get(key: string): Promise<Stored | undefined> {
      checkKey('key', key)
      const answer = await server.run('get', now(), key)
      return answer === null ? undefined : stored(list(answer, file))
    },
    async set(key: string, value: JsonValue, options: SetOptions = {}): Promise<Version> {
      const version = await write({ ...options, kind: 'set', key, value })
      if (version === undefined) throw fail('STORE_CORRUPT', { file, problem: 'a write has no version' })
      return version
    },
    async compareAndSet(
      key: string,
      expected: Version | null,
      value: JsonValue,
      options: SetOptions = {},
    ): Promise<Version | undefined> {
      return write({ ...options, kind: 'set', key, value, expected })
    },
    async delete(key: string, expected?: Version): Promise<boolean> {
      if (expected !== undefined) checkVersion(expected)
      return (await write({ kind: 'delete', key, ...(expected !== undefined && { expected }) })) !== undefined
    },
    async transact(changes: readonly Change[]): Promise<readonly (Version | null)[] | undefined> {
      const checked = checkChanges(changes)
      const done = await transact(checked)
      return done?.map((version, place) => (checked[place]?.kind === 'set' ? version : null))
    },
    async list(prefix: string, options: ListOptions): Promise<readonly Listed[]> {
      const [start, { limit, after = '' }] = [checkPrefix('prefix', prefix), checkList(options)]
      const end = afterPrefix(start)
      const isBehind = after !== '' && Buffer.compare(Buffer.from(after), Buffer.from(start)) >= 0
      const from = isBehind ? `(${after}` : start === '' ? '-' : `[${start}`
      const answer = await server.run('list', now(), from, end === undefined ? '+' : `(${end}`, String(limit))
      return list(answer, file).map((entry) => {
        const [key, ...rest] = list(entry, file)
        return { key: text(key, file), ...stored(rest) }
      })
    },
  }
}
