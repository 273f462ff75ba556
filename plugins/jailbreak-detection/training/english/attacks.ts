import { expand } from '../grammar.ts'
import type { Slots } from '../grammar.ts'
import type { Random } from '../random.ts'
import type { Row } from '../row.ts'
import { families } from './families.ts'
import type { AttackKind, Family } from './family.ts'
import { disguise, type Writing } from './finish.ts'
import { englishSlots } from './slots.ts'

/** Shares of texts that a second technique follows in, and that some more do. */
const PAIR = 0.09
const CHAIN = 0.05

/** Shares of texts that a sentence comes before, and after. */
const OPENING = 0.2
const CLOSING = 0.2

/** Names that stay the same within most texts. */
const BOUND = ['persona', 'nameHead', 'nameTail', 'aiName', 'company', 'code', 'product', 'nick'] as const
const BOUND_SHARE = 0.85

/** What stands around an attack of its kind. */
const AROUND: Readonly<Record<AttackKind, { readonly before: readonly string[]; readonly after: readonly string[] }>> =
  {
    direct: {
      before: [
        '{lReason}',
        '{lSystem}',
        '{benignTask}.',
        '{lGreet}',
        '(Hi|Hello|Hey|OK|So|Right|Well)(,|!|.)',
        '{urgent}!',
      ],
      after: [
        '{comply}.',
        '{lAfter}',
        '{lReason}',
        '{secrecy}.',
        '(Thanks|Thank you|Please|Do it now|Is that clear\\?|Got it\\?|Go)(!|.|)',
      ],
    },
    indirect: {
      before: [
        '{lNotice}',
        '{lReason}',
        '{lSystem}',
        '{urgent}:',
        '(Hello|Hi|Dear) {ai},',
        '({topic}|See below|Version {digit}).',
      ],
      after: [
        '{secrecy}.',
        '{secrecy}.',
        '{lAfter}',
        '{lErrand}',
        '{comply}.',
        '(Thanks|Thank you|End of note|That is all)(!|.)',
      ],
    },
    jailbreak: {
      before: ['{lGreet}', '{lPersona}', '{lRule}', '{lScene}', '{lBack}', '{lStake}', '{iAm}.'],
      after: [
        '{lNever}',
        '{lNever}',
        '{lRule}',
        '{lForm}',
        '{lStake}',
        '{comply}.',
        '(Go|Begin|Please|I am waiting|Now|Trust me)(!|.|...)',
      ],
    },
    extraction: {
      before: [
        '{lReason}',
        '{lGreet}',
        '{iAm}.',
        '(Hi|Hello|Quick question|One thing|Listen|Ok)(,|!|:|.)',
        '{lDrop}',
        '{benignTask}.',
      ],
      after: [
        '{comply}.',
        '{lNever}',
        '(Thanks|Please|Thank you|I will not tell anyone|It stays between us|Hurry)(!|.)',
        '{lReason}',
      ],
    },
  }

/** One attack of a family, with case, signs and slips as people and machines write them. */
export function attack(family: Family, random: Random): string {
  return write(family, bind(random), random)
}

/** Attacks in English, all families in turn; the same for the same state of `random`. */
export function englishAttacks(random: Random, count: number): readonly Row[] {
  const rows: Row[] = []
  for (let at = 0; at < count; at++) {
    const family = families[at % families.length]
    if (family === undefined) throw new Error('there is no family')
    rows.push({
      text: chain(family, random),
      label: 'injection',
      kind: family.kind,
      lang: 'en',
      source: `gen-en/${family.name}`,
    })
  }
  return rows
}

/** Mostly one technique; at times others of the same kind follow, and sometimes one of any kind. */
function chain(family: Family, random: Random): string {
  const slots = bind(random)
  const style = random.next()
  let more = 0
  if (style < CHAIN) more = 2 + random.below(3)
  else if (style < CHAIN + PAIR) more = 1
  const gap = random.pick([' ', '\n', '\n\n', '\n'])
  const kin = families.filter((other) => other.kind === family.kind)
  const parts = [write(family, slots, random)]
  for (; more > 0; more--) parts.push(write(random.pick(random.chance(0.7) ? kin : families), slots, random))
  return parts.join(gap)
}

function write(family: Family, slots: Slots, random: Random): string {
  const around = AROUND[family.kind]
  let template = random.pick(family.templates)
  const gap = random.pick([' ', ' ', ' ', '\n', '\n\n'])
  if (family.verbatim !== true && random.chance(OPENING)) template = random.pick(around.before) + gap + template
  if (family.verbatim !== true && random.chance(CLOSING)) template += gap + random.pick(around.after)
  return disguise(expand(template, slots, random), writingOf(family), random)
}

function writingOf(family: Family): Writing {
  if (family.verbatim === true) return 'verbatim'
  return family.casual === true ? 'casual' : 'tidy'
}

/** The slots with one name each for what a text speaks of. */
function bind(random: Random): Slots {
  if (!random.chance(BOUND_SHARE)) return englishSlots
  const slots: Record<string, readonly string[]> = { ...englishSlots }
  for (const name of BOUND) slots[name] = [expand(`{${name}}`, slots, random)]
  return slots
}
