const EMPTY = new Int32Array()
/** Capacity that is kept from one text to the next. */
const MOST_KEPT = 1024

/** Hands out tracks and takes them all back at once, since a stretch of text needs many and only for a moment. */
export class Tracks {
  readonly #all: Track[] = []
  #used = 0

  take(form: string): Track {
    const track = (this.#all[this.#used++] ??= new Track(this))
    track.form = form
    track.length = 0
    track.open = undefined
    return track
  }

  /** How many tracks are in use. */
  get used(): number {
    return this.#used
  }

  /** All tracks but the first `kept` are free again. */
  reset(kept: number = 0): void {
    this.#used = kept
  }

  /** Lets go of what long texts made grow. */
  trim(): void {
    for (const track of this.#all) track.trim()
  }
}

/** One reading of a text: what is taken for letters and digits, in order, and where each of them stands. */
export class Track {
  readonly #tracks: Tracks
  form = ''
  length = 0
  /** Code units; 0 parts what cannot belong together. Only the first `length` of each list are in use. */
  symbols: Int32Array = EMPTY
  starts: Int32Array = EMPTY
  ends: Int32Array = EMPTY
  /** Where something begins that is no symbol yet and may become one, if the text goes on. */
  open: number | undefined

  constructor(tracks: Tracks) {
    this.#tracks = tracks
  }

  /** An empty track for another reading of the same stretch. */
  sibling(form: string): Track {
    return this.#tracks.take(form)
  }

  trim(): void {
    if (this.symbols.length > MOST_KEPT) this.symbols = this.starts = this.ends = EMPTY
  }

  add(symbol: number, start: number, end: number): void {
    const at = this.length
    if (at === this.symbols.length) this.#grow()
    this.symbols[at] = symbol
    this.starts[at] = start
    this.ends[at] = end
    this.length = at + 1
  }

  addAll(symbols: string, start: number, end: number): void {
    for (let i = 0; i < symbols.length; i++) this.add(symbols.charCodeAt(i), start, end)
  }

  /** Copies symbols of another track. */
  copy(track: Track, from: number, to: number): void {
    for (let i = from; i < to; i++) this.add(track.symbols[i] ?? 0, track.starts[i] ?? 0, track.ends[i] ?? 0)
  }

  /** Nothing before belongs to anything behind. */
  part(at: number): void {
    if (this.length > 0 && this.symbols[this.length - 1] !== 0) this.add(0, at, at)
  }

  #grow(): void {
    const capacity = Math.max(32, this.symbols.length * 2)
    const larger = (list: Int32Array): Int32Array => {
      const made = new Int32Array(capacity)
      made.set(list)
      return made
    }
    this.symbols = larger(this.symbols)
    this.starts = larger(this.starts)
    this.ends = larger(this.ends)
  }
}

/** The code of a letter in lower case or of a digit; 0 for all other units. */
export function symbolOf(unit: number): number {
  return unit < 128 ? (SYMBOLS[unit] ?? 0) : 0
}

const SYMBOLS: Uint8Array = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit).toLowerCase()
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0
})
