/** Each character written over. */
export const each = (token: string, write: (character: string, index: number) => string, glue = ''): string =>
  Array.from(token, write).join(glue)
/** The digits of a token, without its prefix. */
export const hexOf = (token: string): string => token.slice(token.indexOf('_') + 1)
/** A token in ASCII. */
export const bytes = (token: string): Buffer => Buffer.from(token)
/** Each byte written over. */
export const withBytes = (input: Buffer, write: (byte: number, index: number) => number): Buffer =>
  Buffer.from(input.map(write))
/** The code of a character. */
export const codeOf = (character: string): number => character.codePointAt(0) ?? 0
/** Writes the code of a character in a base, with leading zeros. */
export const radix = (base: number, width: number) => (character: string) =>
  codeOf(character).toString(base).padStart(width, '0')
/** From end to start. */
export const reverse = (token: string): string => Array.from(token).toReversed().join('')
/** A letter so many places on in the alphabet. */
export const shift = (character: string, by: number): string =>
  character
    .replace(/[a-z]/, (c) => String.fromCharCode(((codeOf(c) - 97 + by) % 26) + 97))
    .replace(/[A-Z]/, (c) => String.fromCharCode(((codeOf(c) - 65 + by) % 26) + 65))
/** A digit so much greater, modulo ten. */
export const rotateDigits = (character: string, by: number): string =>
  character.replace(/\d/, (d) => String((Number(d) + by) % 10))
/** Pieces of one length. */
export const parts = (token: string, size: number): string[] => token.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []
/** The character at the same place of other alphabets; 0 for no other digits. */
export const offset = (character: string, upper: number, lower: number, digit: number): string => {
  if (/[A-Z]/.test(character)) return String.fromCodePoint(upper + codeOf(character) - 65)
  if (/[a-z]/.test(character)) return String.fromCodePoint(lower + codeOf(character) - 97)
  return /\d/.test(character) && digit > 0 ? String.fromCodePoint(digit + Number(character)) : character
}
const WORDS = {
  english: 'zero one two three four five six seven eight nine',
  german: 'null eins zwei drei vier fünf sechs sieben acht neun',
  french: 'zéro un deux trois quatre cinq six sept huit neuf',
  spanish: 'cero uno dos tres cuatro cinco seis siete ocho nueve',
  russian: 'ноль один два три четыре пять шесть семь восемь девять',
  chinese: '零 一 二 三 四 五 六 七 八 九',
  japanese: 'ゼロ いち に さん よん ご ろく なな はち きゅう',
  hindi: 'शून्य एक दो तीन चार पांच छह सात आठ नौ',
}
/** Names of digits in a language. */
export const digitsAs =
  (language: keyof typeof WORDS) =>
  (character: string): string =>
    /\d/.test(character) ? (WORDS[language].split(' ')[Number(character)] ?? '') : character
const NATO =
  'alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey x-ray yankee zulu'.split(
    ' ',
  )
/** The NATO name of a character. */
export const natoOf = (character: string): string =>
  /[a-z]/i.test(character)
    ? (NATO[codeOf(character.toLowerCase()) - 97] ?? '')
    : digitsAs('english')(character).replace('_', 'underscore')
/** Morse code. */
export const MORSE: Readonly<Record<string, string>> = {
  a: '.-',
  b: '-...',
  c: '-.-.',
  d: '-..',
  e: '.',
  f: '..-.',
  t: '-',
  k: '-.-',
  n: '-.',
  _: '..--.-',
  0: '-----',
  1: '.----',
  2: '..---',
  3: '...--',
  4: '....-',
  5: '.....',
  6: '-....',
  7: '--...',
  8: '---..',
  9: '----.',
}
/** Letters of Braille, a to z. */
export const BRAILLE = '⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵'
/** Letters of other scripts that look alike. */
export const HOMOGLYPHS: Readonly<Record<string, string>> = {
  C: 'С',
  T: 'Т',
  K: 'К',
  N: 'Ν',
  a: 'а',
  c: 'с',
  e: 'е',
  b: 'Ь',
  d: 'ԁ',
  f: 'ƒ',
}
/** Leetspeak. */
export const LEET: Readonly<Record<string, string>> = { a: '4', b: '8', e: '3', t: '7', T: '7', o: '0' }
/** Characters that look upside down. */
export const FLIPPED: Readonly<Record<string, string>> = {
  a: 'ɐ',
  b: 'q',
  c: 'ɔ',
  d: 'p',
  e: 'ǝ',
  f: 'ɟ',
  t: 'ʇ',
  k: 'ʞ',
  n: 'u',
  1: 'Ɩ',
  2: 'ᄅ',
  3: 'Ɛ',
  4: 'ㄣ',
  5: 'ϛ',
  6: '9',
  7: 'ㄥ',
  9: '6',
}
/** Names of places. */
export const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first'.split(
    ' ',
  )
