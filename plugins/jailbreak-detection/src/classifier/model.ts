import { z } from 'zod'
import { bucketCount } from './features.ts'
import { logistic } from './portable-math.ts'

/** A trained model: what `train` writes and `parseModel` reads. */
export interface Model {
  /** Words have 2^bits buckets, meanings a quarter of that. */
  readonly bits: number
  /** The lengths of the windows, in words, ascending. */
  readonly windows: readonly number[]
  /** By window and kind of view, `windows.length * KINDS` of them. */
  readonly bias: readonly number[]
  /** What a text loses for each power of e that it is longer than the first window: long texts have many windows. */
  readonly lengthPenalty: number
  /** What one step of a weight is worth. */
  readonly scale: number
  /** The names of the meanings. */
  readonly meanings: readonly string[]
  /** The words of each meaning, folded. */
  readonly lexicon: readonly (readonly string[])[]
  /** How scores become probabilities, by engine. */
  readonly blend: { readonly classifier: Blend; readonly both: Blend }
  readonly weights: Int8Array
}
/** The score is logistic(offset + classifier x its logit + patterns x their score). */
export interface Blend {
  readonly offset: number
  readonly classifier: number
  readonly patterns: number
}

/** A score of the patterns that stands whatever the classifier says: phrases of several categories in one text. */
const CERTAIN = 0.7

/** A score from 0 to 1, to six digits, of the log-odds of the classifier and the score of the patterns. */
export function blend(by: Blend, logit: number, patterns: number): number {
  const x = by.offset + by.classifier * logit + by.patterns * patterns
  const score = Math.round(1e6 * logistic(x)) / 1e6
  return patterns >= CERTAIN ? Math.max(score, patterns) : score
}

/** Kinds of views that a model tells apart: plain, joined, decoded. */
export const KINDS = 3
const MAGIC = 'RWCLASS1'

const blendSchema = z.strictObject({ offset: z.number(), classifier: z.number(), patterns: z.number() })
const headerSchema = z
  .strictObject({
    bits: z.int().min(10).max(22),
    windows: z.array(z.int().min(1).max(1000)).min(1).max(8),
    bias: z.array(z.number()),
    lengthPenalty: z.number().min(0),
    scale: z.number().gt(0),
    meanings: z.array(z.string()).max(63),
    // Words of one meaning, parted by spaces.
    lexicon: z.array(z.string()),
    blend: z.strictObject({ classifier: blendSchema, both: blendSchema }),
  })
  .refine(({ bias, windows }) => bias.length === windows.length * KINDS, 'bias has another length than windows')
  .refine(({ lexicon, meanings }) => lexicon.length === meanings.length, 'lexicon has another length than meanings')

/** Reads a model file. Throws when anything about it is not as it was written. */
export function parseModel(bytes: Uint8Array): Model {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const prefix = MAGIC.length + 4
  if (bytes.length < prefix || decoder.decode(bytes.subarray(0, MAGIC.length)) !== MAGIC)
    throw new Error('it is not a model file')
  const headerEnd = prefix + view.getUint32(MAGIC.length, true)
  const header = headerSchema.parse(JSON.parse(decoder.decode(bytes.subarray(prefix, headerEnd))))
  const weights = new Int8Array(bytes.buffer, bytes.byteOffset + headerEnd)
    .subarray(0, bytes.length - headerEnd)
    .slice()
  if (weights.length !== bucketCount(header.bits))
    throw new Error(`it has ${weights.length} weights instead of ${bucketCount(header.bits)}`)
  return { ...header, lexicon: header.lexicon.map((words) => words.split(' ')), weights }
}

/** Writes a model file; the same model gives the same bytes. */
export function writeModel({ weights, lexicon, ...rest }: Model): Uint8Array {
  const header = { ...rest, lexicon: lexicon.map((words) => words.join(' ')) }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const prefix = MAGIC.length + 4
  const bytes = new Uint8Array(prefix + text.length + weights.length)
  bytes.set(new TextEncoder().encode(MAGIC))
  new DataView(bytes.buffer).setUint32(MAGIC.length, text.length, true)
  bytes.set(text, prefix)
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), prefix + text.length)
  return bytes
}
