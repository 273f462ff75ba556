import { seeded } from './seeded.ts'

/** How a chunking was made: at one point in two, at random, or one code unit at a time. */
export type WayKind = 'split' | 'random' | 'single'

/** One way to cut a text into chunks. */
export interface Way {
  readonly kind: WayKind
  readonly chunks: readonly string[]
}

/** Random chunkings for each text. */
const RANDOM_WAYS = 6

/** How a corpus is cut. */
export interface CutOptions {
  readonly seed: number
  /** Up to this length, in UTF-16 code units, a text is split at every point and sent one unit at a time. */
  readonly every: number
  /** Of a longer text, so many split points are sampled. */
  readonly points: number
}

/** The ways to cut a text: every split point in two, at random with chunks of all sizes, and one unit at a time. One seed gives the same ways. */
export function* waysToCut(text: string, { seed, every, points }: CutOptions): Generator<Way, void> {
  const random = seeded(seed)
  for (const at of splitPoints(text.length, every, points, random))
    yield { kind: 'split', chunks: [text.slice(0, at), text.slice(at)] }
  for (let turn = 0; turn < RANDOM_WAYS; turn++) {
    const longest = Math.max([3, 9, 40][turn % 3] ?? 3, Math.ceil(text.length / 500))
    const chunks: string[] = []
    for (let at = 0; at < text.length;) {
      const size = Math.floor(random() * (longest + 1)) // 0 too: empty chunks are legal
      chunks.push(text.slice(at, at + size))
      at += size
    }
    yield { kind: 'random', chunks }
  }
  if (text.length <= every) yield { kind: 'single', chunks: text.split('') }
}

function* splitPoints(length: number, every: number, points: number, random: () => number): Generator<number, void> {
  if (length <= every) for (let at = 1; at < length; at++) yield at
  else for (let i = 0; i < points; i++) yield 1 + Math.floor(random() * (length - 1))
}
