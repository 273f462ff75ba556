import type { Literal } from './literal.ts'
import type { Needle } from './needle.ts'
import { symbolOf } from './track.ts'

/** A character of a literal, and whether it belongs to the secret part. */
interface Cell {
  readonly character: string
  readonly secret: boolean
}
type Cells = readonly Cell[]
type Rewrite = (cells: Cells) => Cells

/** What is never an accident, in symbols: 32 bits of a random hexadecimal value where they stand together. */
export const LEAST_TOGETHER = 8
/** The same where other characters stand between: there are more such rows in ordinary text. */
export const LEAST_APART = 10
/** The same where a reading picks them from among others. */
export const LEAST_PICKED = 11
/** The same for what is written over in one of hundreds of ways. */
const LEAST_CIPHER = 13
/** A longer value is looked for by its beginning. */
const LONGEST = 2048

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const HEX = '0123456789abcdef'

/** Makes the needles of one literal, by what they are looked for in. */
export interface Writings {
  /** As it is, and from end to start. */
  readonly plain: () => readonly Needle[]
  /** In other orders. */
  readonly orders: () => readonly Needle[]
  /** In ciphers that write letters and digits as letters and digits. */
  readonly ciphers: () => readonly Needle[]
  /** In ciphers that need all of ASCII; for tracks of raw characters. */
  readonly raw: () => readonly Needle[]
  /** Differences between neighbours, which a key does not change: by exclusive or, by addition. */
  readonly xor: () => readonly Needle[]
  readonly sum: () => readonly Needle[]
  /** With signs of leetspeak read as the letters that they look like. */
  readonly leet: () => readonly Needle[]
}

/** Every way in which a literal is looked for. */
export function writingsOf(literal: Literal): Writings {
  const cells = cellsOf(literal)
  const secret = cells.filter((cell) => cell.secret)
  const lists = cells.length === secret.length ? [cells] : [cells, secret]
  const some = (form: string, rewrite: Rewrite, least: number): Needle[] =>
    lists.map((list) => needle(literal.id, form, rewrite(list), least))
  return {
    plain: () =>
      distinct([needle(literal.id, '', cells, LEAST_TOGETHER), ...some('reversed', reverse, LEAST_TOGETHER + 1)]),
    orders: () => distinct(ORDERS.flatMap(([form, order]) => some(form, order, LEAST_CIPHER - 1))),
    ciphers: () => distinct([...ciphersOf(literal, cells), ...numbersOf(literal, secret)]),
    raw: () => distinct(rawOf(literal, cells)),
    xor: () => differences(literal, cells, (a, b) => (a ^ b) + 1),
    sum: () => differences(literal, cells, (a, b) => ((b - a + 256) % 256) + 1),
    leet: () => distinct([needle(literal.id, 'leetspeak', cells.map(toLeet), Math.min(15, cells.length))]),
  }
}

function cellsOf({ value, prefix = '' }: Literal): Cells {
  const from = value.startsWith(prefix) ? prefix.length : 0
  return Array.from(value.slice(0, LONGEST), (character, i) => ({ character, secret: i >= from }))
}

function needle(id: string, form: string, cells: Cells, least: number): Needle {
  const known = cells.filter(({ character }) => symbolOf(character.charCodeAt(0)) > 0)
  return {
    id,
    form,
    symbols: known.map(({ character }) => symbolOf(character.charCodeAt(0))),
    secret: known.map(({ secret }) => Number(secret)),
    least,
  }
}

function distinct(needles: readonly Needle[]): readonly Needle[] {
  const seen = new Set<string>()
  return needles.filter(({ id, symbols }) => {
    const key = `${id} ${String.fromCharCode(...symbols)}`
    return symbols.length >= LEAST_TOGETHER && !seen.has(key) && seen.add(key)
  })
}

const reverse: Rewrite = (cells) => cells.toReversed()

