import type { JsonValue } from '@ringwall/core'
import { checkBatch, checkChanges, checkKey, checkPosition, checkVersion, type CheckedChange } from './check.ts'
import { fail } from './errors.ts'
import type { Change, Logs, SetOptions, Values, Version } from './store.ts'

/** Does changes as one on a server. Of each what the server says, null where it did nothing; undefined if a version was not the expected one. */
export type Transact = (changes: readonly CheckedChange[]) => Promise<readonly (string | null)[] | undefined>

/** The writes of a server's values, which all are transactions; `place` names the store in errors. */
export function createWrites(
  transact: Transact,
  place: string,
): Pick<Values, 'set' | 'compareAndSet' | 'delete' | 'transact'> {
  const write = async (change: Change): Promise<Version | undefined> => {
    const done = await transact(checkChanges([change]))
    return done?.[0] ?? undefined
  }
  return {
    async set(key: string, value: JsonValue, options: SetOptions = {}): Promise<Version> {
      const version = await write({ ...options, kind: 'set', key, value })
      if (version === undefined) throw fail('STORE_CORRUPT', { file: place, problem: 'a write has no version' })
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
      return done?.map((version, i) => (checked[i]?.kind === 'set' ? version : null))
    },
  }
}

/** Adds to a log on a server, behind whatever is there or, where `after` is given, only behind that position; returns the positions. */
export type Append = (
  stream: string,
  after: number | null,
  bodies: readonly string[],
) => Promise<readonly number[] | undefined>

/** The writes of a server's logs; `place` names the store in errors. */
export function createAppends(append: Append, place: string): Pick<Logs, 'append' | 'appendAfter'> {
  return {
    async append(stream: string, entries: readonly JsonValue[]): Promise<readonly number[]> {
      checkKey('stream', stream)
      const positions = await append(stream, null, checkBatch(entries))
      if (positions === undefined) throw fail('STORE_CORRUPT', { file: place, problem: `the log ${stream} has no end` })
      return positions
    },
    async appendAfter(
      stream: string,
      after: number,
      entries: readonly JsonValue[],
    ): Promise<readonly number[] | undefined> {
      checkKey('stream', stream)
      checkPosition('after', after)
      return append(stream, after, checkBatch(entries))
    },
  }
}
