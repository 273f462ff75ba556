import type { KeyObject } from 'node:crypto'
import type { Session } from '@ringwall/core'
import { createLiteralFinders } from '@ringwall/text'
import { createDetector, type Detector } from './detect.ts'
import { deriveCanary } from './derive.ts'
import { nameOf } from './sessions.ts'

/** A session's canary as it is planted, and what looks for it. */
interface Known {
  readonly canary: string
  readonly detector: Detector
}
/** What is pending of a text by those that were asked, and who looked at it and was not asked yet. */
interface Looked {
  pending: number
  readonly waiting: Set<Detector>
}
/** The canaries and detectors of the sessions that spoke last, and which of them looked at a text. */
export interface Detectors {
  of(session: Session): Known
  /** Notes that a detector looks at a text, for `pending`. */
  note(detector: Detector, text: string): void
  /** What the detectors say that looked at the very text; all of it is pending where none is known. */
  pending(text: string): number
}

const MOST_KNOWN = 64
/** Texts of streams in flight. A stream asks for `pending` right after its text was looked at. */
const MOST_TEXTS = 64
/** A text that more sessions look at before any of them asks is held whole: their detectors would fill the memory. */
const MOST_WAITING = 8
/** A longer slice holds back as much as the window allows. In UTF-16 code units. */
const LONGEST_TEXT = 65_536

/** `keys` are the one that canaries are planted with, and those that it replaced. */
export function createDetectors(keys: readonly [KeyObject, ...KeyObject[]]): Detectors {
  const [planting, ...others] = keys
  const make = createLiteralFinders()
  const known = new Map<string, Known>()
  const texts = new Map<string, Looked>()
  const learn = (session: Session): Known => {
    const canary = deriveCanary(planting, session)
    const canaries = [canary, ...others.map((key) => deriveCanary(key, session))]
    return { canary, detector: createDetector(canaries, make) }
  }
  return {
    of(session) {
      const name = nameOf(session)
      const one = known.get(name) ?? learn(session)
      refresh(known, name, one, MOST_KNOWN)
      return one
    },
    note(detector, text) {
      if (text.length > LONGEST_TEXT) return
      const looked = texts.get(text) ?? { pending: text.length, waiting: new Set() }
      looked.waiting.add(detector)
      if (looked.waiting.size > MOST_WAITING) {
        looked.pending = 0
        looked.waiting.clear()
      }
      refresh(texts, text, looked, MOST_TEXTS)
    },
    pending(text) {
      const looked = texts.get(text)
      if (looked === undefined) return 0
      for (const detector of looked.waiting) looked.pending = Math.min(looked.pending, detector.pending(text))
      looked.waiting.clear()
      return looked.pending
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
