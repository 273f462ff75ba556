import type { Inbound, Source } from '@ringwall/core'

/**
 * How a text is read: `html` as a page, `markdown` with the HTML that may stand in it, `text` for its Markdown links and
 * images alone, `raw` as nothing but characters.
 */
export type Format = 'html' | 'markdown' | 'text' | 'raw'

const BY_TYPE: ReadonlyMap<string, Format> = new Map([
  ['text/html', 'html'],
  ['application/xhtml+xml', 'html'],
  ['html', 'html'],
  ['text/markdown', 'markdown'],
  ['text/x-markdown', 'markdown'],
  ['markdown', 'markdown'],
  ['text/plain', 'text'],
  ['application/json', 'text'],
])
const BY_SOURCE: ReadonlyMap<Source, Format> = new Map([
  ...(['email', 'webhook', 'api', 'web', 'search', 'document', 'channel'] as const).map((source): [Source, Format] => [
    source,
    'markdown',
  ]),
  ['tool', 'text'],
])
/** Units at the start in which a page shows that it is one. */
const HEAD = 1_000
// Anchored, with counted classes: linear.
const PAGE =
  /^[\s\ufeff]{0,200}(?:<\?xml[^>]{0,200}>\s{0,20})?(?:<!--[^>]{0,400}-->\s{0,20})?<(?:!doctype\s{1,20}html|html|head|body)[\s>]/i
const FRAGMENT =
  /^[\s\ufeff]{0,200}<(?:!--|(?:div|p|span|table|section|article|main|header|h[1-6]|ul|ol|style|script|meta|title|center|font|img|a|b|br|blockquote|template|noscript)[\s>/])/i

/** Decides how a text is read: its declared type wins, then what it plainly is, then its source. */
export function formatOf({ source, text, meta }: Pick<Inbound, 'source' | 'text' | 'meta'>): Format {
  const declared = meta?.contentType
  if (typeof declared === 'string' && declared !== '') {
    const type = (declared.split(';', 1)[0] ?? '').trim().toLowerCase()
    // The type is the sender's word: one that nobody knows must not switch everything off.
    return BY_TYPE.get(type) ?? (source === 'file' ? 'raw' : 'text')
  }
  if (source === 'file') return 'raw' // what the agent works on must reach it unchanged
  const head = text.slice(0, HEAD)
  if (PAGE.test(head)) return 'html'
  const format = BY_SOURCE.get(source) ?? 'text'
  if (format !== 'markdown' || !FRAGMENT.test(head)) return format
  return text.slice(-200).trimEnd().endsWith('>') ? 'html' : format
}
