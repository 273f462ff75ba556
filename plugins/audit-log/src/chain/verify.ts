import type { JsonValue } from '@ringwall/core'
import { hashOf, ORIGIN, readSealed, type Sealed } from './seal.ts'
import { isSignedBy, readPublicKey, signedPart, type PublicKey, type Signed } from './signature.ts'

/** What was found wrong, and where. */
export interface Problem {
  readonly code: keyof typeof PROBLEMS
  /** The record, or the first of those that are missing; absent where it is none in particular. */
  readonly seq?: number
  readonly detail: string
}
/** What can be wrong with an audit log. */
export const PROBLEMS = {
  RECORD_UNREADABLE: 'What stands there is no record.',
  RECORD_CHANGED: 'The record does not have the hash that it says.',
  RECORD_MOVED: 'The record stands at another place than its own.',
  RECORDS_MISSING: 'Records are not there.',
  RECORD_REPEATED: 'The number of the record was there before.',
  LINK_BROKEN: 'The record does not follow from the one before: one of them was replaced, inserted or removed.',
  CHAIN_FOREIGN: 'The record belongs to another chain.',
  SIGNATURE_FALSE: 'The key that is named did not sign this.',
  KEY_UNKNOWN: 'The key that signed is not trusted.',
  START_MISSING: 'The oldest records are gone, and no signed record says that they were removed.',
  TAIL_CUT: 'The newest records are gone: a signed anchor knows of them.',
  ANCHOR_MISMATCH: 'A signed anchor knows of another record with that number.',
  ANCHOR_FALSE: 'An anchor was not signed by a trusted key.',
  CHAIN_MISSING: 'The whole log is gone.',
} as const

/** One record as it is found, or what is found in its place. */
export interface Found {
  /** The position in the store, or the number of the line. */
  readonly at: number
  /** Undefined where there is nothing that could be read. */
  readonly value: JsonValue | undefined
  /** When the store took it, in milliseconds since 1970; no hash covers that. */
  readonly storedAt?: number
  /** What is wrong with it besides: a line that is not written as it was. */
  readonly problem?: string
}

/** What a log is held against. */
export interface Trust {
  readonly keys: readonly PublicKey[]
  /** Checkpoints from outside of the store. */
  readonly anchors: readonly Signed[]
  /** The chain that the store says was begun in it. */
  readonly marker?: string | undefined
}

/** How it is looked at. */
export interface VerifyOptions {
  /** Records before this one were left out on purpose; the link to them is not proved. */
  readonly from?: number
  /** True if positions of the store are given, which records must have as their numbers. */
  readonly hasPositions: boolean
  readonly onProgress?: (records: number) => void
}

/** What was seen. */
export interface Verification {
  /** `unproved`: nothing is wrong, but nothing that a trusted key signed is there either. */
  readonly status: 'ok' | 'broken' | 'unproved'
  readonly chain: string | undefined
  readonly first: number | undefined
  readonly last: number | undefined
  readonly records: number
  /** Signed records that trusted keys signed. */
  readonly signed: number
  /** Up to here a trusted key signed; what follows is linked only. */
  readonly signedUpTo: number | undefined
  /** Checkpoints from outside that it was held against; without any, a tail that was cut or replaced may not show. */
  readonly anchors: number
  /** The first problems; `problemsTotal` has their number. */
  readonly problems: readonly Problem[]
  readonly problemsTotal: number
  /** What is no problem, but worth knowing: sections that operators began, removals, a clock that was set back. */
  readonly notes: readonly string[]
}

/** Processes stamp their records before they write them, and so some stand behind younger ones; further back a clock was set, in milliseconds. */
const MAX_DELAY = 60_000
/** What says something of the log itself. */
const MUST_BE_SIGNED: ReadonlySet<string> = new Set(['start', 'checkpoint', 'retention', 'key'])
const MAX_PROBLEMS = 100
const MAX_NOTES = 100
const PROGRESS_EVERY = 10_000

/** Reads a log from its oldest record to its newest, in memory that does not grow with it, and says what is wrong and where. */
export async function verify(
  source: AsyncIterable<Found>,
  trust: Trust,
  options: VerifyOptions,
): Promise<Verification> {
  const verifier = new Verifier(trust, options)
  for await (const found of source) verifier.take(found)
  return verifier.end()
}