/** Orders other than from end to start: each is known by its name, and keeps every character. */
const ORDERS: readonly (readonly [form: string, order: Rewrite])[] = [
  ...[2, 4].map((size) => [`pairs reversed`, (cells: Cells) => chunks(cells, size).flatMap(reverse)] as const),
  ...[2, 4, 8].map((size) => [`groups in reverse`, (cells: Cells) => chunks(cells, size).toReversed().flat()] as const),
  ...[2, 3, 4, 5, 6, 7, 8].map((step) => ['columns', (cells: Cells) => columns(cells, step)] as const),
  ...[2, 3, 4, 5, 6, 7, 8].map(
    (step) => ['columns in reverse', (cells: Cells) => columns(cells.toReversed(), step)] as const,
  ),
  [
    'columns in reverse',
    (cells) => [
      ...columns(cells, 2).slice(Math.ceil(cells.length / 2)),
      ...columns(cells, 2).slice(0, Math.ceil(cells.length / 2)),
    ],
  ],
  ...[3, 4, 5].map((rails) => ['rail fence', (cells: Cells) => railFence(cells, rails)] as const),
  [
    'folded',
    (cells) => cells.map((_, i) => (i % 2 === 0 ? cells[i / 2] : cells[cells.length - (i + 1) / 2])).filter(isCell),
  ],
  [
    'folded',
    (cells) => cells.map((_, i) => (i % 2 === 0 ? cells[cells.length - 1 - i / 2] : cells[(i - 1) / 2])).filter(isCell),
  ],
]

function isCell(cell: Cell | undefined): cell is Cell {
  return cell !== undefined
}

function chunks(cells: Cells, size: number): Cells[] {
  return Array.from({ length: Math.ceil(cells.length / size) }, (_, i) => cells.slice(i * size, (i + 1) * size))
}

/** Every step-th, from each start in turn. */
function columns(cells: Cells, step: number): Cells {
  return Array.from({ length: step }, (_, start) => cells.filter((_cell, i) => i % step === start)).flat()
}

function railFence(cells: Cells, rails: number): Cells {
  const period = 2 * (rails - 1)
  const rail = (i: number): number => Math.min(i % period, period - (i % period))
  return Array.from({ length: rails }, (_, row) => cells.filter((_cell, i) => rail(i) === row)).flat()
}

/** A cell with another character; of upper or lower case as the table has it. */
function mapped(cells: Cells, map: (character: string) => string): Cells {
  return cells.map(({ character, secret }) => ({ character: map(character), secret }))
}

const DIGITS = HEX.slice(0, 10)

/** What each symbol becomes, by its code. */
type Table = Uint8Array

/** Each character of some alphabets for another; the rest stays. */
function tableOf(
  ...changes: readonly (readonly [alphabet: string, becomes: (at: number, length: number) => number])[]
): Table {
  const table = Uint8Array.from({ length: 128 }, (_, code) => code)
  for (const [alphabet, becomes] of changes)
    for (let at = 0; at < alphabet.length; at++) {
      const to = (becomes(at, alphabet.length) + alphabet.length) % alphabet.length
      table[alphabet.charCodeAt(at)] = alphabet.charCodeAt(to)
    }
  return table
}

/** Places on in the alphabet. */
function by(count: number): (at: number) => number {
  return (at) => at + count
}

function mirrored(at: number, length: number): number {
  return length - 1 - at
}

/** Numbers from 1 on, below `end`. */
function below(end: number): readonly number[] {
  return Array.from({ length: end - 1 }, (_, i) => i + 1)
}

/** Ciphers that change each character alone, by name. */
const CIPHERS: readonly (readonly [form: string, table: Table])[] = [
  ['rot13', tableOf([LETTERS, by(13)])],
  ['rot18', tableOf([LETTERS, by(13)], [DIGITS, by(5)])],
  ...below(26).flatMap((count): (readonly [string, Table])[] => [
    ['Caesar', tableOf([LETTERS, by(count)])],
    ['Caesar', tableOf([LETTERS, by(count)], [DIGITS, by(count % 10)])],
    ['Caesar', tableOf([LETTERS, by(count)], [DIGITS, by(-(count % 10))])],
  ]),
  ...below(10).map((count) => [count === 5 ? 'rot5' : 'shifted digits', tableOf([DIGITS, by(count)])] as const),
  ...below(36).map((count) => ['shifted in base 36', tableOf([DIGITS + LETTERS, by(count)])] as const),
  ['Atbash', tableOf([LETTERS, mirrored])],
  ['Atbash', tableOf([DIGITS, mirrored])],
  ['Atbash', tableOf([LETTERS, mirrored], [DIGITS, mirrored])],
  ['Atbash', tableOf([DIGITS + LETTERS, mirrored])],
]
/** The same for hexadecimal values alone. */
const HEX_CIPHERS: readonly (readonly [form: string, table: Table])[] = below(16).map((count) => [
  'shifted in base 16',
  tableOf([HEX, by(count)]),
])
/** Exclusive or of a digit with each digit. */
const NIBBLES: readonly Table[] = Array.from({ length: 16 }, (_, key) => tableOf([HEX, (at) => at ^ key]))

