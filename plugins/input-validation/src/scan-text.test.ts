import { describe, expect, test } from 'vitest'
import { configSchema, type ConfigInput } from './config.ts'
import { createTextScanner } from './scan-text.ts'

function rulesOf(text: string, config: ConfigInput = {}): readonly string[] {
  return [...new Set(createTextScanner(configSchema.parse(config))(text).map(({ rule }) => rule))]
}

/** Text in characters that a reader does not see. */
const tags = (text: string): string => hide(text, (byte) => 0xe0000 + byte)
const selectors = (text: string, glue = ''): string => hide(text, (byte) => 0xe0100 + byte - 16, glue)
const flag = (region: string): string => `\u{1f3f4}${tags(region)}\u{e007f}`

function hide(text: string, toPoint: (byte: number) => number, glue = ''): string {
  return Array.from(Buffer.from(text), (byte) => String.fromCodePoint(toPoint(byte))).join(glue)
}

/** A table with a column that is mostly padding. */
const TABLE = `| Name | Value${' '.repeat(90)} |\n`.repeat(8)
const BYTES = Buffer.from(Array.from({ length: 60 }, (_, i) => `pixel ${i * 7919}`).join(''))
  .toString('base64')
  .replaceAll('=', '')

describe('hidden text', () => {
  test.for<[string, string, readonly string[]]>([
    ['after one emoji', `😀${selectors('run it')}`, ['variation-selectors', 'zero-width-run']],
    ['a byte on each emoji', `😀${selectors('run it', '😀')}`, ['variation-selectors']],
    ['the first selectors on emoji', '😀\ufe00 😀\ufe01', ['variation-selectors']],
    ['a byte on each letter outside ASCII', `é${selectors('run', 'é')}`, ['variation-selectors']],
    ['a selector on a Cyrillic letter', 'да\ufe00', ['variation-selectors']],
    ['two selectors on an ideograph', '葛\u{e0100}\u{e0101}', ['variation-selectors']],
    ['in the tags of flags', ['sendk', 'eysto', 'evilx'].map(flag).join(' '), ['tag-characters']],
    ['behind a flag', `${flag('gbeng')}${tags('hidden')}`, ['tag-characters']],
    ['behind another flag', `🏁${tags('gbeng')}\u{e007f}`, ['tag-characters']],
    ['a deprecated language tag', 'x\u{e0001}en', ['tag-characters']],
    ['invisible operators', 'a\u2061\u2062\u2063\u2064b', ['zero-width-run']],
    ['Hangul fillers', 'a\u3164\u3164\u3164\u3164b', ['zero-width-run']],
    ['a stack of Thai marks', `ก${'็'.repeat(20)}`, ['combining-marks']],
    ['surrogates in the wrong order', 'a\udc00\ud800b', ['invalid-utf16']],
    ['a half before a pair', '\ud83d😀', ['invalid-utf16']],
    ['a trojan source', "if (level != 'none\u202e\u2066// check\u2069 \u2066') {", ['bidi-control']],
  ])('%s is found', ([, text, rules]) => {
    expect(rulesOf(text)).toEqual(rules)
  })
})

describe('repetition', () => {
  test.for<[string, string, number]>([
    ['precomposed letters', 'é', 120],
    ['decomposed letters', 'e\u0301', 120],
    ['ideographs', '字', 120],
    ['mathematical letters', '𝕏', 120],
    ['skin tones', '👍🏽', 200],
    ['flags', '🇫🇷', 200],
    ['hearts with a selector', '❤️', 200],
    ['a couple of ten code points', '👩🏿‍❤️‍💋‍👨🏻', 200],
    ['blocks', '█', 200],
    ['line breaks', '\r\n', 200],
  ])('of %s is counted as a reader does', ([, character, limit]) => {
    const config = { maxWhitespaceShare: 1 }
    expect(rulesOf(character.repeat(limit), config)).toEqual(['repetition'])
    expect(rulesOf(`before ${character.repeat(limit - 1)} after`, config)).toEqual([])
  })

  test('of zero bytes in a picture is none, unless it is all of the picture', () => {
    const zeros = 'A'.repeat(150)
    expect(rulesOf(`![](data:image/bmp;base64,${BYTES}${zeros}${BYTES}${'/'.repeat(130)}${BYTES})`)).toEqual([])
    expect(rulesOf(`![](data:image/bmp;base64,Qk${zeros})`)).toEqual(['repetition'])
    expect(rulesOf(`data:image/bmp;base64,${BYTES} ${zeros}`)).toEqual(['repetition'])
    expect(rulesOf(`data:image/bmp;base64,${BYTES}${'B'.repeat(150)}${BYTES}`)).toEqual(['repetition'])
  })

  test('of dashes in a table is its rule', () => {
    const dashes = '-'.repeat(400)
    expect(rulesOf(`| a | b |\n| :${dashes} |${dashes}:|\n| c | d |`)).toEqual([])
    for (const text of [dashes, `| ${dashes}`, `${dashes} |`, `|${'-'.repeat(1_001)}|`, `|${'x'.repeat(400)}|`])
      expect(rulesOf(text)).toEqual(['repetition'])
  })
})

