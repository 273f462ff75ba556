import { expand } from '../grammar.ts'
import type { Random } from '../random.ts'
import type { Row } from '../row.ts'
import { families } from './families.ts'
import type { Family } from './family.ts'
import { disguise } from './finish.ts'
import { englishSlots } from './slots.ts'

/** Share of texts that two techniques follow each other in. */
const COMPOUND = 0.08

/** One attack of a family, with case, signs and slips as people and machines write them. */
export function attack(family: Family, random: Random): string {
  const text = expand(random.pick(family.templates), englishSlots, random)
  return disguise(text, family.verbatim === true, random)
}

/** Attacks in English, all families in turn; the same for the same state of `random`. */
export function englishAttacks(random: Random, count: number): readonly Row[] {
  const rows: Row[] = []
  for (let at = 0; at < count; at++) {
    const family = families[at % families.length]
    if (family === undefined) throw new Error('there is no family')
    const text = attack(family, random)
    rows.push({
      text: random.chance(COMPOUND)
        ? `${text}${random.pick([' ', '\n', '\n\n'])}${attack(random.pick(families), random)}`
        : text,
      label: 'injection',
      kind: family.kind,
      lang: 'en',
      source: `gen-en/${family.name}`,
    })
  }
  return rows
}