function ciphersOf({ id }: Literal, cells: Cells): readonly Needle[] {
  const made: Needle[] = []
  const whole = needle(id, '', cells, LEAST_CIPHER)
  const hex = needle(
    id,
    '',
    cells.filter(({ secret }) => secret),
    LEAST_CIPHER,
  )
  const add = (form: string, table: Table, { symbols, secret }: Needle): void => {
    const written = symbols.map((symbol) => table[symbol] ?? symbol)
    made.push({ id, form, symbols: written, secret, least: LEAST_CIPHER })
    const reversed = { symbols: written.toReversed(), secret: secret.toReversed() }
    made.push({ id, form: `${form} reversed`, ...reversed, least: LEAST_CIPHER })
  }
  for (const [form, table] of CIPHERS) add(form, table, whole)
  if (!hex.symbols.every((symbol) => HEX.includes(String.fromCharCode(symbol)))) return made
  for (const [form, table] of HEX_CIPHERS) add(form, table, hex)
  for (let key = 1; key < 256; key++) {
    const [even, odd] = [NIBBLES[key >> 4], NIBBLES[key & 15]]
    const symbols = hex.symbols.map((symbol, i) => (i % 2 === 0 ? even : odd)?.[symbol] ?? symbol)
    const form = key === 255 ? 'complement' : 'exclusive or'
    made.push({ id, form, symbols, secret: hex.secret, least: LEAST_CIPHER + 1 })
  }
  return made
}

/** A hexadecimal value as one number in other bases, and its letters as numbers. */
function numbersOf({ id }: Literal, secret: Cells): readonly Needle[] {
  const hex = secret.map(({ character }) => character.toLowerCase()).join('')
  if (hex.length < LEAST_TOGETHER || ![...hex].every((character) => HEX.includes(character))) return []
  const whole = (form: string, text: string): Needle => {
    const cells = Array.from(text, (character) => ({ character, secret: true }))
    return needle(id, form, cells, Math.max(LEAST_CIPHER - 1, cells.length - 2))
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

function rawOf({ id }: Literal, cells: Cells): readonly Needle[] {
  const made: Needle[] = []
  const add = (form: string, list: Cells): void => {
    for (const written of [list, list.toReversed()])
      made.push({
        id,
        form,
        symbols: written.map(({ character }) => character.charCodeAt(0)),
        secret: written.map(({ secret }) => Number(secret)),
        least: LEAST_CIPHER - 1,
      })
  }
  const cases = [cells, mapped(cells, (c) => c.toLowerCase()), mapped(cells, (c) => c.toUpperCase())]
  for (const list of cases) {
    add('rot47', mapped(list, rot47))
    add(
      'other keys',
      mapped(list, (c) => SHIFTED[c >= '0' && c <= '9' ? Number(c) : -1] ?? c),
    )
    for (const by of [-1, 1])
      add(
        'other keys',
        mapped(list, (c) => neighbourKey(c, by)),
      )
  }
  return made
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

function differences({ id }: Literal, cells: Cells, between: (a: number, b: number) => number): readonly Needle[] {
  const cases = [cells, mapped(cells, (c) => c.toLowerCase()), mapped(cells, (c) => c.toUpperCase())]
  const secret = cases.map((list) => list.filter((cell) => cell.secret))
  return distinct(
    [...cases, ...secret].map((list) => ({
      id,
      form: 'keyed',
      symbols: list
        .slice(1)
        .map(({ character }, i) => between(list[i]?.character.charCodeAt(0) ?? 0, character.charCodeAt(0))),
      secret: list.slice(1).map((cell) => Number(cell.secret)),
      least: Math.min(14, list.length - 1),
    })),
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
