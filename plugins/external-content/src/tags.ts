import { Tokenizer } from 'htmlparser2'

/** One attribute; `value` has its character references resolved. */
export interface Attribute {
  readonly name: string
  readonly value: string
  /** Of the value in the text, without quotes. */
  readonly start: number
  readonly end: number
}
/** One piece of markup; `end` is after its last character. Text between pieces is not reported. */
export type Markup =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly selfClosing: boolean
      readonly start: number
      readonly end: number
      readonly attributes: readonly Attribute[]
    }
  | { readonly kind: 'close'; readonly name: string; readonly start: number; readonly end: number }
  | { readonly kind: 'comment' | 'unfinished'; readonly start: number; readonly end: number }

/** Attributes of one tag that are looked at; the rest of a flood is passed over. */
const MAX_ATTRIBUTES = 256

const MAX_DOCTYPE = 200
/** Identifiers hold an address or two slashes. Counted classes: linear. */
const DOCTYPE =
  /^!?doctype\s{1,9}[a-z]{1,12}\s{0,9}(?:(?:public|system)\s{0,9}(?:["'][^"'\s]{0,4}\/\/[^"']{0,60}["']|["'](?:https?:\/\/[^"'\s]{0,90}|about:legacy-compat)["']|\s){0,6})?$/i

/** Reads the markup of an HTML text from left to right, as a browser's tokenizer does, without building a tree: linear. */
export function readMarkup(text: string, report: (markup: Markup) => void): void {
  let tag = { name: '', start: 0, attributes: [] as Attribute[] }
  let attribute = { name: '', nameEnd: 0, value: [] as string[] }
  let covered = 0
  const cover = (end: number): number => (covered = Math.max(covered, Math.min(end, text.length)))
  const finishTag = (last: number, selfClosing: boolean): void => {
    const { name, start, attributes } = tag
    report({ kind: 'open', name, selfClosing, start, end: cover(last + 1), attributes })
  }
  const comment = (start: number, end: number): void => {
    report({ kind: 'comment', start: Math.max(start, covered), end: cover(end + 1) })
  }
  const reader = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname: (start, end) => {
        tag = { name: text.slice(start, end).toLowerCase(), start: start - 1, attributes: [] }
      },
      onattribname: (start, end) => {
        attribute = { name: text.slice(start, end).toLowerCase(), nameEnd: end, value: [] }
      },
      onattribdata: (start, end) => {
        attribute.value.push(text.slice(start, end))
      },
      onattribentity: (codePoint) => {
        attribute.value.push(String.fromCodePoint(codePoint))
      },
      onattribend: (quote, end) => {
        if (tag.attributes.length === MAX_ATTRIBUTES) return
        const quoted = quote > 1 ? 1 : 0
        const start = quote === 0 ? end : startOfValue(text, attribute.nameEnd) + quoted
        tag.attributes.push({ name: attribute.name, value: attribute.value.join(''), start, end: end - quoted })
      },
      onopentagend: (last) => finishTag(last, false),
      onselfclosingtag: (last) => finishTag(last, true),
      onclosetag: (start, end) => {
        const close = text.indexOf('>', end)
        const after = cover(close === -1 ? text.length : close + 1)
        report({ kind: 'close', name: text.slice(start, end).toLowerCase(), start: start - 2, end: after })
      },
      oncomment: (start, end) => {
        const from = text.startsWith('<!--', start - 4) ? start - 4 : text.lastIndexOf('<', start - 1)
        report({ kind: 'comment', start: Math.max(from, covered), end: cover(end + 1) })
      },
      // In HTML both are comments but for the one declaration that begins a page.
      oncdata: (start, end) => comment(text.lastIndexOf('<', start), end),
      ondeclaration: (start, end) => {
        const declared = text.slice(start, Math.min(end, start + MAX_DOCTYPE + 1))
        if (declared.length > MAX_DOCTYPE || !DOCTYPE.test(declared)) comment(text.lastIndexOf('<', start), end)
        else cover(end + 1)
      },
      onprocessinginstruction: (_start, end) => void cover(end + 1),
      ontext: (_start, end) => void cover(end),
      ontextentity: (_codePoint, end) => void cover(end),
      onend: () => {},
    },
  )
  reader.write(text)
  reader.end()
  if (covered < text.length) report({ kind: 'unfinished', start: covered, end: text.length })
}

/** Past the equals sign and the white space around it. */
function startOfValue(text: string, from: number): number {
  let at = from
  while (at < text.length && ' \t\n\f\r='.includes(text.charAt(at))) at++
  return at
}
