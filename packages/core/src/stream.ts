import { conclude, refuse } from './dispatch.ts'
import { forwardAll, boundary } from './edits.ts'
import type { KERNEL_CODES } from './error-table.ts'
import { messageOf } from './errors.ts'
import type { Generation } from './generation.ts'
import type { Destination, JsonObject, Outbound, Session } from './hooks.ts'
import { copyPayload, copySession } from './payload.ts'
import { LAYER_FAILED, recordFailure, runSteps } from './pipeline.ts'
import { Run } from './run.ts'
import { RulingLog } from './ruling-log.ts'
import { cutPoint, heldFrom, settledPoint } from './settle.ts'
import type { Decision } from './verdict.ts'

/** The text that a stream holds back at most, in UTF-16 code units, where the host sets no other limit. */
export const DEFAULT_MAX_BUFFER = 1_000_000

/** A slice of up to 16 times this length, in UTF-16 code units, goes through the chain at every chunk. */
const CHEAP = 128

/** How a stream is guarded. */
export interface StreamOptions {
  /** Default: user. */
  readonly destination?: Destination
  readonly meta?: JsonObject
  /** UTF-16 code units; a reply that needs more held back is denied. Default: 1,000,000. */
  readonly maxBuffer?: number
}

/**
 * Text in, guarded text out. Whatever the chunking, the chunks that come out join to what onOutbound makes of the whole text.
 * A reply that is not allowed ends early: the readable side closes, and `decision` says why.
 */
export interface OutboundStream extends TransformStream<string, string> {
  /** Resolves at the end of the stream, however it ends; never rejects. */
  readonly decision: Promise<Decision<'onOutbound'>>
}

/** What a kernel hands to its streams. */
export interface StreamHost {
  readonly generation: Generation
  readonly session: Session
  readonly options: StreamOptions
  readonly isClosed: () => boolean
  readonly leave: () => void
}

type Controller = TransformStreamDefaultController<string>

/** Opens a guarded stream on one generation. */
export function openStream(host: StreamHost): OutboundStream {
  const { promise, resolve } = Promise.withResolvers<Decision<'onOutbound'>>()
  let open = true
  const end = (decision: Decision<'onOutbound'>): void => {
    if (!open) return
    open = false
    host.leave()
    resolve(decision)
  }
  const guard = new StreamGuard(host)
  const advance = async (chunk: unknown, final: boolean, controller: Controller): Promise<void> => {
    const { text, decision } = await guard.advance(chunk, final)
    if (!open) return // cancelled meanwhile
    if (text !== '' && decision?.outcome !== 'deny' && decision?.outcome !== 'ask') controller.enqueue(text)
    if (!decision) return
    if (!final) controller.terminate()
    end(decision)
  }
  const transformer = {
    transform: (chunk: string, controller: Controller) => advance(chunk, false, controller),
    flush: (controller: Controller) => advance('', true, controller),
    // Called when the reader cancels or the writer aborts; the types do not know it yet.
    cancel: async () => end(await guard.refuse('STREAM_CANCELLED', 'the reader or the writer gave up')),
  }
  const transform = new TransformStream<string, string>(transformer)
  return Object.assign(transform, { decision: promise })
}

interface Progress {
  readonly text: string
  readonly decision?: Decision<'onOutbound'>
}

/** Holds what may still change, releases what every layer has passed. */
class StreamGuard {
  readonly #host: StreamHost
  readonly #whole: boolean
  readonly #log = new RulingLog()
  readonly #started: number = performance.now()
  /** The part of the reply still needed; its first `#released` code units are out and stay as context. */
  #slice = ''
  #released = 0
  #emitted = ''
  /** The length of the slice when it last went through the chain. */
  #seen = 0
  /** The length of the slice when something in it first looked like a denial. */
  #suspect: number | undefined

