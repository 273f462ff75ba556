/** Longest path, in UTF-16 code units, and longest component, in bytes of UTF-8 (Linux: PATH_MAX, NAME_MAX). */
const MAX_PATH = 4096
const MAX_COMPONENT = 255
/** How often percent-encoding is undone to see what is under it. The file is always looked for by the name as it stands. */
const MAX_DECODINGS = 4

const NUL_OR_CONTROL = /\p{Cc}/u
/** Characters that turn the direction of text or are not seen: a path that reads as another one. */
const UNSEEN = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/u
/** Characters that look like a slash or a backslash, and those that look like a dot or two. */
const SLASH_LIKE = /[\u2044\u2215\u2216\u29f5\u29f8\u29f9\ufe68\uff0f\uff3c]/
const DOT_LIKE = /[\u2024\uff0e\u2025\u2026\ufe52]/g
/** Encodings of a separator, a dot or NUL that a decoder would accept though it should not: overlong UTF-8, `%u`. */
const ODD_ENCODING = /%(?:c0|c1|e0%80|f0%80|u[0-9a-f]{4})/i
const DRIVE = /^[a-z]:(?:\/|$)/i
/** A URL of a file: what is a name here is another file to a program that reads URLs. */
const FILE_URL = /^file:/i
/** A stream of a file on Windows: `a.txt:name`, `a.txt::$DATA`. */
const STREAM = /\.[a-z0-9]{1,8}:(?::\$data|[a-z_][\w.-]{0,80}(?::\$data)?)$/i
/** What a shell or a program makes of the beginning of a path. */
const HOME = /^~[a-z_0-9-]*(?:\/|$)/i
const VARIABLE = /^\$(?:[a-z_][a-z0-9_]*(?:\/|$)|[{(])|%[a-z_][a-z0-9_]{2,}%/i
/** Names that are devices on Windows, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i

/** How names are judged. */
export interface NameOptions {
  /** Refuses names that Windows takes for something else: devices, a trailing dot or space. */
  readonly portable: boolean
}

/** What is wrong with a path as it is written, whatever the file system holds; undefined where nothing is. */
export function nameProblem(path: unknown, { portable }: NameOptions): string | undefined {
  if (typeof path !== 'string') return 'it is not a string'
  if (path === '') return 'it is empty'
  if (path.length > MAX_PATH) return `it is longer than ${MAX_PATH} characters`
  if (NUL_OR_CONTROL.test(path)) return 'it holds NUL or another control character'
  if (UNSEEN.test(path)) return 'it holds characters that are not seen'
  if (path.includes('\\')) return 'it holds a backslash'
  if (DRIVE.test(path)) return 'it begins with a drive'
  if (FILE_URL.test(path)) return 'it is a URL'
  if (SLASH_LIKE.test(path)) return 'it holds a character that looks like a slash'
  if (HOME.test(path)) return 'it begins with a home directory'
  if (VARIABLE.test(path)) return 'it holds a variable'
  const components = path.split('/')
  if (components.some((name) => Buffer.byteLength(name) > MAX_COMPONENT))
    return `a name in it is longer than ${MAX_COMPONENT} bytes`
  if (components.some(looksLikeUp)) return 'it holds characters that look like ..'
  return encodingProblem(path) ?? (portable ? portableProblem(components) : undefined)
}

function looksLikeUp(name: string): boolean {
  const plain = name.normalize('NFKC').replaceAll(DOT_LIKE, '.')
  return plain !== name && /^\.{2,}$/.test(plain)
}

/** A name that means more once it is decoded; a lone `%20` means no more than a space. */
function encodingProblem(path: string): string | undefined {
  if (ODD_ENCODING.test(path)) return 'it holds an encoding that hides a character'
  let decoded = path
  for (let i = 0; i < MAX_DECODINGS; i++) {
    const next = decodeOnce(decoded)
    if (next === decoded) return undefined
    if (next.includes('\\') || NUL_OR_CONTROL.test(next) || next.split('/').length !== path.split('/').length)
      return 'it holds an encoded separator or control character'
    if (next.split('/').some((name, at) => name === '..' && path.split('/')[at] !== '..'))
      return 'it holds an encoded ..'
    decoded = next
  }
  return 'it is encoded over and over'
}

function decodeOnce(text: string): string {
  return text.replaceAll(/%[0-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
}

function portableProblem(components: readonly string[]): string | undefined {
  for (const name of components) {
    if (name === '' || name === '.' || name === '..') continue
    if (STREAM.test(name)) return 'a name in it is a stream on Windows'
    if (DEVICE.test(name)) return 'a name in it is a device on Windows'
    if (name.endsWith('.') || name.endsWith(' ')) return 'a name in it ends in a dot or a space'
  }
  return undefined
}
