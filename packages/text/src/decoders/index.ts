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
import { readAcrostic, readBackwards } from './order.ts'
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
const OF_RUN = [readSplit, readCiphers, readReversed, readVowelless, readMisspelt, readChunks]
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
  for (const run of runs) for (const read of OF_RUN) yield* read(text, run)
}
