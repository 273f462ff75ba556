import { HEX, HEX_WAYS, LEAST_CIPHER, LETTERS, WAYS } from './ciphers.ts'
import type { Literal } from './literal.ts'
import type { Orders } from './orders.ts'
import { inOrder, lengthOf, type Row, type Way } from './row.ts'
import { symbolOf } from './track.ts'

/** A character of a literal, and whether it belongs to the secret part. */
interface Cell {
  readonly character: string
  readonly secret: boolean
}
type Cells = readonly Cell[]

/** What is never an accident, in symbols: 32 bits of a random hexadecimal value where they stand together. */
export const LEAST_TOGETHER = 8
/** The same where other characters stand between: there are more such rows in ordinary text. */
export const LEAST_APART = 10
/** The same where a reading picks them from among others. */
export const LEAST_PICKED = 11
/** A longer value is looked for by its beginning. */
const LONGEST = 2048

/** Makes the rows of one literal, by what they are looked for in. */
export interface Writings {
  /** As it is, and from end to start. */
  readonly plain: () => readonly Row[]
  /** In other orders. */
  readonly orders: () => readonly Row[]
  /** In ciphers that write letters and digits as letters and digits. */
  readonly ciphers: () => readonly Row[]
  /** In ciphers that need all of ASCII; for tracks of raw characters. */
  readonly raw: () => readonly Row[]
  /** Differences between neighbours, which a key does not change: by exclusive or, by addition. */
  readonly xor: () => readonly Row[]
  readonly sum: () => readonly Row[]
  /** With signs of leetspeak read as the letters that they look like. */
  readonly leet: () => readonly Row[]
}

/** Every way in which a literal is looked for. */
export function writingsOf(literal: Literal, orders: Orders): Writings {
  const { id } = literal
  const cells = cellsOf(literal)
  const secret = cells.filter((cell) => cell.secret)
  const lists = cells.length === secret.length ? [cells] : [cells, secret]
  return {
    plain: () =>
      long([
        row(id, cells, [inOrder('forwards', '', LEAST_TOGETHER)]),
        ...lists.map((list) => row(id, list, [inOrder('backwards', 'reversed', LEAST_TOGETHER + 1)])),
      ]),
    orders: () => long(ordersOf(literal, lists, orders)),
    ciphers: () => long([...ciphersOf(literal, cells, secret), ...numbersOf(literal, secret)]),
    raw: () => long(rawOf(literal, cells)),
    xor: () => differences(literal, cells, (a, b) => (a ^ b) + 1),
    sum: () => differences(literal, cells, (a, b) => ((b - a + 256) % 256) + 1),
    leet: () => long([row(id, cells.map(toLeet), [inOrder('forwards', 'leetspeak', Math.min(15, cells.length))])]),
  }
}

function cellsOf({ value, prefix = '' }: Literal): Cells {
  const from = value.startsWith(prefix) ? prefix.length : 0
  return Array.from(value.slice(0, LONGEST), (character, i) => ({ character, secret: i >= from }))
}

function row(id: string, cells: Cells, ways: readonly Way[]): Row {
  const known = cells.filter(({ character }) => symbolOf(character.charCodeAt(0)) > 0)
  return {
    id,
    symbols: known.map(({ character }) => symbolOf(character.charCodeAt(0))),
    secret: known.map(({ secret }) => Number(secret)),
    ways,
  }
}

/** Those of which enough is written, in any of their ways. */
function long(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) => row.ways.some((way) => lengthOf(row, way) >= LEAST_TOGETHER))
}

function ciphersOf({ id }: Literal, cells: Cells, secret: Cells): readonly Row[] {
  const whole = row(id, cells, WAYS)
  const hex = row(id, secret, HEX_WAYS)
  return hex.symbols.every((symbol) => HEX.includes(String.fromCharCode(symbol))) ? [whole, hex] : [whole]
}

/** Each list in every order; a place without a letter or digit is left out. */
function ordersOf({ id }: Literal, lists: readonly Cells[], orders: Orders): readonly Row[] {
  const rows = lists.map((cells): Row => {
    const symbols = cells.map(({ character }) => symbolOf(character.charCodeAt(0)))
    const without = symbols.flatMap((symbol, place) => (symbol === 0 ? [place] : []))
    const secret = cells.map((cell) => Number(cell.secret))
    return { id, symbols, secret, ways: orders.of(cells.length, without) }
  })
  // By order, and then by list.
  const [first] = rows
  return first?.ways.flatMap((_, i) => rows.map((row) => ({ ...row, ways: row.ways.slice(i, i + 1) }))) ?? []
}

