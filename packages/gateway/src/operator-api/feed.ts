import {
  isRingwallError,
  messageOf,
  type DecisionEvent,
  type FailureEvent,
  type KernelEvents,
  type Logger,
} from '@ringwall/core'
import { fail } from '../errors.ts'
import { SSE_HEADERS } from '../sse.ts'
import { listenTo, type WatchedWall } from '../watched-wall.ts'
import type { Operator } from './access.ts'
import { mayDecide, showPending } from './approvals.ts'
import type { FeedEvent } from './contract.ts'
import { FeedClient } from './feed-client.ts'
import { decisionItem, findingItem } from './feed-items.ts'
import type { Redactor } from './redact.ts'
import { findService, type DeskChange } from './services.ts'

const MAX_CLIENTS = 64
/** So that no token takes the feed from all others. */
const MAX_PER_TOKEN = 8
/** How long to wait before approvals are watched again, in milliseconds. */
const WATCH_AGAIN_MS = 1_000

type FindingEvent = KernelEvents['finding']
/** Whose the approvals are that the feed has told of, so that others learn nothing of them. */
type Owners = Map<string, string>

/** Tells clients what happens, while there are any. */
export class Feed {
  readonly #wall: WatchedWall
  readonly #redactor: Redactor
  readonly #logger: Logger
  /** With the id of its token. */
  readonly #clients = new Map<FeedClient, string>()
  readonly #owners: Owners = new Map()
  #findings: FindingEvent[] = []
  #stop: (() => void) | undefined

  constructor(wall: WatchedWall, redactor: Redactor, logger: Logger) {
    this.#wall = wall
    this.#redactor = redactor
    this.#logger = logger
  }

  /** A stream of events. `check` rejects once the client may hear no more. Throws FEED_FULL. */
  open(operator: Operator, check: () => Promise<void>): Response {
    const own = [...this.#clients.values()].filter((tokenId) => tokenId === operator.tokenId)
    if (own.length >= MAX_PER_TOKEN || this.#clients.size >= MAX_CLIENTS) throw fail('FEED_FULL')
    const client = new FeedClient({
      check,
      codeOf: (error) => (isRingwallError(error) ? error.code : 'INTERNAL'),
      wants: (event) => this.#mayHear(operator, event),
      onGone: () => this.#leave(client),
    })
    this.#clients.set(client, operator.tokenId)
    this.#stop ??= this.#listen()
    return new Response(client.body, { headers: SSE_HEADERS })
  }

  /** Somebody has logged out: his streams end. */
  recheck(): void {
    for (const client of this.#clients.keys()) client.recheck()
  }

  /** Ends all streams. */
  close(): void {
    for (const client of this.#clients.keys()) client.end('GATEWAY_DRAINING')
  }

  #leave(client: FeedClient): void {
    this.#clients.delete(client)
    if (this.#clients.size > 0) return
    this.#stop?.()
    this.#stop = undefined
    // What is settled while nobody listens is not told; a watch that begins tells anew of what waits.
    this.#owners.clear()
  }

  #mayHear(operator: Operator, event: FeedEvent): boolean {
    if (operator.rights.includes('operate') || event.event === 'ready') return true
    if (event.event !== 'approval') return false
    if (event.data.kind === 'unavailable') return true
    const tenant = event.data.kind === 'new' ? event.data.approval.tenant : this.#owners.get(event.data.id)
    return tenant !== undefined && mayDecide(operator, { tenant })
  }

  #tell(event: FeedEvent): void {
    for (const client of this.#clients.keys()) client.push(event)
  }

  #listen(): () => void {
    const watching = new AbortController()
    const stops = [
      listenTo(this.#wall, 'decision', (event) => this.#tellDecision(event as unknown as DecisionEvent)),
      listenTo(this.#wall, 'finding', (event) => this.#noteFinding(event as unknown as FindingEvent)),
      listenTo(this.#wall, 'failure', (event) => {
        const { time: at, layer, hook, bypassed } = event as unknown as FailureEvent
        this.#tell({ event: 'layer', data: { kind: 'failure', at, layer, hook, bypassed } })
      }),
      listenTo(this.#wall, 'reload', (event) => {
        const { time: at, generation, layers } = event as unknown as KernelEvents['reload']
        this.#tell({ event: 'layer', data: { kind: 'reload', at, generation, layers } })
      }),
    ]
    void this.#watch(watching.signal)
    return () => {
      watching.abort()
      for (const stop of stops) stop()
    }
  }

  #tellDecision(event: DecisionEvent): void {
    const own = new Set(event.decision.rulings)
    this.#findings = this.#findings.filter(({ ruling }) => !own.has(ruling))
    const item = decisionItem(event)
    // What a model or a client has chosen; all else is declared or of a token.
    const [session = '', action] = this.#redactor.redact([item.session, item.action ?? ''])
    this.#tell({ event: 'decision', data: { ...item, session, ...(item.action !== undefined && { action }) } })
  }

  /** A kernel tells of the rulings of a decision right before the decision itself, which tells of them too. */
  #noteFinding(event: FindingEvent): void {
    this.#findings.push(event)
    if (this.#findings.length > 1) return
    queueMicrotask(() => {
      for (const finding of this.#findings.splice(0)) this.#tell({ event: 'finding', data: findingItem(finding) })
    })
  }

  /** Follows the queue of all processes. A reload ends a watch, and a store may fail: then it begins anew. */
  async #watch(signal: AbortSignal): Promise<void> {
    let isLost = false
    while (!signal.aborted) {
      const desk = findService(this.#wall, 'approval-gate')
      try {
        await desk?.watch(
          (change) => {
            isLost = false
            this.#tellOf(change)
          },
          { signal },
        )
      } catch (error) {
        if (signal.aborted) return
        this.#logger.debug('approvals cannot be watched', { problem: messageOf(error) })
        if (!isLost) this.#tell({ event: 'approval', data: { kind: 'unavailable' } })
        isLost = true
      }
      await pause(WATCH_AGAIN_MS, signal)
    }
  }

  #tellOf(change: DeskChange): void {
    if (change.kind === 'pending') {
      const { id, tenant } = change.request
      this.#owners.set(id, tenant)
      this.#tell({ event: 'approval', data: { kind: 'new', approval: showPending(change.request, this.#redactor) } })
      return
    }
    const { id, state, by } = change
    this.#tell({ event: 'approval', data: { kind: 'settled', id, state, ...(by !== undefined && { by }) } })
    this.#owners.delete(id)
  }
}

/** A timer that keeps no process alive. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms).unref()
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise.finally(() => clearTimeout(timer))
}
