import { defang, type LinkRules } from './links.ts'
import type { Change } from './text-editor.ts'

// A class after a literal, or a counted class: linear.
const BARE = /(?:https?:\/\/|\bwww\.)/gi
const DEFINITION = /^[ >]{0,12}\[[^\]\n]{1,500}\]:[ \t]{0,20}\n?[ \t]{0,20}/gm
const REFERENCES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    colon: ':',
    sol: '/',
    quest: '?',
    period: '.',
    num: '#',
    equals: '=',
    tab: '\t',
    newline: '\n',
  }),
)

/** A text of the same length in which code, fenced and inline, is blank: nothing in code is markup. Linear. */
export function blankCode(text: string): string {
  return blankInline(blankFences(text))
}

function blankFences(text: string): string {
  if (!text.includes('```') && !text.includes('~~~')) return text
  const lines: string[] = []
  let fence = ''
  for (const line of text.split('\n')) {
    const marker = /^[ >]{0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? ''
    const isEdge = marker !== '' && (fence === '' || (marker.startsWith(fence) && line.trimEnd().endsWith(marker)))
    lines.push(isEdge || fence !== '' ? ' '.repeat(line.length) : line)
    if (isEdge) fence = fence === '' ? marker : ''
  }
  return lines.join('\n')
}

function blankInline(text: string): string {
  if (!text.includes('`')) return text
  const runs = [...text.matchAll(/`+/g)].map(({ index, 0: run }) => ({ start: index, size: run.length }))
  const nextOfSize = new Map<number, number>()
  const closers: (number | undefined)[] = []
  for (let i = runs.length - 1; i >= 0; i--) {
    const size = runs[i]?.size ?? 0
    closers[i] = nextOfSize.get(size)
    nextOfSize.set(size, i)
  }
  const parts: string[] = []
  let at = 0
  for (let i = 0; i < runs.length; i++) {
    const [open, closer] = [runs[i], closers[i]]
    const close = closer === undefined ? undefined : runs[closer]
    if (open === undefined || close === undefined || closer === undefined) continue
    const code = text.slice(open.start, close.start + close.size)
    if (code.includes('\n\n')) continue
    parts.push(text.slice(at, open.start), ' '.repeat(code.length))
    at = open.start + code.length
    i = closer
  }
  parts.push(text.slice(at))
  return parts.join('')
}

/** Elements that make a browser read on in another way; in Markdown they are text unless both ends stand there. */
const RAW = /<(?:(script|style|iframe|noembed|noframes)|xmp|title|textarea|plaintext|!--|[!?]|\/[^a-z])/gi

/** A text of the same length in which what would keep an HTML tokenizer from seeing the rest is blank. */
export function blankStrayMarkup(text: string): string {
  const lasts = new Map<string, number>()
  for (const { index, 1: name = '' } of text.matchAll(/<\/(script|style|iframe|noembed|noframes)/gi))
    lasts.set(name.toLowerCase(), index)
  const lastComment = text.lastIndexOf('-->')
  return text.replace(RAW, (found, name: string | undefined, at: number) => {
    // At the start of a line it hides the rest of the text, closed or not (CommonMark, HTML blocks of kind 2).
    if (found === '<!--' && isAtLineStart(text, at)) return found
    const last = name === undefined ? (found === '<!--' ? lastComment : -1) : (lasts.get(name.toLowerCase()) ?? -1)
    return last > at ? found : ` ${found.slice(1)}`
  })
}

function isAtLineStart(text: string, at: number): boolean {
  return (
    /(?:^|\n) {0,3}$/.test(text.slice(Math.max(0, at - 4), at)) && (at <= 3 || text.slice(at - 4, at).includes('\n'))
  )
}

/** Where an address stands, and what it is used for. */
interface Address {
  readonly start: number
  readonly end: number
  readonly use: 'image' | 'link'
}

/** The changes that defang addresses in Markdown: inline links and images, definitions, and, with `bare`, addresses as such. Linear. */
export function cleanLinks(text: string, links: LinkRules, bare: boolean): readonly Change[] {
  if (!/:\/\/|www\.|\]\(|\]:/i.test(text)) return []
  const visible = blankCode(text)
  const found = [...inlineAddresses(visible), ...definedAddresses(visible), ...(bare ? bareAddresses(visible) : [])]
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const changes: Change[] = []
  let done = 0
  for (const { start, end, use } of found) {
    if (start < done) continue
    const address = unescape(text.slice(start, end))
    const rule = links.judge(address, use)
    if (rule === undefined) continue
    changes.push({ start, end, text: defang(address, rule), rule, severity: use === 'image' ? 'high' : 'medium' })
    done = end
  }
  return changes
}

/** Addresses end where the next link could begin, so that no stretch is read twice. */
function* inlineAddresses(text: string): Generator<Address, void> {
  const brackets: number[] = []
  for (const { index, 0: bracket } of text.matchAll(/[[\]]/g)) {
    if (bracket === '[') {
      brackets.push(index)
      continue
    }
    const opening = brackets.pop()
    if (opening === undefined || text.charAt(index + 1) !== '(') continue
    let start = index + 2
    while (start < text.length && ' \t\n'.includes(text.charAt(start))) start++
    const isBracketed = text.charAt(start) === '<'
    const end = isBracketed ? endOfBracketed(text, start) : endOfAddress(text, start)
    if (isBracketed) start++
    if (end > start) yield { start, end, use: text.charAt(opening - 1) === '!' ? 'image' : 'link' }
  }
}

function endOfBracketed(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && !'>\n'.includes(text.charAt(at)) && !text.startsWith('](', at)) at++
  return at
}

/** At white space, or at a closing parenthesis that nothing in the address opened. */
function endOfAddress(text: string, start: number): number {
  let depth = 0
  let at = start
  for (; at < text.length && text.charAt(at) > ' ' && !text.startsWith('](', at); at++) {
    if (text.charAt(at) === '(') depth++
    if (text.charAt(at) === ')' && depth-- === 0) break
  }
  return at
}

/** Definitions serve any reference, so where the text has an image at all they are taken for images. */
function* definedAddresses(text: string): Generator<Address, void> {
  const use = text.includes('![') ? 'image' : 'link'
  for (const { index, 0: head } of text.matchAll(DEFINITION)) {
    const from = index + head.length
    const isBracketed = text.charAt(from) === '<'
    const end = isBracketed ? endOfBracketed(text, from) : endOfAddress(text, from)
    const start = isBracketed ? from + 1 : from
    if (end > start) yield { start, end, use }
  }
}

function* bareAddresses(text: string): Generator<Address, void> {
  let done = 0
  for (const { index: start } of text.matchAll(BARE)) {
    if (start < done) continue
    let end = start
    while (end < text.length && !' \t\r\n<>"`|'.includes(text.charAt(end))) end++
    while (end > start && ".,;:!?)'*_".includes(text.charAt(end - 1))) end--
    done = end
    yield { start, end, use: 'link' }
  }
}

/** An address with its character references and backslashes resolved. Counted classes: linear. */
function unescape(address: string): string {
  if (!address.includes('&') && !address.includes('\\')) return address
  return address
    .replace(/&(?:#([0-9]{1,7})|#x([0-9a-f]{1,6})|([a-z]{1,8}));?/gi, (found, decimal, hex, name) => {
      if (name !== undefined) return REFERENCES.get(String(name).toLowerCase()) ?? found
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal)
      return code <= 0x10ffff ? String.fromCodePoint(code) : found
    })
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
}
