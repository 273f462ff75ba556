import type { JsonValue, RingwallError } from '@ringwall/core'

/**
 * State that outlives a process and that several processes share.
 *
 * Every method is asynchronous and either answers truthfully or rejects with a RingwallError of STORE_ERRORS: a
 * caller that catches the rejection must deny, because "the store did not answer" is never "there is no record".
 * What is acknowledged is kept, whatever becomes of the process; `flush` says when it survives a loss of power too. A call
 * that rejects with STORE_UNAVAILABLE may have been done, or be done when a server that stood still goes on, as the answer can be what was lost; every method rejects within a bounded time, and works again when the store does.
 * Arguments are checked by every driver alike and refused with STORE_ARGUMENT_INVALID: unknown option names, an
 * option that is present but undefined, NaN, infinities, negative numbers. Times are integer milliseconds on the
 * store's own clock (a server's, where the store is one); callers cannot supply a time. Keys, streams, topics and prefixes are well-formed strings
 * without U+0000 of at most MAX_KEY_BYTES bytes of UTF-8. The four parts below do not share names.
 */
export interface Store extends Counters, Values, Logs, Topics {
  /** The store's clock now, in milliseconds: what `expiresAt` and `at` are compared with, on any host. */
  time(): Promise<number>

  /**
   * Resolves once everything that was acknowledged so far survives a loss of power: at once where the driver acknowledges nothing before that, or
   * where its server alone decides about it. Also after close, which flushes. Where it rejects, the store has to be opened anew.
   */
  flush(): Promise<void>

  /** Releases everything; subscriptions end, later calls reject with STORE_CLOSED. Idempotent. */
  close(): Promise<void>
}

/** Sliding-window counters. */
export interface Counters {
  /**
   * Adds `cost` to the counter unless that would take its window past `limit`: one atomic step, so that concurrent
   * callers in any number of processes never overshoot together.
   */
  hit(key: string, options: HitOptions): Promise<HitResult>

  /** What the window of the last `windowMs` milliseconds holds now; records nothing. */
  count(key: string, windowMs: number): Promise<WindowCount>

  /**
   * Holds an amount in each of several counters, or in none if one of them would pass its limit: one atomic step over
   * all of them. Until it is settled the reservation counts as if its costs were hit at the end of `holdMs`, so one that
   * nobody settles counts as spent. The name is the caller's and free again once settled: whoever lost the answer can
   * settle by name all the same. Rejects with STORE_RESERVATION_OPEN while a reservation of that name is open.
   */
  reserve(name: string, demands: readonly Demand[], options: ReserveOptions): Promise<Reservation>

  /**
   * Puts hits of the actual costs, in the order of the demands and whatever the limits, in the place of what the
   * reservation held; without costs it releases the reservation. True for exactly one of several concurrent callers;
   * false if no such reservation is open, and then nothing was counted. It is open until its last demand would be
   * forgotten.
   */
  settle(name: string, costs?: readonly number[]): Promise<boolean>
}

/** What a reservation wants of one counter. */
export interface Demand {
  /** The counter, as in hit; no two demands of a reservation share one. */
  readonly key: string
  /** Length of the counter's window in milliseconds, as in hit. */
  readonly windowMs: number
  /** What to hold, an integer from 0 to MAX_COST. */
  readonly cost: number
  /** The most that the window may hold, an integer from 0; absent means that the cost is only counted. */
  readonly limit?: number
}

/** How long a reservation is expected to be open. */
export interface ReserveOptions {
  /** From 1 to MAX_DURATION_MS milliseconds; longer than the work that it is for. */
  readonly holdMs: number
}

/** Outcome of reserve. */
export interface Reservation {
  /** Whether all demands were within their limits, and the reservation is open. */
  readonly allowed: boolean
  /** For each demand its window after the call, and whether it was within its limit. */
  readonly windows: readonly HitResult[]
}

