import { readBases, readChunks } from './bases.ts'
import { isKnownReversed, readCiphers, readReversed, readRot47 } from './ciphers.ts'
import { readCodes } from './codes.ts'
import type { Disguised } from './disguised.ts'
import { MIN_QUOTED, readEscapes, readPunycode, readQuotedPrintable, readUtf7 } from './escapes.ts'
import { countSigns, MIN_FANCY, MIN_FLIPPED, MIN_PAIRS, readFancy, readFlipped, readMistaken } from './glyphs.ts'
import { MIN_SELECTORS, readInvisibleBits, readSelectors } from './invisible.ts'
import { readLeet } from './leet.ts'
import { readMarkup } from './markup.ts'
import { readNames } from './names.ts'
import { LONGEST_WORD } from './odd-runs.ts'
import type { OddRun } from './odd-runs.ts'
import { readAcrostic, readBackwards } from './order.ts'
import { profileOf } from './run-profile.ts'
import { MIN_BRAILLE, MIN_NATO, readBraille, readMorse, readNato } from './signs.ts'
import { isCorrigible, isInPieces, readMisspelt, readPigLatin, readSplit, readVowelless } from './spelling.ts'
import { SIGN } from './text-facts.ts'
import type { TextFacts } from './text-facts.ts'

/** No disguise in other characters does with fewer. */
const MIN_FOREIGN = 3
/** Fewer words of leetspeak are product names. */
const MIN_LEET = 2

/** Every text that is found in another under a disguise; lazy, so that a limit stops the work. `facts` say what is worth a try. */
export function* findDisguised(text: string, facts: TextFacts): Generator<Disguised> {
  const { signs } = facts
  if (facts.foreign >= MIN_FOREIGN) yield* readForeign(text, facts.firstForeign)
  else if ((signs & SIGN.tab) !== 0 && text.includes('\t ')) yield* readInvisibleBits(text)
  if (facts.numbers.length > 0) yield* readCodes(text, facts.numbers)
  if (facts.tokens.length > 0) yield* readBases(text, facts.tokens)
  if ((signs & SIGN.backslash) !== 0 || ((signs & SIGN.plus) !== 0 && (text.includes('U+') || text.includes('u+'))))
    yield* readEscapes(text)
  if (facts.quoted >= MIN_QUOTED) yield* readQuotedPrintable(text)
  if ((signs & SIGN.plus) !== 0) yield* readUtf7(text)
  yield* readPunycode(text)
  if (facts.gaps.length > 0) yield* readMorse(text, facts.gaps)
  if (facts.spelling >= MIN_NATO) yield* readNato(text)
  // Lower-case letters from i to o become signs that stand in no word: without some of them it is no text.
  if ((signs & SIGN.rot47) !== 0) yield* readRot47(text)
  if (facts.tokens.length > 0) yield* readNames(text, facts.tokens)
  if (facts.isPig) yield* readPigLatin(text)
  yield* readAcrostic(text, facts.firsts)
  yield* readBackwards(text, facts.backwards)
  yield* readMarkup(text, facts.marks)
  if (facts.leet.length >= MIN_LEET) yield* readLeet(text, facts.leet)
  for (const run of facts.runs) yield* readRun(text, run)
}

function* readForeign(text: string, first: number): Generator<Disguised> {
  const counts = countSigns(text, first)
  if (counts.invisible >= MIN_SELECTORS) yield* readSelectors(text)
  if (counts.invisible >= MIN_SELECTORS || text.includes('\t ')) yield* readInvisibleBits(text)
  if (counts.braille >= MIN_BRAILLE) yield* readBraille(text)
  if (counts.flipped >= MIN_FLIPPED) yield* readFlipped(text)
  if (counts.fancy >= MIN_FANCY) yield* readFancy(text)
  if (counts.pairs >= MIN_PAIRS) yield* readMistaken(text)
}

/** Each reading has shares of letters that it cannot do without. */
function* readRun(text: string, run: OddRun): Generator<Disguised> {
  const { smooth, reversed, joined, vowels, capitals } = profileOf(text, run)
  // Long names in code have a capital here and there; they are read as names.
  const isName = run.longest > LONGEST_WORD && capitals > 0 && capitals < 0.3
  if (joined >= 0.7 && !isName && isInPieces(run)) yield* readSplit(text, run)
  // A cipher leaves few likely letters side by side; foreign words and names from code have many.
  if (smooth <= 0.6) yield* readCiphers(text, run)
  if (reversed >= 0.7 && reversed > smooth && run.words > 1 && isKnownReversed(text, run))
    yield* readReversed(text, run)
  if (vowels <= 0.1 && run.words >= 4) yield* readVowelless(text, run)
  if (run.words > 1 && run.longest > 3 && isCorrigible(text, run)) yield* readMisspelt(text, run)
  if (capitals > 0 && run.words >= 4) yield* readChunks(text, run)
}
