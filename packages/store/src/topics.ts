import { isRingwallError, messageOf, type JsonValue, type RingwallError } from '@ringwall/core'
import { checkKey, checkSubscription } from './check.ts'
import { fail } from './errors.ts'
import { decode, encode } from './json.ts'
import type { MessageHandler, SubscribeOptions, Topics, Unsubscribe } from './store.ts'

/** How long a message waits for its readers, on the store's clock. */
export const MESSAGE_TTL_MS = 60_000
/** Most messages taken up by one poll, so that a flood does not hold the event loop. */
export const POLL_BATCH = 256

/** One message as a driver keeps it. */
export interface Message {
  readonly id: number
  readonly topic: string
  readonly body: unknown
}

/** Where a driver keeps messages, numbered from 1 without gaps in the order in which they were published. */
export interface MessageLog {
  /** Adds one message that lives for MESSAGE_TTL_MS. */
  readonly publish: (topic: string, body: string) => Promise<void>
  /** The number of the newest message that ever was. */
  readonly head: () => Promise<number>
  /** The first POLL_BATCH messages behind a number, and the head, in one snapshot. */
  readonly behind: (id: number) => Promise<{ readonly head: number; readonly messages: readonly Message[] }>
  readonly isClosed: () => boolean
  /** How errors name the store. */
  readonly place: string
}

interface Subscriber {
  readonly topic: string
  readonly handler: MessageHandler
  readonly onError: (error: RingwallError) => void
  /** Messages up to this one were published before the subscription. */
  readonly since: number
}

/** Publish/subscribe over a log of messages. */
export interface PolledTopics extends Topics {
  /** Polls now: the driver heard that there is something new. */
  wake(): void
  /** Ends all subscriptions; idempotent. */
  stop(): void
}

/**
 * Topics over a log of messages that every process with a subscriber polls each `pollMs` milliseconds, and at once when
 * it is woken. Messages of this process take the same way as those of others, so that all subscribers see one order.
 */
export function createTopics(log: MessageLog, pollMs: number): PolledTopics {
  const { place } = log
  const subscribers = new Set<Subscriber>()
  let timer: NodeJS.Timeout | undefined
  let seen = 0
  let isPolling = false
  let isWanted = false
  let isFailing = false

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
    const { head, messages } = await log.behind(seen)
    // A store that was put back to an earlier state counts from there again, and what came between is unknown.
    if (head < seen) {
      seen = head
      tellAll(subscribers, (topic) => fail('STORE_MESSAGES_LOST', { topic }))
    }
    for (const { id, topic, body } of messages) {
      advance(id, id > seen + 1)
      deliver(topic, id, decode(body, place))
    }
    if (messages.length === POLL_BATCH) return true
    if (head > seen) advance(head, true)
    return false
  }

  const pollAll = async (): Promise<void> => {
    try {
      while (subscribers.size > 0 && (await pollOnce())) await new Promise((resolve) => setImmediate(resolve))
      isFailing = false
    } catch (error) {
      if (!log.isClosed() && !isFailing) tellAll(subscribers, () => asRingwallError(error, place))
      isFailing = true
    }
  }

  const poll = async (): Promise<void> => {
    isWanted = true
    if (isPolling) return
    isPolling = true
    // What is published while a poll runs may have come too late for it.
    while (isWanted && subscribers.size > 0) {
      isWanted = false
      await pollAll()
    }
    isPolling = false
  }
  const wake = (): void => {
    if (subscribers.size > 0) void poll()
  }

  const start = (): void => {
    timer ??= setInterval(wake, pollMs).unref()
  }
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
    subscribers.clear()
  }

  return {
    wake,
    stop,
    async publish(topic: string, message: JsonValue): Promise<void> {
      checkKey('topic', topic)
      await log.publish(topic, encode(message))
      wake()
    },
    async subscribe(topic, handler, options?: SubscribeOptions): Promise<Unsubscribe> {
      checkKey('topic', topic)
      const { onError = () => {} } = checkSubscription(handler, options)
      const since = await log.head()
      if (log.isClosed()) throw fail('STORE_CLOSED')
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
  return isRingwallError(error) ? error : fail('STORE_UNAVAILABLE', { file, problem: messageOf(error) }, error)
}
