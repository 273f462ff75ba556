import { performance } from 'node:perf_hooks'
import { messageOf, type Logger } from '@ringwall/core'
import { MAX_PAGE } from '@ringwall/store'
import { AnchorKeeper } from './anchor-keeper.ts'
import type { Anchors } from './anchors.ts'
import { sealAndMeasure, type Body, type Place, type Sealed } from './seal.ts'
import type { AuditLogConfig } from '../config.ts'
import { checkEntry, untilAlone, type Ledger } from './ledger.ts'
import { anchorOf, signed } from './open-chain.ts'
import { stamp } from '../record.ts'
import type { Signer } from './signature.ts'

/** JSON that goes to the store at once, in UTF-16 code units, each of at most 3 bytes. */
const BATCH_LENGTH = 4 * 1024 * 1024
/** Room for the checkpoint behind a full batch. */
const BATCH_RECORDS = MAX_PAGE - 1
const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 5000

/** What the writer works on. */
export interface WriterSetup {
  readonly ledger: Ledger
  readonly anchors: Anchors
  readonly signer: Signer
  readonly tail: Place
  readonly config: AuditLogConfig
  readonly logger: Logger
  /** Gets each record once the store has it. */
  readonly onWritten: ((records: readonly Sealed[]) => Promise<void>) | undefined
}

interface Waiting {
  body: Body
  readonly isSigned: boolean
  /** True where whoever brought it learns by `flush` whether it was written. */
  readonly isDeferred?: true
  /** Absent where nobody waits, or no longer. */
  settle?: PromiseWithResolvers<void> | undefined
}

/**
 * Writes records in order. All that wait go to the store together and are acknowledged once it has them; what it refuses
 * is kept and tried again, and what cannot be kept goes to the logger.
 */
export class Writer {
  readonly #setup: WriterSetup
  #tail: Place
  #waiting: Waiting[] = []
  #running: Promise<void> | undefined
  #room: PromiseWithResolvers<void> | undefined
  /** True while an append may have been done, or be done yet, without this process having heard of it. */
  #inDoubt = false
  #failure: unknown
  /** True once something was written. */
  #isProved = false
  #retryMs = FIRST_RETRY_MS
  #retry: NodeJS.Timeout | undefined
  #unsigned = 0
  #signedAt = performance.now()
  readonly #keeper: AnchorKeeper
  readonly #timer: NodeJS.Timeout
  #isClosed = false

  constructor(setup: WriterSetup) {
    this.#setup = setup
    this.#tail = setup.tail
    const ms = setup.config.checkpointSeconds * 1000
    this.#keeper = new AnchorKeeper(setup.anchors, setup.logger, ms)
    this.#timer = setInterval(() => this.#signIdle(), ms).unref()
  }

  /** Resolves once the record is durable. Rejects where it is not; then it is written later, marked `late`, or is in the log of the kernel. */
  async write(body: Body): Promise<void> {
    await this.room()
    return this.#addAwaited({ body, isSigned: false })
  }

  /** write for a record that is signed, and so is a checkpoint too. */
  async writeSigned(body: Body): Promise<void> {
    return this.#addAwaited({ body, isSigned: true })
  }

  /** Takes a record for which `flush` waits; a promise only where there is no room. Rejects, and leaves the record to the logger, where none comes. */
  defer(body: Body): Promise<void> | undefined {
    if (this.#isFull()) return this.#deferLater(body)
    this.#add({ body, isSigned: false, isDeferred: true })
    return undefined
  }

  /** Resolves once every record that was taken before is durable. Rejects where one is not; those are then written later, marked `late`. */
  flush(): Promise<void> {
    const last = this.#waiting.at(-1)
    if (!last) return this.#isClosed && this.#failure !== undefined ? Promise.reject(this.#failure) : Promise.resolve()
    last.settle ??= Promise.withResolvers<void>()
    void this.#run()
    return last.settle.promise
  }

  /** Takes a record that nobody waits for. */
  note(body: Body): void {
    if (this.#isFull() && this.#failure !== undefined) this.#report(body)
    else this.#add({ body, isSigned: false })
  }

  /** Resolves once there is room for another record; at once while nothing can be written, since then it is refused. */
  async room(): Promise<void> {
    while (this.#isFull() && this.#failure === undefined) {
      this.#room ??= Promise.withResolvers<void>()
      await this.#room.promise
    }
  }

  /** True if the last record could be written. Where it could not be, or none was written yet, tries first. */
  async isHealthy(): Promise<boolean> {
    if (this.#isProved && this.#failure === undefined) return true
    await this.#run()
    return this.#failure === undefined
  }

  /** How many records wait to be written. */
  get backlog(): number {
    return this.#waiting.length
  }

  /** Writes what waits and a last checkpoint. What cannot be written goes to the logger. Records that come later are written one by one. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    clearInterval(this.#timer)
    await this.#run()
    if (this.#unsigned > 0 && this.#failure === undefined) {
      this.#waiting.push({ body: checkpoint('close'), isSigned: true })
      await this.#run()
    }
    clearTimeout(this.#retry)
    await this.#keeper.done()
  }

  #isFull(): boolean {
    return this.#waiting.length >= this.#setup.config.maxPending
  }

  async #deferLater(body: Body): Promise<void> {
    await this.room()
    if (!this.#isFull()) return this.#add({ body, isSigned: false, isDeferred: true })
    this.#report(body)
    if (this.#setup.config.onWriteFailure === 'deny') throw this.#failure
  }

  #addAwaited(waiting: Waiting): Promise<void> {
    const settle = Promise.withResolvers<void>()
    this.#add({ ...waiting, settle })
    return settle.promise
  }

  #add(waiting: Waiting): void {
    this.#waiting.push(waiting)
    void this.#run()
  }

  /** One run at a time; whoever asks meanwhile waits for its end. */
  #run(): Promise<void> {
    this.#running ??= this.#drain()
    return this.#running
  }

  async #drain(): Promise<void> {
    // After the I/O of this turn, whose records join.
    await new Promise((resolve) => setImmediate(resolve))
    try {
      while (this.#waiting.length > 0) {
        await this.#commit()
        this.#recover()
      }
    } catch (error) {
      this.#fail(error)
    } finally {
      this.#running = undefined // in the same turn in which nothing waited any more
      this.#makeRoom()
    }
  }

  #makeRoom(): void {
    this.#room?.resolve()
    this.#room = undefined
  }

