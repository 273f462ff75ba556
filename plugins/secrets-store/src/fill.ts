import type { Patch } from '@ringwall/core'
import { urlSpans } from './destinations.ts'
import { replacePlaceholders, type Blank } from './placeholders.ts'

/** The arguments with values in them, or why a value cannot stand where it is wanted. */
export type Filled = { readonly set: readonly Patch[] } | { readonly problem: string }

/** Signs that neither a shell nor a database nor a path gives a meaning to. */
const PLAIN = /^(?![-/])[A-Za-z0-9_.:@%+=,/-]*$/
const CONTROL = /\p{Cc}/u
const HEADER_FIELD = /header|cookie|authorization/i

/** Puts values in place of placeholders so that each stays what the other layers judged: one part of a URL, one word, one header. */
export function fill(
  blanks: readonly Blank[],
  values: ReadonlyMap<string, string>,
  plainFields: ReadonlySet<string>,
): Filled {
  const set: Patch[] = []
  for (const { path, text, fields } of blanks) {
    const isPlain = plainFields.has(lastWord(fields.at(-1) ?? ''))
    const isHeader = fields.some((field) => HEADER_FIELD.test(field))
    let problem: string | undefined
    const urls = maskedUrls(text)
    const value = replacePlaceholders(text, (name, at) => {
      const known = values.get(name) ?? ''
      if (isHeader && CONTROL.test(known)) problem = 'a header takes no control characters'
      if (isPlain && (!PLAIN.test(known) || known.includes('..')))
        problem = 'the value has signs that mean something to what reads this argument'
      const url = urls.find(({ start, end }) => start <= at && at < end)
      return url ? encode(known, text.slice(url.start, at)) : known
    })
    // Two values side by side may mean what neither does.
    if (isPlain && value.includes('..') && !text.includes('..')) problem = 'the values together climb out of a folder'
    if (problem !== undefined) return { problem: `${path}: ${problem}` }
    if (urls.length > 0 && !isSameShape(text, value))
      return { problem: `${path}: the value would change the parts of the URL` }
    set.push({ path, value })
  }
  return { set }
}

/** URLs of the text as it was written; its placeholders are of their length, and end none. */
function maskedUrls(text: string): ReturnType<typeof urlSpans> {
  return urlSpans(mask(text))
}

function mask(text: string): string {
  return replacePlaceholders(text, (name) => 'x'.repeat(`{{secret:${name}}}`.length))
}

/** All but what stands in a URL as it is, and, behind the host, the colon, which tokens in paths have: before it, a colon ends the user's name. */
function encode(value: string, before: string): string {
  const text = encodeURIComponent(value)
  return /:\/\/[^/?#\\]*$/.test(before) ? text : text.replaceAll('%3A', ':')
}

/** The same host, and as many parts: a value of dots alone would take one away, however it is encoded. */
function isSameShape(before: string, after: string): boolean {
  const masked = mask(before)
  const made = urlSpans(after)
  return urlSpans(masked).every(({ start, end }, i) => {
    const span = made[i]
    const [was, is] = [shapeOf(masked.slice(start, end)), span && shapeOf(after.slice(span.start, span.end))]
    return was !== undefined && was === is
  })
}

function shapeOf(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url) return undefined
  const { origin, username, password, pathname, searchParams } = url
  const shape = [origin, username !== '', password !== '', pathname.split('/').length, [...searchParams.keys()].length]
  return JSON.stringify(shape)
}

/** `filePath` and `file_path` are paths. */
function lastWord(field: string): string {
  const words = field.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').split(/[_-]/)
  return (words.at(-1) ?? field).toLowerCase()
}
