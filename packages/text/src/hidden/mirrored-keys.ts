import { SECRET_KEY_CAP, type Secret } from '../secrets/scanner.ts'

interface Mirror {
  /** What every opening line holds, for a cheap first look; and what stands at the very end of the text while it is unfinished. */
  readonly mark: string
  readonly opening: RegExp
  readonly unfinished: RegExp
  readonly closing: RegExp
}

const RULE = 'private-key'
/** How far behind the opening line the key's own characters must begin. */
const LEAD = 1024
const LONGEST_LINE = 130
const BODY = /[A-Za-z0-9+/]{40}/

/** The lines around a private key (RFC 7468) in rot13, and read from the end of the text to its beginning. */
const MIRRORS: readonly Mirror[] = [
  {
    mark: '-----ORTVA',
    opening: /-----ORTVA (?:[A-Z0-9]{1,20} ){0,4}CEVINGR XRL(?: OYBPX)?-----/g,
    unfinished: /-----ORTVA[A-Z0-9 -]{0,120}$/,
    closing: /-----RAQ [A-Z0-9 ]{0,60}-----/g,
  },
  {
    mark: 'YEK ETAVIRP',
    opening: /-----(?:KCOLB )?YEK ETAVIRP(?: [A-Z0-9]{1,20}){0,4} DNE-----/g,
    unfinished: /-----(?:KCOLB |YEK )[A-Z0-9 -]{0,120}$/,
    closing: /-----[A-Z0-9 ]{0,60} NIGEB-----/g,
  },
]

/** Private keys in rot13 or reversed, as the scanner takes plain ones: to their end, or up to its cap. */
export function findMirroredKeys(text: string): readonly (Secret & { readonly isOpen: boolean })[] {
  return MIRRORS.flatMap(({ mark, opening, closing }) => {
    if (!text.includes(mark)) return []
    const ends = Array.from(text.matchAll(closing), ({ index, 0: line }) => ({
      start: index,
      end: index + line.length,
    }))
    let next = 0
    return Array.from(text.matchAll(opening)).flatMap(({ index: start, 0: line }) => {
      const from = start + line.length
      while ((ends[next]?.start ?? Infinity) < from) next++
      const cap = start + SECRET_KEY_CAP
      const end = ends[next]?.end ?? Infinity
      const limit = Math.min(end <= cap ? end : cap, text.length)
      const lead = text.slice(from, Math.min(limit, from + LEAD))
      const isOpen = !(end <= cap) && limit < cap
      const isKey = BODY.test(lead)
      return isKey || (isOpen && lead.length < LEAD) ? [{ start, end: isKey ? limit : start, rule: RULE, isOpen }] : []
    })
  })
}

/** Where an unfinished key begins, or the text's length. */
export function openMirroredKey(text: string): number {
  const from = Math.max(0, text.length - LONGEST_LINE)
  const tail = text.slice(from)
  const lines = MIRRORS.map(({ unfinished }) => tail.search(unfinished)).filter((at) => at >= 0)
  const keys = findMirroredKeys(text).filter(({ isOpen }) => isOpen)
  return Math.min(text.length, ...lines.map((at) => from + at), ...keys.map(({ start }) => start))
}
