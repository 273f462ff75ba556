import { fail } from './errors.ts'
import { encode } from './json.ts'
import { MAX_BATCH_BYTES, MAX_COST, MAX_DEMANDS, MAX_DURATION_MS, MAX_KEY_BYTES, MAX_PAGE } from './store.ts'
import type {
  Change,
  Demand,
  HitOptions,
  ListOptions,
  ReadOptions,
  ReserveOptions,
  SetOptions,
  SubscribeOptions,
  Version,
} from './store.ts'

/** Refuses a key that is not a well-formed, bounded string; returns it. */
export function checkKey(argument: string, key: unknown): string {
  if (typeof key !== 'string') throw invalid(argument, 'it is not a string')
  if (key === '') throw invalid(argument, 'it is empty')
  return checkPrefix(argument, key)
}

/** checkKey that lets the empty string pass: the prefix of everything. */
export function checkPrefix(argument: string, prefix: unknown): string {
  if (typeof prefix !== 'string') throw invalid(argument, 'it is not a string')
  // Each UTF-16 unit is at least one byte, so the cheap test spares counting the bytes of a huge string.
  if (prefix.length > MAX_KEY_BYTES || Buffer.byteLength(prefix) > MAX_KEY_BYTES)
    throw invalid(argument, `it is longer than ${MAX_KEY_BYTES} bytes`)
  // Drivers would replace a lone surrogate and cut at U+0000, and two different keys would become one.
  if (!prefix.isWellFormed() || prefix.includes('\0')) throw invalid(argument, 'it is not well-formed text')
  return prefix
}

/** Refuses anything but an integer of the range; returns it. */
export function checkInteger(argument: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw invalid(argument, `it is not an integer from ${least} to ${most}`)
  return value
}

/** A hit's options, checked and with their defaults. */
export function checkHit(options: HitOptions): CheckedHit {
  checkOptions(options, ['windowMs', 'cost', 'limit', 'recordDenied'])
  const { recordDenied = false } = options
  if (typeof recordDenied !== 'boolean') throw invalid('recordDenied', 'it is not a boolean')
  return {
    windowMs: checkWindow(options.windowMs),
    cost: checkInteger('cost', options.cost ?? 1, 1, MAX_COST),
    limit: checkLimit(options.limit),
    recordDenied,
  }
}

function checkLimit(limit: number | undefined): number | undefined {
  return limit === undefined ? undefined : checkInteger('limit', limit, 0, Number.MAX_SAFE_INTEGER)
}

/** HitOptions with nothing left open but the limit. */
export interface CheckedHit {
  readonly windowMs: number
  readonly cost: number
  readonly limit: number | undefined
  readonly recordDenied: boolean
}

/** Refuses a window that is not 1 to MAX_DURATION_MS milliseconds; returns it. */
export function checkWindow(windowMs: unknown): number {
  return checkInteger('windowMs', windowMs, 1, MAX_DURATION_MS)
}

/** The lifetime in milliseconds, or null for ever. */
export function checkTtl(options: SetOptions = {}): number | null {
  checkOptions(options, ['ttlMs'])
  return options.ttlMs === undefined ? null : checkInteger('ttlMs', options.ttlMs, 1, MAX_DURATION_MS)
}

/** Refuses a version that no store can have given; returns it. */
export function checkVersion(version: unknown): Version {
  if (typeof version !== 'string' || version === '' || version.length > 64)
    throw invalid('expected', 'it is not a version that a store gave')
  return version
}

/** Refuses a list's bad options; returns them. */
export function checkList(options: ListOptions): ListOptions {
  checkOptions(options, ['limit', 'after'])
  checkInteger('limit', options.limit, 1, MAX_PAGE)
  if (options.after !== undefined) checkPrefix('after', options.after)
  return options
}

/** A read's options, checked and with their defaults. */
export function checkRead(options: ReadOptions): Required<ReadOptions> {
  checkOptions(options, ['after', 'limit'])
  return {
    after: checkPosition('after', options.after ?? 0),
    limit: checkInteger('limit', options.limit, 1, MAX_PAGE),
  }
}

/** The JSON of an append's entries; refuses anything but 1 to MAX_PAGE of them. */
export function checkBatch(entries: readonly unknown[]): string[] {
  checkArray('entries', entries, MAX_PAGE)
  const bodies = entries.map((entry) => encode(entry))
  checkTotal('entries', bodies)
  return bodies
}

/** Refuses a position that no log can have; returns it. */
export function checkPosition(argument: string, position: unknown): number {
  return checkInteger(argument, position, 0, Number.MAX_SAFE_INTEGER)
}

/** A demand with nothing left open but the limit. */
export type CheckedDemand = Omit<Demand, 'limit'> & { readonly limit: number | undefined }

