import type { FeedEvent } from './api.ts'

/** How the stream of events does. `ended`: the gateway closed it for good, with the code that it gave. */
export type FeedState =
  | { readonly kind: 'connecting' | 'open' | 'lost' }
  | { readonly kind: 'ended'; readonly code: string }

/** An event as it came in, numbered from 1. */
export interface FeedEntry {
  readonly number: number
  readonly at: number
  readonly event: FeedEvent
}

/** What is told when entries or the state have changed. */
export type FeedListener = (entry: FeedEntry | undefined) => void

const KINDS = ['ready', 'decision', 'finding', 'approval', 'layer', 'gap', 'end'] as const
const KEPT = 500
const RETRY_MS = 3_000

/** The gateway's stream of events for one page: the newest 500, kept whichever view is open. */
export class Feed {
  state: FeedState = { kind: 'connecting' }
  /** Oldest first. */
  entries: readonly FeedEntry[] = []
  private readonly url: string
  private readonly onClosed: () => Promise<boolean>
  private readonly listeners = new Set<FeedListener>()
  private source: EventSource | undefined
  private retry: ReturnType<typeof setTimeout> | undefined
  private last = 0

  /** `onClosed` is asked when the gateway refuses or ends the stream: true where the session still holds, so that it is worth another try. */
  constructor(url: string, onClosed: () => Promise<boolean>) {
    this.url = url
    this.onClosed = onClosed
  }

  open(): void {
    const source = new EventSource(this.url)
    this.source = source
    for (const kind of KINDS) source.addEventListener(kind, (message) => this.take(kind, message.data))
    source.addEventListener('error', () => {
      if (this.source !== source) return
      this.become({ kind: 'lost' })
      // While it is connecting the browser tries again by itself; closed, it was refused.
      if (source.readyState === EventSource.CLOSED) void this.tryAgain()
    })
  }

  /** Every change from now on; the returned function ends it. */
  listen(listener: FeedListener): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  close(): void {
    clearTimeout(this.retry)
    this.source?.close()
    this.source = undefined
    this.listeners.clear()
  }

  private async tryAgain(): Promise<void> {
    const { source } = this
    const holds = await this.onClosed()
    if (!holds || this.source !== source) return
    this.retry = setTimeout(() => this.open(), RETRY_MS)
  }

  private take(kind: (typeof KINDS)[number], text: string): void {
    const event = { event: kind, data: JSON.parse(text) } as FeedEvent
    // Not when it is connected: from `ready` on nothing that happens is missed.
    if (event.event === 'ready') return this.become({ kind: 'open' })
    if (event.event === 'end') {
      this.source?.close()
      this.become({ kind: 'ended', code: event.data.code })
      return void this.tryAgain()
    }
    this.last += 1
    const entry = { number: this.last, at: Date.now(), event }
    this.entries = [...this.entries.slice(1 - KEPT), entry]
    this.tell(entry)
  }

  private become(state: FeedState): void {
    if (this.state.kind === state.kind) return
    this.state = state
    this.tell(undefined)
  }

  private tell(entry: FeedEntry | undefined): void {
    for (const listener of this.listeners) listener(entry)
  }
}
