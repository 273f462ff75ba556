import type { Span } from '@ringwall/core'
import { remoteNameOf } from './remote-name.ts'

/** A reading of code in which the ways to split a word, and names that stand for a text, are undone. */
export interface CodeView {
  readonly text: string
  /** True where literals that were added to each other are one now. */
  readonly isJoined: boolean
  /** The smallest span of the text it was made from that a span of it came from. */
  toOriginal(start: number, end: number): Span
}
type Mapped = Omit<CodeView, 'isJoined'>

interface Piece extends Span {
  readonly text: string
}

const WORD = '[\\w./~$@:-]'
/** Each alternative is a literal, counted classes and a look at one neighbour: linear. */
const SPLITTERS = new RegExp(
  [
    '(?<line>[\\\\`]\\r?\\n[ \\t]{0,80})', // a command that goes on in the next line
    '(?<invisible>[\\u00ad\\u200b-\\u200f\\u2060-\\u2064\\ufeff])',
    '(?<blank>\\$\\{IFS[^}\\n]{0,20}\\}|\\$IFS(?:\\$[0-9@*])?)',
    '(?<plus>["\'\\x60]\\s{0,8}\\+\\s{0,8}["\'\\x60])', // 'cu' + 'rl'
    '(?<slash>["\']\\s{0,8}[,/]\\s{0,8}["\'])', // join(home, '.ssh', 'id_rsa'), ['sh', '-c']
    `(?<empty>(?<=${WORD})(?:""|'')(?=${WORD}))`, // c""url
    '(?<pair>(?<=[A-Za-z])(?:"[A-Za-z]{1,12}"|\'[A-Za-z]{1,12}\'))', // cu"rl"
    '(?<quote>(?<![\\w.])(?:"[A-Za-z]{1,6}"|\'[A-Za-z]{1,6}\')(?=[A-Za-z]))', // 'c'url
    '(?<escape>(?<=[A-Za-z])[\\\\`^](?=[A-Za-z]))', // c\url, i`ex, p^owershell
    '(?<brace>\\{(?:curl|wget|cat|bash|sh|rm|nc|cp|tar|base64),[^{}\\s]{1,200}\\})', // {cat,/etc/shadow}
  ].join('|'),
  'g',
)
const MAX_NAMES = 300
const MAX_VALUE = 300
/** Names are replaced this many times at most, so that the reading is at most so much longer. */
const MAX_USES = 500

