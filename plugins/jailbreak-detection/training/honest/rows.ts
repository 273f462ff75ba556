import type { Random } from '../random.ts'
import type { Row } from '../row.ts'
import { HONEST_SHAPES } from './compose.ts'
import { FIRST_FAMILIES } from './families.ts'
import { SECOND_FAMILIES } from './second/families.ts'
import { writeFamily } from './write.ts'

/**
 * Honest English texts that use the words of attacks: about two thirds short ones, half of these by the second author, the rest
 * longer documents. The same `random` gives the same rows, and each row depends on its number only.
 */
export function honestRows(random: Random, count: number): readonly Row[] {
  return Array.from({ length: count }, (_, index) => honestRow(random.fork(`honest-${index}`)))
}

function honestRow(random: Random): Row {
  if (random.chance(0.3)) {
    const shape = pickByShare(HONEST_SHAPES, random)
    return row(shape.write(random), shape)
  }
  const family = pickByShare(random.chance(0.5) ? SECOND_FAMILIES : FIRST_FAMILIES, random)
  const text = writeFamily(family, random)
  if (family.joins === 'paragraph' && random.chance(0.02)) {
    return row(Buffer.from(text).toString('base64'), { name: 'base64', kind: 'benign-tool' })
  }
  return row(CASUAL.has(family.kind) ? loosen(text, random) : text, family)
}

function pickByShare<T extends { readonly share?: number }>(entries: readonly T[], random: Random): T {
  const entry = random.pick(entries)
  return random.chance(entry.share ?? 1) ? entry : random.pick(entries)
}

function row(text: string, from: Pick<Row, 'kind'> & { readonly name: string }): Row {
  return { text: text.trim(), label: 'benign', kind: from.kind, lang: 'en', source: `gen-honest/${from.name}` }
}

/** Kinds that people type in a hurry. */
const CASUAL: ReadonlySet<string> = new Set(['benign-chat', 'benign-hard', 'benign-email'])

/** Now and then all small letters, no full stop, an exclamation, capitals or a slip of the keyboard. */
function loosen(text: string, random: Random): string {
  const dice = random.next()
  if (dice < 0.1) return text.toLowerCase()
  if (dice < 0.16) return text.replace(/[.?!]$/, '')
  if (dice < 0.19) return text.replace(/[.?!]$/, random.pick(['!!', '??', '...', ' :)', '!!!']))
  if (dice < 0.21) return text.toUpperCase()
  if (dice < 0.27) return slip(text, random)
  return text
}

/** Two neighbouring letters change places. */
function slip(text: string, random: Random): string {
  const at = 1 + random.below(Math.max(1, text.length - 3))
  const pair = text.slice(at, at + 2)
  return /^[a-z]{2}$/.test(pair) ? text.slice(0, at) + pair.charAt(1) + pair.charAt(0) + text.slice(at + 2) : text
}
