import type { Disguised } from './disguised.ts'
import { isWord, letterAt, LETTERS } from './english.ts'
import { linesOf } from './escapes.ts'

/** Elements that stand inside words without parting them. */
const INLINE: ReadonlySet<string> = new Set(
  'a b i u s em strong span font small big mark sub sup code kbd tt wbr ins del bdo bdi q cite var samp abbr label color size'.split(' '),
)
const LONGEST_TAG = 200
const LONGEST_COMMENT = 200
const MAX_GLUE = 12

/** Lines in which marks of a markup language, comments or joined strings stand inside words, without them. */
export function* readMarkup(text: string): Generator<Disguised> {
  for (const { line, start, end } of linesOf(text)) {
    let [out, copied, inWords] = ['', 0, 0]
    for (let at = 0; at < line.length;) {
      if (STARTS[line.charCodeAt(at)] !== 1) {
        at++
        continue
      }
      const from = at
      for (let next = endOfMark(line, at); next > at; next = endOfMark(line, at)) at = next
      if (at === from) {
        at++
        continue
      }
      out += line.slice(copied, from)
      if (letterAt(out, out.length - 1) > 0 && letterAt(line, at) > 0 && isGlued(out, line, at)) inWords++
      copied = at
    }
    if (inWords > 0) yield { encoding: 'markup', text: out + line.slice(copied), span: { start, end } }
  }
}

/** 1 at the ASCII units that a mark starts with. */
const STARTS: Uint8Array = Uint8Array.from({ length: 0x80 }, (_, unit) =>
  '<*_`~[]/{\'"&'.includes(String.fromCharCode(unit)) && unit > 0 ? 1 : 0,
)

/** Where the mark that starts at `at` ends; `at` when none does. */
function endOfMark(line: string, at: number): number {
  switch (line[at]) {
    case '<':
      return line.startsWith('<!--', at) ? closing(line, at, '-->') : endOfTag(line, at)
    case '/':
      return line[at + 1] === '*' ? closing(line, at, '*/') : at
    case '{':
      return line[at + 1] === '#' || line[at + 1] === '{' || line[at + 1] === '%' ? closing(line, at, '}') : at
    case '*':
    case '_':
    case '`':
    case '~':
      return endOfRun(line, at)
    case '[':
      return isBbCode(line, at) ? closing(line, at, ']') : letterAt(line, at + 1) > 0 ? at + 1 : at
    case ']':
      return line[at + 1] === '(' ? closing(line, at, ')') : letterAt(line, at - 1) > 0 ? at + 1 : at
    case '&':
      return line.startsWith('&shy;', at) || line.startsWith('&zwj;', at) ? at + 5 : at
    default:
      return endOfJoin(line, at)
  }
}

function closing(line: string, at: number, sign: string): number {
  const end = line.slice(at, at + LONGEST_COMMENT).indexOf(sign, 1)
  return end < 0 ? at : at + end + sign.length
}

function endOfRun(line: string, at: number): number {
  let end = at
  while (line[end] === line[at] && end - at < 3) end++
  return end
}

function endOfTag(line: string, at: number): number {
  let from = at + 1
  if (line[from] === '/') from++
  let name = from
  while (letterAt(line, name) > 0 && name - from < 8) name++
  if (!INLINE.has(line.slice(from, name).toLowerCase())) return at
  const end = line.slice(at, at + LONGEST_TAG).indexOf('>')
  return end < 0 ? at : at + end + 1
}

/** [b] and [/color], but not a word in brackets. */
function isBbCode(line: string, at: number): boolean {
  const from = line[at + 1] === '/' ? at + 2 : at + 1
  let end = from
  while (letterAt(line, end) > 0 && end - from < 8) end++
  if (line[end + 1] === '(') return false
  return (line[end] === ']' || line[end] === '=') && INLINE.has(line.slice(from, end).toLowerCase()) && end > from
}

/** The quotes that two strings meet in: "ig" + "nore", 'ig' . 'nore', "ig""nore". */
function endOfJoin(line: string, at: number): number {
  let quotes = 0
  let end = at
  for (; end - at < MAX_GLUE && end < line.length; end++) {
    const unit = line.charAt(end)
    if (unit === '"' || unit === "'") quotes++
    else if (!' +.&|,~'.includes(unit)) break
    if (quotes === 2) return end + 1
  }
  return at
}

const LONGEST_PART = 14

/** True where a word comes out of parts that are not both words. */
function isGlued(before: string, line: string, at: number): boolean {
  let from = before.length
  while (before.length - from < LONGEST_PART && (LETTERS[before.charCodeAt(from - 1)] ?? 0) > 0) from--
  let to = at
  // The rest of the word may hold more marks.
  while (to - at < LONGEST_PART && letterAt(line, to) > 0) to++
  const [head, tail] = [before.slice(from).toLowerCase(), line.slice(at, to).toLowerCase()]
  if (isWord(head + tail)) return !(isWord(head) && isWord(tail) && head.length > 2 && tail.length > 2)
  return head.length + tail.length <= 3 || (STARTS[line.charCodeAt(to)] === 1 && !isWord(head) && !isWord(tail))
}
