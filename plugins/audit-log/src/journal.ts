import type { JsonObject, Logger } from '@ringwall/core'
import type { AuditRecord } from './record.ts'
import type { AuditSink } from './sink.ts'

/** Writes records in order and loses none: what the sink refuses is kept, and what cannot be kept goes to the logger. */
export class Journal {
  readonly #sink: AuditSink
  readonly #logger: Logger
  readonly #maxPending: number
  #pending: { readonly record: AuditRecord; readonly bytes: Uint8Array }[] = []
  /** How much of the first pending line the sink has taken. */
  #taken = 0
  #isBroken = false

  constructor(sink: AuditSink, logger: Logger, maxPending: number) {
    this.#sink = sink
    this.#logger = logger
    this.#maxPending = maxPending
  }

  /** Takes a record and writes it, or keeps it until the sink recovers. Never throws. */
  append(record: AuditRecord): void {
    if (this.#pending.length >= this.#maxPending && !this.flush()) {
      this.#report(record)
      return
    }
    this.#pending.push({ record, bytes: Buffer.from(`${JSON.stringify(record)}\n`) })
    this.flush()
  }

  /** Writes what is pending. True if nothing is left. */
  flush(): boolean {
    try {
      for (let next = this.#pending[0]; next; next = this.#pending[0]) {
        const count = this.#sink.write(next.bytes.subarray(this.#taken))
        if (!(count > 0)) throw new Error('the sink took nothing')
        this.#taken += count
        if (this.#taken < next.bytes.length) continue
        this.#pending.shift()
        this.#taken = 0
      }
    } catch (error) {
      if (!this.#isBroken) this.#logger.error('the audit log cannot be written', { problem: String(error) })
      this.#isBroken = true
      return false
    }
    if (this.#isBroken) this.#logger.warn('the audit log is written again')
    this.#isBroken = false
    return true
  }

  /** Writes what is pending, gives the logger what cannot be written, and closes the sink. Safe to call twice. */
  close(): void {
    if (!this.flush()) for (const { record } of this.#pending.splice(0)) this.#report(record)
    this.#sink.close?.()
  }

  #report(record: AuditRecord): void {
    this.#logger.error('this audit record could not be written', { record: toJson(record) })
  }
}

/** Records are JSON already; their types only do not say so. */
function toJson(record: AuditRecord): JsonObject {
  return JSON.parse(JSON.stringify(record)) as JsonObject
}
