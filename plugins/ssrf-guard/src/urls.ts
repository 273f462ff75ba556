import { isJsonObject, type JsonValue } from '@ringwall/core'

/** A URL in the arguments of a tool call. */
export interface FoundUrl {
  readonly text: string
  /** Keys from the outermost in, for the operator; array items by their index. */
  readonly path: string
  /** A host without a scheme, which may be something else. */
  readonly isGuess: boolean
}

/** Where a URL begins inside other text. The scheme may be any that leads somewhere: one that is not for the web is refused by the policy. */
const EMBEDDED =
  /(?:https?|ftps?|gopher|dict|ldaps?|s?ftp|tftp|smb|file|jar|netdoc|phar|expect|php|telnet|rtsp|ws|wss):[\\/]{1,3}[^\s"'`<>|)\]},]+/gi
/** A scheme and what makes it a URL: slashes, or one of the schemes that go without. */
const SCHEME = /^(?:[a-z][a-z0-9+.-]{1,20}:[\\/]|(?:data|javascript|vbscript|file|blob|view-source|jar):\S)/i
/** Names of arguments that say where to go. */
const ADDRESS_FIELD = /(?:^|[_-])(?:url|href|endpoint|host|hostname)s?$/i
/** A host without a scheme: an address, or labels with a dot, with or without a port and a path. */
const BARE_HOST =
  /^(?:\/\/)?(?:\[[0-9a-f:.]{2,45}\]|localhost|0x[0-9a-f]{1,8}|[^\s/:@?#\\"'<>[\]]+[.\u3002\uff0e\uff61][^\s/:@?#\\"'<>[\]]*|\d{1,10})(?:[:/?#]\S*)?$/i
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
  const isWhole = SCHEME.test(trimmed) && (isAddress || !/\s/.test(trimmed))
  if (isWhole) return [{ text: trimmed, isGuess: false }]
  if (isData) return []
  if (isAddress && BARE_HOST.test(trimmed)) return [{ text: `http://${trimmed.replace(/^\/\//, '')}`, isGuess: true }]
  return Array.from(text.matchAll(EMBEDDED), ([url]) => ({ text: withoutStop(url), isGuess: false }))
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