  constructor(host: StreamHost) {
    this.#host = host
    const { destination = 'user' } = host.options
    this.#whole = host.generation.steps.onOutbound.some(
      ({ streaming }) => streaming === 'whole' || streaming.whole?.includes(destination) === true,
    )
  }

  async advance(chunk: unknown, final: boolean): Promise<Progress> {
    const { session, options, generation, isClosed } = this.#host
    if (isClosed()) return this.#refuse('KERNEL_CLOSED', 'the kernel was closed')
    if (typeof chunk !== 'string') return this.#refuse('PAYLOAD_INVALID', 'a chunk is not a string')
    this.#slice += chunk
    const { maxBuffer = DEFAULT_MAX_BUFFER } = options
    if (!(this.#slice.length - this.#released <= maxBuffer))
      return this.#refuse('STREAM_LIMIT', `more than ${maxBuffer} code units are held back`)
    // Scanning a long slice again for every chunk would be quadratic, so it waits until it has grown by a part of itself.
    const enough = this.#seen + Math.max(1, Math.floor(this.#slice.length / 16) - CHEAP)
    if (!final && (this.#whole || this.#slice.length < enough)) return { text: '' }
    this.#seen = this.#slice.length
    let run: Run<'onOutbound'>
    try {
      const { destination = 'user', meta = {} } = options
      const payload: Outbound = { destination, body: this.#slice, meta }
      run = new Run('onOutbound', copyPayload.onOutbound(payload), copySession(session))
    } catch (error) {
      return this.#refuse('PAYLOAD_INVALID', messageOf(error))
    }
    await runSteps(generation, run)
    return run.outcome === 'allow' ? this.#release(run, final) : this.#hold(run, final)
  }

  /** A denial of unfinished text may yet be undone by what follows (a longer word), so it stands only once its layer could see past it. */
  async #hold(run: Run<'onOutbound'>, final: boolean): Promise<Progress> {
    this.#suspect ??= this.#slice.length
    const steps = this.#host.generation.steps.onOutbound
    const failed = run.rulings.some((ruling) => ruling.code === LAYER_FAILED)
    if (!final && !failed && this.#guarded(run, () => heldFrom(run, steps)) < this.#suspect) return { text: '' }
    this.#log.add(run.rulings, -1, this.#slice.length)
    return this.#conclude(run, '')
  }

  async #release(run: Run<'onOutbound'>, final: boolean): Promise<Progress> {
    this.#suspect = undefined
    const steps = this.#host.generation.steps.onOutbound
    const settled = final ? this.#slice.length : this.#guarded(run, () => settledPoint(run, this.#slice, steps))
    if (run.outcome !== 'allow') return this.#hold(run, true)
    const to = Math.max(settled, this.#released)
    if (boundary(run.rounds, this.#released) !== this.#released)
      return this.#refuse('STREAM_DRIFT', 'a layer changed text that was already released; its window is too small')
    const made = run.payload.body
    if (typeof made !== 'string') return this.#refuse('STREAM_DRIFT', 'a layer turned text into structure')
    const text = made.slice(forwardAll(run.rounds, this.#released), final ? undefined : forwardAll(run.rounds, to))
    this.#log.add(run.rulings, this.#released || -1, final ? Infinity : to)
    this.#emitted += text
    this.#released = to
    if (final) return this.#conclude(run, text)
    const cut = cutPoint(run.rounds, this.#slice, to, steps)
    this.#log.shift(cut)
    this.#slice = this.#slice.slice(cut)
    this.#released -= cut
    this.#seen -= cut
    return { text }
  }

  /** Runs a layer's `pending`; a throw is that layer's failure, and the text is held. */
  #guarded(run: Run<'onOutbound'>, hold: () => number): number {
    try {
      return hold()
    } catch (error) {
      const step = this.#host.generation.steps.onOutbound.find(({ layer }) => layer === run.step)
      if (!step) throw error
      recordFailure({ ...step, enforced: true, onFailure: 'deny' }, run, this.#host.generation.events, error)
      return 0
    }
  }

  async #conclude(run: Run<'onOutbound'>, text: string): Promise<Progress> {
    const payload = Object.freeze({ ...run.payload, body: this.#emitted })
    const whole = new Run('onOutbound', payload, run.session)
    Object.assign(whole, { outcome: run.outcome, scores: run.scores, started: this.#started })
    whole.rulings.push(...this.#log.rulings())
    return { text, decision: await conclude(whole, this.#host.generation) }
  }

  async refuse(code: keyof typeof KERNEL_CODES, detail: string): Promise<Decision<'onOutbound'>> {
    return refuse('onOutbound', code, detail, this.#host.generation, this.#host.session)
  }

  async #refuse(code: keyof typeof KERNEL_CODES, detail: string): Promise<Progress> {
    return { text: '', decision: await this.refuse(code, detail) }
  }
}
