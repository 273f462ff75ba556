/** One reading of a text: what is taken for letters and digits, in order, and where each of them stands. */
export class Track {
  readonly form: string
  length = 0
  /** Code units; 0 parts what cannot belong together. Only the first `length` of each list are in use. */
  symbols: Int32Array
  starts: Int32Array
  ends: Int32Array
  /** Where something begins that is no symbol yet and may become one, if the text goes on. */
  open: number | undefined

  /** `capacity` is a guess at how many symbols there will be. */
  constructor(form: string, capacity: number = 64) {
    this.form = form
    this.symbols = new Int32Array(capacity)
    this.starts = new Int32Array(capacity)
    this.ends = new Int32Array(capacity)
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
    const capacity = Math.max(64, this.symbols.length * 2)
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
