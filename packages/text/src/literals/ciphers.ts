import { SAME, type Table, type Way } from './row.ts'

/** What is written over in one of hundreds of ways is no accident only from so many symbols on. */
export const LEAST_CIPHER = 13

export const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
export const HEX = '0123456789abcdef'
const DIGITS = HEX.slice(0, 10)

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

function waysOf(ciphers: readonly (readonly [form: string, table: Table])[]): readonly Way[] {
  return ciphers.flatMap(([form, table]): readonly Way[] => [
    { form, even: table, odd: table, order: 'forwards', least: LEAST_CIPHER },
    { form: `${form} reversed`, even: table, odd: table, order: 'backwards', least: LEAST_CIPHER },
  ])
}

/** Ciphers of letters and digits, forwards and backwards. */
export const WAYS: readonly Way[] = waysOf(CIPHERS)
/** The same for hexadecimal values alone. */
export const HEX_WAYS: readonly Way[] = [
  ...waysOf(HEX_CIPHERS),
  ...below(256).map((key): Way => ({
    form: key === 255 ? 'complement' : 'exclusive or',
    even: NIBBLES[key >> 4] ?? SAME,
    odd: NIBBLES[key & 15] ?? SAME,
    order: 'forwards',
    least: LEAST_CIPHER + 1,
  })),
]
