import type { LinkRules } from './links.ts'
import { defang } from './links.ts'
import { FOREIGN, FORMATTING, hiddenReason, isEndedBy, KNOWN, SCOPES, VOID, type Surroundings } from './elements.ts'
import { readStyle } from './hidden-style.ts'
import { readStyleSheets, type HiddenNames } from './stylesheet.ts'
import { readMarkup, type Attribute, type Markup } from './tags.ts'
import type { Change } from './text-editor.ts'

type Open = Extract<Markup, { kind: 'open' }>
type Close = Extract<Markup, { kind: 'close' }>
type Rule = 'comment' | 'unfinished-tag' | 'hidden-element' | 'unrendered-element'

/** How a text is read. */
export interface HtmlOptions {
  readonly links: LinkRules
  /** HTML among Markdown: unknown tags, and ends that are missing, are text. Absent: a document. */
  readonly isMarkdown: boolean
}

const MAX_GROUNDS = 100
/** Left where something was taken out, so that what stood around it does not become markup together. */
const GAP = ' '
const SEVERITIES = {
  comment: 'low',
  'unfinished-tag': 'low',
  'unrendered-element': 'low',
  'hidden-element': 'high',
} as const
/** Attributes that hold an address, and whether it is fetched without a click. */
const ADDRESSES: ReadonlyMap<string, 'image' | 'link'> = new Map([
  ...['src', 'srcset', 'poster', 'background', 'data', 'ping', 'lowsrc', 'dynsrc'].map((name): [string, 'image'] => [
    name,
    'image',
  ]),
  ...['href', 'xlink:href', 'action', 'formaction', 'cite'].map((name): [string, 'link'] => [name, 'link']),
])
const FETCHED: ReadonlySet<string> = new Set(['image', 'use', 'feimage', 'link'])

/** The changes that take out what a reader of the page does not see, and addresses that leak: in order, none overlapping. Linear. */
export function cleanHtml(text: string, { links, isMarkdown }: HtmlOptions): readonly Change[] {
  if (!text.includes('<')) return []
  const around = surroundingsOf(text, isMarkdown)
  const cleaner = new Cleaner(text, around, links)
  readMarkup(text, (markup) => cleaner.read(markup))
  return cleaner.finish()
}

function surroundingsOf(text: string, isMarkdown: boolean): Surroundings {
  const noNames: HiddenNames = { hides: () => false }
  const sheets: string[] = []
  let from: number | undefined
  const present = new Set<string>()
  let isStyled = false
  if (/<style|<link|background|bgcolor/i.test(text))
    readMarkup(text, (markup) => {
      if (markup.kind === 'close' && from !== undefined && markup.name === 'style')
        sheets.push(text.slice(from, markup.start))
      from = markup.kind === 'open' && markup.name === 'style' ? markup.end : undefined
      if (markup.kind !== 'open') return
      isStyled ||= setsBackground(markup)
      for (const { name, value } of markup.attributes) {
        if (name === 'id') present.add(`#${value}`)
        if (name === 'class') for (const one of value.split(/\s+/)) present.add(`.${one}`)
      }
    })
  if (sheets.length === 0) return { isMarkdown, names: noNames, isWhitePage: !isStyled }
  const { isStyled: isPainted, ...names } = readStyleSheets(sheets, !isStyled, present)
  return { isMarkdown, names, isWhitePage: !isStyled && !isPainted }
}

function setsBackground({ name, attributes }: Open): boolean {
  if (name === 'link' && attributes.some((one) => one.name === 'rel' && /stylesheet/i.test(one.value))) return true
  return attributes.some((one) => {
    if (one.name === 'style') return readStyle(one.value).background
    return (one.name === 'bgcolor' || one.name === 'background') && readStyle(`background:${one.value}`).background
  })
}

/** A hidden element that is not closed yet. */
interface Hidden {
  readonly name: string
  readonly start: number
  readonly rule: Rule
  /** Open elements inside, by name. */
  readonly inside: Map<string, number>
  scopes: number
  /** After the last end tag of the element's name. */
  lastClose: number
}

/** Follows open elements by counts per name: no stack to search, so the cost per tag is fixed however deep they are. */
class Cleaner {
  readonly #text: string
  readonly #around: Surroundings
  readonly #links: LinkRules
  readonly #changes: Change[] = []
  readonly #open = new Map<string, number>()
  readonly #lastClose: ReadonlyMap<string, number>
  readonly #grounds: { readonly name: string; readonly colour: string; readonly depth: number }[] = []
  #hidden: Hidden | undefined
  /** Where addresses without a host lead. */
  #base = ''
  /** Markup before this was taken out already. */
  #done = 0

  constructor(text: string, around: Surroundings, links: LinkRules) {
    this.#text = text
    this.#around = around
    this.#links = links
    this.#lastClose = around.isMarkdown ? lastCloses(text) : new Map()
  }