/** How one hit is counted. */
export interface HitOptions {
  /**
   * Length of the window in milliseconds, at least 1: a hit made at t counts while now < t + windowMs, and is then
   * forgotten. Give a key one window; a longer one cannot bring back what a shorter one let go.
   */
  readonly windowMs: number
  /** What the hit adds, an integer from 1 to MAX_COST (default 1). */
  readonly cost?: number
  /** The most that the window may hold, an integer from 0; absent means that the hit is only counted. */
  readonly limit?: number
  /** True records a hit beyond the limit too (default false), so that hammering on a limit prolongs it. */
  readonly recordDenied?: boolean
}

/** Sum and age of one window. */
export interface WindowCount {
  /** Sum of the costs in the window. Saturates at Number.MAX_SAFE_INTEGER. */
  readonly count: number
  /** Time of the oldest hit in the window, or null if it is empty; a limit starts to free at oldestAt + windowMs. */
  readonly oldestAt: number | null
}

/** Outcome of a hit: `count` and `oldestAt` describe the window after it. */
export interface HitResult extends WindowCount {
  /** Whether the hit was within the limit; true when no limit was given. */
  readonly allowed: boolean
}

/** Names one state of a value. Never given twice in one store, not even after deletion, so a stale one cannot match. */
export type Version = string

/** A value as the store holds it. */
export interface Stored {
  readonly value: JsonValue
  readonly version: Version
  /** When the value vanishes, or null for never. */
  readonly expiresAt: number | null
}

/** A value found by list. */
export interface Listed extends Stored {
  readonly key: string
}

/** How a value is kept. */
export interface SetOptions {
  /** Lifetime in milliseconds, at least 1; absent means until deleted. The value is gone at the very millisecond. */
  readonly ttlMs?: number
}

/** Which values to list. */
export interface ListOptions {
  /** The most values to return, from 1 to MAX_PAGE. */
  readonly limit: number
  /** Return only keys behind this one: the last key of the previous page. */
  readonly after?: string
}

/** One change of a transaction; no two of a transaction share a key. `expected` is as in compareAndSet. */
export type Change =
  | { readonly kind: 'check'; readonly key: string; readonly expected: Version | null }
  | {
      readonly kind: 'set'
      readonly key: string
      readonly value: JsonValue
      /** Absent: whatever is there. */
      readonly expected?: Version | null
      readonly ttlMs?: number
    }
  | {
      readonly kind: 'delete'
      readonly key: string
      /** Absent: whatever is there, and nothing too. */
      readonly expected?: Version
    }

/** Keyed JSON values with expiry and compare-and-set. */
export interface Values {
  /** The live value, or undefined. Rejects with STORE_CORRUPT rather than return what cannot be read. */
  get(key: string): Promise<Stored | undefined>

  /** Writes the value whatever was there (and its expiry: without ttlMs an earlier one is dropped). */
  set(key: string, value: JsonValue, options?: SetOptions): Promise<Version>

  /**
   * Writes the value only if the live one has the version `expected` (null: only if there is none), atomically.
   * Resolves to the new version, or to undefined when another writer was first.
   */
  compareAndSet(
    key: string,
    expected: Version | null,
    value: JsonValue,
    options?: SetOptions,
  ): Promise<Version | undefined>

  /**
   * Removes the live value, only if it has the version `expected` when that is given. True for exactly one of
   * several concurrent callers, which makes a value single-use.
   */
  delete(key: string, expected?: Version): Promise<boolean>

  /**
   * Makes all changes, or none if a version is not the expected one: one atomic step. Resolves to the new versions in the
   * order of the changes (null for what was deleted or only checked), or to undefined when another writer was first.
   */
  transact(changes: readonly Change[]): Promise<readonly (Version | null)[] | undefined>

  /** Live values whose keys start with `prefix`, by key in the order of UTF-8 bytes; each page is one snapshot. */
  list(prefix: string, options: ListOptions): Promise<readonly Listed[]>
}

