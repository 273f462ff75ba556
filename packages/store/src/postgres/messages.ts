import { MESSAGE_TTL_MS, POLL_BATCH, type MessageLog } from '../topics.ts'
import type { Parts } from './parts.ts'
import { integer, text } from './row.ts'

/** Messages as a table; who publishes notifies those who listen. */
export function createMessages({ database, now }: Parts): MessageLog {
  const { schema, place: file } = database
  return {
    place: file,
    isClosed: () => database.closed,
    publish: async (topic, body) => {
      await database.query(`SELECT ${schema}.publish($1, $2, $3, $4)`, [now(), topic, body, MESSAGE_TTL_MS])
    },
    head: async () => {
      const [row] = await database.query(`SELECT id FROM (SELECT ${schema}.clock(0)) AS c, ${schema}.last_message`, [])
      return integer(row, 'id', file)
    },
    behind: async (id) => {
      const rows = await database.query(
        `SELECT c.at AS read_at, l.id AS head, m.id, m.topic, m.body
         FROM (SELECT ${schema}.clock(0) AS at) AS c LEFT JOIN ${schema}.last_message l ON true
         LEFT JOIN ${schema}.messages m ON m.id > $1 ORDER BY m.id LIMIT ${POLL_BATCH}`,
        [id],
      )
      const messages = rows
        .filter((row) => row['id'] !== null)
        .map((row) => ({ id: integer(row, 'id', file), topic: text(row, 'topic', file), body: row['body'] }))
      return { head: integer(rows[0], 'head', file), messages }
    },
  }
}
