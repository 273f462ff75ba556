import { isJsonObject, type JsonValue } from '@ringwall/core'

/** A URL in the arguments of a tool call. */
export interface FoundUrl {
  readonly text: string
  /** Keys from the outermost in, for the operator; array items by their index. */
  readonly path: string
  /** A host without a scheme, or a URL inside other text: nobody says that it is fetched. */
  readonly isGuess: boolean
}

/** Schemes that lead somewhere: one that is not for the web is refused by the policy. */
const SCHEMES: ReadonlySet<string> = new Set(
  'http https ftp ftps sftp tftp gopher dict ldap ldaps smb file jar netdoc phar expect php telnet rtsp ws wss'.split(
    ' ',
  ),
)
const LONGEST_SCHEME = 6
const LETTER = /[a-z]/i
/** What ends a URL inside other text. */
const END = /[\s"'`<>|)\]},]/
/** A scheme and what makes it a URL: slashes, or one of the schemes that go without. */
const SCHEME = /^(?:[a-z][a-z0-9+.-]{1,20}:[\\/]|(?:data|javascript|vbscript|file|blob|view-source|jar):\S)/i
/** Names of arguments that say where to go. */
const ADDRESS_FIELD = /(?:^|[_-])(?:url|href|endpoint|host|hostname|uri|server|domain|ip|proxy|origin)s?$/i
/** An authority and what follows it. */
const BARE = /^(?:\/\/)?(\[[0-9a-f:.]{2,45}\]|[^\s/:@?#\\"'<>[\]]{1,253})(?:[:/?#]\S*)?$/i
/** A host rather than a word: it has a dot of any script, or is a number, or this machine. */
const HOST = /[.\u3002\uff0e\uff61:]|^(?:localhost|\d{1,10}|0x[0-9a-f]{1,8})$/i
const TRAILING = '.;:!?'

/** How arguments are read. */
export interface UrlOptions {
  readonly dataFields: ReadonlySet<string>
  readonly maxUrls: number
}

/** Every URL in a value and in the names of its keys; undefined where there are more than `maxUrls`. */
export function findUrls(args: JsonValue, { dataFields, maxUrls }: UrlOptions): readonly FoundUrl[] | undefined {
  const found: FoundUrl[] = []
  const pending: {
    readonly value: JsonValue
    readonly path: string
    readonly name: string
    readonly isData: boolean
  }[] = [{ value: args, path: '', name: '', isData: false }]
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path, name, isData } = next
    if (typeof value === 'string') {
      for (const url of urlsIn(value, name, isData)) found.push({ ...url, path })
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries())
        pending.push({ value: item as JsonValue, path: `${path}/${i}`, name, isData })
    } else if (isJsonObject(value)) {
      for (const [key, item] of Object.entries(value)) {
        for (const url of urlsIn(key, '', isData)) found.push({ ...url, path })
        pending.push({
          value: item,
          path: `${path}/${key}`,
          name: key,
          isData: isData || dataFields.has(key.toLowerCase()),
        })
      }
    }
    if (found.length > maxUrls) return undefined
  }
  return found
}

function urlsIn(text: string, name: string, isData: boolean): readonly Omit<FoundUrl, 'path'>[] {
  const trimmed = text.trim()
  const isAddress = ADDRESS_FIELD.test(kebab(name))
  const isWhole = isAddress ? SCHEME.test(trimmed) || isLoose(trimmed) : SCHEME.test(trimmed) && !/\s/.test(trimmed)
  if (isWhole || isBroken(trimmed)) return [{ text: trimmed, isGuess: false }]
  if (isData) return []
  if (isAddress && HOST.test(BARE.exec(trimmed)?.[1] ?? ''))
    return [{ text: `http://${trimmed.replace(/^\/\//, '')}`, isGuess: true }]
  return embedded(text).map((url) => ({ text: withoutStop(url), isGuess: true }))
}

/** `http:host` is `http://host` to whoever fetches it. */
function isLoose(text: string): boolean {
  return /^https?:[^\s]/i.test(text)
}

/** A scheme with tabs or line feeds in it, which a parser of URLs takes out. */
function isBroken(text: string): boolean {
  const head = text.slice(0, 40).split(':', 1)[0] ?? ''
  return (
    /[\t\n\r]/.test(head) && text[head.length] === ':' && SCHEMES.has(head.replaceAll(/[\t\n\r]/g, '').toLowerCase())
  )
}

/** The URLs inside other text: from a known scheme in front of a colon and a slash to what ends them. */
function embedded(text: string): readonly string[] {
  const urls: string[] = []
  let from = 0
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', Math.max(colon + 1, from))) {
    const next = text[colon + 1]
    let start = colon
    while (start > from && colon - start < LONGEST_SCHEME && LETTER.test(text.charAt(start - 1))) start--
    const scheme = text.slice(start, colon).toLowerCase()
    if ((next !== '/' && next !== '\\') || !SCHEMES.has(scheme)) continue
    let end = colon + 1
    while (end < text.length && !END.test(text.charAt(end))) end++
    urls.push(text.slice(start, end))
    from = end
  }
  return urls
}

/** The marks that end a sentence behind a URL are not of the URL. */
function withoutStop(url: string): string {
  let end = url.length
  while (end > 0 && TRAILING.includes(url.charAt(end - 1))) end--
  return url.slice(0, end)
}

function kebab(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
}
