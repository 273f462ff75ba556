import { foldUnit } from './case-fold.ts'
import { readRegex, type RegexNode } from './regex-tree.ts'

/** Literals, folded in case, at least one of which is in every match of a regex. */
export type LiteralSet = readonly string[]

/** Sets of which every match that takes one branch of a regex holds a literal each. */
export type Branch = readonly LiteralSet[]

/** Spellings of a part of a regex that are told apart; past these it counts as a sequence of parts. */
const MAX_SPELLINGS = 64
/** Branches that are told apart; past these they share what they require. */
const MAX_BRANCHES = 24
/** Literals of one set. */
const MAX_LITERALS = 500
/** Units of a literal that are compared: more would make the automaton larger and find hardly less. */
const MAX_LITERAL = 9
/** Sets per branch: each leaves out some of what the others let through. */
const MAX_SETS = 2
/** A test that this share of windows is expected to pass costs more than it saves. */
const MAX_EXPECTED = 0.7

/**
 * What a match of a regex must hold, beside one of the keywords that are looked for anyway: where every branch lacks
 * one of its sets, the regex need not run. Derived from the regex, so that it cannot be declared wrong; empty where
 * the regex is not understood or spells nothing rare enough.
 */
export function requiredLiterals(regex: string, keywords: readonly string[], window: number): readonly Branch[] {
  const tree = readRegex(regex)
  if (tree === undefined) return []
  const known = keywords.map(fold)
  const { branches } = analyse(tree, (set) => expectation(set, known, window))
  const picked = branches.map((sets) => pick(sets, known, window))
  const expected = picked.reduce((sum, { chance }) => sum + chance, 0)
  return expected > MAX_EXPECTED ? [] : picked.map(({ sets }) => sets)
}

function pick(
  sets: Branch,
  known: readonly string[],
  window: number,
): { readonly sets: Branch; readonly chance: number } {
  const picked: LiteralSet[] = []
  const seen = [...known]
  let chance = 1
  while (picked.length < MAX_SETS) {
    const price = (set: LiteralSet): number => (picked.includes(set) ? 1 : expectation(set, seen, window))
    const best = cheapest(sets, price)
    if (best === undefined || price(best) > MAX_EXPECTED) break
    chance *= price(best)
    picked.push(best)
    seen.push(...best)
  }
  return { sets: picked, chance }
}

/** What is known of the texts that a part matches: all of them, where they are few, or else what each of them holds. */
interface Knowledge {
  readonly spellings?: readonly string[]
  /** Never empty; an empty branch requires nothing. */
  readonly branches: readonly Branch[]
}

type Price = (set: LiteralSet) => number

const NOTHING: Knowledge = { branches: [[]] }

function analyse(node: RegexNode, price: Price): Knowledge {
  switch (node.kind) {
    case 'any':
      return NOTHING
    case 'characters':
      return spelled(node.characters.length === 0 ? [''] : node.characters.map(fold))
    case 'repeat':
      return analyseRepeat(node.min, node.max, analyse(node.node, price))
    case 'sequence':
      return analyseSequence(
        node.nodes.map((part) => analyse(part, price)),
        price,
      )
    case 'choice':
      return analyseChoice(
        node.nodes.map((part) => analyse(part, price)),
        price,
      )
  }
}

function spelled(spellings: readonly string[]): Knowledge {
  return { spellings, branches: [spellings.includes('') ? [] : [reduce(spellings)]] }
}

function analyseRepeat(min: number, max: number, part: Knowledge): Knowledge {
  if (min === 1 && max === 1) return part
  if (min > 0) return { branches: part.branches }
  return max === 1 && part.spellings ? spelled(unique(['', ...part.spellings])) : NOTHING
}

function analyseSequence(parts: readonly Knowledge[], price: Price): Knowledge {
  const runs: Knowledge[] = []
  let run: readonly string[] = ['']
  for (const part of parts) {
    const joined = part.spellings && product(run, part.spellings)
    if (joined) {
      run = joined
      continue
    }
    runs.push(spelled(run))
    if (!part.spellings) runs.push(part)
    run = part.spellings ?? ['']
  }
  if (runs.length === 0) return spelled(run)
  return {
    branches: [...runs, spelled(run)].reduce<readonly Branch[]>(
      (left, { branches }) => cross(left, branches, price),
      [[]],
    ),
  }
}

