import { readBases, readChunks } from './bases.ts'
import { readCiphers, readReversed, readRot47 } from './ciphers.ts'
import { readCodes } from './codes.ts'
import type { Disguised } from './disguised.ts'
import { readEscapes, readPunycode, readQuotedPrintable, readUtf7 } from './escapes.ts'
import { countSigns, MIN_FANCY, MIN_FLIPPED, MIN_PAIRS, readFancy, readFlipped, readMistaken } from './glyphs.ts'
import { MIN_SELECTORS, readInvisibleBits, readSelectors } from './invisible.ts'
import { readLeet } from './leet.ts'
import { readMarkup } from './markup.ts'
import { readNames } from './names.ts'
import { walkWords } from './odd-runs.ts'
import type { OddRun } from './odd-runs.ts'
import { readAcrostic, readBackwards } from './order.ts'
import { profileOf } from './run-profile.ts'
import { MIN_BRAILLE, readBraille, readMorse, readNato } from './signs.ts'
import { readMisspelt, readPigLatin, readSplit, readVowelless } from './spelling.ts'

/** Each has a cheap look of its own at the text, which ordinary text does not pass. */
const OF_TEXT = [
  readCodes,
  readBases,
  readEscapes,
  readQuotedPrintable,
  readUtf7,
  readPunycode,
  readMorse,
  readNato,
  readRot47,
  readNames,
  readPigLatin,
  readAcrostic,
]
/** Fewer words of leetspeak are product names. */
const MIN_LEET = 2

/** Every text that is found in another under a disguise; lazy, so that a limit stops the work. */
export function* findDisguised(text: string): Generator<Disguised> {
  const signs = countSigns(text)
  if (signs.invisible >= MIN_SELECTORS) yield* readSelectors(text)
  if (signs.invisible >= MIN_SELECTORS || text.includes('\t ')) yield* readInvisibleBits(text)
  if (signs.braille >= MIN_BRAILLE) yield* readBraille(text)
  if (signs.flipped >= MIN_FLIPPED) yield* readFlipped(text)
  if (signs.fancy >= MIN_FANCY) yield* readFancy(text)
  if (signs.pairs >= MIN_PAIRS) yield* readMistaken(text)
  for (const read of OF_TEXT) yield* read(text)
  const { runs, backwards, marks, leet } = walkWords(text)
  yield* readBackwards(text, backwards)
  if (marks.length > 0) yield* readMarkup(text, marks)
  if (leet >= MIN_LEET) yield* readLeet(text)
  for (const run of runs) yield* readRun(text, run)
}

/** Each reading has shares of letters that it cannot do without. */
function* readRun(text: string, run: OddRun): Generator<Disguised> {
  const { smooth, reversed, joined, vowels, capitals } = profileOf(text, run)
  if (joined >= 0.7) yield* readSplit(text, run)
  // A cipher leaves few likely letters side by side; foreign words and names from code have many.
  if (smooth <= 0.6) yield* readCiphers(text, run)
  if (reversed >= 0.7 && run.words > 1) yield* readReversed(text, run)
  if (vowels <= 0.1 && run.words >= 4) yield* readVowelless(text, run)
  if (run.words > 1 && run.longest > 3) yield* readMisspelt(text, run)
  if (capitals > 0 && run.words >= 4) yield* readChunks(text, run)
}
