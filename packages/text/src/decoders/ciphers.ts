import type { Span } from '../engine.ts'
import type { Disguised } from './disguised.ts'
import { isEnglish, letterAt, makeupOf, TRIGRAMS } from './english.ts'
import { toTokens, widen } from './odd-runs.ts'
import type { OddRun } from './odd-runs.ts'
import { flagsOf, hashLetter, KNOWN } from './word-table.ts'

/** Letters that are tried under each alphabet before a whole run is read. */
const PROBE = 64
/** Alphabets worth a whole reading: the right one is nearly always the first. */
const BEST = 2
/** How often each letter occurs among a thousand of English. */
const FREQUENCIES: readonly number[] = [
  82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1,
]
const WEIGHTS: readonly number[] = FREQUENCIES.map((often) => Math.log(often / 38))

interface Alphabet {
  readonly encoding: 'caesar' | 'atbash' | 'keyboard'
  /** The letter (0 to 25) that each stands for. */
  readonly letters: readonly number[]
}

const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** Each key written for its neighbour; at the ends of a row it is read as the other end. */
function keyboardAlphabet(step: 1 | -1): readonly number[] {
  const letters = Array.from({ length: 26 }, (_, i) => i)
  for (const row of KEYBOARD) {
    for (let i = 0; i < row.length; i++) {
      letters[row.charCodeAt(i) - 0x61] = row.charCodeAt((i + step + row.length) % row.length) - 0x61
    }
  }
  return letters
}

const ALPHABETS: readonly Alphabet[] = [
  ...Array.from({ length: 25 }, (_, shift): Alphabet => {
    return { encoding: 'caesar', letters: Array.from({ length: 26 }, (_letter, i) => (i + shift + 1) % 26) }
  }),
  { encoding: 'atbash', letters: Array.from({ length: 26 }, (_, i) => 25 - i) },
  { encoding: 'keyboard', letters: keyboardAlphabet(1) },
  { encoding: 'keyboard', letters: keyboardAlphabet(-1) },
]

/** What a run says with another alphabet: shifted by any number of letters, turned about, or shifted on the keyboard. */
export function* readCiphers(text: string, run: OddRun): Generator<Disguised> {
  const probe: number[] = []
  let before = -1
  for (let at = run.start; at < run.end && probe.length < PROBE; at++) {
    const letter = letterAt(text, at)
    if (letter > 0 || before !== 0) probe.push(letter)
    before = letter
  }
  for (const { encoding, letters } of bestAlphabets(probe)) {
    if (smoothnessUnder(letters, probe) < 0.72) continue
    // The words around a run may be plain ones, which another alphabet spoils.
    const found = [widen(text, run), run].find(({ start, end }) =>
      isEnglish(translate(text.slice(start, end), letters)),
    )
    if (!found) continue
    yield {
      encoding,
      text: translate(text.slice(found.start, found.end), letters),
      span: { start: found.start, end: found.end },
    }
    return
  }
}

/** What each letter of a text speaks for each alphabet, one row of all alphabets per letter. */
const SPEAKS: Float64Array = Float64Array.from({ length: 26 * ALPHABETS.length }, (_, at) => {
  const letter = ALPHABETS[at % ALPHABETS.length]?.letters[Math.floor(at / ALPHABETS.length)] ?? 0
  return WEIGHTS[letter] ?? 0
})
/** So many letters of a text are not all from among so few: those are hexadecimal digits. */
const MANY = 16
const FEW = 7

function bestAlphabets(probe: readonly number[]): readonly Alphabet[] {
  const counts = new Uint8Array(26)
  for (let i = 0; i < probe.length; i++) {
    const letter = (probe[i] ?? 0) - 1
    if (letter >= 0) counts[letter] = (counts[letter] ?? 0) + 1
  }
  const scores = new Float64Array(ALPHABETS.length)
  let letters = 0
  let different = 0
  for (let letter = 0; letter < 26; letter++) {
    const count = counts[letter] ?? 0
    if (count === 0) continue
    letters += count
    different++
    const row = letter * ALPHABETS.length
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] ?? 0) + count * (SPEAKS[row + i] ?? 0)
  }
  if (letters >= MANY && different < FEW) return []
  const best: Alphabet[] = []
  for (let most = probe.length < PROBE / 2 ? 2 * BEST : BEST; most > 0; most--) {
    let first = 0
    for (let i = 1; i < scores.length; i++) if ((scores[i] ?? 0) > (scores[first] ?? 0)) first = i
    const alphabet = ALPHABETS[first]
    if (alphabet === undefined || (scores[first] ?? 0) <= 0) break
    best.push(alphabet)
    scores[first] = 0
  }
  return best
}

