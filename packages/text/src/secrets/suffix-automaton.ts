import type { RegexNode } from '../regex-tree.ts'
import { bytesOf, isBeyondAscii, type ByteClass } from './unit-classes.ts'

/** Bytes that are read before the answer is that a match may follow. */
const MAX_STEPS = 256
/** Copies of a part that must be repeated, and of one that may; past these it may be repeated without an end. */
const MAX_COPIES = 64
/** Places for each branch; with more, everything may match. */
const MAX_PLACES = 4000
/** States that are kept for each branch; with more, everything may match. */
const MAX_STATES = 600
/** Branches of one automaton: so many bits has a positive number. */
export const MAX_BRANCHES = 30

/** Bytes that may still be read for one text; with none left, a match may be anywhere. */
export interface Work {
  left: number
}

/** Tells cheaply where no match can be: it may say yes where the regex says no, never the other way about. */
export interface SuffixAutomaton {
  /** One bit for each branch, 0 where no match of it goes on from a place in the bytes of a text. Reads a bounded number of bytes. */
  mayMatch(bytes: Uint8Array, from: number, end: number, work: Work): number
}

/** A tree of nodes in sequence, each leaf a branch by its number. */
export interface Branches {
  readonly nodes: readonly RegexNode[]
  readonly next: number | readonly Branches[]
}

/**
 * What a text's end means: `fails`, that what is unfinished there is no match, and that $ holds anywhere; or
 * `matches`, that what may yet become a match is one, and $ holds nowhere else.
 */
export type AtEnd = 'fails' | 'matches'

/** An automaton for branches, which are read as one, whose states are made as texts lead to them; undefined where it were too large. */
export function createSuffixAutomaton(
  branches: Branches,
  foldsCase: boolean,
  atEnd: AtEnd,
): SuffixAutomaton | undefined {
  const places = buildPlaces(branches, foldsCase, atEnd)
  return places && new LazyAutomaton(places, atEnd)
}

/** A place between two characters: it leads by a character of a class to the next, or without one to others. */
type Place =
  | { readonly kind: 'read'; readonly bytes: ByteClass; readonly next: number }
  | { readonly kind: 'pass'; readonly next: readonly number[] }
  | { readonly kind: 'accept'; readonly branch: number }
  /** Leads on at the end of the text alone. */
  | { readonly kind: 'end'; readonly next: number }

interface Places {
  readonly places: readonly Place[]
  readonly first: number
}

class TooLarge extends Error {}

function buildPlaces(branches: Branches, foldsCase: boolean, atEnd: AtEnd): Places | undefined {
  const places: Place[] = []
  const most = MAX_PLACES * countBranches(branches)
  const add = (place: Place): number => {
    if (places.length >= most) throw new TooLarge()
    return places.push(place) - 1
  }
  const read = (node: RegexNode & { kind: 'any' | 'characters' }, next: number): number => {
    const bytes = bytesOf(node, foldsCase)
    if (!isBeyondAscii(bytes)) return add({ kind: 'read', bytes, next })
    // RE2 counts a pair of surrogates as one character: any number of units outside ASCII goes for one.
    const loop: number[] = [next]
    const more = add({ kind: 'pass', next: loop })
    const others = bytes.map((isIn, byte) => (byte < 0x80 ? 0 : isIn))
    loop.push(add({ kind: 'read', bytes: others, next: more }))
    const ascii = bytes.map((isIn, byte) => (byte < 0x80 ? isIn : 0))
    return add({
      kind: 'pass',
      next: [add({ kind: 'read', bytes: ascii, next }), add({ kind: 'read', bytes: others, next: more })],
    })
  }
  const build = (node: RegexNode, next: number): number => {
    switch (node.kind) {
      case 'characters':
        if (node.characters.length > 0) return read(node, next)
        return node.place === 'end' && atEnd === 'matches' ? add({ kind: 'end', next }) : next
      case 'any':
        return read(node, next)
      case 'sequence':
        return node.nodes.reduceRight((after, part) => build(part, after), next)
      case 'choice':
        return add({ kind: 'pass', next: node.nodes.map((part) => build(part, next)) })
      case 'repeat':
        return repeat(node.node, node.min, node.max, next)
    }
  }
  const repeat = (node: RegexNode, min: number, max: number, next: number): number => {
    let at = next
    if (min > MAX_COPIES || max - min > MAX_COPIES) {
      const ways: number[] = [next]
      at = add({ kind: 'pass', next: ways })
      ways.push(build(node, at))
    } else {
      for (let copy = min; copy < max; copy++) at = add({ kind: 'pass', next: [next, build(node, at)] })
    }
    for (let copy = 0; copy < Math.min(min, MAX_COPIES); copy++) at = build(node, at)
    return at
  }
  const buildBranches = ({ nodes, next }: Branches): number => {
    const end =
      typeof next === 'number'
        ? add({ kind: 'accept', branch: next })
        : add({ kind: 'pass', next: next.map(buildBranches) })
    return build({ kind: 'sequence', nodes }, end)
  }
  try {
    return { first: buildBranches(branches), places }
  } catch (error) {
    if (error instanceof TooLarge) return undefined
    throw error
  }
}

function countBranches({ next }: Branches): number {
  return typeof next === 'number' ? 1 : next.reduce((count, branch) => count + countBranches(branch), 0)
}

const UNKNOWN = -1
/** States from which nothing is read further have numbers from here downwards. */
const FINAL = -2
/** Of a state: what fits into sixteen bits with a sign. */
const MAX_NUMBER = 0x7ff0

