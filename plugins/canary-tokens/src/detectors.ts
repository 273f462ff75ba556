import type { KeyObject } from 'node:crypto'
import type { Session } from '@ringwall/core'
import { createLiteralFinders } from '@ringwall/text'
import { createDetector, type Detector } from './detect.ts'
import { deriveCanary } from './derive.ts'
import { keyOf } from './sessions.ts'

/** The detectors of the sessions that spoke last, and which of them looked at a text. */
export interface Detectors {
  of(session: Session): Detector
  /** Notes that the session's detector looks at a text, for `pending`. */
  note(session: Session, text: string): void
  /** What the detectors say that looked at the very text; all of it is pending where none is known. */
  pending(text: string): number
}

const MOST_DETECTORS = 64
/** Texts of streams in flight. A stream asks for `pending` right after its text was looked at. */
const MOST_TEXTS = 64
/** A longer slice holds back as much as the window allows. In UTF-16 code units. */
const LONGEST_TEXT = 65_536

/** `keys` are the one that canaries are planted with, and those that it replaced. */
export function createDetectors(keys: readonly KeyObject[]): Detectors {
  const make = createLiteralFinders()
  const detectors = new Map<string, Detector>()
  const texts = new Map<string, Set<Detector>>()
  const of = (session: Session): Detector => {
    const name = keyOf(session)
    const detector =
      detectors.get(name) ??
      createDetector(
        keys.map((key) => deriveCanary(key, session)),
        make,
      )
    refresh(detectors, name, detector, MOST_DETECTORS)
    return detector
  }
  return {
    of,
    note(session, text) {
      if (text.length > LONGEST_TEXT) return
      refresh(texts, text, (texts.get(text) ?? new Set()).add(of(session)), MOST_TEXTS)
    },
    pending(text) {
      const known = texts.get(text)
      return known ? Math.min(...Array.from(known, (detector) => detector.pending(text))) : 0
    },
  }
}

/** Puts an entry last and lets go of the first ones. */
function refresh<V>(map: Map<string, V>, name: string, value: V, most: number): void {
  map.delete(name)
  map.set(name, value)
  for (const oldest of map.keys()) {
    if (map.size <= most) break
    map.delete(oldest)
  }
}