function cross(left: readonly Branch[], right: readonly Branch[], price: Price): readonly Branch[] {
  if (left.length * right.length > MAX_BRANCHES) {
    return left.length > right.length
      ? cross([merge(left, price)], right, price)
      : cross(left, [merge(right, price)], price)
  }
  return left.flatMap((first) => right.map((second) => [...first, ...second]))
}

function analyseChoice(parts: readonly Knowledge[], price: Price): Knowledge {
  const spellings = unique(parts.flatMap((part) => part.spellings ?? []))
  const isSpelled = spellings.length <= MAX_SPELLINGS
  if (isSpelled && parts.every((part) => part.spellings !== undefined)) return spelled(spellings)
  const others = parts.flatMap((part) => (isSpelled && part.spellings ? [] : part.branches))
  const branches = isSpelled && spellings.length > 0 ? [...spelled(spellings).branches, ...others] : others
  if (branches.some((branch) => branch.length === 0)) return NOTHING
  return { branches: branches.length > MAX_BRANCHES ? [merge(branches, price)] : branches }
}

/** One branch for many: a match takes one of them, so one set of each together is required. */
function merge(branches: readonly Branch[], price: Price): Branch {
  const chosen: string[] = []
  for (const sets of branches) {
    const set = cheapest(sets, price)
    if (set === undefined || chosen.length + set.length > MAX_LITERALS) return []
    chosen.push(...set)
  }
  return [reduce(chosen)]
}

function product(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  if (left.length * right.length > MAX_SPELLINGS) return undefined
  const [only] = right
  // Most parts of a regex are one character: such a run grows without a set for each of its letters.
  if (only !== undefined && right.length === 1) {
    const longer = left.map((first) => first + only)
    return longer.length === 1 ? longer : unique(longer)
  }
  return unique(left.flatMap((first) => right.map((second) => first + second)))
}

/** Cut to length, and without those that hold another one: where they are, that is too. */
function reduce(literals: readonly string[]): LiteralSet {
  if (literals.length === 1) return literals.map((literal) => literal.slice(0, MAX_LITERAL))
  const cut = unique(literals.map((literal) => literal.slice(0, MAX_LITERAL)))
  return cut.filter((literal) => !cut.some((other) => other !== literal && literal.includes(other)))
}

function cheapest(sets: Branch, price: Price): LiteralSet | undefined {
  let best: LiteralSet | undefined
  for (const set of sets) if (best === undefined || price(set) < price(best)) best = set
  return best
}

/** Words are likelier than their letters make them. */
const WORDINESS = 30
/** What of a set is near a known literal for being one itself. */
const KNOWN_SHARE = 0.6

/** The share of windows in which a set is expected; rough, it only has to rank. */
function expectation(set: LiteralSet, known: readonly string[], window: number): number {
  let chance = 0
  let near = 0
  for (const literal of set) {
    if (known.some((other) => literal.includes(other))) near++
    else chance += window * likelihood(literal)
  }
  return chance + (KNOWN_SHARE * near) / set.length
}

/** The chance of a literal at one place of a text. */
function likelihood(literal: string): number {
  if (COMMON.has(literal.trim())) return COMMON_WORD
  let chance = WORDINESS
  for (const unit of literal) {
    const rank = FREQUENT.indexOf(unit)
    chance *= rank < 0 ? 0.01 : 0.12 / (1 + rank / 3)
  }
  return literal.length < SHORTEST_WORD ? Math.min(1, chance) : Math.min(chance, COMMON_WORD)
}

/** Units of English by frequency. */
const FREQUENT = ' etaoinshrdlcumwfgypbvk'
/** Words that no text is without. */
const COMMON: ReadonlySet<string> = new Set(
  'the,that,this,these,those,with,your,you,all,any,and,are,for,from,have,not,into,what,will,can,its,our,when,then,them,about,before,after,other,only,first,more,over,use,say,text,type,line,old,new,no,to'.split(
    ',',
  ),
)
const COMMON_WORD = 0.001
const SHORTEST_WORD = 3

function fold(text: string): string {
  let folded = ''
  for (let i = 0; i < text.length; i++) folded += foldUnit(text.charAt(i))
  return folded
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
