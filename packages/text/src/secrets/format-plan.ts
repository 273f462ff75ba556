import { NON_ASCII, readRegex, type RegexNode, type UnitSet } from '../regex-tree.ts'
import type { MatchFlags } from '../engine.ts'
import { ENOUGH, leadingTexts } from './leading-texts.ts'
import { TOKEN } from './unit-classes.ts'

/** A place that every match of a branch of a regex has, and what is known of the match around it. Derived from the regex, so that it cannot be declared wrong. */
export interface Plan {
  /** One of these stands at the anchor: ASCII, in lower case where case does not count. */
  readonly literals: readonly string[]
  readonly foldsCase: boolean
  /** True where the anchor begins at a \b. */
  readonly isBounded: boolean
  /** UTF-16 code units from the start of a match to the anchor, at most. */
  readonly before: number
  /** From the anchor to the end of a match, at most; may have no bound. */
  readonly after: number
  /** Token characters without a gap, at least: before the anchor, and from it on; 0 where the literals are not of two units behind a \b. */
  readonly lead: number
  readonly run: number
  /** What matches from the anchor on. */
  readonly rest: readonly RegexNode[]
}

/** Token characters in a row that make a place worth a look: words are shorter. */
const LONG_RUN = 16
/** A literal that is looked for in long runs alone has this many units; others have more. */
const RUN_LITERAL = 2
/** Units of an optional part that is passed over. */
const SHORT_START = 40
/** Alternatives of a regex that are planned each for itself. */
const MAX_BRANCHES = 32

/** True for what has too short a literal to be looked for but at the words of long runs. */
export function isInRun({ literals, isBounded, lead, run }: Plan): boolean {
  return isBounded && lead + run >= LONG_RUN && shortest(literals) === RUN_LITERAL
}

function shortest(texts: readonly string[]): number {
  return Math.min(...texts.map(({ length }) => length))
}

