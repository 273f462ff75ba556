/** Up to this length a text is split at every point. */
const EXHAUSTIVE = 1000
/** How many split points of a longer text are tried. */
const SAMPLED = 64
/** Up to this length a text is also sent one code unit at a time. */
const SINGLE_UNITS = 4000
/** Up to this length every chunking there is comes out. */
const TINY = 8
const RANDOM_CHUNKINGS = 12

/**
 * Ways to cut a text into the chunks of a stream, in UTF-16 code units and so also through surrogate pairs: whole, one unit
 * at a time, at each point in two (sampled past 1,000 units), and at random. One seed always gives the same ways.
 */
export function* chunkings(text: string, seed: number = 1): Generator<readonly string[], void> {
  yield [text]
  if (text.length <= TINY) return yield* everyChunking(text)
  const random = generator(seed)
  if (text.length <= SINGLE_UNITS) yield text.split('')
  for (const at of splitPoints(text.length, random)) yield [text.slice(0, at), text.slice(at)]
  for (let i = 0; i < RANDOM_CHUNKINGS; i++) yield randomChunks(text, random, longestChunk(text.length, i))
}

/** Small and large chunks in turn; of a long text never so small that there are thousands. */
function longestChunk(length: number, turn: number): number {
  return Math.max(turn % 2 === 0 ? 7 : 60, Math.ceil(length / 100))
}

function* everyChunking(text: string): Generator<readonly string[], void> {
  for (let cuts = 1; cuts < 2 ** Math.max(text.length - 1, 0); cuts++) {
    const chunks: string[] = []
    let start = 0
    for (let at = 1; at <= text.length; at++) {
      if (at < text.length && ((cuts >> (at - 1)) & 1) === 0) continue
      chunks.push(text.slice(start, at))
      start = at
    }
    yield chunks
  }
}

function splitPoints(length: number, random: () => number): readonly number[] {
  if (length <= EXHAUSTIVE) return Array.from({ length: length - 1 }, (_, index) => index + 1)
  return Array.from({ length: SAMPLED }, () => 1 + Math.floor(random() * (length - 1)))
}

function randomChunks(text: string, random: () => number, longest: number): readonly string[] {
  const chunks: string[] = []
  for (let at = 0; at < text.length;) {
    const size = Math.floor(random() * (longest + 1)) // 0 too: empty chunks are legal
    chunks.push(text.slice(at, at + size))
    at += size
  }
  return chunks
}

/** Mulberry32: numbers in [0, 1) that depend on the seed alone. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
