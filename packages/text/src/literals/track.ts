/** One reading of a text: what is taken for letters and digits, in order, and where each of them stands. */
export class Track {
  readonly form: string
  /** Code units; 0 parts what cannot belong together. */
  readonly symbols: number[] = []
  readonly starts: number[] = []
  readonly ends: number[] = []
  /** Where something begins that is no symbol yet and may become one, if the text goes on. */
  open: number | undefined

  constructor(form: string) {
    this.form = form
  }

  get length(): number {
    return this.symbols.length
  }

  add(symbol: number, start: number, end: number): void {
    this.symbols.push(symbol)
    this.starts.push(start)
    this.ends.push(end)
  }

  addAll(symbols: string, start: number, end: number): void {
    for (let i = 0; i < symbols.length; i++) this.add(symbols.charCodeAt(i), start, end)
  }

  /** Nothing before belongs to anything behind. */
  part(at: number): void {
    if (this.symbols.length > 0 && this.symbols.at(-1) !== 0) this.add(0, at, at)
  }
}

/** The code of a letter in lower case or of a digit; 0 for all other units. */
export function symbolOf(unit: number): number {
  if (unit >= 0x61 && unit <= 0x7a) return unit
  if (unit >= 0x41 && unit <= 0x5a) return unit + 32
  return unit >= 0x30 && unit <= 0x39 ? unit : 0
}
