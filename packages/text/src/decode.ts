import { findBase64, findHex } from './decode-bytes.ts'
import { findEntities, findPercent, findRot13, findTags } from './decode-escapes.ts'
import { findDisguised } from './decoders/index.ts'
import { lookAt } from './decoders/text-facts.ts'
import type { TextFacts } from './decoders/text-facts.ts'
import type { Disguise } from './decoders/disguised.ts'
import type { Span } from './engine.ts'

/** How a text was hidden. */
export type Encoding = 'base64' | 'hex' | 'percent' | 'html' | 'tags' | 'rot13' | Disguise

/** What one decoder found: the text, and the span of what it was decoded from. */
export interface Candidate {
  readonly text: string
  readonly span: Span
}

/** A decoded text; `span` is that of the outermost candidate, `encodings` run from the outermost in. */
export interface Decoded extends Candidate {
  readonly encodings: readonly Encoding[]
}

/** Bounds of decoding. */
export interface DecodeLimits {
  /** Encodings inside encodings; default 2. */
  readonly maxDepth: number
  /** UTF-16 code units of all decoded texts together; default 1,000,000. */
  readonly maxUnits: number
}

/** What was found, and whether a limit on size left something out. */
export interface Decoding {
  readonly candidates: readonly Decoded[]
  readonly truncated: boolean
}

const DEFAULTS: DecodeLimits = { maxDepth: 2, maxUnits: 1_000_000 }

/** Each reads a text once; what one finds is no longer than what it was found in. The rest are in decoders/. */
const DECODERS: readonly (readonly [Encoding, (text: string, facts: TextFacts) => readonly Candidate[]])[] = [
  ['tags', findTags],
  ['base64', (text, { tokens }) => findBase64(text, tokens)],
  ['hex', (text, { numbers }) => findHex(text, numbers)],
  ['percent', findPercent],
  ['html', findEntities],
  ['rot13', (text, { isRot13 }) => (isRot13 ? findRot13(text) : [])],
]

/** Every text found encoded in a text, outer ones before what they hold; never throws. */
export function decode(text: string, limits: Partial<DecodeLimits> = {}): Decoding {
  const { maxDepth, maxUnits } = { ...DEFAULTS, ...limits }
  const candidates: Decoded[] = []
  let units = 0
  let layer: readonly Decoded[] = [{ text, span: { start: 0, end: text.length }, encodings: [] }]
  for (let depth = 0; depth < maxDepth && layer.length > 0; depth++) {
    const found: Decoded[] = []
    for (const candidate of decodeLayer(layer)) {
      units += candidate.text.length
      if (units > maxUnits) return { candidates: [...candidates, ...found], truncated: true }
      found.push(candidate)
    }
    candidates.push(...found)
    layer = found
  }
  return { candidates, truncated: false }
}

/** Lazy, so that a limit stops the work and not only the list. */
function* decodeLayer(layer: readonly Decoded[]): Generator<Decoded> {
  for (const outer of layer) {
    const facts = lookAt(outer.text)
    for (const [encoding, find] of DECODERS) {
      // Undoing rot13 twice gives the text back.
      if (encoding === 'rot13' && outer.encodings.includes('rot13')) continue
      for (const { text, span } of find(outer.text, facts)) {
        const encodings = [...outer.encodings, encoding]
        yield { text, encodings, span: outer.encodings.length === 0 ? span : outer.span }
      }
    }
    for (const { encoding, text, span } of findDisguised(outer.text, facts)) {
      const encodings = [...outer.encodings, encoding]
      yield { text, encodings, span: outer.encodings.length === 0 ? span : outer.span }
    }
  }
}
