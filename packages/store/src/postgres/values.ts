import { checkKey, checkList, checkPrefix } from '../check.ts'
import { fail } from '../errors.ts'
import { decode } from '../json.ts'
import { afterPrefix } from '../prefix.ts'
import { createWrites, type Transact } from '../server-writes.ts'
import type { ListOptions, Listed, Stored, Values } from '../store.ts'
import type { Row } from './database.ts'
import type { Parts } from './parts.ts'
import { integerOrNull, text } from './row.ts'

/** Keyed values. All writes are transactions over one key or more, which take their keys' locks first. */
export function createValues({ database, now }: Parts): Values {
  const { schema, place: file } = database
  // The clock, which refuses a session that cannot be trusted, is asked even where nothing is found.
  const select = (condition: string): string =>
    `SELECT c.at AS read_at, key, body, version::text AS version, expires_at
     FROM (SELECT ${schema}.clock($1) AS at) AS c LEFT JOIN ${schema}.store_values
     ON (expires_at IS NULL OR expires_at > c.at) AND ${condition}`
  const isFound = (row: Row): boolean => row['key'] !== null

  const stored = (row: Row): Stored => ({
    value: decode(row['body'], file),
    version: text(row, 'version', file),
    expiresAt: integerOrNull(row, 'expires_at', file),
  })
  const transact: Transact = async (changes) => {
    const [row] = await database.query(`SELECT ${schema}.transact($1, $2, $3, $4, $5, $6) AS done`, [
      now(),
      changes.map(({ kind }) => kind),
      changes.map(({ key }) => key),
      changes.map(({ expected }) => (expected === null ? '' : (expected ?? null))),
      changes.map(({ body = null }) => body),
      changes.map(({ ttlMs }) => ttlMs),
    ])
    const done: unknown = row?.['done']
    if (done === null) return undefined
    if (!Array.isArray(done) || done.length !== changes.length)
      throw fail('STORE_CORRUPT', { file, problem: 'a transaction has no answer' })
    return done as readonly (string | null)[]
  }
  return {
    async get(key: string): Promise<Stored | undefined> {
      checkKey('key', key)
      const rows = await database.query(select('key = $2'), [now(), key])
      return rows.filter(isFound).map(stored)[0]
    },
    ...createWrites(transact, file),
    async list(prefix: string, options: ListOptions): Promise<readonly Listed[]> {
      const [start, { limit, after = '' }] = [checkPrefix('prefix', prefix), checkList(options)]
      const rows = await database.query(
        `${select('key > $2 AND key >= $3 AND ($4::text IS NULL OR key < $4)')} ORDER BY key LIMIT $5`,
        [now(), after, start, afterPrefix(start) ?? null, limit],
      )
      return rows.filter(isFound).map((row) => ({ key: text(row, 'key', file), ...stored(row) }))
    },
  }
}
