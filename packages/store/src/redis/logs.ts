import { checkKey, checkPosition, checkRead } from '../check.ts'
import { fail } from '../errors.ts'
import { decode } from '../json.ts'
import { checkWhole, numbersTo } from '../log-page.ts'
import { createAppends, type Append } from '../server-writes.ts'
import type { Extent, LogEntry, Logs, ReadOptions } from '../store.ts'
import { integer, list, refusal, text, type Parts } from './parts.ts'
import type { Answer } from './server.ts'

/** Most entries that one script trims, so that a long log does not hold the server. */
const TRIM_BATCH = 10_000

/** Logs as streams of the server, whose ids are the positions. */
export function createLogs({ server, now }: Parts): Logs {
  const file = server.place

  const entryOf = (answer: Answer): LogEntry => {
    const [id, fields] = list(answer, file)
    const [, at, , body] = list(fields, file)
    const position = integer(/^(\d+)-0$/.exec(text(id, file))?.[1], file)
    return { position, at: integer(at, file), value: decode(body, file) }
  }
  const extentOf = ([first, last]: readonly Answer[]): Extent => ({
    first: integer(first, file),
    last: integer(last, file),
  })
  const append: Append = async (stream, after, bodies) => {
    const answer = await server.run('append', now(), stream, after === null ? '' : String(after), ...bodies)
    return answer === null ? undefined : numbersTo(integer(answer, file), bodies.length)
  }

  return {
    ...createAppends(append, file),
    async read(stream: string, options: ReadOptions): Promise<readonly LogEntry[]> {
      checkKey('stream', stream)
      const { after, limit } = checkRead(options)
      const answer = list(await server.run('read', now(), stream, String(after), String(limit)), file)
      const entries = list(answer[2], file).map(entryOf)
      checkWhole(entries, { ...extentOf(answer), stream, after, limit, file })
      return entries
    },
    async extent(stream: string): Promise<Extent> {
      checkKey('stream', stream)
      return extentOf(list(await server.run('extent', now(), stream), file))
    },
    async trim(stream: string, upTo: number): Promise<Extent> {
      checkKey('stream', stream)
      checkPosition('upTo', upTo)
      for (;;) {
        const answer = await server.run('trim', now(), stream, String(upTo), String(TRIM_BATCH))
        const end = refusal(answer, 'end')
        if (end !== undefined)
          throw fail('STORE_ARGUMENT_INVALID', { argument: 'upTo', problem: `the log ends at position ${end}` })
        const left = extentOf(list(answer, file))
        if (left.first > upTo) return left
      }
    },
  }
}