/** The plans of the branches of a regex, or undefined where one has no anchor or no bound: then only its keywords are known. */
export function planRegex(regex: string, flags: MatchFlags = ''): readonly Plan[] | undefined {
  const tree = readRegex(regex)
  if (tree === undefined) return undefined
  const foldsCase = flags.includes('i') || /\(\?[a-zA-Z]*i/.test(regex)
  return planBranches(flatten(tree), foldsCase, MAX_BRANCHES)
}

/** One plan for all of a sequence, or, where that is met too often, for each alternative of its first choice. */
function planBranches(nodes: readonly RegexNode[], foldsCase: boolean, most: number): readonly Plan[] | undefined {
  if (most < 1) return undefined
  const whole = planSequence(nodes, foldsCase)
  const met = whole ? chanceOf(whole) : Infinity
  if (whole && met < SELDOM_MET) return [whole]
  const fallback = whole && [whole]
  const parted = partChoice(nodes)
  if (parted === undefined || parted.length > most) return fallback
  const plans: Plan[] = []
  for (const branch of parted) {
    const planned = planBranches(branch, foldsCase, most - plans.length)
    if (planned === undefined) return fallback
    plans.push(...planned)
  }
  return sum(plans.map(chanceOf)) < met ? plans : fallback
}

function flatten(node: RegexNode): readonly RegexNode[] {
  return node.kind === 'sequence' ? node.nodes.flatMap(flatten) : [node]
}

/** One sequence for each alternative of the first choice. */
function partChoice(nodes: readonly RegexNode[]): readonly (readonly RegexNode[])[] | undefined {
  const at = nodes.findIndex(({ kind }) => kind === 'choice')
  const choice = nodes[at]
  if (choice?.kind !== 'choice') return undefined
  return choice.nodes.map((node) => [...nodes.slice(0, at), ...flatten(node), ...nodes.slice(at + 1)])
}

/** A node with what is known of it alone. */
interface Part {
  readonly node: RegexNode
  readonly longest: number
}

/** The first place where a literal is long enough to be looked for in all of a text, or else that whose literals are rarest. */
function planSequence(nodes: readonly RegexNode[], foldsCase: boolean): Plan | undefined {
  const parts = nodes.map((node): Part => ({ node, longest: longest(node) }))
  let best: Plan | undefined
  let least = MAX_MET
  for (const [at, part] of parts.entries()) {
    const plan = isAnchor(part) ? planAt(parts, at, foldsCase) : undefined
    const met = plan ? chanceOf(plan) : Infinity
    if (met >= least) continue
    if (plan && shortest(plan.literals) >= ENOUGH) return plan
    best = plan
    least = met
  }
  return best
}

/** Where a literal is met at more places than this share of a text, looking at each costs too much. */
const MAX_MET = 0.03

/** Where it is met no more often, one look for a whole regex is better than one for each of its alternatives. */
const SELDOM_MET = 0.0005

function chanceOf({ literals }: Plan): number {
  return sum(literals.map(chance))
}

/** The chance of a literal at one place, roughly. */
function chance(literal: string): number {
  let product = 1
  for (let at = 0; at < literal.length; at++) product *= CHANCES[literal.charCodeAt(at)] ?? 0.006
  return product
}

const CHANCES: readonly number[] = Array.from({ length: NON_ASCII }, (_, unit) => {
  const character = String.fromCharCode(unit)
  return character === ' ' ? 0.15 : /[a-z]/.test(character) ? 0.04 : /[A-Z0-9]/.test(character) ? 0.02 : 0.006
})

/** A place of no width, or a few units that may be missing, belong to what stands before the anchor. */
function isAnchor({ node, longest: units }: Part): boolean {
  return units > 0 && !(node.kind === 'repeat' && node.min === 0 && units <= SHORT_START)
}

function planAt(parts: readonly Part[], at: number, foldsCase: boolean): Plan | undefined {
  const head = parts.slice(0, at)
  const tail = parts.slice(at)
  const rest = tail.map(({ node }) => node)
  const literals = leadingTexts(rest, foldsCase)
  if (literals === undefined) return undefined
  const isBounded = isBehindBoundary(head)
  // Of the others nobody asks.
  const isShort = isBounded && shortest(literals) === RUN_LITERAL
  const plan: Plan = {
    literals,
    foldsCase,
    isBounded,
    before: sum(head.map((part) => part.longest)),
    after: sum(tail.map((part) => part.longest)),
    lead: isShort ? runBefore(head) : 0,
    run: isShort ? joinRuns(rest.map(runOfNode)).length : 0,
    rest,
  }
  return Number.isFinite(plan.before) ? plan : undefined
}

/** True where a \b stands right before what follows. */
function isBehindBoundary(head: readonly Part[]): boolean {
  for (const { node, longest: length } of head.toReversed()) {
    if (length > 0) return false
    if (node.kind === 'characters' && node.place === 'boundary') return true
  }
  return false
}

/** The most UTF-16 code units that a node matches. */
function longest(node: RegexNode): number {
  switch (node.kind) {
    case 'characters':
      return node.characters.length === 0 ? 0 : 1
    case 'any':
      return node.units?.[NON_ASCII] === 0 ? 1 : 2
    case 'repeat':
      return node.max === 0 ? 0 : node.max * longest(node.node)
    case 'sequence':
      return sum(node.nodes.map(longest))
    case 'choice':
      return Math.max(...node.nodes.map(longest))
  }
}

/** Token characters that stand right before what follows, at least. */
function runBefore(head: readonly Part[]): number {
  let length = 0
  for (const { node } of head.toReversed()) {
    const run = runOfNode(node)
    if (!run.isWhole) break
    length += run.length
  }
  return length
}

interface Run {
  /** Token characters that a match begins with, at least. */
  readonly length: number
  /** True where all of it is token characters. */
  readonly isWhole: boolean
}

function joinRuns(runs: readonly Run[]): Run {
  let length = 0
  for (const run of runs) {
    length += run.length
    if (!run.isWhole) return { length, isWhole: false }
  }
  return { length, isWhole: true }
}

function runOfNode(node: RegexNode): Run {
  switch (node.kind) {
    case 'characters':
      return node.characters.length === 0 ? { length: 0, isWhole: true } : toRun(node.characters.every(isToken))
    case 'any':
      return toRun(isTokens(node.units))
    case 'repeat': {
      const { length, isWhole } = runOfNode(node.node)
      return { length: isWhole ? node.min * length : node.min > 0 ? length : 0, isWhole }
    }
    case 'sequence':
      return joinRuns(node.nodes.map(runOfNode))
    case 'choice': {
      const runs = node.nodes.map(runOfNode)
      return { length: Math.min(...runs.map(({ length }) => length)), isWhole: runs.every(({ isWhole }) => isWhole) }
    }
  }
}

function toRun(isWhole: boolean): Run {
  return { length: isWhole ? 1 : 0, isWhole }
}

/** Letters in either case are. */
function isToken(character: string): boolean {
  return TOKEN[Math.min(character.charCodeAt(0), NON_ASCII)] === 1
}

function isTokens(units: UnitSet | undefined): boolean {
  return units !== undefined && units.every((isIn, unit) => isIn === 0 || TOKEN[unit] === 1)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
