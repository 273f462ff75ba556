import { MESSAGE_TTL_MS, POLL_BATCH, type MessageLog } from '../topics.ts'
import type { Parts } from './parts.ts'
import { integer, text } from './row.ts'

/** Messages as a table, whose numbers are counted in a row of their own. */
export function createMessages({ connection, now, purge }: Parts): MessageLog {
  const { file } = connection
  const nextId = connection.prepare('UPDATE last_message SET id = id + 1 RETURNING id')
  const insert = connection.prepare('INSERT INTO messages (id, topic, body, expires_at) VALUES (?, ?, ?, ?)')
  const lastId = connection.prepare('SELECT id FROM last_message')
  const select = connection.prepare(`SELECT id, topic, body FROM messages WHERE id > ? ORDER BY id LIMIT ${POLL_BATCH}`)
  const head = (): number => integer(lastId.get(), 'id', file)
  return {
    place: file,
    isClosed: () => connection.closed,
    publish: (topic, body) =>
      connection.write(() => {
        const at = now()
        insert.run(integer(nextId.get(), 'id', file), topic, body, at + MESSAGE_TTL_MS)
        purge(at)
      }),
    head: () => connection.read(head),
    behind: (id) =>
      // Nothing of this process comes between the two reads, and a message of another is taken up by the next poll.
      connection.read(() => {
        const end = head()
        if (end <= id) return { head: end, messages: [] }
        const rows = select.all(id)
        const messages = rows.map((row) => ({
          id: integer(row, 'id', file),
          topic: text(row, 'topic', file),
          body: row['body'],
        }))
        return { head: end, messages }
      }),
  }
}