/** One entry of a log. */
export interface LogEntry {
  /** 1 for the first entry of its stream, then without gaps. */
  readonly position: number
  /** When it was appended; not monotone if the clock is set back. */
  readonly at: number
  readonly value: JsonValue
}

/** Which entries to read. */
export interface ReadOptions {
  /** Return entries behind this position (default 0: from the start). */
  readonly after?: number
  /** The most entries to return, from 1 to MAX_PAGE. */
  readonly limit: number
}

/** Append-only logs, one per stream name. */
export interface Logs {
  /**
   * Adds 1 to MAX_PAGE entries next to each other and all or none; resolves to their positions. Concurrent calls that
   * do not await each other may land in either order.
   */
  append(stream: string, entries: readonly JsonValue[]): Promise<readonly number[]>

  /**
   * append, only if the stream ends with the position `after` (0: if it never had an entry), atomically: the writer of a
   * hash chain knows that nothing came between. Resolves to undefined when another writer was first.
   */
  appendAfter(stream: string, after: number, entries: readonly JsonValue[]): Promise<readonly number[] | undefined>

  /**
   * Entries in order. A missing entry rejects with STORE_CORRUPT, and one that was trimmed with STORE_LOG_TRIMMED: a
   * shortened log must not look like a quiet one.
   */
  read(stream: string, options: ReadOptions): Promise<readonly LogEntry[]>

  /** What the stream holds. Reading its tail starts here. */
  extent(stream: string): Promise<Extent>

  /**
   * Removes all entries up to the position `upTo`, which may be the last one. Positions go on as if they were there.
   * Resolves to what is left.
   */
  trim(stream: string, upTo: number): Promise<Extent>
}

/** The positions of a stream. */
export interface Extent {
  /** The oldest entry that was not trimmed; 1 in a new stream, last + 1 where nothing is left. */
  readonly first: number
  /** The newest entry that ever was; 0 in a new stream. */
  readonly last: number
}

/** Receives the messages of one topic. */
export type MessageHandler = (message: JsonValue) => void | Promise<void>

/** Extras of a subscription. */
export interface SubscribeOptions {
  /**
   * Told when a handler throws (STORE_HANDLER_FAILED), when messages may have been missed (STORE_MESSAGES_LOST), and
   * when the store cannot be reached (once, until it is back). Whoever acts on silence must listen here.
   */
  readonly onError?: (error: RingwallError) => void
}

/** Ends a subscription; idempotent, and no handler starts after it was called. */
export type Unsubscribe = () => Promise<void>

/**
 * Publish/subscribe over every process on the store. Delivery is at most once, to those subscribed when the message
 * was published, in order of publication, soon but not at once: a message is a hint to read the keyed values again,
 * never the only record of a fact.
 */
export interface Topics {
  /** Sends the message; resolves when the store has it, not when it was received. */
  publish(topic: string, message: JsonValue): Promise<void>

  /** Calls the handler for each message published after this call resolved. Does not keep the process alive. */
  subscribe(topic: string, handler: MessageHandler, options?: SubscribeOptions): Promise<Unsubscribe>
}

/** Longest key, stream, topic or prefix, in bytes of UTF-8, including what scopes add. Fits an index row of PostgreSQL. */
export const MAX_KEY_BYTES = 1024

/** Largest value, entry or message, in bytes of its JSON. */
export const MAX_VALUE_BYTES: number = 1024 * 1024

/** Most values of a list, changes of a transaction, entries of a read and entries of an append. */
export const MAX_PAGE = 1000

/** Most JSON in one append or transaction, in bytes. */
export const MAX_BATCH_BYTES: number = 16 * 1024 * 1024

/** Most demands of one reservation. */
export const MAX_DEMANDS = 64

/** Largest cost of one hit; 10,000 hits of it cannot overflow the 64-bit sums of any driver. */
export const MAX_COST = 1_000_000_000_000

/** Longest window and lifetime, in milliseconds: a hundred years of 365 days. */
export const MAX_DURATION_MS: number = 100 * 365 * 24 * 3_600_000
