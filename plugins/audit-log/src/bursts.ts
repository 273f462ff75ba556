import type { DecisionEvent, JsonObject } from '@ringwall/core'
import type { DecisionRecord } from './record.ts'

const WINDOW_MS = 60_000
const MAX_PATTERNS = 10
/** Patterns of one source that are told apart; the rest is counted together. */
const MAX_TRACKED = 100
/** Sources that are told apart in one window; the rest is counted as one. */
const MAX_SOURCES = 1000

/** What is counted of one decision: whose it was, and what it looked like. */
export type Counted = Pick<
  DecisionRecord,
  'tenant' | 'agent' | 'session' | 'user' | 'hook' | 'action' | 'outcome' | 'rulings'
>

/** The sum of many decisions of one source; each of them has its own record too. */
export type Burst = JsonObject & { readonly type: 'burst'; readonly count: number }

interface Source {
  readonly who: JsonObject
  readonly patterns: Map<string, { readonly fields: JsonObject; count: number }>
  readonly outcomes: Record<DecisionEvent['decision']['outcome'], number>
  untracked: number
}

/** Counts decisions by source in windows of 60 seconds on a clock of milliseconds, and sums up what became a burst. */
export class Bursts {
  readonly #threshold: number
  readonly #now: () => number
  #sources = new Map<string, Source>()
  #startedAt = 0

  constructor(threshold: number, now: () => number) {
    this.#threshold = threshold
    this.#now = now
  }

  /** Takes one decision; answers the bursts of the window before, if that is over. */
  add(record: Counted): readonly Burst[] {
    const ended = this.endIfOver()
    if (this.#sources.size === 0) this.#startedAt = this.#now()
    const source = this.#sourceOf(record)
    source.outcomes[record.outcome]++
    const { hook, action = '', outcome, rulings } = record
    const code = rulings.findLast(({ kind, enforced }) => enforced && kind === outcome)?.code
    const fields = { hook, action, outcome, ...(code !== undefined && { code }) }
    const key = JSON.stringify(fields)
    const pattern = source.patterns.get(key)
    if (pattern) pattern.count++
    else if (source.patterns.size < MAX_TRACKED) source.patterns.set(key, { fields, count: 1 })
    else source.untracked++
    return ended
  }

  /** The bursts of the window, if that is over. */
  endIfOver(): readonly Burst[] {
    return this.#sources.size > 0 && this.#now() - this.#startedAt >= WINDOW_MS ? this.end() : []
  }

  /** Ends the window now. */
  end(): readonly Burst[] {
    const sources = [...this.#sources.values()]
    this.#sources = new Map()
    const seconds = Math.round(Math.min(WINDOW_MS, this.#now() - this.#startedAt) / 1000)
    return sources.filter((source) => countOf(source) >= this.#threshold).map((source) => toBurst(source, seconds))
  }

  #sourceOf({ tenant, agent, session, user }: Counted): Source {
    // A proven user is one source however many sessions he opens.
    const who = { tenant, agent, ...(user === undefined ? { session } : { user }) }
    const key = this.#sources.size < MAX_SOURCES || this.#sources.has(JSON.stringify(who)) ? JSON.stringify(who) : ''
    const known = this.#sources.get(key)
    if (known) return known
    const source = {
      who: key === '' ? { sources: 'others' } : who,
      patterns: new Map(),
      outcomes: { allow: 0, ask: 0, deny: 0 },
      untracked: 0,
    }
    this.#sources.set(key, source)
    return source
  }
}

function countOf({ outcomes: { allow, ask, deny } }: Source): number {
  return allow + ask + deny
}

function toBurst(source: Source, seconds: number): Burst {
  const { who, patterns, outcomes, untracked } = source
  const ordered = [...patterns.values()].toSorted((a, b) => b.count - a.count)
  const shown = ordered.slice(0, MAX_PATTERNS).map(({ fields, count }) => ({ ...fields, count }))
  const others = ordered.slice(MAX_PATTERNS).reduce((sum, { count }) => sum + count, untracked)
  return {
    type: 'burst',
    ...who,
    seconds,
    count: countOf(source),
    outcomes: { ...outcomes },
    patterns: shown,
    ...(others > 0 && { others }),
  }
}