/** A hexadecimal value as one number in other bases, and its letters as numbers. */
function numbersOf({ id }: Literal, secret: Cells): readonly Row[] {
  const hex = secret.map(({ character }) => character.toLowerCase()).join('')
  if (hex.length < LEAST_TOGETHER || ![...hex].every((character) => HEX.includes(character))) return []
  const whole = (form: string, text: string): Row => {
    const symbols = Array.from(text, codeOf)
    const ways = [inOrder('forwards', form, Math.max(LEAST_CIPHER - 1, symbols.length - 2))]
    return { id, symbols, secret: symbols.map(() => 1), ways }
  }
  const number = BigInt(`0x${hex}`)
  const letters = Array.from(hex, (character) =>
    character >= 'a' ? String(character.charCodeAt(0) - 0x60) : character,
  )
  return [
    ...[8, 10, 32, 36].map((base) => whole('another base', number.toString(base))),
    whole('letters as numbers', letters.join('')),
    whole('digits as letters', Array.from(hex, (c) => LETTERS[HEX.indexOf(c)] ?? '').join('')),
    whole(
      'digits as letters',
      Array.from(hex, (c) => (c >= 'a' ? c : (LETTERS[(Number(c) + 25) % 26] ?? ''))).join(''),
    ),
  ]
}

const KEYS = ['`1234567890-=', 'qwertyuiop[]\\', "asdfghjkl;'", 'zxcvbnm,./']
const SHIFTED = ')!@#$%^&*('

const RAW_CIPHERS: readonly (readonly [ways: readonly Way[], map: (character: string) => string])[] = [
  [bothWays('rot47'), tabulated(rot47)],
  [bothWays('other keys'), tabulated((c) => SHIFTED[c >= '0' && c <= '9' ? Number(c) : -1] ?? c)],
  [bothWays('other keys'), tabulated((c) => neighbourKey(c, -1))],
  [bothWays('other keys'), tabulated((c) => neighbourKey(c, 1))],
]

function bothWays(form: string): readonly Way[] {
  return [inOrder('forwards', form, LEAST_CIPHER - 1), inOrder('backwards', form, LEAST_CIPHER - 1)]
}

function rawOf({ id }: Literal, cells: Cells): readonly Row[] {
  const secret = cells.map((cell) => Number(cell.secret))
  return casesOf(cells).flatMap((characters) =>
    RAW_CIPHERS.map(([ways, map]) => ({ id, symbols: characters.map((c) => codeOf(map(c))), secret, ways })),
  )
}

/** Characters as they are, in lower and in upper case. */
function casesOf(cells: Cells): readonly (readonly string[])[] {
  const characters = cells.map(({ character }) => character)
  return [characters, characters.map((c) => c.toLowerCase()), characters.map((c) => c.toUpperCase())]
}

function codeOf(character: string): number {
  return character.charCodeAt(0)
}

/** The same function, with a table of what it makes of ASCII. */
function tabulated(map: (character: string) => string): (character: string) => string {
  const table = Array.from({ length: 128 }, (_, code) => map(String.fromCharCode(code)))
  return (character) => (character.length === 1 ? table[character.charCodeAt(0)] : undefined) ?? map(character)
}

function rot47(character: string): string {
  const code = character.charCodeAt(0)
  return code > 0x20 && code < 0x7f ? String.fromCharCode(((code - 33 + 47) % 94) + 33) : character
}

function neighbourKey(character: string, by: number): string {
  const lower = character.toLowerCase()
  const row = KEYS.find((keys) => keys.includes(lower))
  const moved = row?.[row.indexOf(lower) + by] ?? character
  return lower === character ? moved : moved.toUpperCase()
}

function differences({ id }: Literal, cells: Cells, between: (a: number, b: number) => number): readonly Row[] {
  const lists = [cells, cells.filter((cell) => cell.secret)]
  return long(
    lists.flatMap((list) => {
      const secret = list.slice(1).map((cell) => Number(cell.secret))
      const ways = [inOrder('forwards', 'keyed', Math.min(14, list.length - 1))]
      return casesOf(list).map((characters) => {
        const codes = characters.map(codeOf)
        return { id, symbols: codes.slice(1).map((code, i) => between(codes[i] ?? 0, code)), secret, ways }
      })
    }),
  )
}

/** Letters and the digits that stand for them in leetspeak, as one. */
export const LEET: ReadonlyMap<string, string> = new Map(
  '4a @a ^a 8b (c <c {c 3e €e &e 9g 6g 1i !i |i li 0o 5s $s 7t +t 2z'
    .split(' ')
    .map((pair) => [pair[0] ?? '', pair[1] ?? '']),
)

function toLeet({ character, secret }: Cell): Cell {
  return { character: LEET.get(character.toLowerCase()) ?? character, secret }
}
