import type { Topics } from './store.ts'

/** How long and how to wait. */
export interface WaitOptions {
  /** Ends the waiting: rejects with the signal's reason. */
  readonly signal: AbortSignal
  /** Looks at least so often, in milliseconds (default 1000), whether or not a message came: messages may be lost. */
  readonly pollMs?: number
}

/**
 * Waits until `look` finds something in the store: it is asked at once, at each message of the topic, and every `pollMs`.
 * Resolves to the first answer that is not undefined; rejects with what `look` or the store rejects with.
 */
export async function waitFor<T>(
  store: Pick<Topics, 'subscribe'>,
  topic: string,
  look: () => Promise<T | undefined>,
  { signal, pollMs = 1000 }: WaitOptions,
): Promise<T> {
  let bell = Promise.withResolvers<void>()
  const ring = (): void => bell.resolve()
  const unsubscribe = await store.subscribe(topic, ring, { onError: ring })
  signal.addEventListener('abort', ring)
  try {
    for (;;) {
      signal.throwIfAborted()
      // Before the look: what is published while it runs may be newer than what it finds.
      bell = Promise.withResolvers<void>()
      const found = await look()
      if (found !== undefined) return found
      const timer = setTimeout(ring, pollMs)
      await bell.promise
      clearTimeout(timer)
    }
  } finally {
    signal.removeEventListener('abort', ring)
    await unsubscribe()
  }
}
