import { RE2JS } from 're2js'
import { foldUnit, variantsOf } from '../src/case-fold.ts'
import type { Pattern } from '../src/index.ts'

/** One instruction of a program compiled by re2js (its names for the operations: see OP). */
interface Instruction {
  readonly op: number
  readonly out: number
  readonly arg: number
  /** Pairs of first and last code point, or one code point; `arg & 1` on a single one ignores case. */
  readonly runes: ArrayLike<number>
}

/** The program of a regex. `re2Input` is no public name of re2js: a test of known regexes would notice a change. */
export interface Program {
  readonly inst: readonly Instruction[]
  readonly start: number
}

const OP = {
  alt: 1,
  altMatch: 2,
  capture: 3,
  empty: 4,
  fail: 5,
  match: 6,
  nop: 7,
  rune: 8,
  rune1: 9,
  any: 10,
  anyNotNl: 11,
}
const MAX_RUNE = 0x10ffff
type Range = readonly [number, number]

/** Compiles a pattern's regex as the portable engine does. */
export function programOf({ regex, flags = '' }: Pick<Pattern, 'regex' | 'flags'>): Program {
  let bits = 0
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE
  if (flags.includes('m')) bits |= RE2JS.MULTILINE
  if (flags.includes('s')) bits |= RE2JS.DOTALL
  const compiled: unknown = RE2JS.compile(regex, bits)
  return (compiled as { readonly re2Input: { readonly prog: Program } }).re2Input.prog
}

/** The code points that an instruction consumes one of, or undefined when it consumes nothing. */
function consumed({ op, arg, runes }: Instruction): readonly Range[] | undefined {
  if (op === OP.any) return [[0, MAX_RUNE]]
  if (op === OP.anyNotNl)
    return [
      [0, 9],
      [11, MAX_RUNE],
    ]
  if (op !== OP.rune && op !== OP.rune1) return undefined
  if (runes.length === 1) {
    const rune = runes[0] ?? 0
    const folds = (arg & 1) === 1 && rune <= 0xffff ? variantsOf(foldUnit(String.fromCharCode(rune))) : []
    return [[rune, rune], ...folds.map((unit): Range => [unit.charCodeAt(0), unit.charCodeAt(0)])]
  }
  return Array.from({ length: runes.length / 2 }, (_, i): Range => [runes[2 * i] ?? 0, runes[2 * i + 1] ?? 0])
}

function successors({ op, out, arg }: Instruction): readonly number[] {
  if (op === OP.match || op === OP.fail) return []
  return op === OP.alt || op === OP.altMatch ? [out, arg] : [out]
}

/** The most UTF-16 code units that a match can have: Infinity when a loop consumes. Assertions (\b, $) are taken to hold. */
export function longestMatch({ inst, start }: Program): number {
  const known = new Map<number, number>()
  const open = new Map<number, number>()
  const visit = (at: number, depth: number): number => {
    const done = known.get(at)
    if (done !== undefined) return done
    const since = open.get(at)
    // A loop: without end if something was consumed since it was entered; a detour through nothing adds nothing.
    if (since !== undefined) return depth > since ? Infinity : -Infinity
    const instruction = inst[at]
    if (instruction === undefined || instruction.op === OP.fail) return -Infinity
    if (instruction.op === OP.match) return 0
    open.set(at, depth)
    const ranges = consumed(instruction)
    const units = ranges === undefined ? 0 : ranges.some(([, last]) => last > 0xffff) ? 2 : 1
    const best = Math.max(...successors(instruction).map((next) => visit(next, depth + units)))
    open.delete(at)
    // A dead end inside a loop is none from outside; such values are found again.
    if (best !== -Infinity) known.set(at, units + best)
    return units + best
  }
  return visit(start, 0)
}

/** The shortest text along some path to a match that holds none of the keywords, in classes; undefined when every match holds one. */
export function matchWithoutKeyword({ inst, start }: Program, keywords: readonly string[]): string | undefined {
  const automaton = createAutomaton(keywords)
  const seen = new Set<string>()
  const queue: { readonly at: number; readonly state: string; readonly text: string }[] = [
    { at: start, state: '', text: '' },
  ]
  for (const { at, state, text } of queue) {
    const key = `${at} ${state}`
    if (seen.has(key)) continue
    seen.add(key)
    const instruction = inst[at]
    if (instruction === undefined || instruction.op === OP.fail) continue
    if (instruction.op === OP.match) return text
    const ranges = consumed(instruction)
    const steps = ranges === undefined ? [{ state, shown: '' }] : automaton.step(state, ranges)
    for (const next of successors(instruction)) {
      for (const step of steps) queue.push({ at: next, state: step.state, text: text + step.shown })
    }
  }
  return undefined
}

interface Step {
  readonly state: string
  readonly shown: string
}

/** States are what was read last that may begin a keyword; steps into a whole keyword are left out. */
function createAutomaton(keywords: readonly string[]): {
  step(state: string, ranges: readonly Range[]): readonly Step[]
} {
  const folded = keywords.map((keyword) => keyword.split('').map(foldUnit).join(''))
  const prefixes = new Set(
    folded.flatMap((keyword) => Array.from(keyword, (_, i) => keyword.slice(0, i + 1))).concat(''),
  )
  const alphabet = [...new Set(folded.flatMap((keyword) => keyword.split('')))]
  const codes = alphabet.map((letter) => variantsOf(letter).map((unit) => unit.charCodeAt(0)))
  const memo = new WeakMap<readonly Range[], readonly string[]>()
  const holds = (ranges: readonly Range[], code: number): boolean => ranges.some(([a, b]) => a <= code && code <= b)
  /** The letters of keywords that the ranges hold, and '' for any other unit. */
  const lettersOf = (ranges: readonly Range[]): readonly string[] => {
    const units = unitsOf(ranges)
    const letters = alphabet.filter((_, i) => codes[i]?.some((code) => holds(units, code)))
    const covered = new Set(codes.flat().filter((code) => holds(units, code))).size
    const size = countOf(units)
    return size > covered ? [...letters, ''] : letters
  }
  return {
    step(state, ranges) {
      const letters = memo.get(ranges) ?? lettersOf(ranges)
      memo.set(ranges, letters)
      return letters.flatMap((letter) => {
        if (letter === '') return [{ state: '', shown: '·' }]
        let next = state + letter
        if (folded.some((keyword) => next.endsWith(keyword))) return []
        while (!prefixes.has(next)) next = next.slice(1)
        return [{ state: next, shown: letter }]
      })
    },
  }
}

/**
 * The code units that characters of the ranges start with. The second half of a pair is left out: no keyword holds one,
 * and one that may have followed would only end what begins a keyword.
 */
function unitsOf(ranges: readonly Range[]): readonly Range[] {
  const high = (rune: number): number => 0xd7c0 + (rune >> 10)
  return ranges.flatMap(([first, last]): Range[] => {
    if (last <= 0xffff) return [[first, last]]
    const pairs: Range = [high(Math.max(first, 0x10000)), high(last)]
    return first <= 0xffff ? [[first, 0xffff], pairs] : [pairs]
  })
}

function countOf(ranges: readonly Range[]): number {
  let end = -1
  let count = 0
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    count += Math.max(0, last - Math.max(first, end + 1) + 1)
    end = Math.max(end, last)
  }
  return count
}
