import { checkKey, checkList, checkPrefix } from '../check.ts'
import { fail } from '../errors.ts'
import { decode } from '../json.ts'
import { afterPrefix } from '../prefix.ts'
import { createWrites, type Transact } from '../server-writes.ts'
import type { ListOptions, Listed, Stored, Values } from '../store.ts'
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
  /** The server says a version, 'deleted', or ''. */
  const transact: Transact = async (changes) => {
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
    return done.map((each) => (each === '' ? null : each))
  }
  return {
    async get(key: string): Promise<Stored | undefined> {
      checkKey('key', key)
      const answer = await server.run('get', now(), key)
      return answer === null ? undefined : stored(list(answer, file))
    },
    ...createWrites(transact, file),
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
