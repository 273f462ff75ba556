import { htmlView } from './html-view.ts'

/** Types of text whose markup hides words, and that nothing here can read. */
const OPAQUE: ReadonlySet<string> = new Set(['text/rtf', 'text/richtext', 'text/enriched'])
/** Media types that are text, beside `text/…` and those that end in +json or +xml. */
const TEXTS: ReadonlySet<string> = new Set([
  'application/json',
  'application/xml',
  'application/javascript',
  'application/yaml',
])
/** Types that are told as they were sent. Any other is the sender's word, and no layer has judged it. */
const KNOWN: ReadonlySet<string> = new Set([
  ...TEXTS,
  ...named('application', 'gzip ms-tnef msword octet-stream pdf pgp-encrypted pgp-keys pgp-signature pkcs7-mime'),
  ...named('application', 'pkcs7-signature rtf x-pkcs7-mime x-pkcs7-signature x-zip-compressed xhtml+xml zip'),
  ...named('application/vnd', 'ms-excel ms-outlook ms-powerpoint', '.'),
  ...named('application/vnd.oasis.opendocument', 'presentation spreadsheet text', '.'),
  ...named(
    'application/vnd.openxmlformats-officedocument',
    'presentationml.presentation spreadsheetml.sheet wordprocessingml.document',
    '.',
  ),
  ...named('audio', 'aac mp4 mpeg ogg wav webm'),
  ...named('image', 'avif bmp gif heic jpeg png svg+xml tiff webp'),
  ...named('message', 'delivery-status external-body global partial rfc822'),
  ...named('text', 'calendar css csv enriched html javascript markdown plain richtext rtf vcard x-vcard xml'),
  ...named('video', 'mp4 mpeg ogg quicktime webm'),
])
const CARDS: ReadonlySet<string> = new Set(['text/calendar', 'text/vcard', 'text/x-vcard', 'text/directory'])
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', N: '\n', r: '\n', t: '\t' }
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g
/** What is looked at of both ends of a long text where texts are joined, in UTF-16 code units. */
const EDGE = 500

/** One text in the words that a reader finds in it. */
export interface TextView {
  readonly words: string
  /** What stands beside the words. */
  readonly notes: string
}

function named(family: string, names: string, by = '/'): readonly string[] {
  return names.split(' ').map((name) => `${family}${by}${name}`)
}

/** Whether layers can read what is of this type. */
export function isTextType(type: string): boolean {
  return !OPAQUE.has(type) && (type.startsWith('text/') || TEXTS.has(type) || /\+(?:json|xml)$/.test(type))
}

/** The type as it may be told to others; `fallback` for one that is not known here. */
export function toldType(type: string, fallback: string): string {
  return KNOWN.has(type) ? type : fallback
}

/** A text without what its format can hide words in: tags, entities, escapes, folded lines. */
export function viewOf(type: string, text: string): TextView {
  if (/html|xml/.test(type)) return htmlView(text)
  return { words: unescape(CARDS.has(type) ? unfold(text) : text), notes: '' }
}

/** Several texts as they read one behind the other, with the middle of long ones left out: what is split between two of them is at their ends. */
export function joinEdges(texts: readonly string[]): string {
  return texts
    .map((text) => text.trim())
    .map((text) => (text.length > 2 * EDGE ? `${text.slice(0, EDGE)}\n…\n${text.slice(-EDGE)}` : text))
    .join('\n')
}

/** Escapes of JSON, YAML and scripts, calendars and cards. */
function unescape(text: string): string {
  return text.replaceAll(ESCAPE, (_, hex: string | undefined, byte: string | undefined, char: string | undefined) => {
    if (char !== undefined) return CONTROLS[char] ?? char
    return String.fromCharCode(Number.parseInt(hex ?? byte ?? '', 16))
  })
}

/** RFC 5545, 3.1, and vCard 2.1 with its quoted-printable. */
function unfold(text: string): string {
  const lines = text.replaceAll(/\r?\n[ \t]/g, '')
  if (!/quoted-printable/i.test(lines)) return lines
  const bytes = lines.replaceAll(/=\r?\n/g, '')
  return bytes.replaceAll(/(?:=[0-9a-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'),
  )
}
