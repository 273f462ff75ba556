import type { Span } from '@ringwall/text'

/** An address in a text, and whether a viewer fetches it without being asked. */
export interface Link extends Span {
  readonly url: string
  /** True for an image, a frame, a style: what shows the text fetches it. Worked out when it is asked for. */
  isLoaded(): boolean
}

/** The address itself is read up to here; what is longer is judged by its beginning. In UTF-16 code units. */
const LONGEST_URL = 4096
/** How far before its address an image or an element may begin. */
const LEAD = 2048
/** Of elements that are open at a place only so many are looked at, the last first. */
const MOST_ELEMENTS = 3
/** The end of a paragraph ends what Markdown leaves open. */
const PARAGRAPH = /\n[ \t]{0,80}\n/

/** Browsers take backslashes and any number of slashes. Behind `(`, `=`, quotes and the like an address may lack its scheme. */
const ADDRESS = /\b(?:https?|wss?|ftp):[\\/]{1,4}(?=[^\s\\/])|(?<=[(<"'=:,\s])[\\/]{2}(?=[\w[])/gi
/** Every address holds one of these, and most texts none. */
const SLASHES = [':/', ':\\', '//', '\\\\', '/\\', '\\/'] as const
const NONE: readonly never[] = Object.freeze([])
const ENDS_URL = /[\s<>"'`]/
const LOADING_ELEMENT =
  /<\s{0,8}(?:img|image|iframe|frame|embed|object|video|audio|source|track|script|link|input|body|table|td|svg|use|feimage|meta|base|form|portal)\b/gi
const UNFINISHED_ELEMENT = /<\s{0,8}[A-Za-z]{0,8}$/
/** A start tag without its end, perhaps within a quoted value. */
const OPEN_TAG = /^<(?:[^>"']|"[^"]*"|'[^']*')*(?:"[^"]*|'[^']*)?$/
const REFERENCE = /^ {0,3}\[[^\]]{1,120}\]:$/
const STYLE = /(?:url\(\s{0,4}|@import\s{1,4})\\?["']?$/i

/** Every address of a text in order of position; none overlaps another. */
export function readLinks(text: string): readonly Link[] {
  if (!SLASHES.some((mark) => text.includes(mark))) return NONE
  const links: Link[] = []
  let end = 0
  for (const { index: start } of text.matchAll(ADDRESS)) {
    if (start < end) continue
    const close = text[start - 1] === '(' ? ')' : ''
    end = urlEnd(text, start, close)
    if (end - start < 8) continue
    links.push({
      start,
      end,
      url: text.slice(start, Math.min(end, start + LONGEST_URL)),
      isLoaded: () => isLoaded(text, start),
    })
  }
  return links
}

/** The offset from which an address, or what tells how it is loaded, is unfinished; the text's length where nothing is. */
export function openLink(text: string): number {
  const base = Math.max(0, text.length - LEAD - LONGEST_URL)
  const tail = text.slice(base)
  let word = tail.length
  while (word > 0 && tail.length - word < LONGEST_URL && !/\s/.test(tail.charAt(word - 1))) word--
  const address = /[:/\\]/.test(tail.slice(word)) ? word : tail.length
  const image = tail.endsWith('!') ? tail.length - 1 : openImage(tail)
  const element = Math.max(openElement(tail), tail.search(UNFINISHED_ELEMENT))
  return base + Math.min(address, ...[image, element].filter((at) => at >= 0))
}

/** In Markdown parentheses within an address are in pairs; elsewhere a mark of the sentence at its end is none of it. */
function urlEnd(text: string, start: number, close: string): number {
  let [round, square] = [0, 0]
  let end = start
  for (; end < text.length && !ENDS_URL.test(text.charAt(end)); end++) {
    const character = text[end]
    if (character === '(') round++
    else if (character === '[') square++
    else if (character === ')' && --round < 0) return end
    else if (character === ']' && --square < 0 && close === '') return end
  }
  if (close !== '') return end
  while (end > start && /[.,;:!?*_]/.test(text.charAt(end - 1))) end--
  return end
}

function isLoaded(text: string, start: number): boolean {
  const lead = text.slice(Math.max(0, start - LEAD), start)
  if (STYLE.test(lead.slice(-20)) || REFERENCE.test(lastLine(lead.slice(-150)))) return true
  if (/\]\(\s{0,8}<?$/.test(lead)) return openImage(lead) >= 0
  return openElement(lead) >= 0
}

/** The last line that says anything; the angle bracket before an address is none of it. */
function lastLine(lead: string): string {
  const said = (lead.endsWith('<') ? lead.slice(0, -1) : lead).trimEnd()
  return said.slice(said.lastIndexOf('\n') + 1)
}

/** Where the last image begins, if its address has not come to its end: of `[![a](b)](c)` only `b` is one. Otherwise -1. */
function openImage(text: string): number {
  const at = text.lastIndexOf('![')
  const rest = text.slice(at)
  if (at < 0 || /\][^([]/.test(rest) || PARAGRAPH.test(rest)) return -1
  const address = rest.indexOf('](')
  return address >= 0 && rest.includes(')', address) ? -1 : at
}

/** Where the first of the last elements begins that load something and have not come to their end; otherwise -1. */
function openElement(text: string): number {
  const starts = Array.from(text.matchAll(LOADING_ELEMENT), ({ index }) => index)
  return starts.slice(-MOST_ELEMENTS).find((at) => OPEN_TAG.test(text.slice(at))) ?? -1
}
