import type { Connection } from './connection.ts'

/** Writes between two purges. */
const PURGE_EVERY = 32
/** Most rows that one purge removes per table: more than PURGE_EVERY usual writes add, so that it does not fall behind. */
const PURGE_BATCH = 256

/** Removes expired rows, to be called inside each write transaction; most calls cost nothing. */
export type Purge = (now: number) => void

/** The purge of one connection. Reads never see expired rows, so that its timing changes no answer. */
export function createPurge(connection: Connection): Purge {
  const statements = [
    `DELETE FROM window_hits WHERE (key, window_ms, slot) IN
       (SELECT key, window_ms, slot FROM window_hits WHERE expires_at <= ? LIMIT ${PURGE_BATCH})`,
    `DELETE FROM holds WHERE (name, place) IN
       (SELECT name, place FROM holds WHERE expires_at <= ? LIMIT ${PURGE_BATCH})`,
    `DELETE FROM store_values WHERE key IN
       (SELECT key FROM store_values WHERE expires_at <= ? LIMIT ${PURGE_BATCH})`,
    `DELETE FROM messages WHERE id IN
       (SELECT id FROM messages WHERE expires_at <= ? LIMIT ${PURGE_BATCH})`,
  ].map((sql) => connection.prepare(sql))
  let writes = 0
  return (now) => {
    writes += 1
    if (writes % PURGE_EVERY !== 0) return
    for (const statement of statements) statement.run(now)
  }
}
