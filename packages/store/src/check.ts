import { fail } from './errors.ts'
import { MAX_COST, MAX_DURATION_MS, MAX_KEY_BYTES, MAX_PAGE } from './store.ts'
import type { HitOptions, ListOptions, ReadOptions, SetOptions, SubscribeOptions, Version } from './store.ts'

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
    limit: options.limit === undefined ? undefined : checkInteger('limit', options.limit, 0, Number.MAX_SAFE_INTEGER),
    recordDenied,
  }
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
    after: checkInteger('after', options.after ?? 0, 0, Number.MAX_SAFE_INTEGER),
    limit: checkInteger('limit', options.limit, 1, MAX_PAGE),
  }
}

/** Refuses an append that is not a batch of 1 to MAX_PAGE entries. */
export function checkBatch(entries: readonly unknown[]): void {
  if (!Array.isArray(entries)) throw invalid('entries', 'it is not an array')
  checkInteger('entries.length', entries.length, 1, MAX_PAGE)
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