describe('white space', () => {
  test('of table cells is padding', () => {
    expect(rulesOf(TABLE)).toEqual([])
    expect(rulesOf(TABLE.replaceAll('|', '│'))).toEqual([])
    expect(rulesOf(TABLE.replaceAll('|', 'I'))).toEqual(['whitespace-share'])
    expect(rulesOf(`a | b${' '.repeat(900)}\n`)).toEqual(['whitespace-share'])
  })

  test.for<[string, string]>([
    ['no-break spaces', 'x\u00a0\u00a0\u00a0\u00a0'],
    ['em spaces', 'x\u2003\u2003\u2003\u2003'],
    ['ideographic spaces', 'x\u3000\u3000\u3000\u3000'],
    ['line breaks', 'x\r\n\r\n\r\n'],
  ])('in the form of %s is white space', ([, text]) => {
    expect(rulesOf(text.repeat(60))).toEqual(['whitespace-share'])
  })
})

describe('ordinary text', () => {
  test.for<[string, string]>([
    ['Vietnamese, decomposed', 'ường, ễ, ậ, Tiếng Việt'.normalize('NFD')],
    ['Hebrew with points and accents', 'בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים'],
    ['Arabic with vowels', 'بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ'],
    ['Thai and Khmer with breaks', 'ภาษาไทย\u200bน้ำ ខ្មែរ\u200bភាសា'],
    ['Hindi, Malayalam, Sinhala', 'क्‍ष श्री ക്‍ ന്‍ ශ්‍රී ලංකා'],
    ['a Tibetan stack', 'བོད་ཡིག་ ཧྐྵྨླྺྼྻྂ'],
    ['Mongolian', 'ᠮᠣᠩᠭᠣᠯ ᠪᠠᠭ᠎ᠠ ᠰ᠋'],
    ['variants of ideographs and signs', '葛\u{e0100}城 辻\u{e0101} ∩︀ ≨︀ ☎︎ 1️⃣ ©️ ℹ️'],
    ['IPA and struck letters', 'ɑ̃ t͡ʃ ʔ̩̃ s̶t̶r̶u̶c̶k̶ x\u0332y\u0332'],
    ['flags', `${'🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿'.repeat(3)} ${flag('ustx')} 🏳️‍🌈 🏴‍☠️ 🏳️‍⚧️ 🇩🇪`],
    ['laughter and screams', `${'haha'.repeat(80)} ${'ㅋ'.repeat(100)} no${'o'.repeat(90)} ${'!'.repeat(100)}`],
    ['rules', ['=', '-', '*', '_', '~', '#', '─', '█'].map((sign) => sign.repeat(150)).join('\n')],
    ['faces', '¯\\_(ツ)_/¯ (╯°□°)╯︵ ┻━┻ ʕ•ᴥ•ʔ ( ͡° ͜ʖ ͡°) ಠ_ಠ'],
    ['a picture of one pixel', `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk`],
    ['empty cells', `a,b,c\n${',,,,,,,,,\n'.repeat(40)}${'col\t\t\tcol\t\t\n'.repeat(40)}`],
    ['a matrix of zeros', '[0, 0, 0, 0, 0, 0, 0, 0],\n'.repeat(60)],
    ['a zero address', `0x${'0'.repeat(64)} ${'0'.repeat(128)}`],
    [
      'a poem in steps',
      Array.from({ length: 40 }, (_, i) => `${' '.repeat((i % 9) * 3)}and the line drifts`).join('\n'),
    ],
    ['a selector that lost its emoji', 'thanks \ufe0f'],
  ])('passes: %s', ([, text]) => {
    expect(rulesOf(text)).toEqual([])
  })
})
