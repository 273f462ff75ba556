import { NON_ASCII, type RegexNode, type UnitSet } from '../regex-tree.ts'

/** Texts that are told apart; past these the rest is not spelled. */
const MAX_TEXTS = 2048
/** Texts that a class may make of one or more. */
const MAX_SPELLED = 64
/** Units of a text that are compared. */
const MAX_LENGTH = 20
/** A text of this many units is long enough for classes after it not to be spelled. */
export const ENOUGH = 3
/** Repeats that are spelled out. */
const MAX_REPEATS = 8

/** What a match may begin with: `isWhole` where the texts are all of it. */
interface Lead {
  readonly texts: readonly string[]
  readonly isWhole: boolean
}

const NOTHING: Lead = { texts: [''], isWhole: false }

/**
 * Texts with one of which every match of the nodes begins, none of them the beginning of another; undefined where there
 * is none that says something. In lower case where case does not count. ASCII alone: nothing else is compared.
 */
export function leadingTexts(nodes: readonly RegexNode[], foldsCase: boolean): readonly string[] | undefined {
  const { texts } = sequence(nodes, foldsCase, { lacking: ENOUGH, spelled: MAX_SPELLED })
  if (texts.includes('')) return undefined
  const kept: string[] = []
  // In this order a text comes right after its beginning, or after others that begin so.
  for (const text of [...texts].sort()) {
    const last = kept.at(-1)
    if (last === undefined || !text.startsWith(last)) kept.push(text)
  }
  return kept
}

/** What is still wanted: units, without which no class is spelled; and into how many texts a class may be. */
interface Wanted {
  readonly lacking: number
  readonly spelled: number
}

function leadOf(node: RegexNode, foldsCase: boolean, wanted: Wanted): Lead {
  switch (node.kind) {
    case 'any':
      return wanted.lacking > 0 ? spellClass(node.units, foldsCase, wanted.spelled) : NOTHING
    case 'characters': {
      if (node.characters.length === 0) return { texts: [''], isWhole: true }
      const texts = node.characters.map((text) => (foldsCase ? text.toLowerCase() : text))
      return texts.every((text) => text.charCodeAt(0) < NON_ASCII) ? { texts, isWhole: true } : NOTHING
    }
    case 'repeat':
      return repeat(node, foldsCase, wanted)
    case 'sequence':
      return sequence(node.nodes, foldsCase, wanted)
    case 'choice': {
      const leads = node.nodes.map((part) => leadOf(part, foldsCase, wanted))
      return { texts: leads.flatMap(({ texts }) => texts), isWhole: leads.every(({ isWhole }) => isWhole) }
    }
  }
}

function repeat({ node, min, max }: RegexNode & { kind: 'repeat' }, foldsCase: boolean, wanted: Wanted): Lead {
  if (min > 0) {
    const copies = Array.from({ length: Math.min(min, MAX_REPEATS) }, () => node)
    const { texts, isWhole } = sequence(copies, foldsCase, wanted)
    return { texts, isWhole: isWhole && min === max && min === copies.length }
  }
  const lead = leadOf(node, foldsCase, wanted)
  return max === 1 && lead.isWhole ? { texts: ['', ...lead.texts], isWhole: true } : NOTHING
}

function sequence(nodes: readonly RegexNode[], foldsCase: boolean, wanted: Wanted): Lead {
  let texts: readonly string[] = ['']
  let shortest = 0
  for (const node of nodes) {
    const lacking = wanted.lacking - shortest
    const lead = leadOf(node, foldsCase, { lacking, spelled: wanted.spelled / texts.length })
    if (texts.length * lead.texts.length > MAX_TEXTS) return { texts, isWhole: false }
    const joined = join(texts, lead.texts)
    shortest = Math.min(...joined.map(({ length }) => length))
    if (joined.some(({ length }) => length > MAX_LENGTH)) return { texts: joined.map(cut), isWhole: false }
    texts = joined
    if (!lead.isWhole) return { texts, isWhole: false }
  }
  return { texts, isWhole: true }
}

/** Each of the first with each of the second behind it. */
function join(first: readonly string[], second: readonly string[]): readonly string[] {
  if (second.length === 1) {
    const [only = ''] = second
    return only === '' ? first : first.map((text) => text + only)
  }
  return first.flatMap((text) => second.map((more) => text + more))
}

function spellClass(units: UnitSet | undefined, foldsCase: boolean, most: number): Lead {
  if (units === undefined || units[NON_ASCII] !== 0) return NOTHING
  const members = [...units.keys()].filter((unit) => units[unit] !== 0).map((unit) => String.fromCharCode(unit))
  const texts = [...new Set(foldsCase ? members.map((text) => text.toLowerCase()) : members)]
  return texts.length > most ? NOTHING : { texts, isWhole: true }
}

function cut(text: string): string {
  return text.slice(0, MAX_LENGTH)
}