/** A reservation's demands and hold, checked. */
export function checkReserve(
  demands: readonly Demand[],
  options: ReserveOptions,
): { readonly demands: readonly CheckedDemand[]; readonly holdMs: number } {
  checkOptions(options, ['holdMs'])
  const holdMs = checkInteger('holdMs', options.holdMs, 1, MAX_DURATION_MS)
  checkArray('demands', demands, MAX_DEMANDS)
  const checked = demands.map((demand) => {
    checkOptions(demand, ['key', 'windowMs', 'cost', 'limit'])
    const { key, windowMs, cost, limit } = demand
    return {
      key: checkKey('key', key),
      windowMs: checkWindow(windowMs),
      cost: checkInteger('cost', cost, 0, MAX_COST),
      limit: checkLimit(limit),
    }
  })
  checkDistinct('demands', checked)
  return { demands: checked, holdMs }
}

/** Refuses costs that are none; returns them. */
export function checkCosts(costs: readonly number[] | undefined): readonly number[] | undefined {
  if (costs === undefined) return undefined
  checkArray('costs', costs, MAX_DEMANDS)
  return costs.map((cost) => checkInteger('costs', cost, 0, MAX_COST))
}

/** A change as drivers make it. `expected` undefined: whatever is there. `body` undefined: nothing is written. */
export interface CheckedChange {
  readonly kind: Change['kind']
  readonly key: string
  readonly expected: Version | null | undefined
  readonly body: string | undefined
  readonly ttlMs: number | null
}

/** A transaction's changes, checked. */
export function checkChanges(changes: readonly Change[]): readonly CheckedChange[] {
  checkArray('changes', changes, MAX_PAGE)
  const checked = changes.map((change) => checkChange(change))
  checkDistinct('changes', checked)
  checkTotal(
    'changes',
    checked.map(({ body = '' }) => body),
  )
  return checked
}

const FIELDS: Readonly<Record<Change['kind'], readonly string[]>> = {
  check: ['kind', 'key', 'expected'],
  set: ['kind', 'key', 'expected', 'value', 'ttlMs'],
  delete: ['kind', 'key', 'expected'],
}

function checkChange(change: Change): CheckedChange {
  if (typeof change !== 'object' || change === null) throw invalid('changes', 'one is not an object')
  const { kind, key, expected } = change
  if (!Object.hasOwn(FIELDS, kind)) throw invalid('kind', 'it is neither check, set nor delete')
  for (const [name, value] of Object.entries(change)) {
    if (!FIELDS[kind].includes(name)) throw invalid('changes', `one has the unknown name ${JSON.stringify(name)}`)
    if (value === undefined) throw invalid(name, 'it is present but has no value')
  }
  const mayBeAbsent = expected === undefined && kind !== 'check'
  const isNone = expected === null && kind !== 'delete'
  if (!mayBeAbsent && !isNone) checkVersion(expected)
  const [body, ttl] = kind === 'set' ? [encode(change.value), change.ttlMs] : []
  return { kind, key: checkKey('key', key), expected, body, ttlMs: checkTtl(ttl === undefined ? {} : { ttlMs: ttl }) }
}

function checkArray(argument: string, list: readonly unknown[], most: number): void {
  if (!Array.isArray(list)) throw invalid(argument, 'it is not an array')
  checkInteger(`${argument}.length`, list.length, 1, most)
}

function checkDistinct(argument: string, list: readonly { readonly key: string }[]): void {
  if (new Set(list.map(({ key }) => key)).size < list.length) throw invalid(argument, 'two of them have the same key')
}

function checkTotal(argument: string, bodies: readonly string[]): void {
  const total = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0)
  if (total > MAX_BATCH_BYTES) throw invalid(argument, `they are longer than ${MAX_BATCH_BYTES} bytes together`)
}

/** Refuses a subscription whose callbacks are not functions. */
export function checkSubscription(handler: unknown, options: SubscribeOptions = {}): SubscribeOptions {
  checkOptions(options, ['onError'])
  if (typeof handler !== 'function') throw invalid('handler', 'it is not a function')
  if (options.onError !== undefined && typeof options.onError !== 'function')
    throw invalid('onError', 'it is not a function')
  return options
}

/**
 * Refuses unknown and undefined options: a mistyped `limits`, or a `limit` read from a config that lacks it, would
 * otherwise count without any limit.
 */
export function checkOptions(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw invalid('options', 'it is not an object')
  for (const [name, value] of Object.entries(options)) {
    if (!known.includes(name)) throw invalid('options', `it has the unknown name ${JSON.stringify(name)}`)
    if (value === undefined || value === null) throw invalid(name, 'it is present but has no value')
  }
}

function invalid(argument: string, problem: string): Error {
  return fail('STORE_ARGUMENT_INVALID', { argument, problem })
}
