import type { Disguised } from './disguised.ts'
import { isProse, letterAt } from './english.ts'
import type { Places } from './text-facts.ts'

const MORSE_LETTERS: ReadonlyMap<string, string> = new Map(
  (
    '.- a -... b -.-. c -.. d . e ..-. f --. g .... h .. i .--- j -.- k .-.. l -- m -. n --- o .--. p --.- q .-. r ... s - t ' +
    '..- u ...- v .-- w -..- x -.-- y --.. z ----- 0 .---- 1 ..--- 2 ...-- 3 ....- 4 ..... 5 -.... 6 --... 7 ---.. 8 ----. 9 ' +
    ".-.-.- . --..-- , ..--.. ? -.-.-- ! -..-. / .----. ' -....- - ---... : -.-.-. ;"
  )
    .split(' ')
    .flatMap((code, i, all): readonly [string, string][] => (i % 2 === 0 ? [[code, all[i + 1] ?? '']] : [])),
)
const DOTS = '.·•∙⋅*'
const DASHES = '-–—−_'
const MIN_MORSE = 5
const LONGEST_MORSE = 7

/** Units that a stretch of Morse has at least. */
const MORSE_STRETCH = 12
/** 1 at what Morse is written with and parted by; the last of its signs is U+22C5. */
const MORSE_UNITS: Uint8Array = Uint8Array.from({ length: 0x22c6 }, (_, unit) =>
  ` /|\n\t${DOTS}${DASHES}`.includes(String.fromCharCode(unit)) ? 1 : 0,
)

function isMorse(text: string, at: number): boolean {
  return MORSE_UNITS[text.charCodeAt(at)] === 1
}

/** Stretches of Morse: letters parted by spaces, words by a slash, a bar or more spaces. No other letters or digits stand between. */
export function* readMorse(text: string, gaps: Places): Generator<Disguised> {
  for (let i = 0; i < gaps.length; i += 2) {
    const last = gaps[i + 1] ?? 0
    let start = gaps[i] ?? 0
    for (let at = start; at <= last; at++) {
      if (at < last && isMorse(text, at)) continue
      const found = at - start >= MORSE_STRETCH ? fromMorse(text.slice(start, at)) : undefined
      if (found !== undefined) yield { encoding: 'morse', text: found, span: { start, end: at } }
      start = at + 1
    }
  }
}

/** The text of a stretch; undefined at the first group that is no letter, as rules and rows of dots are. */
function fromMorse(stretch: string): string | undefined {
  let [out, code, letters, gap] = ['', '', 0, 0]
  for (let at = 0; at <= stretch.length; at++) {
    const unit = stretch.charAt(at)
    const isDot = unit !== '' && DOTS.includes(unit)
    if (isDot || (unit !== '' && DASHES.includes(unit))) {
      if (code === '' && gap > 1 && out !== '') out += ' '
      code += isDot ? '.' : '-'
      gap = 0
      if (code.length > LONGEST_MORSE) return undefined
      continue
    }
    if (code !== '') {
      const letter = MORSE_LETTERS.get(code)
      if (letter === undefined) return undefined
      out += letter
      letters++
      code = ''
    }
    gap += unit === ' ' ? 1 : 2
  }
  return letters >= MIN_MORSE && isProse(out) ? out : undefined
}

const BRAILLE_FIRST = 0x2800
/** The dots of a to z, as the low byte of the code point. */
const BRAILLE_LETTERS = [
  0x01, 0x03, 0x09, 0x19, 0x11, 0x0b, 0x1b, 0x13, 0x0a, 0x1a, 0x05, 0x07, 0x0d, 0x1d, 0x15, 0x0f, 0x1f, 0x17, 0x0e,
  0x1e, 0x25, 0x27, 0x3a, 0x2d, 0x3d, 0x35,
]
const BRAILLE: ReadonlyMap<number, string> = new Map([
  ...BRAILLE_LETTERS.map((dots, i): [number, string] => [dots, String.fromCharCode(0x61 + i)]),
  [0x00, ' '],
  [0x02, ','],
  [0x32, '.'],
  [0x16, '!'],
  [0x26, '?'],
  [0x04, "'"],
  [0x24, '-'],
  [0x20, ''],
  [0x3c, ''],
])
/** Fewer are no text. */
export const MIN_BRAILLE: number = 4

/** Lines with letters in Braille; what is not Braille stays. Eight dots are read as bytes too, since some tools hide bytes so. */
export function* readBraille(text: string): Generator<Disguised> {
  let [start, end, cells, out] = [-1, 0, 0, '']
  const bytes: number[] = []
  const first = text.search(/[\u2801-\u28ff]/)
  if (first < 0) return
  for (let at = first; at < text.length; at++) {
    const dots = text.charCodeAt(at) - BRAILLE_FIRST
    if (dots < 0 || dots > 0xff) {
      if (start >= 0) out += text.charAt(at)
      continue
    }
    if (start < 0) start = at
    end = at + 1
    cells++
    bytes.push(dots)
    out += BRAILLE.get(dots) ?? ''
  }
  if (cells < MIN_BRAILLE) return
  const span = { start, end }
  if (isProse(out)) yield { encoding: 'braille', text: out, span }
  const asBytes = Buffer.from(bytes).toString('utf8')
  if (!asBytes.includes('\ufffd') && isProse(asBytes)) yield { encoding: 'braille', text: asBytes, span }
}

const NATO: ReadonlyMap<string, string> = new Map(
  (
    'alfa alpha bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec ' +
    'romeo sierra tango uniform victor whiskey whisky xray yankee zulu'
  )
    .split(' ')
    .map((word) => [word, word.charAt(0)]),
)
/** Fewer are names. */
export const MIN_NATO: number = 5
/** Parts of R, S and T, which hardly a sentence does without. */
const NATO_SIGNS = ['ierra', 'ango', 'omeo', 'IERRA', 'ANGO', 'OMEO']

/** Words of the spelling alphabet in a row: five and more; other words among them stand between words. */
export function* readNato(text: string): Generator<Disguised> {
  if (!NATO_SIGNS.some((sign) => text.includes(sign))) return
  let [start, end, letters, out] = [-1, 0, 0, '']
  const close = (): readonly Disguised[] => {
    const found: readonly Disguised[] =
      letters >= MIN_NATO ? [{ encoding: 'nato', text: out, span: { start, end } }] : []
    start = -1
    letters = 0
    out = ''
    return found
  }
  for (let at = 0; at < text.length;) {
    if (letterAt(text, at) === 0) {
      at++
      continue
    }
    const from = at
    while (letterAt(text, at) > 0) at++
    if (text[at] === '-' && text.slice(from, at).toLowerCase() === 'x') at = endOfRay(text, at)
    const letter = at - from > 8 ? undefined : NATO.get(text.slice(from, at).toLowerCase().replace('-', ''))
    if (letter === undefined) {
      if (text.slice(from, at).toLowerCase() === 'space' && start >= 0) out += ' '
      else yield* close()
      continue
    }
    if (start < 0) start = from
    else if (isWordGap(text.slice(end, from))) out += ' '
    out += letter
    letters++
    end = at
  }
  yield* close()
}

function endOfRay(text: string, at: number): number {
  return text.slice(at, at + 4).toLowerCase() === '-ray' ? at + 4 : at
}

function isWordGap(gap: string): boolean {
  return gap.includes('/') || gap.includes('|') || gap.includes('\n') || gap.includes('  ') || gap.includes(' - ')
}