class Verifier {
  readonly #keys: Map<string, PublicKey>
  readonly #anchors: readonly Signed[]
  readonly #anchored = new Map<number, readonly Signed[]>()
  readonly #options: VerifyOptions
  readonly #problems: Problem[] = []
  readonly #notes: string[] = []
  #problemsTotal = 0
  #records = 0
  #signed = 0
  #signedUpTo: number | undefined
  #chain: string | undefined
  #first: number | undefined
  #last: Sealed | undefined
  /** The next number, where anything was seen. */
  #due: number | undefined
  /** Records before this one are gone, and nothing has said yet that they may. */
  #unexplainedStart: number | undefined
  /** What the oldest record follows, unless a section begins with it. */
  #firstPrev: string | undefined
  #setBacks = 0

  constructor({ keys, anchors, marker }: Trust, options: VerifyOptions) {
    this.#keys = new Map(keys.map((key) => [key.id, key]))
    this.#anchors = anchors
    for (const anchor of anchors) this.#anchored.set(anchor.seq, [...(this.#anchored.get(anchor.seq) ?? []), anchor])
    this.#chain = marker
    this.#options = options
    if (options.hasPositions) this.#due = options.from
  }

  take({ at, value, problem }: Found): void {
    this.#records++
    if (this.#records % PROGRESS_EVERY === 0) this.#options.onProgress?.(this.#records)
    const record = value === undefined ? undefined : readSealed(value)
    const { hasPositions } = this.#options
    const seq = hasPositions ? at : record?.seq
    if (problem !== undefined) this.#find('RECORD_CHANGED', seq, problem)
    if (!record) {
      if (hasPositions) this.#begin(at)
      if (problem === undefined)
        this.#find(
          value === undefined ? 'RECORDS_MISSING' : 'RECORD_UNREADABLE',
          seq ?? this.#due,
          hasPositions ? '' : `line ${at}`,
        )
      if (this.#due !== undefined) this.#due++
      this.#last = undefined
      return
    }
    if (hasPositions && record.seq !== at)
      this.#find('RECORD_MOVED', at, `at position ${at} stands record ${record.seq}`)
    this.#begin(seq ?? record.seq)
    this.#checkNumber(record, seq ?? record.seq)
    this.#checkRecord(record)
    this.#due = Math.max(this.#due ?? 0, (seq ?? record.seq) + 1)
    this.#last = record
  }

  end(): Verification {
    const isPart = this.#options.from !== undefined
    const last = this.#due === undefined || this.#records === 0 ? undefined : this.#due - 1
    if (this.#unexplainedStart !== undefined)
      this.#find('START_MISSING', 1, `the log begins with record ${this.#unexplainedStart}`)
    // From behind the end on there is nothing to say of the whole.
    if (last !== undefined || !isPart) this.#checkAnchors(last)
    if (this.#records === 0 && !isPart && this.#chain !== undefined && this.#problemsTotal === 0)
      this.#find('CHAIN_MISSING', undefined, `chain ${this.#chain}`)
    if (this.#setBacks > 0)
      this.#note(`the clock was set back ${this.#setBacks} times; the order of records does not depend on it`)
    const isProved = this.#signed > 0
    return {
      status: this.#problemsTotal > 0 ? 'broken' : isProved ? 'ok' : 'unproved',
      chain: this.#chain,
      first: this.#first,
      last,
      records: this.#records,
      signed: this.#signed,
      signedUpTo: this.#signedUpTo,
      anchors: this.#anchors.length,
      problems: this.#problems,
      problemsTotal: this.#problemsTotal,
      notes: this.#notes,
    }
  }

  /** The first thing seen says where the log begins. */
  #begin(seq: number): void {
    if (this.#first !== undefined) return
    this.#first = seq
    if (seq > 1 && this.#options.from === undefined) this.#unexplainedStart = seq
    this.#due ??= seq
  }

  #checkNumber(record: Sealed, seq: number): void {
    const due = this.#due ?? seq
    if (seq > due) {
      const range = seq - 1 === due ? `record ${due}` : `records ${due} to ${seq - 1}`
      this.#find('RECORDS_MISSING', due, `${range}, before record ${seq}`)
    } else if (seq < due) this.#find('RECORD_REPEATED', seq, `behind record ${due - 1}`)
    if (record.chain !== (this.#chain ??= record.chain)) this.#find('CHAIN_FOREIGN', seq, record.chain.slice(0, 64))
    for (const anchor of this.#anchored.get(seq) ?? [])
      if (anchor.chain === this.#chain && anchor.hash !== record.hash && this.#isTrusted(anchor))
        this.#find('ANCHOR_MISMATCH', seq, `signed at ${anchor.time}`)
  }

  #checkRecord(record: Sealed): void {
    const { seq, prev } = record
    const before = this.#last
    if (hashOf(record) !== record.hash) this.#find('RECORD_CHANGED', seq, '')
    const isSection = record.type === 'start' && prev === ORIGIN
    if (seq === this.#first && !isSection) this.#firstPrev = prev
    if (before && !isSection && prev !== before.hash) this.#find('LINK_BROKEN', seq, `behind record ${before.seq}`)
    if (!before && seq === 1 && prev !== ORIGIN) this.#find('LINK_BROKEN', seq, 'it is the first')
    if (before && Date.parse(record.time) < Date.parse(before.time) - MAX_DELAY) this.#setBacks++
    const part = signedPart(record)
    if (part) this.#checkSignature(record, part)
    // The hash does not cover the signature, so one that was put in or taken out shows only here.
    else if (record.sig !== undefined) this.#find('SIGNATURE_FALSE', seq, 'it names no key')
    else if (record.key !== undefined || MUST_BE_SIGNED.has(record.type))
      this.#find('SIGNATURE_FALSE', seq, `a record of type ${record.type} has none`)
  }

  #checkSignature(record: Sealed, part: Signed): void {
    const { seq } = record
    const key = this.#keys.get(part.key)
    if (!key) return this.#find('KEY_UNKNOWN', seq, part.key.slice(0, 64))
    // A record that was changed keeps the signature of what it was.
    if (!isSignedBy(key, part)) return this.#find('SIGNATURE_FALSE', seq, '')
    if (hashOf(record) !== record.hash) return
    this.#signed++
    this.#signedUpTo = Math.max(this.#signedUpTo ?? 0, seq)
    this.#read(record)
  }

  /** What a signed record says of the log itself. */
  #read(record: Sealed): void {
    const { type, seq, upTo, newKey, reason, by } = record
    if (type === 'start' && seq > 1) this.#note(`record ${seq} begins a new section: ${String(reason)} (${String(by)})`)
    if (type === 'key') {
      const key = typeof newKey === 'string' ? readPublicKey(newKey) : undefined
      if (key) {
        this.#keys.set(key.id, key)
        this.#note(`record ${seq} makes ${key.id} the key`)
      }
    }
    if (type === 'retention' && typeof upTo === 'object' && upTo !== null && 'seq' in upTo) {
      const removed = Number(upTo.seq)
      if (
        removed + 1 === this.#first &&
        this.#firstPrev !== undefined &&
        'hash' in upTo &&
        upTo.hash !== this.#firstPrev
      )
        this.#find('LINK_BROKEN', this.#first, `record ${seq} says that another one was removed before it`)
      if (this.#unexplainedStart !== undefined && removed >= this.#unexplainedStart - 1) {
        this.#note(`records up to ${this.#unexplainedStart - 1} were removed by the retention, as record ${seq} says`)
        this.#unexplainedStart = undefined
      }
    }
  }

  #checkAnchors(last: number | undefined): void {
    for (const anchor of this.#anchors) {
      if (!this.#isTrusted(anchor)) this.#find('ANCHOR_FALSE', anchor.seq, `dated ${anchor.time}`)
      else if (anchor.chain !== this.#chain || last === undefined)
        this.#find(
          'CHAIN_MISSING',
          undefined,
          `an anchor knows of record ${anchor.seq} of the chain ${anchor.chain.slice(0, 64)}`,
        )
      else if (anchor.seq > last)
        this.#find('TAIL_CUT', last + 1, `records ${last + 1} to ${anchor.seq} at least, signed at ${anchor.time}`)
    }
  }

  #isTrusted(signed: Signed): boolean {
    const key = this.#keys.get(signed.key)
    return key !== undefined && isSignedBy(key, signed)
  }

  #find(code: Problem['code'], seq: number | undefined, detail: string): void {
    this.#problemsTotal++
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ code, ...(seq !== undefined && { seq }), detail })
  }

  #note(text: string): void {
    if (this.#notes.length < MAX_NOTES) this.#notes.push(text)
  }
}
