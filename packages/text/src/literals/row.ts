/** What each symbol becomes, by its code; one beyond the table stays. */
export type Table = Uint8Array

/** How a row of symbols is written over. */
export interface Way {
  /** Its name; empty as it is. */
  readonly form: string
  /** What the symbols at even and at odd places become. */
  readonly even: Table
  readonly odd: Table
  /** The places that are written, in turn. */
  readonly order: 'forwards' | 'backwards' | readonly number[]
  /** The least number of symbols in a row that is no accident. */
  readonly least: number
}

/** Symbols of a literal in one order, and the ways to write them, before they are written out: few of them tell most texts from all. */
export interface Row {
  readonly id: string
  readonly symbols: readonly number[]
  /** 1 at symbols of the secret part, 0 at those of the prefix. */
  readonly secret: readonly number[]
  readonly ways: readonly Way[]
}

/** A table by which nothing changes. */
export const SAME: Table = Uint8Array.from({ length: 128 }, (_, code) => code)

/** The way of what stays as it is, in some order. */
export function inOrder(order: Way['order'], form: string, least: number): Way {
  return { form, even: SAME, odd: SAME, order, least }
}

/** How many symbols are written. */
export function lengthOf({ symbols }: Row, { order }: Way): number {
  return typeof order === 'string' ? symbols.length : order.length
}

/** The place of a row whose symbol is written as the `index`-th. */
export function placeOf({ symbols }: Row, { order }: Way, index: number): number {
  if (order === 'forwards') return index
  return order === 'backwards' ? symbols.length - 1 - index : (order[index] ?? 0)
}

/** The `index`-th symbol, as it is written. */
export function symbolAt(row: Row, way: Way, index: number): number {
  const place = placeOf(row, way, index)
  const symbol = row.symbols[place] ?? 0
  return (place % 2 === 0 ? way.even : way.odd)[symbol] ?? symbol
}
