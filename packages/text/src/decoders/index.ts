import { readBases, readChunks } from './bases.ts'
import { readCiphers, readReversed, readRot47 } from './ciphers.ts'
import { readCodes } from './codes.ts'
import type { Disguised } from './disguised.ts'
import { readEscapes, readPunycode, readQuotedPrintable, readUtf7 } from './escapes.ts'
import { readFancy, readFlipped, readMistaken } from './glyphs.ts'
import { readInvisibleBits, readSelectors } from './invisible.ts'
import { readLeet } from './leet.ts'
import { readMarkup } from './markup.ts'
import { readNames } from './names.ts'
import { walkWords } from './odd-runs.ts'
import { readAcrostic, readBackwards } from './order.ts'
import { readBraille, readMorse, readNato } from './signs.ts'
import { readMisspelt, readPigLatin, readSplit, readVowelless } from './spelling.ts'

const OF_TEXT = [
  readSelectors,
  readInvisibleBits,
  readCodes,
  readBases,
  readChunks,
  readEscapes,
  readQuotedPrintable,
  readUtf7,
  readPunycode,
  readMorse,
  readBraille,
  readNato,
  readFlipped,
  readFancy,
  readMistaken,
  readRot47,
  readMarkup,
  readNames,
  readLeet,
  readPigLatin,
  readAcrostic,
]
const OF_RUN = [readSplit, readCiphers, readReversed, readVowelless, readMisspelt]

/** Every text that is found in another under a disguise; lazy, so that a limit stops the work. */
export function* findDisguised(text: string): Generator<Disguised> {
  for (const read of OF_TEXT) yield* read(text)
  const { runs, backwards } = walkWords(text)
  yield* readBackwards(text, backwards)
  for (const run of runs) for (const read of OF_RUN) yield* read(text, run)
}
