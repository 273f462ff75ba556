import type { Disguised } from './disguised.ts'
import { isWord, letterAt } from './english.ts'

/** Elements that stand inside words without parting them. */
const INLINE: ReadonlySet<string> = new Set(
  'a b i u s em strong span font small big mark sub sup code kbd tt wbr ins del bdo bdi q cite var samp abbr label color size'.split(
    ' ',
  ),
)
const LONGEST_TAG = 200
const LONGEST_COMMENT = 200
const MAX_GLUE = 8

/** Lines in which marks of a markup language, comments or joined strings stand inside words, without them. */
export function* readMarkup(text: string, marks: readonly number[]): Generator<Disguised> {
  let done = 0
  for (const at of marks) {
    if (at < done) continue
    // What stands inside a word has a letter before it and one behind.
    const mark = endOfMarks(text, at)
    if (mark === at || letterAt(text, mark) === 0 || !isGlued(text, at, mark)) continue
    const start = Math.max(done, text.lastIndexOf('\n', at) + 1)
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    yield { encoding: 'markup', text: withoutMarks(text.slice(start, end)), span: { start, end } }
    done = end
  }
}

function endOfMarks(text: string, from: number): number {
  let end = from
  for (let next = endOfMark(text, end); next > end; next = endOfMark(text, end)) end = next
  return end
}

function withoutMarks(line: string): string {
  let [out, copied] = ['', 0]
  for (let at = 0; at < line.length;) {
    const end = STARTS[line.charCodeAt(at)] === 1 ? endOfMarks(line, at) : at
    if (end === at) {
      at++
      continue
    }
    out += line.slice(copied, at)
    copied = at = end
  }
  return out + line.slice(copied)
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
    case '`':
      return endOfRun(line, at)
    case '_':
    case '~':
      return line[at + 1] === line[at] ? endOfRun(line, at) : at
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
    else if (!' +.&|~'.includes(unit)) break
    if (quotes === 2) return end + 1
  }
  return at
}

const LONGEST_PART = 14

/** True where a word comes out of parts that are not both words. */
function isGlued(text: string, before: number, after: number): boolean {
  let from = before
  while (before - from < LONGEST_PART && from > 0 && letterAt(text, from - 1) > 0) from--
  let to = after
  while (to - after < LONGEST_PART && letterAt(text, to) > 0) to++
  const [head, tail] = [text.slice(from, before).toLowerCase(), text.slice(after, to).toLowerCase()]
  if (isWord(head + tail)) return !(isWord(head) && isWord(tail) && head.length > 2 && tail.length > 2)
  // The rest of the word may stand behind more marks.
  const next = STARTS[text.charCodeAt(to)] === 1 ? endOfMarks(text, to) : to
  if (next === to) return false
  let rest = next
  while (rest - next < LONGEST_PART && letterAt(text, rest) > 0) rest++
  return rest > next && isWord(head + tail + text.slice(next, rest).toLowerCase())
}
