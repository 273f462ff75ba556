import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { replacePlaceholders } from './placeholders.ts'

/** Where a URL stands in a text, in UTF-16 code units. */
export interface UrlSpan {
  readonly start: number
  readonly end: number
}

/** Names of arguments that say where to go. */
const ADDRESS_FIELD =
  /(?:^|[_-])(?:url|uri|href|endpoint|host|hostname|server|origin|domain|webhook|proxy|address|addr|target|callback|base)s?$/i
/** A host without a scheme. */
const BARE = /^(?:\/\/)?(?:\[[0-9a-f:.]{2,45}\]|[^\s/:@?#\\"'<>[\]]{1,253})(?:[:/?#]\S*)?$/i
/** What ends a URL inside other text. */
const END = /[\s"'`<>|)\]},]/
const SCHEME_SIGN = /[A-Za-z0-9+.-]/
const LONGEST_SCHEME = 20
/** An authority that reads the same to every parser. */
const PLAIN_AUTHORITY =
  /^[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#\\@[\]]*@)?(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?(?:[/?#]|$)/i
/** Stands for a placeholder while URLs are looked for: of letters alone, so that it ends none. */
const STAND_IN = 'RINGWALLSECRET'

/**
 * Where a call leads: every URL in its arguments, and every host in a field that says where to go. Undefined where one of them cannot be
 * read in one way alone, or where a secret would say where to go.
 */
export function destinationsOf(args: JsonObject, dataFields: ReadonlySet<string>): readonly URL[] | undefined {
  const urls: URL[] = []
  let isClear = true
  const add = (text: string): void => {
    const url = URL.parse(text)
    if (!url || !isPlain(text, url)) isClear = false
    else urls.push(url)
  }
  const visit = (value: JsonValue, name: string, isData: boolean): void => {
    if (typeof value === 'string') {
      const text = replacePlaceholders(value, () => STAND_IN).trim()
      const spans = urlSpans(text)
      if (spans.some(({ start, end }) => start === 0 && end === text.length)) add(text)
      else if (text.startsWith('//') && !/\s/.test(text)) add(`https:${text}`)
      else if (isAddress(name) && text !== '' && spans.length === 0) add(BARE.test(text) ? `https://${text}` : '')
      else if (!isData) for (const { start, end } of spans) add(withoutStop(text.slice(start, end)))
    } else if (typeof value === 'object' && value !== null) {
      const entries = isJsonObject(value) ? Object.entries(value) : value.map((item) => [name, item] as const)
      for (const [key, item] of entries) {
        if (isJsonObject(value)) for (const { start, end } of urlSpans(key)) add(key.slice(start, end))
        visit(item, key, isData || dataFields.has(key.toLowerCase()))
      }
    }
  }
  visit(args, '', false)
  return isClear ? urls : undefined
}

/** Every scheme with a colon and slashes, and what follows up to what ends a URL. */
export function urlSpans(text: string): readonly UrlSpan[] {
  const spans: UrlSpan[] = []
  let from = 0
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(colon + 1, from))) {
    const next = text[colon + 1]
    if (next !== '/' && next !== '\\') continue
    let start = colon
    while (start > from && colon - start < LONGEST_SCHEME && SCHEME_SIGN.test(text.charAt(start - 1))) start--
    if (colon - start < 2) continue // none, or the letter of a drive
    let end = colon + 1
    while (end < text.length && !END.test(text.charAt(end))) end++
    spans.push({ start, end })
    from = end
  }
  return spans
}

/** The marks that end a sentence behind a URL are not of the URL. */
function withoutStop(url: string): string {
  let end = url.length
  while (end > 0 && '.;:!?'.includes(url.charAt(end - 1))) end--
  return url.slice(0, end)
}

function isAddress(name: string): boolean {
  return ADDRESS_FIELD.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2'))
}

/** The authority holds no secret, and no parser can take another host for it. */
function isPlain(text: string, url: URL): boolean {
  return PLAIN_AUTHORITY.test(text) && url.host !== '' && !url.host.toLowerCase().includes(STAND_IN.toLowerCase())
}
