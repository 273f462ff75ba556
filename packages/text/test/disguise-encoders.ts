// Encoders of the disguises that the views are tested on: each makes one disguise of a sentence.
/** A disguise by name. */
export type Encoder = readonly [name: string, encode: (text: string) => string]

const letters = (text: string): string[] => Array.from(text)
const swap = (text: string, from: string, to: string): string => {
  const [a, b] = [letters(from), letters(to)]
  return letters(text)
    .map((each) => b[a.indexOf(each)] ?? each)
    .join('')
}
const words = (text: string, edit: (word: string) => string, gap = ' '): string => text.split(' ').map(edit).join(gap)
const bytes = (text: string): readonly number[] => [...Buffer.from(text)]
const spaced = (sign: string, gap: string) => (text: string) => words(text, (word) => letters(word).join(sign), gap)
const codes = (radix: number, pad: number, before: string, gap: string) => (text: string) =>
  bytes(text)
    .map((byte) => before + byte.toString(radix).padStart(pad, '0'))
    .join(gap)
const everyOther = (text: string, edit: (letter: string, i: number) => string): string =>
  letters(text)
    .map((each, i) => (/[a-z]/i.test(each) ? edit(each, i) : each))
    .join('')
const shift = (by: number) => (text: string) =>
  text.replace(/[a-z]/gi, (each) => {
    const base = each < 'a' ? 65 : 97
    return String.fromCharCode(base + ((each.charCodeAt(0) - base + by) % 26))
  })
const alphabet =
  (first: number, small = first) =>
  (text: string) =>
    text.replace(/[a-z]/gi, (each) =>
      String.fromCodePoint(each < 'a' ? first + each.charCodeAt(0) - 65 : small + each.charCodeAt(0) - 97),
    )
const inside =
  (mark: string, closing = '') =>
  (text: string) =>
    words(text, (word) =>
      word.length < 4 ? word : word.slice(0, 2) + mark + word.slice(2, 3) + closing + word.slice(3),
    )
const chunks = (text: string, sizes: readonly number[], sign: string): string => {
  let out = ''
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    out += (at > 0 ? sign : '') + text.slice(at, at + size)
    at += size
  }
  return out
}
const bare = (text: string): string => text.replace(/[^a-z ]/gi, '')
const compact = (text: string): string => bare(text).replaceAll(' ', '')

