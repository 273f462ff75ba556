// The disguises that the views are tested on: each makes one of a sentence.
import {
  alphabet,
  ASCII85,
  bare,
  base32,
  base58,
  base85,
  BRAILLE,
  bytes,
  camel,
  chunks,
  codes,
  compact,
  everyOther,
  flip,
  HEAVY,
  inside,
  LEET,
  leet,
  letters,
  morse,
  NATO,
  pig,
  reverse,
  scramble,
  selectors,
  shift,
  spaced,
  swap,
  utf7,
  words,
  zeroWidthBits,
} from './disguise-tools.ts'

/** A disguise by name. */
export type Encoder = readonly [name: string, encode: (text: string) => string]

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
