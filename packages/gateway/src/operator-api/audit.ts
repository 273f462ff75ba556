import { isRingwallError, type JsonObject } from '@ringwall/core'
import { AuditStatusToken } from '../readiness.ts'
import { findAll, type WatchedWall } from '../watched-wall.ts'
import type { Operator } from './access.ts'
import type { AuditItem, AuditPage, AuditStatus } from './contract.ts'
import type { Redactor } from './redact.ts'
import { asking } from './refused.ts'
import type { AuditQuery } from './requests.ts'
import { demandService, findService, type AuditTrail, type TrailRecord } from './services.ts'

/** The most records that one request looks at. */
const MAX_SCANNED = 20_000
/** What proves the place of a record in the chain. It is no secret, and looks like one. */
const PROOF = ['chain', 'prev', 'hash', 'sig', 'key', 'id', 'trace'] as const
const FIELDS = ['outcome', 'hook', 'action', 'tenant', 'agent', 'user', 'session', 'trace'] as const

/** The audit log of all processes on the store, and what is known of its chain. */
export class AuditApi {
  readonly #wall: WatchedWall
  readonly #redactor: Redactor
  #verification: AuditStatus['verification'] = null
  #progress: AuditStatus['progress'] = null
  #problem: string | null = null

  constructor(wall: WatchedWall, redactor: Redactor) {
    this.#wall = wall
    this.#redactor = redactor
  }

  /** Looks through a bounded part of the log, from the newest record to the oldest. */
  async search(operator: Operator, query: AuditQuery): Promise<AuditPage> {
    const trail = demandService(this.#wall, 'audit-log')
    const { from, to, cursor, limit, ...named } = query
    const own = operator.rights.includes('operate') ? {} : { tenant: operator.caller.tenant }
    const filter = {
      ...named,
      ...(from !== undefined && { since: from }),
      ...(to !== undefined && { until: to }),
      ...own,
    }
    const settings = { limit, maxScanned: MAX_SCANNED, ...(cursor !== undefined && { before: Number(cursor) }) }
    const { records, next, scanned, first, last } = await asking(() => trail.search(withoutAbsent(filter), settings))
    return {
      records: records.map((record) => this.#show(record, trail)),
      nextCursor: next === undefined ? null : String(next),
      scanned,
      first,
      last,
    }
  }

  /** What is known of the chain: nothing, before somebody had it verified. */
  async status(): Promise<AuditStatus> {
    const trail = findService(this.#wall, 'audit-log')
    const [log] = findAll(this.#wall, AuditStatusToken)
    const extent = trail && (await asking(() => trail.extent()))
    const writable = log === undefined ? null : await log.isWritable().catch(() => false)
    return {
      state: this.#state(trail),
      writable,
      backlog: log?.backlog() ?? null,
      first: extent?.first ?? null,
      last: extent?.last ?? null,
      progress: this.#progress,
      verification: this.#verification,
      problem: this.#problem,
    }
  }

  /** Begins a verification of the whole log, unless one runs. */
  async verify(): Promise<AuditStatus> {
    const trail = demandService(this.#wall, 'audit-log')
    if (this.#progress === null) {
      const { first, last } = await asking(() => trail.extent())
      this.#progress ??= this.#begin(trail, last - first + 1)
    }
    return this.status()
  }

  #begin(trail: AuditTrail, of: number): NonNullable<AuditStatus['progress']> {
    const startedAt = Date.now()
    const onProgress = (records: number): void => void (this.#progress = { records, of, startedAt })
    void trail
      .verify({ onProgress })
      .then(
        ({ status, last, signedUpTo, records, anchors, problems, problemsTotal, notes }) => {
          const places = { verifiedUpTo: last ?? null, signedUpTo: signedUpTo ?? null, records, anchors }
          this.#verification = { at: Date.now(), status, ...places, problems, problemsTotal, notes }
          this.#problem = null
        },
        (error: unknown) => {
          this.#problem = isRingwallError(error) ? error.code : 'ERROR'
        },
      )
      .finally(() => {
        this.#progress = null
      })
    return { records: 0, of, startedAt }
  }

  #state(trail: AuditTrail | undefined): AuditStatus['state'] {
    if (trail === undefined) return 'not-measured'
    if (this.#progress !== null) return 'verifying'
    if (this.#problem !== null) return 'failed'
    return this.#verification?.status ?? 'not-measured'
  }

  #show(record: TrailRecord, trail: AuditTrail): AuditItem {
    const proof = Object.fromEntries(PROOF.flatMap((key) => (key in record ? [[key, record[key]]] : []))) as JsonObject
    const rest = Object.fromEntries(Object.entries(record).filter(([key]) => !(key in proof))) as JsonObject
    const shown: JsonObject = { ...this.#redactor.redact(rest), ...proof }
    const { layer, code } = trail.decisive(record) ?? { layer: shown.layer, code: shown.code }
    const fields = FIELDS.flatMap((field) => (typeof shown[field] === 'string' ? [[field, shown[field]] as const] : []))
    return {
      seq: record.seq,
      time: record.time,
      type: record.type,
      ...Object.fromEntries(fields),
      ...(typeof layer === 'string' && { layer }),
      ...(typeof code === 'string' && { code }),
      record: shown,
    }
  }
}

function withoutAbsent(fields: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  )
}
