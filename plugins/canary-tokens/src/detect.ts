import { createLiteralFinder, type MakeLiteralFinder, type Sighting } from '@ringwall/text'
import { PREFIX } from './derive.ts'

/** A canary in a text. */
export interface Leak {
  readonly start: number
  readonly end: number
  /** `own`: the session's, in any disguise; `foreign`: of the form of a canary, and not the session's. */
  readonly whose: 'own' | 'foreign'
  /** `plain` or the name of a disguise. */
  readonly form: string
  /** How much of it is there, over 0, up to 1. */
  readonly share: number
  /** A foreign one, as it was planted; it must not get into findings and logs. */
  readonly canary?: string
}
/** Looks for the canaries of one session, and for any that stands as it is. */
export interface Detector {
  /** Leaks by position; none overlaps another. */
  scan(text: string): readonly Leak[]
  /** The offset from which something in `text` may still become a leak, or a longer one. */
  pending(text: string): number
}

/** As canaries are written; longer rows of hexadecimal digits are something else. */
const CANARY = /CTKN_[0-9a-f]{16}/gi

/** `canaries` are the session's own, as they were planted; detectors of many sessions share what `make` shares. */
export function createDetector(canaries: readonly string[], make: MakeLiteralFinder = createLiteralFinder): Detector {
  const finder = make(canaries.map((value) => ({ id: 'own', value, prefix: PREFIX })))
  return {
    scan(text) {
      const own = finder.scan(text).map(toLeak)
      const foreign = text.includes('_') ? findForeign(text, own) : []
      return foreign.length === 0 ? own : [...own, ...foreign].toSorted((a, b) => a.start - b.start)
    },
    // One that stands as it is has no white space in it, and the finder holds such a run.
    pending: (text) => finder.pending(text),
  }
}

function toLeak({ start, end, form, share }: Sighting): Leak {
  return { start, end, whose: 'own', form, share }
}

function findForeign(text: string, own: readonly Leak[]): readonly Leak[] {
  const found: Leak[] = []
  for (const { index, 0: match } of text.matchAll(CANARY)) {
    const end = index + match.length
    if (!own.some((leak) => leak.start < end && index < leak.end))
      found.push({ start: index, end, whose: 'foreign', form: 'plain', share: 1, canary: asPlanted(match) })
  }
  return found
}

function asPlanted(match: string): string {
  return PREFIX + match.slice(PREFIX.length).toLowerCase()
}
