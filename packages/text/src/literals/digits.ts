/** The digits of rows of symbols, by which texts are ruled out that have too few of them. */
export class Digits {
  readonly #rows: readonly (readonly number[])[]
  /** The most of each digit that a row has. */
  readonly #most = new Int32Array(10)
  /** By the number of symbols side by side: the least number of digits among them. */
  readonly #least: number[] = []

  constructor(rows: readonly (readonly number[])[]) {
    this.#rows = rows
    for (const row of rows) {
      const counts = new Int32Array(10)
      for (const symbol of row) if (isDigit(symbol)) counts[symbol - 0x30] = (counts[symbol - 0x30] ?? 0) + 1
      for (let digit = 0; digit < 10; digit++) this.#most[digit] = Math.max(this.#most[digit] ?? 0, counts[digit] ?? 0)
    }
  }

  /** Whether of these digits, counted by digit, as many can belong to one row as so many symbols of it have. */
  has(byDigit: Int32Array, length: number): boolean {
    let usable = 0
    for (let digit = 0; digit < 10; digit++) usable += Math.min(byDigit[digit] ?? 0, this.#most[digit] ?? 0)
    return usable >= (this.#least[length] ??= Math.min(Infinity, ...this.#rows.map((row) => fewest(row, length))))
  }
}

/** The least number of digits among so many symbols side by side. */
function fewest(row: readonly number[], length: number): number {
  let [least, count] = [Infinity, 0]
  for (const [i, symbol] of row.entries()) {
    if (isDigit(symbol)) count++
    if (i >= length && isDigit(row[i - length] ?? 0)) count--
    if (i >= length - 1) least = Math.min(least, count)
  }
  return least
}

function isDigit(symbol: number): boolean {
  return symbol >= 0x30 && symbol <= 0x39
}