  /** Writes the first of what waits, as much as fits. */
  async #commit(): Promise<void> {
    const { ledger, onWritten } = this.#setup
    const { batch, sealed } = await untilAlone(async () => {
      if (this.#inDoubt) await this.#resolveDoubt()
      const next = this.#sealNext()
      if (next.sealed.length === 0) return next
      try {
        if (await ledger.append(this.#tail.seq, next.sealed)) return next
      } catch (error) {
        this.#inDoubt = true
        throw error
      }
      if (!this.#inDoubt) this.#tail = await ledger.tail(this.#tail.chain)
      return undefined
    })
    if (sealed.length > 0) this.#inDoubt = false
    this.#tail = sealed.at(-1) ?? this.#tail
    this.#waiting.splice(0, batch).forEach(({ settle }) => settle?.resolve())
    this.#makeRoom()
    this.#noteCheckpoint(sealed)
    if (!onWritten) return
    await ledger.flush() // a copy too must not tell of what a loss of power takes away
    await onWritten(sealed)
  }

  #sealNext(): { readonly batch: number; readonly sealed: readonly Sealed[] } {
    const sealed: Sealed[] = []
    let place = this.#tail
    let total = 0
    for (const { body, isSigned } of this.#waiting) {
      if (sealed.length === BATCH_RECORDS || total > BATCH_LENGTH) break
      const { record: plain, length } = sealAndMeasure(body, place)
      const record = isSigned ? signed(this.#setup.signer, body, place) : plain
      total += length
      sealed.push(record)
      place = record
    }
    const batch = sealed.length
    const { checkpointRecords, checkpointSeconds } = this.#setup.config
    const age = performance.now() - this.#signedAt
    const isDue = this.#unsigned + batch >= checkpointRecords || age >= checkpointSeconds * 1000
    if (isDue && batch > 0 && sealed.at(-1)?.sig === undefined)
      sealed.push(signed(this.#setup.signer, checkpoint('interval'), place))
    return { batch, sealed }
  }

  /** Finds out which of what waits the store has already, and where the chain ends. */
  async #resolveDoubt(): Promise<void> {
    const { ledger } = this.#setup
    const seen = new Set<string>()
    let tail = this.#tail
    for await (const entry of ledger.since(tail.seq)) {
      const record = checkEntry(entry, tail.chain)
      seen.add(record.id)
      tail = record
    }
    this.#tail = tail
    if (seen.size === 0) return
    const written = this.#waiting.filter(({ body }) => seen.has(body.id))
    this.#waiting = this.#waiting.filter(({ body }) => !seen.has(body.id))
    this.#unsigned += written.length
    for (const { settle } of written) settle?.resolve()
  }

  #noteCheckpoint(sealed: readonly Sealed[]): void {
    const last = sealed.findLast(({ sig }) => sig !== undefined)
    this.#unsigned = last ? sealed.length - 1 - sealed.indexOf(last) : this.#unsigned + sealed.length
    if (!last) return
    this.#signedAt = performance.now()
    this.#keeper.keep(anchorOf(last))
  }

  #recover(): void {
    if (this.#failure !== undefined) this.#setup.logger.warn('the audit log is written again')
    this.#failure = undefined
    this.#isProved = true
    this.#retryMs = FIRST_RETRY_MS
    clearTimeout(this.#retry)
  }

  #fail(error: unknown): void {
    const { logger, config } = this.#setup
    if (this.#failure === undefined) logger.error('the audit log cannot be written', { problem: messageOf(error) })
    this.#failure = error
    const isForgiven = config.onWriteFailure === 'continue'
    // Whoever waits for one of them waits for all before it.
    const awaited = this.#waiting.findLastIndex(({ settle }) => settle !== undefined)
    for (const [at, waiting] of this.#waiting.entries()) {
      const { settle, body, isDeferred } = waiting
      waiting.settle = undefined
      // Whoever waited is refused now; a record that is written later must not say that all was well.
      if (!isForgiven && (settle || (isDeferred && at < awaited))) waiting.body = { ...body, late: true }
      if (isForgiven) settle?.resolve()
      else settle?.reject(error)
    }
    for (const { body } of this.#waiting.splice(config.maxPending)) this.#report(body)
    clearTimeout(this.#retry)
    if (this.#isClosed) {
      for (const { body } of this.#waiting.splice(0)) if (body.type !== CHECKPOINT) this.#report(body)
      return
    }
    this.#retry = setTimeout(() => void this.#run(), this.#retryMs).unref()
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2)
  }

  #signIdle(): void {
    if (this.#unsigned > 0 && this.#failure === undefined && this.#waiting.length === 0)
      this.#add({ body: checkpoint('interval'), isSigned: true })
  }

  #report(body: Body): void {
    this.#setup.logger.error('this audit record could not be written', { record: body })
  }
}

const CHECKPOINT = 'checkpoint'

function checkpoint(reason: 'interval' | 'close'): Body {
  return stamp({ type: CHECKPOINT, reason })
}