  read(markup: Markup): void {
    if (markup.start < this.#done) return
    if (markup.kind === 'open') this.#enter(markup)
    else if (markup.kind === 'close') this.#leave(markup)
    else if (this.#hidden === undefined && !(markup.kind === 'unfinished' && this.#around.isMarkdown))
      this.#remove(markup.start, markup.end, markup.kind === 'comment' ? 'comment' : 'unfinished-tag')
  }

  finish(): readonly Change[] {
    if (this.#hidden) {
      const { start, rule, lastClose } = this.#hidden
      this.#remove(start, this.#around.isMarkdown ? lastClose : this.#text.length, rule)
    }
    return this.#changes
  }

  #enter(tag: Open): void {
    const hidden = this.#hidden
    const isEmpty = VOID.has(tag.name) || (tag.selfClosing && FOREIGN.has(tag.name))
    if (hidden) {
      if (hidden.inside.size === 0 && isEndedBy(hidden.name, tag.name)) this.#end(tag.start)
      else {
        if (!isEmpty) count(hidden.inside, tag.name, 1)
        if (!isEmpty && SCOPES.has(tag.name)) hidden.scopes++
        return
      }
    }
    const rule = hiddenReason(tag.name, tag.attributes, this.#around, this.#grounds.at(-1)?.colour)
    if (rule === undefined) {
      if (isRefresh(tag)) return this.#remove(tag.start, tag.end, 'unrendered-element')
      for (const attribute of tag.attributes) this.#checkAddress(tag.name, attribute)
      if (isEmpty) return
      count(this.#open, tag.name, 1)
      this.#standOn(tag)
    } else if (isEmpty) this.#remove(tag.start, tag.end, rule)
    else this.#hide(tag, rule)
  }

  #hide({ name, start, end }: Open, rule: Rule): void {
    if (this.#around.isMarkdown && (this.#lastClose.get(name) ?? -1) < end) {
      if (rule === 'unrendered-element' || !KNOWN.has(name)) return
      // Without an end tag the element reaches to the end of its block.
      const blank = this.#text.indexOf('\n\n', end)
      this.#remove(start, blank === -1 ? this.#text.length : blank, rule)
    } else this.#hidden = { name, start, rule, inside: new Map(), scopes: 0, lastClose: end }
  }

  #leave(tag: Close): void {
    const hidden = this.#hidden
    if (hidden === undefined) {
      if (this.#grounds.at(-1)?.name === tag.name && this.#grounds.at(-1)?.depth === this.#open.get(tag.name))
        this.#grounds.pop()
      return count(this.#open, tag.name, -1)
    }
    if (tag.name === hidden.name) hidden.lastClose = tag.end
    if (hidden.inside.has(tag.name)) {
      count(hidden.inside, tag.name, -1)
      if (SCOPES.has(tag.name)) hidden.scopes--
      return
    }
    if (hidden.scopes > 0) return
    if (tag.name === hidden.name) return this.#end(tag.end)
    if (!this.#open.has(tag.name) || FORMATTING.has(hidden.name)) return
    this.#end(tag.start)
    count(this.#open, tag.name, -1)
  }

  /** Backgrounds that open elements set, innermost last; a flood of them is passed over. */
  #standOn({ name, attributes }: Open): void {
    if (this.#grounds.length >= MAX_GROUNDS) return
    const of = (wanted: string): string | undefined => attributes.find((one) => one.name === wanted)?.value
    const [style, attribute] = [of('style'), of('bgcolor')]
    if (style === undefined && attribute === undefined) return
    const colour = readStyle(`${attribute === undefined ? '' : `background:${attribute};`}${style ?? ''}`).behind
    if (colour !== undefined) this.#grounds.push({ name, colour, depth: this.#open.get(name) ?? 0 })
  }

  #end(at: number): void {
    if (this.#hidden) this.#remove(this.#hidden.start, at, this.#hidden.rule)
    this.#hidden = undefined
  }

  #remove(start: number, end: number, rule: Rule): void {
    this.#changes.push({ start, end, text: GAP, rule, severity: SEVERITIES[rule] })
    this.#done = end
  }

  #checkAddress(tag: string, { name, value, start, end }: Attribute): void {
    if (name === 'style' && /url\(|image-set\(/i.test(value)) return this.#checkStyle(value, start, end)
    if (tag === 'base' && name === 'href')
      this.#base ||= /^(?:https?:)?\/\/[^/?#]{1,200}/i.exec(value.trim())?.[0] ?? ''
    // Scripts read these and people do not, so prose in them is for nobody but a model.
    if (name.startsWith('data-') && /\S\s+\S+\s+\S/.test(value.slice(0, 400)))
      return void this.#changes.push({ start, end, text: '', rule: 'hidden-attribute', severity: 'medium' })
    const kind = ADDRESSES.get(name)
    if (kind === undefined || start === end) return
    const use = FETCHED.has(tag) ? 'image' : kind
    const parts = name === 'srcset' ? value.split(/[,\s]/) : [value]
    for (const part of parts) {
      const whole =
        this.#base === '' || /^\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2}|#|$)/i.test(part) ? part : `${this.#base}/${part}`
      const rule = this.#links.judge(whole, use)
      if (rule === undefined) continue
      this.#changes.push({ start, end, text: defang(whole, rule), rule, severity: 'medium' })
      return
    }
  }

  /** Of a style that fetches what leaks, nothing stays. */
  #checkStyle(value: string, start: number, end: number): void {
    for (const part of value.split(/url\(|["']/i)) {
      const rule = this.#links.judge(part, 'image')
      if (rule === undefined) continue
      this.#changes.push({ start, end, text: '', rule, severity: 'medium' })
      return
    }
  }
}

/** True for a page that sends its reader on by itself. */
function isRefresh({ name, attributes }: Open): boolean {
  return (
    name === 'meta' &&
    attributes.some((one) => one.name === 'http-equiv' && one.value.trim().toLowerCase() === 'refresh')
  )
}

function count(counts: Map<string, number>, name: string, by: 1 | -1): void {
  const next = (counts.get(name) ?? 0) + by
  if (next > 0) counts.set(name, next)
  else counts.delete(name)
}

/** Where the last end tag of each name stands. */
function lastCloses(text: string): ReadonlyMap<string, number> {
  const closes = new Map<string, number>()
  for (const { index, 1: name = '' } of text.matchAll(/<\/([a-z][a-z0-9:-]{0,30})/gi))
    closes.set(name.toLowerCase(), index)
  return closes
}