/** Places that a text has led to, and by bits the branches that were matched, and those that still may be. */
interface State {
  readonly reads: readonly number[]
  readonly matched: number
  readonly open: number
}

class LazyAutomaton implements SuffixAutomaton {
  readonly #places: readonly Place[]
  /** By place: the branches that lie behind it. */
  readonly #branches: Int32Array
  readonly #all: number
  readonly #most: number
  readonly #atEnd: boolean
  readonly #classOf: Uint8Array
  /** A byte of each class. */
  readonly #samples: readonly number[]
  #next: Int16Array
  readonly #states: State[] = []
  /** What is matched in the end, for each final state. */
  readonly #finals: number[] = []
  readonly #numbers: Map<string, number> = new Map()
  readonly #first: number

  constructor({ places, first }: Places, atEnd: AtEnd) {
    this.#places = places
    this.#atEnd = atEnd === 'matches'
    this.#branches = branchesBehind(places)
    this.#all = this.#branches[first] ?? 0
    this.#most = Math.min(MAX_NUMBER, MAX_STATES * places.filter(({ kind }) => kind === 'accept').length)
    const { classOf, samples } = sortBytes(places)
    this.#classOf = classOf
    this.#samples = samples
    this.#next = new Int16Array(16 * samples.length).fill(UNKNOWN)
    this.#first = this.#numberOf([first], 0)
  }

  mayMatch(bytes: Uint8Array, from: number, end: number, work: Work): number {
    const width = this.#samples.length
    const classOf = this.#classOf
    const stop = Math.min(end, from + Math.min(MAX_STEPS, work.left))
    let next = this.#next
    let state = this.#first
    let at = from
    for (; at < stop && state >= 0; at++) {
      const cls = classOf[bytes[at] ?? 0] ?? 0
      let to = next[state * width + cls] ?? UNKNOWN
      if (to === UNKNOWN) {
        to = this.#step(state, cls)
        if (to === UNKNOWN) return this.#all
        next = this.#next
        next[state * width + cls] = to
      }
      state = to
    }
    work.left -= at - from
    if (state <= FINAL) return this.#finals[FINAL - state] ?? this.#all
    const { matched = this.#all, open = 0 } = this.#states[state] ?? {}
    return stop < end || this.#atEnd ? matched | open : matched
  }

  #step(state: number, cls: number): number {
    const byte = this.#samples[cls] ?? 0
    const { reads = [], matched = 0 } = this.#states[state] ?? {}
    const reached: number[] = []
    for (const number of reads) {
      const place = this.#places[number]
      if (place?.kind === 'read' && place.bytes[byte] === 1) reached.push(place.next)
    }
    return this.#numberOf(reached, matched)
  }

  /** The number of the state in which these places are reached and some branches are matched, UNKNOWN where there are too many states. */
  #numberOf(reached: readonly number[], matchedBefore: number): number {
    const seen = new Set<number>(reached)
    let matched = matchedBefore
    for (const number of seen) {
      const place = this.#places[number]
      if (place?.kind === 'accept') matched |= 1 << place.branch
      else if (place?.kind === 'pass') for (const next of place.next) seen.add(next)
    }
    // What leads to matched branches alone says nothing new.
    const reads = [...seen].filter((number) => {
      const kind = this.#places[number]?.kind
      return (kind === 'read' || kind === 'end') && ((this.#branches[number] ?? 0) & ~matched) !== 0
    })
    const key = `${matched}:${reads.sort((a, b) => a - b).join()}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    if (this.#numbers.size >= this.#most) return UNKNOWN
    const number = reads.length === 0 ? FINAL - (this.#finals.push(matched) - 1) : this.#addState(reads, matched)
    this.#numbers.set(key, number)
    return number
  }

  #addState(reads: readonly number[], matched: number): number {
    let open = 0
    for (const read of reads) open |= this.#branches[read] ?? 0
    const number = this.#states.push({ reads, matched, open }) - 1
    this.#makeRoom(number)
    return number
  }

  #makeRoom(state: number): void {
    const width = this.#samples.length
    if ((state + 1) * width <= this.#next.length) return
    const wider = new Int16Array(this.#next.length * 2).fill(UNKNOWN)
    wider.set(this.#next)
    this.#next = wider
  }
}

function branchesBehind(places: readonly Place[]): Int32Array {
  const branches = new Int32Array(places.length)
  const behind = (place: Place): number => {
    if (place.kind === 'accept') return 1 << place.branch
    if (place.kind !== 'pass') return branches[place.next] ?? 0
    return place.next.reduce((all, next) => all | (branches[next] ?? 0), 0)
  }
  // A place comes after what it leads to, but for those of loops.
  for (let isChanged = true; isChanged;) {
    isChanged = false
    for (const [number, place] of places.entries()) {
      const all = behind(place)
      if (all === branches[number]) continue
      branches[number] = all
      isChanged = true
    }
  }
  return branches
}

/** Bytes that no place tells apart are one class. */
function sortBytes(places: readonly Place[]): { readonly classOf: Uint8Array; readonly samples: readonly number[] } {
  const sets = new Map<string, ByteClass>()
  for (const place of places) if (place.kind === 'read') sets.set(place.bytes.join(''), place.bytes)
  const classOf = new Uint8Array(256)
  const samples: number[] = []
  const classes = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) {
    const key = Array.from(sets.values(), (set) => set[byte]).join('')
    let cls = classes.get(key)
    if (cls === undefined) {
      cls = samples.push(byte) - 1
      classes.set(key, cls)
    }
    classOf[byte] = cls
  }
  return { classOf, samples }
}