/** The reading of a text as code; undefined where it says no more than the text itself. Linear. */
export function codeViewOf(text: string): CodeView | undefined {
  const joined = replace(text, SPLITTERS, unsplit)
  const isJoined = joined !== undefined && /["'`]\s{0,8}\+\s{0,8}["'`]/.test(text)
  const plain = joined?.text ?? text
  const names = createNames()
  const resolved = replace(plain, STATEMENTS, (match) => names.read(match))
  if (resolved === undefined) return joined && { ...joined, isJoined }
  if (joined === undefined) return { ...resolved, isJoined }
  return {
    text: resolved.text,
    isJoined,
    toOriginal(start, end) {
      const span = resolved.toOriginal(start, end)
      return joined.toOriginal(span.start, span.end)
    },
  }
}

function unsplit({ 0: all, groups = {} }: RegExpExecArray): string | undefined {
  if (groups.line !== undefined || groups.blank !== undefined) return ' '
  if (groups.slash !== undefined) return '/'
  if (groups.pair !== undefined || groups.quote !== undefined) return all.slice(1, -1)
  if (groups.brace !== undefined) return all.slice(1, -1).replaceAll(',', ' ')
  return ''
}

/** The text with what `change` says in place of each match; undefined where nothing changes. */
function replace(
  text: string,
  pattern: RegExp,
  change: (match: RegExpExecArray) => string | undefined,
): Mapped | undefined {
  const pieces: Piece[] = []
  for (const match of text.matchAll(pattern)) {
    const by = change(match)
    if (by !== undefined) pieces.push({ start: match.index, end: match.index + match[0].length, text: by })
  }
  return pieces.length === 0 ? undefined : assemble(text, pieces)
}

function assemble(text: string, pieces: readonly Piece[]): Mapped {
  const parts: string[] = []
  /** Where each piece begins in the new text. */
  const places: number[] = []
  let at = 0
  let length = 0
  for (const { start, end, text: by } of pieces) {
    parts.push(text.slice(at, start), by)
    places.push(length + start - at)
    length += start - at + by.length
    at = end
  }
  parts.push(text.slice(at))
  const toOffset = (offset: number, isEnd: boolean): number => {
    let [low, high] = [-1, places.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((places[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    const piece = pieces[low]
    if (piece === undefined) return offset
    const inside = offset - (places[low] ?? 0)
    if (inside >= piece.text.length) return piece.end + inside - piece.text.length
    return isEnd && inside > 0 ? piece.end : piece.start
  }
  return {
    text: parts.join(''),
    toOriginal: (start, end) => ({ start: toOffset(start, false), end: toOffset(end, true) }),
  }
}

const NAME = '[A-Za-z_]\\w{0,30}'
const RUNNERS =
  'exec|eval|execSync|Function|compile|system|popen|Popen|spawn|spawnSync|run|iex|Invoke-Expression|open|readFile|readFileSync|b64decode|atob|loads'
/** Statements that give a text a name, and those that use the name. Counted classes: linear. */
const STATEMENTS = new RegExp(
  [
    `(?<call>\\b(?:(?:${RUNNERS})\\s{0,2}\\(?\\s{0,4}|(?:json|data|body|params|files)\\s{0,2}[=:]\\s{0,2}))(?<argument>${NAME})(?=\\s{0,4}[),.;\\n]|$)`,
    // NAME=value, NAME="value", NAME=$(command)
    `(?<![\\w$.-])(?<shell>${NAME})=(?<given>"[^"\\n]{1,${MAX_VALUE}}"|'[^'\\n]{1,${MAX_VALUE}}'|\\$\\([^)\\n]{1,${MAX_VALUE}}\\)|[^\\s"';&|\`$(){}<>=]{1,120})`,
    // name = expression, in Python, JavaScript and PowerShell
    `(?<![\\w.])\\$?(?<code>${NAME}) {0,4}= {1,4}(?<expression>[^\\s=;][^\\n;]{2,${MAX_VALUE}})`,
    // curl -o file, wget -O file, iwr -OutFile file; without a name, the last part of the address
    `(?<fetch>\\b(?:curl|wget|aria2c|iwr|invoke-webrequest)\\s[^\\n;&|]{4,${MAX_VALUE}})`,
    `(?<dollar>\\$\\{?(?<used>${NAME})\\}?)`,
    `(?<runs>(?<![\\w-])(?:(?:ba|z|da)?sh|python[23]?|node|perl|ruby|php|source|start|start-process|\\.)\\s{1,4}["']?)(?<file>[./~\\w%$:\\\\-]{1,200})`,
  ].join('|'),
  'gi',
)
const OUTPUT = /\s(?:-o(?:utfile)?|--output(?:-document)?|>)[= ]{0,3}["']?(?=[./~\w%$:\\-])/i
const FILE = /^[./~\w%$:\\-]{1,200}/

/** The file that a download is told to write to. */
function outputOf(fetch: string): string | undefined {
  const found = OUTPUT.exec(fetch)
  return found ? FILE.exec(fetch.slice(found.index + found[0].length))?.[0] : undefined
}

interface Names {
  read(match: RegExpExecArray): string | undefined
}

function createNames(): Names {
  const values = new Map<string, string>()
  const files = new Map<string, string>()
  let uses = 0
  const find = (known: ReadonlyMap<string, string>, name: string): string | undefined =>
    uses < MAX_USES ? known.get(name) : undefined
  const set = (known: Map<string, string>, name: string, value: string): void => {
    if (known.size < MAX_NAMES || known.has(name)) known.set(name, value)
  }
  return {
    read({ 0: all, groups = {} }) {
      const { shell, given, code, expression, fetch, used, call, argument, runs, file } = groups
      if (shell !== undefined && given !== undefined) set(values, shell, unquote(given))
      else if (code !== undefined && expression !== undefined) {
        const head = /^\$?([A-Za-z_]\w{0,30})\b/.exec(expression)
        const before = find(values, head?.[1] ?? '')
        const whole = before === undefined ? expression : before + expression.slice(head?.[0].length ?? 0)
        set(values, code, whole.slice(0, MAX_VALUE))
      } else if (fetch !== undefined) {
        const name = outputOf(fetch) ?? remoteNameOf(fetch)
        if (name !== undefined) set(files, bare(name), fetch.slice(0, MAX_VALUE))
        const inner = fetch.replace(/\$\{?([A-Za-z_]\w{0,30})\}?/g, (whole, one: string) => find(values, one) ?? whole)
        return inner === fetch ? undefined : (uses++, inner.slice(0, 2 * MAX_VALUE))
      } else {
        const isFile = runs !== undefined && file !== undefined
        const value = isFile ? find(files, bare(file)) : find(values, used ?? argument ?? '')
        if (value === undefined) {
          const given = /^(\w{1,31})=$/.exec(call ?? '')?.[1]
          if (given !== undefined && argument !== undefined) set(values, given, argument)
          return undefined
        }
        uses++
        return isFile ? `${runs.trimEnd()} <(${value})` : `${call ?? ''}${value}`
      }
      return valueInside(all, values, () => uses++ < MAX_USES)
    },
  }
}

const CALL = new RegExp(`\\b(${RUNNERS})\\s{0,2}\\(\\s{0,4}(${NAME})(?=\\s{0,4}\\))`, 'i')

/** A statement that names a text may use names itself: `URL=https://$HOST/`. */
function valueInside(all: string, values: ReadonlyMap<string, string>, mayUse: () => boolean): string | undefined {
  const run = CALL.exec(all)
  const value = values.get(run?.[2] ?? '')
  if (run === null || value === undefined || !mayUse()) return undefined
  return `${all.slice(0, run.index)}${run[1]}(${value}${all.slice(run.index + run[0].length)}`
}

function unquote(value: string): string {
  return /^["']/.test(value) ? value.slice(1, -1) : value
}

function bare(name: string): string {
  return name.replace(/^\.\//, '').replace(/^["']/, '')
}
