import type { Hook, Payloads, Session, Stage } from './hooks.ts'
import type { Handler, HookEvent, Layer, Streaming } from './plugin.ts'
import { isScore, type Edit, type Outcome, type Power, type Ruling } from './verdict.ts'

/** One place in the chain of a hook, and what holds there. */
export interface Place {
  readonly layer: string
  readonly hook: Hook
  readonly stage: Stage
  readonly powers: readonly Power[]
  readonly codes: Readonly<Record<string, string>>
  readonly rewrites: readonly string[]
  /** False in observe mode. */
  readonly enforced: boolean
  readonly onFailure: 'deny' | 'flag'
  readonly deadlineMs: number
  readonly version: string
  readonly streaming: Streaming
  readonly pending: Layer['pending']
  /** True where what it rewrites is not for listeners. */
  readonly hides: boolean
}
/** A place with the handler that stands there. */
export interface Step<H extends Hook = Hook> extends Place {
  readonly handler: Handler<H, Stage>
}

/** A layer that keeps a record of every dispatch. */
export interface Recorder extends Pick<Place, 'layer' | 'enforced' | 'onFailure' | 'deadlineMs'> {
  readonly record: NonNullable<Layer['record']>
}

/** One dispatch in progress. Layers see it only through an EventView. */
export class Run<H extends Hook = Hook> {
  readonly hook: H
  readonly session: Session
  payload: Payloads[H]
  /** What listeners see: the payload before a layer put secrets in. */
  shown: Payloads[H] | undefined
  /** On the clock of performance.now(). */
  started: number = performance.now()
  outcome: Outcome = 'allow'
  rulings: Ruling[] = []
  readonly instructions: string[] = []
  /** Every round of edits so far, to map spans back with, and the place that made each. */
  readonly rounds: (readonly Edit[])[] = []
  readonly editors: Place[] = []
  readonly scores: Record<string, number> = {}
  readonly traceId: string
  /** The layer whose turn it is. */
  step = ''
  controller: AbortController | undefined

  constructor(hook: H, payload: Payloads[H], session: Session) {
    this.hook = hook
    this.payload = payload
    this.session = session
    this.traceId = session.traceId ?? crypto.randomUUID()
  }
}

/** The read-only face of a run. */
export class EventView<H extends Hook> implements HookEvent<H> {
  readonly #run: Run<H>
  constructor(run: Run<H>) {
    this.#run = run
    Object.freeze(this)
  }
  get hook(): H {
    return this.#run.hook
  }
  get payload(): Payloads[H] {
    return this.#run.payload
  }
  get session(): Session {
    return this.#run.session
  }
  get rulings(): readonly Ruling[] {
    return [...this.#run.rulings]
  }
  get signal(): AbortSignal {
    this.#run.controller ??= new AbortController()
    return this.#run.controller.signal
  }
  score(value: number): void {
    if (!isScore(value)) throw new RangeError(`a score must be 0 to 1, not ${value}`)
    this.#run.scores[this.#run.step] = value
  }
}
