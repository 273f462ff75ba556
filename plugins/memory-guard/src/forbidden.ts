import type { Span } from '@ringwall/core'

/** As far back as a prohibition may stand before what it forbids, in UTF-16 code units. */
const REACH = 64
const WORD = /[a-z][a-z'’]*/g
const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

const PROHIBITIONS = words(
  "never not don't doesn't mustn't shouldn't cannot can't won't avoid against refuse refuses prohibits forbids prohibited forbidden why warns beware rather",
)
/** What may stand between a prohibition and the forbidden verb. Any other word may turn the sense: "never forget to send". */
const BETWEEN = words(
  'ever directly just simply again use using run running runs execute executing type paste do allow allowed let anyone people users from to or and share sharing email emailing upload uploading send sending post posting forward forwarding store storing put the a command commands like sudo with of about attacks that someone who says it than be by any',
)

/** True where what starts at `at` is forbidden by the words just before it, and so is no order. */
export function isForbidden(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - REACH), at).toLowerCase()
  const clause = before.slice(Math.max(...Array.from('.,;:!?\n', (sign) => before.lastIndexOf(sign))) + 1)
  const said = (clause.match(WORD) ?? []).toReversed()
  const turn = said.find((word) => !BETWEEN.has(word))
  return turn !== undefined && PROHIBITIONS.has(turn.replace('’', "'"))
}

const OTHERS =
  /\b(?:customer|user|guest|member|client|visitor|subscriber|employee|patient|student|people|person|everyone|anyone|they|he|she)s? (?:may|can|could|might) (?:also |always )?$/i
const OWN = /\b(?:their|his|her) (?:own )?[a-z]/i

/** True where others are said to do something with what is theirs: "customers may delete their data" orders nothing. */
export function isOwnRight(text: string, { start, end }: Span): boolean {
  return OWN.test(text.slice(start, end)) && OTHERS.test(text.slice(Math.max(0, start - REACH), start))
}
