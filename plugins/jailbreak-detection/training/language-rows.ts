import { expand } from './grammar.ts'
import { HONEST_KINDS, TECHNIQUES, type HonestKind, type Language, type Technique } from './language.ts'
import type { Random } from './random.ts'
import type { Row } from './row.ts'

const KIND: Readonly<Record<Technique, string>> = {
  override: 'direct',
  extract: 'extraction',
  persona: 'jailbreak',
  exfiltrate: 'indirect',
  authority: 'direct',
  dictate: 'direct',
  note: 'indirect',
  tool: 'indirect',
  memory: 'indirect',
  boundary: 'direct',
}

/** Attacks in one language: one technique alone, or two in a row. */
export function languageAttacks(language: Language, random: Random, count: number): readonly Row[] {
  return TECHNIQUES.flatMap((technique) =>
    distinct(count, () => {
      const first = one(language.attacks[technique], language, random)
      if (!random.chance(0.2)) return first
      return `${first}${random.pick([' ', '\n', '\n\n'])}${one(language.attacks[random.pick(TECHNIQUES)], language, random)}`
    }).map((text): Row => ({
      text,
      label: 'injection',
      kind: KIND[technique],
      lang: language.code,
      source: `gen-${language.code}/${technique}`,
    })),
  )
}

/** Honest texts in one language, of one sentence to six. */
export function languageHonest(language: Language, random: Random, count: number): readonly Row[] {
  return HONEST_KINDS.flatMap((kind) =>
    distinct(count, () => honestText(language, kind, random)).map((text): Row => ({
      text,
      label: 'benign',
      kind: kind === 'hard' ? 'benign-hard' : `benign-${kind}`,
      lang: language.code,
      source: `gen-${language.code}/${kind}`,
    })),
  )
}

/** One honest text. */
export function honestText(language: Language, kind: HonestKind, random: Random): string {
  const sentences = Array.from({ length: random.chance(0.5) ? 1 : 1 + random.below(6) }, () =>
    one(language.honest[kind], language, random),
  )
  return sentences.join(random.pick([' ', ' ', '\n', '\n\n']))
}

function one(templates: readonly string[], { slots }: Language, random: Random): string {
  return expand(random.pick(templates), slots, random)
}

/** As many different texts as come up in twice as many tries, `count` at most. */
function distinct(count: number, make: () => string): readonly string[] {
  const texts = new Set<string>()
  for (let tries = 0; tries < 2 * count && texts.size < count; tries++) texts.add(make())
  return [...texts]
}
