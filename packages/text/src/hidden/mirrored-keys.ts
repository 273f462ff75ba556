import type { Engine, Span } from '../engine.ts'
import { SECRET_KEY_CAP, type Secret } from '../secrets/scanner.ts'

interface Mirror {
  /** What every opening line holds, for a cheap first look; and what stands at the very end of the text while it is unfinished. */
  readonly mark: string
  readonly opening: string
  readonly unfinished: string
  readonly closing: string
}

const RULE = 'private-key'
/** How far behind the opening line the key's own characters must begin. */
const LEAD = 1024
const LONGEST_LINE = 130
const BODY = '[A-Za-z0-9+/]{40}'

/** The lines around a private key (RFC 7468) in rot13, and read from the end of the text to its beginning. */
const MIRRORS: readonly Mirror[] = [
  {
    mark: '-----ORTVA',
    opening: '-----ORTVA (?:[A-Z0-9]{1,20} ){0,4}CEVINGR XRL(?: OYBPX)?-----',
    unfinished: '-----ORTVA[A-Z0-9 -]{0,120}$',
    closing: '-----RAQ [A-Z0-9 ]{0,60}-----',
  },
  {
    mark: 'YEK ETAVIRP',
    opening: '-----(?:KCOLB )?YEK ETAVIRP(?: [A-Z0-9]{1,20}){0,4} DNE-----',
    unfinished: '-----(?:KCOLB |YEK )[A-Z0-9 -]{0,120}$',
    closing: '-----[A-Z0-9 ]{0,60} NIGEB-----',
  },
]

/** A mirrored key; `isOpen` where more text may change it, and empty where it is not known to be one. */
interface MirroredKey extends Secret {
  readonly isOpen: boolean
}

/** Finds private keys in rot13 or reversed, as the scanner takes plain ones: to their end, or up to its cap. */
export interface MirroredKeys {
  find(text: string): readonly MirroredKey[]
  /** Where an unfinished key begins, or the text's length. */
  openFrom(text: string): number
}

/** Compiles the lines around mirrored keys. */
export function createMirroredKeys(engine: Engine): MirroredKeys {
  const body = engine.compile(BODY)
  const mirrors = MIRRORS.map(({ mark, opening, unfinished, closing }) => ({
    mark,
    opening: engine.compile(opening),
    unfinished: engine.compile(unfinished),
    closing: engine.compile(closing),
  }))
  const toKey = (text: string, line: Span, close: Span | undefined): readonly MirroredKey[] => {
    const cap = line.start + SECRET_KEY_CAP
    const end = close && close.end <= cap ? close.end : undefined
    const limit = Math.min(end ?? cap, text.length)
    const lead = text.slice(line.end, Math.min(limit, line.end + LEAD))
    const isOpen = end === undefined && limit < cap
    const isKey = body.test(lead)
    if (!isKey && !(isOpen && lead.length < LEAD)) return []
    return [{ start: line.start, end: isKey ? limit : line.start, rule: RULE, isOpen }]
  }
  const find = (text: string): readonly MirroredKey[] =>
    mirrors.flatMap(({ mark, opening, closing }) => {
      if (!text.includes(mark)) return []
      const ends = closing.all(text)
      let next = 0
      return opening.all(text).flatMap((line) => {
        while ((ends[next]?.start ?? Infinity) < line.end) next++
        return toKey(text, line, ends[next])
      })
    })
  return {
    find,
    openFrom(text) {
      const from = Math.max(0, text.length - LONGEST_LINE)
      const tail = text.slice(from)
      const lines = tail.includes('-----') ? mirrors.flatMap(({ unfinished }) => unfinished.all(tail, 1)) : []
      const keys = find(text).filter(({ isOpen }) => isOpen)
      return Math.min(text.length, ...lines.map(({ start }) => from + start), ...keys.map(({ start }) => start))
    },
  }
}
