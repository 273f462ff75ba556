/**
 * How unusual one letter is after another in English words and names of programs, 0 (common) to 9, by row and column from a
 * to z: bits of surprise less one and a half, rounded.
 */
const SURPRISE =
  '53236637385232838231456647155526572461672673352778482746278238237816834238895924430556177345247334356759' +
  '35324456587332545122645358265622681883751782443788482556054328835334823437785816561686278545167342366948' +
  '35333439896331248422749694265506653555662566052536663544044517634344742446585825541666197256259633357939' +
  '14560677287436228636478959272224173755643586214478685432654757433133914334467817551774397267239142378959' +
  '36656666466466655546065766164415472955442593324479493636157328555633752135674926451573198546249233476839' +
  '33342448397231638121789778176707471887783686676787781545166317645315823466666835352565267545416540566547' +
  '3434345537633231742355476626660666266566077767466544'
/** Mean surprise above which letters are not words: 97 of 100 random runs of 14 letters, 2 of 100 names in code. */
const UNUSUAL = 3.4
/** Fewer pairs of letters than this say nothing. */
const LEAST_PAIRS = 7

/** True for letters that follow each other as in no word: a random value without digits. Linear. */
export function isGibberish(value: string): boolean {
  let pairs = 0
  let surprise = 0
  let last = -1
  for (let i = 0; i < value.length; i++) {
    const letter = (value.charCodeAt(i) | 32) - 97
    const isLetter = letter >= 0 && letter < 26
    if (isLetter && last >= 0) {
      pairs++
      surprise += SURPRISE.charCodeAt(last * 26 + letter) - 48
    }
    last = isLetter ? letter : -1
  }
  return pairs >= LEAST_PAIRS && surprise >= UNUSUAL * pairs
}
