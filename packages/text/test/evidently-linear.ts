import { RegExpParser, type AST } from '@eslint-community/regexpp'
import type { CharacterSets } from './character-sets.ts'

/** A number that is at most `fixed` and `perCharacter` for each character of the text; Infinity where it may be more than that. */
interface Bound {
  readonly fixed: number
  readonly perCharacter: number
}

/** Of a part of a regex, from one place of the text: in how many ways it matches, and the steps of trying them all. */
interface Cost {
  readonly ways: Bound
  readonly steps: Bound
}

/** What has to match next after some part: single characters, each with the flags of the regex, and how many are tried. */
interface Next {
  readonly characters: readonly string[]
  readonly tests: number
}

const NOTHING: Bound = { fixed: 0, perCharacter: 0 }
const ONE: Bound = { fixed: 1, perCharacter: 0 }
const LENGTH: Bound = { fixed: 0, perCharacter: 1 }
const UNKNOWN: Bound = { fixed: Infinity, perCharacter: Infinity }
const STEP: Cost = { ways: ONE, steps: ONE }

/** Steps for each character of the text. */
const MOST_PER_CHARACTER = 1000
/** Steps in all, where a regex is tried at one place alone and reads a bounded part. */
const MOST_ONCE = 100_000

/**
 * True if it is evident that the regex takes at most a bounded number of steps for each character of the text, with an engine that
 * tries every way and has no shortcut. Nothing is tried out, so there is no luck in it; false says only that this does not show it.
 */
export function isEvidentlyLinear(source: string, flags: string, sets: CharacterSets): boolean {
  if (flags.includes('v')) return false // its classes match several characters
  const pattern = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(source, 0, source.length, flags.includes('u'))
  const reader = new Reader(flags, sets, new Set(pattern.alternatives.flatMap(lastLoopOf)))
  const { fixed, perCharacter } = reader.ofAny(pattern.alternatives, undefined, false).steps
  const isOnce = !flags.includes('m') && pattern.alternatives.every(startsAtStart)
  return isOnce
    ? fixed <= MOST_ONCE && perCharacter <= MOST_PER_CHARACTER
    : fixed <= MOST_PER_CHARACTER && perCharacter === 0
}

/** The loop at the very end of a regex: nothing behind it fails, so the characters that it takes are not looked at again. */
function lastLoopOf({ elements }: AST.Alternative): readonly AST.Quantifier[] {
  const last = elements.at(-1)
  return last?.type === 'Quantifier' ? [last] : []
}

/** True where it fails at once everywhere but at the start of the text. */
function startsAtStart({ elements: [first] }: AST.Alternative): boolean {
  return first?.type === 'Assertion' && first.kind === 'start'
}

class Reader {
  readonly #flags: string
  readonly #sets: CharacterSets
  readonly #lastLoops: ReadonlySet<AST.Quantifier>

  constructor(flags: string, sets: CharacterSets, lastLoops: ReadonlySet<AST.Quantifier>) {
    this.#flags = flags
    this.#sets = sets
    this.#lastLoops = lastLoops
  }

  /** Alternatives before `next`; `isBack` in a lookbehind, where the last element is tried first. */
  ofAny(alternatives: readonly AST.Alternative[], next: Next | undefined, isBack: boolean): Cost {
    const costs = alternatives.map(({ elements }) => this.#ofAll(ordered(elements, isBack), next, isBack))
    const ways = costs.map((cost) => cost.ways).reduce(plus, NOTHING)
    return { ways, steps: costs.map(({ steps }) => steps).reduce(plus, ONE) }
  }

  #ofAll(elements: readonly AST.Element[], next: Next | undefined, isBack: boolean): Cost {
    return elements
      .map((element, index) => this.#of(element, this.#nextOf(elements.slice(index + 1), next, isBack), isBack))
      .reduce(inSequence, STEP)
  }

  #of(element: AST.Element, next: Next | undefined, isBack: boolean): Cost {
    switch (element.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return STEP
      case 'Group':
        // Flags of a part alone would change what its characters are.
        return element.modifiers ? { ways: UNKNOWN, steps: UNKNOWN } : this.ofAny(element.alternatives, next, isBack)
      case 'CapturingGroup':
        return this.ofAny(element.alternatives, next, isBack)
      case 'Assertion':
        if (!('alternatives' in element)) return STEP
        return { ways: ONE, steps: this.ofAny(element.alternatives, undefined, element.kind === 'lookbehind').steps }
      case 'Quantifier':
        return this.#ofLoop(element, next, isBack)
      case 'Backreference':
      case 'ExpressionCharacterClass':
        return { ways: UNKNOWN, steps: UNKNOWN }
    }
  }

