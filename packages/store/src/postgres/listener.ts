import type { Client } from 'pg'
import type { Database } from './database.ts'

/** Pause before the next attempt to listen. */
const RETRY_MS = 1000

/** Hears that messages were published, on a connection of its own. */
export interface Listener {
  /** Idempotent. */
  start(): void
  stop(): void
}

/**
 * Calls `wake` at each notification, and when it begins to listen again after a loss. That it does not listen harms
 * nobody but by delay: subscribers poll all the same.
 */
export function createListener(database: Database, wake: () => void): Listener {
  let client: Client | undefined
  let timer: NodeJS.Timeout | undefined
  let isStarted = false

  const drop = (): void => {
    client?.removeAllListeners('notification')
    void client?.end().catch(() => {})
    client = undefined
  }
  const retry = (lost: Client): void => {
    if (client !== lost) return
    drop()
    if (isStarted) timer = setTimeout(connect, RETRY_MS).unref()
  }
  const connect = (): void => {
    const made = database.newClient()
    client = made
    made.on('error', () => retry(made))
    made.on('end', () => retry(made))
    made.on('notification', wake)
    made
      .connect()
      .then(() => made.query(`LISTEN ${database.channel}`))
      .then(() => {
        // A listener alone does not keep the process alive. The types of pg do not know of this method.
        ;(made as Client & { readonly unref: () => void }).unref()
        wake()
      })
      .catch(() => retry(made))
  }

  return {
    start: () => {
      if (isStarted) return
      isStarted = true
      connect()
    },
    stop: () => {
      isStarted = false
      clearTimeout(timer)
      drop()
    },
  }
}