/** The share of letters that stand as in English words once each is read as another; 0 parts words. */
function smoothnessUnder(letters: readonly number[], probe: readonly number[]): number {
  let [smooth, all, three] = [0, 0, 0]
  for (let i = 0; i <= probe.length; i++) {
    const letter = i < probe.length ? (probe[i] ?? 0) : 0
    const before = three & 31
    three = ((three << 5) & 0x7fff) | (letter === 0 ? 0 : (letters[letter - 1] ?? 0) + 1)
    if (before === 0) continue
    all++
    smooth += TRIGRAMS[three] ?? 0
  }
  return all === 0 ? 0 : smooth / all
}

function translate(text: string, letters: readonly number[]): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const letter = letterAt(text, i)
    const base = text.charCodeAt(i) & 0x60
    out += letter === 0 ? text.charAt(i) : String.fromCharCode(base + 1 + (letters[letter - 1] ?? 0))
  }
  return out
}

const MIN_KNOWN = 0.4

/** True where a fair part of the letters of a run are words from right to left. */
export function isKnownReversed(text: string, { start, end, letters }: OddRun): boolean {
  let known = 0
  let hash = 0
  let size = 0
  for (let at = end - 1; at >= start - 1; at--) {
    const letter = at >= start ? letterAt(text, at) : 0
    if (letter > 0) {
      hash = hashLetter(hash, letter)
      size++
      continue
    }
    if (size > 0 && (flagsOf(hash) & KNOWN) !== 0) known += size
    hash = size = 0
  }
  return known >= letters * MIN_KNOWN
}

/** What a run says from right to left: as a whole, line by line and word by word. */
export function* readReversed(text: string, run: OddRun): Generator<Disguised> {
  const found = [widen(text, run), toTokens(text, run)].find(({ start, end }) =>
    isEnglish(reverse(text.slice(start, end))),
  )
  if (!found) return
  const written = text.slice(found.start, found.end)
  // Two runs that one line holds are read together.
  const span: Span = { start: found.start, end: found.end }
  yield { encoding: 'reversed', text: reverse(written), span }
  if (written.includes('\n')) yield { encoding: 'reversed', text: written.split('\n').map(reverse).join('\n'), span }
  yield { encoding: 'reversed', text: written.split(' ').map(reverse).join(' '), span }
}

/** Code points from the last to the first. */
export function reverse(text: string): string {
  return Array.from(text).toReversed().join('')
}

const ROT47_FIRST = 0x21
const ROT47_COUNT = 94
/** Small letters are written as these: '2' to 'K'. */
const SMALL_FIRST = 0x32
const SMALL_LAST = 0x4b
const MIN_ROT47 = 10

/** What stretches of '2' to 'K' say once every printable sign is moved by 47. */
export function* readRot47(text: string): Generator<Disguised> {
  for (let at = 0; at + MIN_ROT47 <= text.length;) {
    // A stretch of MIN_ROT47 has one at its end: in prose there is mostly a small letter, which rules out all starts before.
    let i = at + MIN_ROT47 - 1
    while (i >= at && isRot47(text.charCodeAt(i))) i--
    if (i >= at) {
      at = i + 1
      continue
    }
    let [end, units, signs] = [at, 0, 0]
    for (; end < text.length && isRot47(text.charCodeAt(end)); end++) {
      const unit = text.charCodeAt(end)
      if (unit !== 0x20) units++
      if (unit >= 0x3a && unit <= 0x40) signs++
    }
    if (units >= MIN_ROT47 && signs * 8 >= units) yield* readRot47Span(text, { start: at, end })
    at = end
  }
}

function isRot47(unit: number): boolean {
  return (unit >= SMALL_FIRST && unit <= SMALL_LAST) || unit === 0x20
}

function* readRot47Span(text: string, core: Span): Generator<Disguised> {
  const { letters, known } = makeupOf(rot47(text.slice(core.start, core.end)))
  if (known < letters * 0.5) return
  const span = toTokens(text, trimmed(text, core))
  yield { encoding: 'rot47', text: rot47(text.slice(span.start, span.end)), span }
}

function trimmed(text: string, { start, end }: Span): Span {
  let [from, to] = [start, end]
  while (from < to && text[from] === ' ') from++
  while (to > from && text[to - 1] === ' ') to--
  return { start: from, end: to }
}

function rot47(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    const isPrintable = unit > 0x20 && unit < 0x7f
    out += isPrintable
      ? String.fromCharCode(ROT47_FIRST + ((unit - ROT47_FIRST + ROT47_COUNT / 2) % ROT47_COUNT))
      : text.charAt(i)
  }
  return out
}
