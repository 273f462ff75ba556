import { isRingwallError, type JsonValue, type RingwallError } from '@ringwall/core'
import { checkKey, checkSubscription } from '../check.ts'
import { fail } from '../errors.ts'
import { decode, encode } from '../json.ts'
import type { MessageHandler, SubscribeOptions, Topics, Unsubscribe } from '../store.ts'
import type { Parts } from './parts.ts'
import { integer, text } from './row.ts'

/** How long a message waits for its readers, on the store's clock. */
const MESSAGE_TTL_MS = 60_000
/** Most messages taken up by one poll, so that a flood does not hold the event loop. */
const POLL_BATCH = 256

interface Subscriber {
  readonly topic: string
  readonly handler: MessageHandler
  readonly onError: (error: RingwallError) => void
  /** Messages up to this one were published before the subscription. */
  readonly since: number
}

/** Publish/subscribe whose polling can be stopped. */
export interface PolledTopics extends Topics {
  /** Ends all subscriptions; idempotent. */
  stop(): void
}

/**
 * Topics as a table of messages, numbered without gaps, that every process with a subscriber polls each `pollMs`
 * milliseconds; the publishing process polls at once. Messages of this process take the same way as those of others, so
 * that all subscribers see one order.
 */
export function createTopics({ connection, now, purge }: Parts, pollMs: number): PolledTopics {
  const { file } = connection
  const nextId = connection.prepare('UPDATE last_message SET id = id + 1 RETURNING id')
  const insert = connection.prepare('INSERT INTO messages (id, topic, body, expires_at) VALUES (?, ?, ?, ?)')
  const lastId = connection.prepare('SELECT id FROM last_message')
  const select = connection.prepare(`SELECT id, topic, body FROM messages WHERE id > ? ORDER BY id LIMIT ${POLL_BATCH}`)
  const subscribers = new Set<Subscriber>()
  let timer: NodeJS.Timeout | undefined
  let seen = 0
  let isPolling = false
  let isFailing = false

  const head = (): number => integer(lastId.get(), 'id', file)

  const deliver = (topic: string, id: number, message: JsonValue): void => {
    // A handler may unsubscribe others: a Set that is iterated skips what was removed meanwhile.
    for (const subscriber of subscribers)
      if (subscriber.topic === topic && subscriber.since < id) void call(subscriber, structuredClone(message))
  }

  /** Moves on to message `id`; a gap before it means that messages expired unread. */
  const advance = (id: number, isGap: boolean): void => {
    if (isGap) tellAll(subscribers, (topic) => fail('STORE_MESSAGES_LOST', { topic }))
    seen = Math.max(seen, id)
  }

  /** Delivers one batch; true if there may be more. */
  const pollOnce = async (): Promise<boolean> => {
    const [end, rows] = await connection.read(() => {
      const end = head()
      return [end, end > seen ? select.all(seen) : []] as const
    })
    for (const row of rows) {
      const id = integer(row, 'id', file)
      advance(id, id > seen + 1)
      deliver(text(row, 'topic', file), id, decode(row['body'], file))
    }
    if (rows.length === POLL_BATCH) return true
    if (end > seen) advance(end, true)
    return false
  }

  const poll = async (): Promise<void> => {
    if (isPolling || subscribers.size === 0) return
    isPolling = true
    try {
      while (subscribers.size > 0 && (await pollOnce())) await new Promise((resolve) => setImmediate(resolve))
      isFailing = false
    } catch (error) {
      if (!connection.closed && !isFailing) tellAll(subscribers, () => asRingwallError(error, file))
      isFailing = true
    } finally {
      isPolling = false
    }
  }

  const start = (): void => {
    timer ??= setInterval(() => void poll(), pollMs).unref()
  }
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
    subscribers.clear()
  }

  return {
    stop,
    async publish(topic: string, message: JsonValue): Promise<void> {
      checkKey('topic', topic)
      const body = encode(message)
      await connection.write(() => {
        const at = now()
        insert.run(integer(nextId.get(), 'id', file), topic, body, at + MESSAGE_TTL_MS)
        purge(at)
      })
      void poll()
    },
    async subscribe(topic, handler, options?: SubscribeOptions): Promise<Unsubscribe> {
      checkKey('topic', topic)
      const { onError = () => {} } = checkSubscription(handler, options)
      const since = await connection.read(head)
      if (connection.closed) throw fail('STORE_CLOSED')
      if (subscribers.size === 0) seen = since
      const subscriber: Subscriber = { topic, handler, onError, since }
      subscribers.add(subscriber)
      start()
      return async () => {
        subscribers.delete(subscriber)
        if (subscribers.size === 0) stop()
      }
    },
  }
}

async function call(subscriber: Subscriber, message: JsonValue): Promise<void> {
  try {
    await subscriber.handler(message)
  } catch (cause) {
    tell(subscriber, fail('STORE_HANDLER_FAILED', { topic: subscriber.topic }, cause))
  }
}

function tellAll(subscribers: Iterable<Subscriber>, errorFor: (topic: string) => RingwallError): void {
  for (const subscriber of subscribers) tell(subscriber, errorFor(subscriber.topic))
}

function tell(subscriber: Subscriber, error: RingwallError): void {
  try {
    subscriber.onError(error)
  } catch {
    // Nobody is left to tell, and the other subscribers must still hear of it.
  }
}

function asRingwallError(error: unknown, file: string): RingwallError {
  return isRingwallError(error) ? error : fail('STORE_UNAVAILABLE', { file, problem: String(error) }, error)
}