  #ofLoop(loop: AST.Quantifier, next: Next | undefined, isBack: boolean): Cost {
    const { element, min, max } = loop
    const again = this.#nextOf([element], undefined, isBack)
    const round = this.#of(element, max === 1 ? next : again && next && either(again, next), isBack)
    // It fails only before its least number of rounds, and is done behind it.
    if (this.#lastLoops.has(loop) && isOne(round.ways) && round.steps.perCharacter === 0)
      return { ways: ONE, steps: rounds(round, min, min + 1).steps }
    const all = max === Infinity ? manyRounds(round) : rounds(round, min, max)
    // Where another round began, nothing that is next can: of all the ends of the loop only the last is one to go on from.
    const isSure = isOne(round.ways) && again && next && this.#areDisjoint(again, next)
    return isSure ? { ways: ONE, steps: plus(all.steps, times(all.ways, fixed(next.tests))) } : all
  }

  /** What must match where the elements begin; undefined where that is not said by single characters. */
  #nextOf(elements: readonly AST.Element[], after: Next | undefined, isBack: boolean): Next | undefined {
    const [first, ...rest] = elements
    if (first === undefined) return after
    if (first.type === 'Quantifier') {
      const one = this.#nextOf([first.element], undefined, isBack)
      const others = first.min > 0 ? { characters: [], tests: 0 } : this.#nextOf(rest, after, isBack)
      return one && others && either(one, others)
    }
    if (first.type === 'Group' || first.type === 'CapturingGroup') {
      const each = first.alternatives.map(({ elements: own }) => this.#nextOf(ordered(own, isBack), undefined, isBack))
      const known = each.filter((one) => one !== undefined)
      if (known.length < each.length || (first.type === 'Group' && first.modifiers)) return undefined
      return {
        characters: known.flatMap((one) => one.characters),
        tests: known.reduce((sum, one) => sum + one.tests, 0),
      }
    }
    if (first.type === 'Character' || first.type === 'CharacterSet' || first.type === 'CharacterClass')
      return { characters: [first.raw], tests: 1 }
    const isEnd = first.type === 'Assertion' && first.kind === 'end' && !isBack
    return isEnd ? { characters: this.#flags.includes('m') ? ['[\\n\\r\\u2028\\u2029]'] : [], tests: 1 } : undefined
  }

  #areDisjoint(one: Next, other: Next): boolean {
    return one.characters.every((a) => other.characters.every((b) => this.#sets.areDisjoint(a, b, this.#flags)))
  }
}

function ordered(elements: readonly AST.Element[], isBack: boolean): readonly AST.Element[] {
  return isBack ? elements.toReversed() : elements
}

function inSequence(first: Cost, next: Cost): Cost {
  return { ways: times(first.ways, next.ways), steps: plus(first.steps, times(first.ways, next.steps)) }
}

/** Every number of rounds from `least` to `most`. */
function rounds(round: Cost, least: number, most: number): Cost {
  if (isOne(round.ways)) return { ways: fixed(1 + most - least), steps: plus(ONE, times(fixed(most), round.steps)) }
  let ways = least === 0 ? ONE : NOTHING
  let steps = ONE
  let reached = ONE
  for (let count = 1; count <= most && Number.isFinite(steps.fixed); count++) {
    steps = plus(steps, times(reached, round.steps))
    reached = times(reached, round.ways)
    if (count >= least) ways = plus(ways, reached)
  }
  return Number.isFinite(steps.fixed) ? { ways, steps } : { ways: UNKNOWN, steps: UNKNOWN }
}

/** As many rounds as there are characters: an empty one is the last. */
function manyRounds(round: Cost): Cost {
  if (!isOne(round.ways)) return { ways: UNKNOWN, steps: UNKNOWN }
  const most = plus(ONE, LENGTH)
  return { ways: plus(ONE, most), steps: plus(ONE, times(most, round.steps)) }
}

function either(one: Next, other: Next): Next {
  return { characters: [...one.characters, ...other.characters], tests: one.tests + other.tests }
}

function fixed(count: number): Bound {
  return { fixed: count, perCharacter: 0 }
}

function isOne({ fixed: count, perCharacter }: Bound): boolean {
  return count === 1 && perCharacter === 0
}

function plus(a: Bound, b: Bound): Bound {
  return { fixed: a.fixed + b.fixed, perCharacter: a.perCharacter + b.perCharacter }
}

function times(a: Bound, b: Bound): Bound {
  const squared = product(a.perCharacter, b.perCharacter)
  const once = product(a.fixed, b.perCharacter) + product(a.perCharacter, b.fixed)
  return { fixed: product(a.fixed, b.fixed), perCharacter: squared > 0 ? Infinity : once }
}

/** Nothing, though it were without end, is nothing. */
function product(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b
}