/** Words with all initials. */
export const NOUNS =
  'apples boats cats doors eggs forks gates hats inks jars keys lamps maps nets oars pens quilts ropes ships tents urns'.split(
    ' ',
  )
/** Base32 without padding. */
export const base32 = (input: Buffer, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'): string =>
  (
    Array.from(input, (byte) => byte.toString(2).padStart(8, '0'))
      .join('')
      .match(/.{1,5}/g) ?? []
  )
    .map((bits) => alphabet[Number.parseInt(bits.padEnd(5, '0'), 2)] ?? '')
    .join('')
/** Bytes as one number. */
export const inBase = (input: Buffer, alphabet: string): string => {
  let number = BigInt(`0x${input.toString('hex')}`)
  let out = ''
  for (; number > 0n; number /= BigInt(alphabet.length))
    out = (alphabet[Number(number % BigInt(alphabet.length))] ?? '') + out
  return out
}
/** Four bytes in five signs. */
export const ascii85 = (input: Buffer, alphabet: string): string =>
  (input.toString('latin1').match(/[^]{1,4}/g) ?? [])
    .map((four) => {
      let number = Buffer.from(four.padEnd(4, '\0'), 'latin1').readUInt32BE()
      let out = ''
      for (let i = 0; i < 5; i++) {
        out = (alphabet[number % 85] ?? '') + out
        number = Math.floor(number / 85)
      }
      return out.slice(0, four.length + 1)
    })
    .join('')
/** The alphabet of Adobe. */
export const A85 = Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('')
/** The alphabet of RFC 1924. */
export const RFC1924 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'
/** The alphabet of Bitcoin. */
export const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Digits, capitals, small letters. */
export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
/** Base45 (RFC 9285). */
export const base45 = (input: Buffer): string => {
  let out = ''
  for (let at = 0; at < input.length; at += 2) {
    const pair = input.subarray(at, at + 2)
    let number = pair.length === 2 ? pair.readUInt16BE() : (pair[0] ?? 0)
    for (let i = 0; i <= pair.length; i++) {
      out += BASE45[number % 45] ?? ''
      number = Math.floor(number / 45)
    }
  }
  return out
}
/** Uuencode. */
export const uu = (input: Buffer): string => {
  const sign = (value: number): string => (value === 0 ? '`' : String.fromCharCode(value + 32))
  const groups = (input.toString('latin1').match(/[^]{1,3}/g) ?? []).map((three) => {
    const [a = 0, b = 0, c = 0] = Buffer.from(three, 'latin1')
    return [a >> 2, ((a & 3) << 4) | (b >> 4), ((b & 15) << 2) | (c >> 6), c & 63].map(sign).join('')
  })
  return `begin 644 x\n${sign(input.length)}${groups.join('')}\n\`\nend`
}
/** Eight bits for each character. */
export const bitsOf = (token: string): string => each(token, radix(2, 8))
/** A rail fence. */
export const rail = (token: string, rails: number): string => {
  const period = 2 * (rails - 1)
  return Array.from({ length: rails }, (_, row) =>
    Array.from(token)
      .filter((_c, i) => Math.min(i % period, period - (i % period)) === row)
      .join(''),
  ).join('')
}
/** Every step-th character, from each start in turn. */
export const columns = (token: string, step: number): string =>
  Array.from({ length: step }, (_, first) =>
    Array.from(token)
      .filter((_c, i) => i % step === first)
      .join(''),
  ).join('')
/** Keys of a keyboard, row by row. */
export const keyRow = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
/** Items behind a lead. */
export const joined = (lead: string, items: readonly string[], glue: string): string => lead + items.join(glue)
