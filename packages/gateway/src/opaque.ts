import { isJsonObject, type Inbound, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Denial } from '@ringwall/host'
import type { InboundGuard } from './inbound-guard.ts'

const DATA_URL = /^data:([^,;]*)(;[^,]*)?,/i
const BASE64_MARK = /^(?:;[\w-]{1,40}=[\w.-]{1,40}){0,4};base64$/i
const BASE64 = /^[A-Za-z0-9+/_=-]*$/
const TEXT_TYPE = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|javascript|sql|toml)$|image\/svg\+xml$)/i
/** Keys under which providers take the bytes of a file. */
const DATA_KEYS: ReadonlySet<string> = new Set(['data', 'file_data', 'b64_json'])

/** Keys that say what the part is; nothing of it is a text where it is a word. */
const LABEL_KEYS: ReadonlySet<string> = new Set(['type', 'media_type', 'format', 'detail', 'ttl'])
const LABEL = /^[\w.+-]{1,40}(?:\/[\w.+-]{1,40})?$/
const KEYS: ReadonlySet<string> = new Set([
  ...DATA_KEYS,
  ...LABEL_KEYS,
  'cache_control',
  'file',
  'file_id',
  'file_url',
  'filename',
  'image_url',
  'input_audio',
  'prompt_cache_breakpoint',
  'source',
  'title',
  'url',
  'video_url',
])

/**
 * For a part that the operator lets through although no layer can read it: its names and addresses, and a file that is text, can be read
 * all the same. It passes as it is or not at all.
 */
export async function guardOpaque(
  part: JsonObject,
  guard: InboundGuard,
  { source, meta }: Pick<Inbound, 'source'> & { readonly meta: JsonObject },
): Promise<Denial | undefined> {
  const { type: _type, ...rest } = part
  const text = [...readable(rest)].filter((line) => line !== '').join('\n')
  return text === '' ? undefined : guard.unchanged({ source, text, meta: { ...meta, structured: true } })
}

/** Every string of the value and every key that no protocol has, without the bytes of files, and with the text of those that are text. */
function* readable(value: JsonValue, key = ''): Generator<string> {
  if (typeof value === 'string') yield* readableText(value, key)
  else if (Array.isArray(value)) for (const item of value as readonly JsonValue[]) yield* readable(item, key)
  else if (isJsonObject(value))
    for (const [name, item] of Object.entries(value)) {
      if (!KEYS.has(name)) yield name
      yield* readable(item, name)
    }
}

function* readableText(text: string, key: string): Generator<string> {
  const [head, type = '', more = ''] = DATA_URL.exec(text) ?? []
  if (head === undefined) {
    const isData = (DATA_KEYS.has(key) && BASE64.test(text)) || (LABEL_KEYS.has(key) && LABEL.test(text))
    if (!isData) yield text
    return
  }
  const body = text.slice(head.length)
  if (!BASE64_MARK.test(more) || !LABEL.test(type) || !BASE64.test(body)) yield text
  else if (TEXT_TYPE.test(type)) yield Buffer.from(body, 'base64').toString('utf8')
}
