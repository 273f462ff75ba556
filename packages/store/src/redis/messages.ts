import { MESSAGE_TTL_MS, POLL_BATCH, type MessageLog } from '../topics.ts'
import { integer, list, text, type Parts } from './parts.ts'

/** Messages as a stream of the server, so that a subscriber that was away for a moment misses none. */
export function createMessages({ server, now }: Parts): MessageLog {
  const file = server.place
  return {
    place: file,
    isClosed: () => server.closed,
    publish: async (topic, body) => {
      await server.run('publish', now(), topic, body, String(MESSAGE_TTL_MS))
    },
    head: async () => integer(await server.run('head', now()), file),
    behind: async (id) => {
      const [head, found] = list(await server.run('behind', now(), String(id), String(POLL_BATCH)), file)
      const messages = list(found, file).map((entry) => {
        const [id, fields] = list(entry, file)
        const [, topic, , body] = list(fields, file)
        return { id: integer(/^(\d+)-0$/.exec(text(id, file))?.[1], file), topic: text(topic, file), body }
      })
      return { head: integer(head, file), messages }
    },
  }
}
