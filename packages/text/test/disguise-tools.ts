// What the disguises of the tests are made with.

/** The code points of a text. */
export const letters = (text: string): string[] => Array.from(text)
/** Each letter of one row written as that of another. */
export const swap = (text: string, from: string, to: string): string => {
  const [a, b] = [letters(from), letters(to)]
  return letters(text)
    .map((each) => b[a.indexOf(each)] ?? each)
    .join('')
}
/** A text with each word edited. */
export const words = (text: string, edit: (word: string) => string, gap = ' '): string =>
  text.split(' ').map(edit).join(gap)
/** The UTF-8 bytes of a text. */
export const bytes = (text: string): readonly number[] => [...Buffer.from(text)]
/** Letters parted by a sign, words by another. */
export const spaced = (sign: string, gap: string) => (text: string) =>
  words(text, (word) => letters(word).join(sign), gap)
/** Bytes as numbers. */
export const codes = (radix: number, pad: number, before: string, gap: string) => (text: string) =>
  bytes(text)
    .map((byte) => before + byte.toString(radix).padStart(pad, '0'))
    .join(gap)
/** A text with each ASCII letter edited. */
export const everyOther = (text: string, edit: (letter: string, i: number) => string): string =>
  letters(text)
    .map((each, i) => (/[a-z]/i.test(each) ? edit(each, i) : each))
    .join('')
/** A Caesar cipher. */
export const shift = (by: number) => (text: string) =>
  text.replace(/[a-z]/gi, (each) => {
    const base = each < 'a' ? 65 : 97
    return String.fromCharCode(base + ((each.charCodeAt(0) - base + by) % 26))
  })
/** Letters as those of another alphabet in Unicode. */
export const alphabet =
  (first: number, small = first) =>
  (text: string) =>
    text.replace(/[a-z]/gi, (each) =>
      String.fromCodePoint(each < 'a' ? first + each.charCodeAt(0) - 65 : small + each.charCodeAt(0) - 97),
    )
/** A mark around the third letter of each word. */
export const inside =
  (mark: string, closing = '') =>
  (text: string) =>
    words(text, (word) =>
      word.length < 4 ? word : word.slice(0, 2) + mark + word.slice(2, 3) + closing + word.slice(3),
    )
/** A text cut into pieces of the given sizes in turn. */
export const chunks = (text: string, sizes: readonly number[], sign: string): string => {
  let out = ''
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    out += (at > 0 ? sign : '') + text.slice(at, at + size)
    at += size
  }
  return out
}
/** A text without punctuation. */
export const bare = (text: string): string => text.replace(/[^a-z ]/gi, '')
/** The letters of a text. */
export const compact = (text: string): string => bare(text).replaceAll(' ', '')

/** Base32 with padding. */
export function base32(text: string): string {
  const bits = bytes(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  const out = (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('')
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=')
}

/** Base58 as in addresses. */
export function base58(text: string): string {
  let value = BigInt(`0x${Buffer.from(text).toString('hex')}`)
  let out = ''
  for (; value > 0n; value /= 58n)
    out = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'.charAt(Number(value % 58n)) + out
  return out
}

/** Five signs for four bytes. */
export function base85(signs: string) {
  return (text: string): string => {
    const source = bytes(text)
    let out = ''
    for (let at = 0; at < source.length; at += 4) {
      const group = [0, 1, 2, 3].map((i) => source[at + i] ?? 0)
      let value = group.reduce((sum, byte) => sum * 256 + byte, 0)
      let digits = ''
      for (let i = 0; i < 5; i++) {
        digits = signs.charAt(value % 85) + digits
        value = Math.floor(value / 85)
      }
      out += digits.slice(0, Math.min(4, source.length - at) + 1)
    }
    return out
  }
}

/** The alphabet of Ascii85. */
export const ASCII85 = Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('')
const MORSE =
  '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'.split(
    ' ',
  )
/** Morse with other signs. */
export const morse = (dot: string, dash: string, gap: string) => (text: string) =>
  words(
    bare(text).toLowerCase(),
    (word) =>
      letters(word)
        .map((each) => MORSE[each.charCodeAt(0) - 97] ?? '')
        .join(' ')
        .replaceAll('.', '\0')
        .replaceAll('-', dash)
        .replaceAll('\0', dot),
    gap,
  )
/** The spelling alphabet. */
export const NATO =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'.split(
    ' ',
  )
/** A to z in Braille. */
export const BRAILLE = letters('⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵')
/** Digits for letters. */
export const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }
/** Digits, signs and drawings for letters. */
export const HEAVY: Readonly<Record<string, string>> = {
  ...LEET,
  l: '|',
  c: '(',
  b: '8',
  g: '9',
  h: '#',
  d: '|)',
  n: '|\\|',
  u: '|_|',
  v: '\\/',
  w: '\\/\\/',
  m: '|\\/|',
  k: '|<',
  f: 'ph',
  s: '$',
  a: '@',
  t: '+',
}
/** Letters by a table. */
export const leet = (map: Readonly<Record<string, string>>) => (text: string) =>
  letters(text)
    .map((each) => map[each.toLowerCase()] ?? each)
    .join('')
/** A word of pig latin. */
export const pig = (word: string): string => {
  const [, head = '', tail = ''] = /^([^aeiou]*)(.*)$/i.exec(word) ?? []
  return head === '' ? `${word}way` : `${tail}${head.toLowerCase()}ay`
}
/** A word with its inner letters in another order. */
export const scramble = (word: string): string =>
  word.length < 5
    ? word
    : word.charAt(0) +
      word.charAt(2) +
      word.charAt(1) +
      letters(word.slice(3, -1)).toReversed().join('') +
      word.slice(-1)
const UP = 'abcdefghijklmnopqrstuvwxyz.,?!'
const DOWN = "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz˙'¿¡"
/** Letters upside down, in place. */
export const flip = (text: string): string => swap(text.toLowerCase(), UP, DOWN)
/** A text from right to left. */
export const reverse = (text: string): string => letters(text).toReversed().join('')
/** Bits as invisible characters. */
export const zeroWidthBits = (text: string): string =>
  `Nice weather.${bytes(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .replaceAll('0', '\u200b')
    .replaceAll('1', '\u200c')}`
/** Bytes as variation selectors. */
export const selectors = (text: string): string =>
  `😀${bytes(text)
    .map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16))
    .join('')}`
/** Words in UTF-7. */
export const utf7 = (text: string): string =>
  text.replace(/\S+/g, (word) => `+${Buffer.from(word, 'utf16le').swap16().toString('base64').replaceAll('=', '')}-`)
/** One name in camel case. */
export const camel = (text: string): string =>
  bare(text)
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('')
