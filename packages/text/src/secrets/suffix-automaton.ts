import type { RegexNode } from '../regex-tree.ts'
import { bytesOf, isBeyondAscii, type ByteClass } from './unit-classes.ts'

/** Bytes that are read before the answer is that a match may follow. */
const MAX_STEPS = 256
/** Copies of a part that must be repeated, and of one that may; past these it may be repeated without an end. */
const MAX_COPIES = 64
/** Places in a regex; with more, everything may match. */
const MAX_PLACES = 4000
/** States that are kept; with more, everything may match. */
const MAX_STATES = 600

/** Bytes that may still be read for one text; with none left, a match may be anywhere. */
export interface Work {
  left: number
}

/** Tells cheaply where no match can be: it may say yes where the regex says no, never the other way about. */
export interface SuffixAutomaton {
  /** False where no match goes on from a place in the bytes of a text. Reads a bounded number of bytes. */
  mayMatch(bytes: Uint8Array, from: number, end: number, work: Work): boolean
}

/**
 * What a text's end means: `fails`, that what is unfinished there is no match, and that $ holds anywhere; or
 * `matches`, that what may yet become a match is one, and $ holds nowhere else.
 */
export type AtEnd = 'fails' | 'matches'

/** An automaton for nodes in sequence, whose states are made as texts lead to them. */
export function createSuffixAutomaton(nodes: readonly RegexNode[], foldsCase: boolean, atEnd: AtEnd): SuffixAutomaton {
  const places = buildPlaces(nodes, foldsCase, atEnd)
  return places ? new LazyAutomaton(places, atEnd) : { mayMatch: () => true }
}

/** A place between two characters: it leads by a character of a class to the next, or without one to others. */
type Place =
  | { readonly kind: 'read'; readonly bytes: ByteClass; readonly next: number }
  | { readonly kind: 'pass'; readonly next: readonly number[] }

interface Places {
  readonly places: readonly Place[]
  readonly first: number
}

/** Place 0 is the end of the regex. */
const ACCEPTED = 0

class TooLarge extends Error {}

function buildPlaces(nodes: readonly RegexNode[], foldsCase: boolean, atEnd: AtEnd): Places | undefined {
  const places: Place[] = [{ kind: 'pass', next: [] }]
  const add = (place: Place): number => {
    if (places.length >= MAX_PLACES) throw new TooLarge()
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
        return node.place === 'end' && atEnd === 'matches' ? add({ kind: 'pass', next: [] }) : next
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
  try {
    return { first: build({ kind: 'sequence', nodes }, ACCEPTED), places }
  } catch (error) {
    if (error instanceof TooLarge) return undefined
    throw error
  }
}

const FAILED = 0
const MATCHED = 1
const UNKNOWN = -1

class LazyAutomaton implements SuffixAutomaton {
  readonly #places: readonly Place[]
  readonly #atEnd: boolean
  readonly #classOf: Uint8Array
  /** A byte of each class. */
  readonly #samples: readonly number[]
  #next: Int16Array
  readonly #states: (readonly number[])[] = [[], [ACCEPTED]]
  readonly #numbers: Map<string, number> = new Map()
  readonly #first: number

  constructor({ places, first }: Places, atEnd: AtEnd) {
    this.#places = places
    this.#atEnd = atEnd === 'matches'
    const { classOf, samples } = sortBytes(places)
    this.#classOf = classOf
    this.#samples = samples
    this.#next = new Int16Array(16 * samples.length).fill(UNKNOWN)
    this.#first = this.#numberOf([first])
  }

  mayMatch(bytes: Uint8Array, from: number, end: number, work: Work): boolean {
    const width = this.#samples.length
    const classOf = this.#classOf
    const stop = Math.min(end, from + Math.min(MAX_STEPS, work.left))
    let next = this.#next
    let state = this.#first
    let at = from
    for (; at < stop && state > MATCHED; at++) {
      const cls = classOf[bytes[at] ?? 0] ?? 0
      let to = next[state * width + cls] ?? UNKNOWN
      if (to === UNKNOWN) {
        to = this.#step(state, cls)
        if (to === UNKNOWN) return true
        next = this.#next
        next[state * width + cls] = to
      }
      state = to
    }
    work.left -= at - from
    if (state <= MATCHED) return state === MATCHED
    return stop < end || this.#atEnd
  }

  #step(state: number, cls: number): number {
    const byte = this.#samples[cls] ?? 0
    const reached: number[] = []
    for (const number of this.#states[state] ?? []) {
      const place = this.#places[number]
      if (place?.kind === 'read' && place.bytes[byte] === 1) reached.push(place.next)
    }
    return this.#numberOf(reached)
  }

  /** The number of the state in which these places are reached, UNKNOWN where there are too many states. */
  #numberOf(reached: readonly number[]): number {
    const seen = new Set<number>()
    const stack = [...reached]
    const reads: number[] = []
    for (let number = stack.pop(); number !== undefined; number = stack.pop()) {
      if (number === ACCEPTED) return MATCHED
      if (seen.has(number)) continue
      seen.add(number)
      const place = this.#places[number]
      if (place?.kind === 'pass') stack.push(...place.next)
      else reads.push(number)
    }
    if (reads.length === 0) return FAILED
    reads.sort((a, b) => a - b)
    const key = reads.join()
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    if (this.#states.length >= MAX_STATES) return UNKNOWN
    const added = this.#states.push(reads) - 1
    this.#numbers.set(key, added)
    this.#makeRoom(added)
    return added
  }

  #makeRoom(state: number): void {
    const width = this.#samples.length
    if ((state + 1) * width <= this.#next.length) return
    const wider = new Int16Array(this.#next.length * 2).fill(UNKNOWN)
    wider.set(this.#next)
    this.#next = wider
  }
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