function base32(text: string): string {
  const bits = bytes(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  const out = (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('')
  return out.padEnd(Math.ceil(out.length / 8) * 8, '=')
}

function base58(text: string): string {
  let value = BigInt(`0x${Buffer.from(text).toString('hex')}`)
  let out = ''
  for (; value > 0n; value /= 58n)
    out = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'.charAt(Number(value % 58n)) + out
  return out
}

function base85(signs: string) {
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

const ASCII85 = Array.from({ length: 85 }, (_, i) => String.fromCharCode(33 + i)).join('')
const MORSE =
  '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'.split(
    ' ',
  )
const morse = (dot: string, dash: string, gap: string) => (text: string) =>
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
const NATO =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'.split(
    ' ',
  )
const BRAILLE = letters('⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵')
const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }
const HEAVY: Readonly<Record<string, string>> = {
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
const leet = (map: Readonly<Record<string, string>>) => (text: string) =>
  letters(text)
    .map((each) => map[each.toLowerCase()] ?? each)
    .join('')
const pig = (word: string): string => {
  const [, head = '', tail = ''] = /^([^aeiou]*)(.*)$/i.exec(word) ?? []
  return head === '' ? `${word}way` : `${tail}${head.toLowerCase()}ay`
}
const scramble = (word: string): string =>
  word.length < 5
    ? word
    : word.charAt(0) +
      word.charAt(2) +
      word.charAt(1) +
      letters(word.slice(3, -1)).toReversed().join('') +
      word.slice(-1)
const UP = 'abcdefghijklmnopqrstuvwxyz.,?!'
const DOWN = "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz˙'¿¡"
const flip = (text: string): string => swap(text.toLowerCase(), UP, DOWN)
const reverse = (text: string): string => letters(text).toReversed().join('')
const zeroWidthBits = (text: string): string =>
  `Nice weather.${bytes(text)
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .replaceAll('0', '\u200b')
    .replaceAll('1', '\u200c')}`
const selectors = (text: string): string =>
  `😀${bytes(text)
    .map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16))
    .join('')}`
const utf7 = (text: string): string =>
  text.replace(/\S+/g, (word) => `+${Buffer.from(word, 'utf16le').swap16().toString('base64').replaceAll('=', '')}-`)
const camel = (text: string): string =>
  bare(text)
    .split(' ')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('')

/** The disguises, by family. */
export const ENCODERS: readonly Encoder[] = [
  ['spaced letters, two spaces between words', spaced(' ', '  ')],
  ['spaced letters, three spaces between words', spaced(' ', '   ')],
  ['spaced letters, no other gap', (text) => letters(compact(text)).join(' ')],
  ['hyphens between letters', spaced('-', ' ')],
  ['dots between letters', spaced('.', ' ')],
  ['underscores between letters', spaced('_', ' ')],
  ['bars between letters', spaced('|', ' ')],
  ['slashes between letters', spaced('/', ' ')],
  ['tabs between letters', spaced('\t', '\t\t')],
  ['one letter a line', (text) => letters(compact(text)).join('\n')],
  ['emoji between letters', spaced('😀', ' ')],
  ['emoji of two code points between letters', spaced('❤️', ' ')],
  ['stars between letters, all in one row', (text) => letters(compact(text)).join('*')],
  ['zero-width between letters', spaced('\u200b', ' ')],
  ['hyphens inside words', (text) => words(text, (word) => chunks(word, [2, 3], '-'))],
  ['spaces at random', (text) => chunks(compact(text), [2, 3, 2, 4], ' ')],
  ['no spaces', compact],
  ['no spaces, capitals', (text) => compact(text).toUpperCase()],
  ['camel case', camel],
  ['snake case', (text) => bare(text).toLowerCase().replaceAll(' ', '_')],
  ['kebab case', (text) => bare(text).toLowerCase().replaceAll(' ', '-')],
  ['dotted words', (text) => bare(text).replaceAll(' ', '.')],
  ['leet', leet(LEET)],
  ['heavy leet', leet(HEAVY)],
  ['leet, 1 for l', leet({ ...LEET, l: '1', i: 'i' })],
  ['leet signs', leet({ a: '@', s: '$', i: '!', e: '3', o: '()' })],
  ['full width', alphabet(0xff21, 0xff41)],
  ['mathematical bold', alphabet(0x1d400, 0x1d41a)],
  ['mathematical fraktur bold', alphabet(0x1d56c, 0x1d586)],
  ['mathematical monospace', alphabet(0x1d670, 0x1d68a)],
  ['circled', alphabet(0x24b6, 0x24d0)],
  ['negative circled', (text) => alphabet(0x1f150)(text.toUpperCase())],
  ['squared', (text) => alphabet(0x1f130)(text.toUpperCase())],
  ['negative squared', (text) => alphabet(0x1f170)(text.toUpperCase())],
  ['parenthesised', (text) => alphabet(0x249c, 0x249c)(text.toLowerCase())],
  ['regional indicators', (text) => alphabet(0x1f1e6)(text.toUpperCase())],
  ['Cyrillic look-alikes', (text) => swap(text, 'aeopcyxAEOPCTHKMBX', 'аеорсухАЕОРСТНКМВХ')],
  ['Greek look-alikes', (text) => swap(text.toLowerCase(), 'abenikoptuvwxy', 'αβεηικορτυνωχγ')],
  ['Armenian look-alikes', (text) => swap(text.toLowerCase(), 'ounhgqp', 'օսոհցզք')],
  ['Cherokee capitals', (text) => swap(text.toUpperCase(), 'ABCDEGHJKLMPRSTVWYZ', 'ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎩᏃ')],
  ['Lisu capitals', (text) => swap(text.toUpperCase(), 'ABCDEFGHIJKLMNOPRSTUVWXYZ', 'ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ')],
  ['syllabics', (text) => swap(text.toUpperCase(), 'ABCDEGHJKLMNPQRSUVWX', 'ᗩᗷᑕᗪᗴᘜᕼᒍKᒪᗰᑎᑭᑫᖇᔕᑌᐯᗯ᙭')],
  [
    'East Asian look-alikes',
    (text) =>
      swap(text.toLowerCase(), 'abcdefghijklmnopqrstuvwxyz', '卂乃匚刀乇千厶卄丨ﾌ片ㄥ爪几ㄖ卩q尺丂ㄒㄩvᗯ乂ㄚ乙'),
  ],
  ['currency signs', (text) => swap(text.toUpperCase(), 'ABCDEFGHJLMNOPRSTUWXYZ', '₳฿₵ĐɆ₣₲ⱧJⱠ₥₦Ø₱Ɽ₴₮Ʉ₩ӾɎⱫ')],
  ['small capitals', (text) => swap(text.toLowerCase(), 'abcdefghijklmnopqrstuvwxyz', 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘQʀꜱᴛᴜᴠᴡxʏᴢ')],
  ['superscripts', (text) => swap(text.toLowerCase(), 'abcdefghijklmnoprstuvwxyz', 'ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ')],
  ['zalgo', (text) => everyOther(text, (each) => `${each}\u0336\u0316\u0301\u0489`)],
  ['soft hyphens', spaced('\u00ad', ' ')],
  ['bidi controls', (text) => words(text, (word) => `\u202d${word}\u202c`)],
  [
    'tags',
    (text) =>
      `Hello${letters(text)
        .map((each) => String.fromCodePoint(0xe0000 + each.charCodeAt(0)))
        .join('')}`,
  ],
  ['variation selectors', selectors],
  ['zero-width bits', zeroWidthBits],
  ['alternating case', (text) => everyOther(text, (each, i) => (i % 2 ? each.toUpperCase() : each.toLowerCase()))],
  ['reversed', reverse],
  ['reversed words', (text) => words(text, reverse)],
  ['reversed order of words', (text) => text.split(' ').toReversed().join(' ')],
  ['upside down', (text) => reverse(flip(text))],
  ['upside down in place', flip],
  ['rot13', shift(13)],
  ['Caesar 3', shift(3)],
  ['Caesar 7', shift(7)],
  ['Caesar 19', shift(19)],
  [
    'Atbash',
    (text) => text.replace(/[a-z]/gi, (each) => String.fromCharCode((each < 'a' ? 155 : 219) - each.charCodeAt(0))),
  ],
  [
    'rot47',
    (text) => text.replace(/[!-~]/g, (each) => String.fromCharCode(33 + ((each.charCodeAt(0) - 33 + 47) % 94))),
  ],
  ['keyboard shift', (text) => swap(text.toLowerCase(), 'qwertyuiopasdfghjklzxcvbnm', 'wertyuiopqsdfghjklaxcvbnmz')],
  ['base64', (text) => Buffer.from(text).toString('base64')],
  ['base64url', (text) => Buffer.from(text).toString('base64url')],
  ['base64, parted by spaces', (text) => chunks(Buffer.from(text).toString('base64'), [4], ' ')],
  ['base64, short lines', (text) => chunks(Buffer.from(text).toString('base64'), [8], '\n')],
  ['base64 twice', (text) => Buffer.from(Buffer.from(text).toString('base64')).toString('base64')],
  ['base32', base32],
  ['base58', base58],
  ['ascii85', base85(ASCII85)],
  ['ascii85 in its brackets', (text) => `<~${base85(ASCII85)(text)}~>`],
  [
    'base85 of RFC 1924',
    base85('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'),
  ],
  ['Z85', base85('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#')],
  ['hex', codes(16, 2, '', '')],
  ['hex, parted', codes(16, 2, '', ' ')],
  ['hex, one a line', codes(16, 2, '', '\n')],
  ['hex, 0x', codes(16, 2, '0x', ' ')],
  ['hex, \\x', codes(16, 2, '\\x', '')],
  ['decimal, spaces', codes(10, 1, '', ' ')],
  ['decimal, commas', codes(10, 1, '', ', ')],
  ['decimal, fromCharCode', (text) => `String.fromCharCode(${codes(10, 1, '', ',')(text)})`],
  ['octal', codes(8, 3, '', ' ')],
  ['octal escapes', codes(8, 3, '\\', '')],
  ['binary', codes(2, 8, '', ' ')],
  ['binary in one row', codes(2, 8, '', '')],
  ['binary with prefixes', codes(2, 8, '0b', ' ')],
  ['Morse', morse('.', '-', ' / ')],
  ['Morse, wide gaps', morse('.', '-', '   ')],
  ['Morse, other signs', morse('·', '−', ' | ')],
  ['Braille', (text) => swap(bare(text).toLowerCase(), 'abcdefghijklmnopqrstuvwxyz', BRAILLE.join(''))],
  [
    'NATO alphabet',
    (text) =>
      words(
        bare(text).toLowerCase(),
        (word) =>
          letters(word)
            .map((each) => NATO[each.charCodeAt(0) - 97] ?? '')
            .join(' '),
        ' / ',
      ),
  ],
  [
    'NATO alphabet without gaps',
    (text) =>
      letters(compact(text).toLowerCase())
        .map((each) => NATO[each.charCodeAt(0) - 97] ?? '')
        .join(' '),
  ],
  ['pig latin', (text) => words(bare(text), pig)],
  [
    'percent',
    (text) =>
      letters(text)
        .map((each) => `%${each.charCodeAt(0).toString(16)}`)
        .join(''),
  ],
  ['percent twice', (text) => encodeURIComponent(codes(16, 2, '%', '')(text))],
  [
    'HTML entities, decimal',
    (text) =>
      letters(text)
        .map((each) => `&#${each.charCodeAt(0)};`)
        .join(''),
  ],
  [
    'HTML entities, hexadecimal',
    (text) =>
      letters(text)
        .map((each) => `&#x${each.charCodeAt(0).toString(16)};`)
        .join(''),
  ],
  ['\\u escapes', codes(16, 4, '\\u', '')],
  [
    '\\u{} escapes',
    (text) =>
      letters(text)
        .map((each) => `\\u{${each.charCodeAt(0).toString(16)}}`)
        .join(''),
  ],
  ['U+ notation', codes(16, 4, 'U+', ' ')],
  [
    'CSS escapes',
    (text) =>
      letters(text)
        .map((each) => `\\${each.charCodeAt(0).toString(16)} `)
        .join(''),
  ],
  ['escapes of some letters', (text) => text.replace(/[aeio]/g, (each) => `\\x${each.charCodeAt(0).toString(16)}`)],
  [
    'quoted-printable',
    (text) =>
      bytes(text)
        .map((byte) => `=${byte.toString(16).toUpperCase()}`)
        .join(''),
  ],
  [
    'quoted-printable of some letters',
    (text) => text.replace(/[aeio ]/g, (each) => `=${each.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`),
  ],
  ['UTF-7', utf7],
  ['UTF-16 with zeros', (text) => letters(text).join('\0')],
  ['UTF-16 mistaken', (text) => Buffer.from(text.padEnd(Math.ceil(text.length / 2) * 2)).toString('utf16le')],
  ['UTF-16 in the other order', (text) => Buffer.from(text, 'utf16le').swap16().toString('utf16le')],
  ['HTML inside words', inside('<b>', '</b>')],
  ['bold inside words', inside('**', '**')],
  ['code inside words', inside('`', '`')],
  ['links inside words', inside('[', '](http://a.example/b)')],
  ['HTML comments inside words', inside('<!-- x -->')],
  ['C comments inside words', inside('/**/')],
  ['strings added', (text) => `'${inside("' + '")(text)}'`],
  ['strings joined by dots', (text) => `"${inside('"."')(text)}"`],
  ['letters doubled', (text) => words(text, (word) => everyOther(word, (each, i) => (i % 2 ? each + each : each)))],
  ['every letter doubled', (text) => everyOther(text, (each) => each + each)],
  ['letters drawn out', (text) => everyOther(text, (each, i) => (i % 3 === 1 ? each.repeat(4) : each))],
  [
    'vowels dropped',
    (text) =>
      bare(text)
        .replace(/[aeiou]/gi, '')
        .replace(/ +/g, ' '),
  ],
  ['inner letters scrambled', (text) => words(bare(text), scramble)],
  [
    'acrostic of lines',
    (text) =>
      letters(compact(text))
        .map((each) => `${each.toUpperCase()} line about the weather`)
        .join('\n'),
  ],
]
