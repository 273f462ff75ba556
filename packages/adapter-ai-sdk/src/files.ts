import type { LanguageModelV4FilePart } from '@ai-sdk/provider'
import { refuse } from './denied.ts'
import type { Inspector, Origin } from './inspector.ts'

/** Kinds of content that no layer can read; each passes only where the host says so. */
export const UNSCANNED = ['image', 'audio', 'video', 'file'] as const
/** One of UNSCANNED. */
export type Unscanned = (typeof UNSCANNED)[number]

type FileData = LanguageModelV4FilePart['data']
interface FileLike {
  readonly data: FileData
  readonly mediaType: string
  readonly filename?: string | undefined
}

const TEXT_TYPE = /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml|yaml|javascript|sql|toml)$|image\/svg\+xml$)/
const MEDIA_TYPE = /^[\w.+*-]{1,64}(?:\/[\w.+*-]{1,64})?(?:; ?charset=(?:utf-8|us-ascii))?$/i
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/** What of a file is judged as text, and how it is put back. Undefined where no layer can read it. */
export interface ReadFile<D extends FileData> {
  readonly text: string
  readonly with: (text: string) => D
}

/** Reads a file that is text. Throws Denied where it says that it is text and is none. */
export function readFile<D extends FileData>(file: {
  readonly data: D
  readonly mediaType: string
}): ReadFile<D> | undefined {
  const { data } = file
  if (data.type === 'text') return { text: data.text, with: (text) => ({ ...data, text }) }
  if (data.type !== 'data' || !isTextType(file.mediaType)) return undefined
  const bytes = typeof data.data === 'string' ? fromBase64(data.data) : data.data
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw refuse('AI_CONTENT_UNSCANNED', { type: 'file' })
  }
  return { text, with: (after) => ({ ...data, data: Buffer.from(after, 'utf8').toString('base64') }) }
}

/** True for a type whose content is text. */
export function isTextType(mediaType: string): boolean {
  const [type = ''] = mediaType.toLowerCase().split(';')
  return TEXT_TYPE.test(type.trim())
}

/** Lets pass what no layer can read, where the host allows it; its name and address are judged. Throws Denied. */
export async function admitUnscanned(
  { data, mediaType, filename }: FileLike,
  allowed: ReadonlySet<Unscanned>,
  judge: (labels: Readonly<Record<string, string>>) => Promise<void>,
): Promise<void> {
  const [top = ''] = mediaType.toLowerCase().split('/')
  const kind = UNSCANNED.find((name) => name === top) ?? 'file'
  if (!allowed.has(kind) || !MEDIA_TYPE.test(mediaType)) throw refuse('AI_CONTENT_UNSCANNED', { type: kind })
  // Text in the place of data would be read by somebody after all.
  if (data.type === 'data' && typeof data.data === 'string' && !BASE64.test(data.data))
    throw refuse('AI_CONTENT_UNSCANNED', { type: kind })
  const url = data.type === 'url' ? { url: String(data.url) } : {}
  const reference = data.type === 'reference' ? data.reference : {}
  await judge({ ...(filename === undefined ? {} : { filename }), ...url, ...reference })
}

/** A file on its way in: its text judged as a document, its labels with it. Throws Denied. */
export async function guardFile<F extends FileLike>(
  file: F,
  inspector: Inspector,
  origin: Origin,
  allowed: ReadonlySet<Unscanned>,
): Promise<{ readonly file: F; readonly text?: string }> {
  const read = readFile<F['data']>(file)
  if (!read) {
    await admitUnscanned(file, allowed, (labels) => inspector.unchanged(labels, origin))
    return { file }
  }
  const { filename, mediaType } = file
  if (!MEDIA_TYPE.test(mediaType)) throw refuse('AI_CONTENT_UNSCANNED', { type: 'file' })
  if (filename !== undefined) await inspector.unchanged({ filename }, origin)
  // Not its media type: a page that calls itself plain text would be read less strictly.
  const source = origin.source === 'user' ? 'document' : origin.source
  const after = await inspector.text(read.text, { source, meta: origin.meta })
  return { file: after === read.text ? file : { ...file, data: read.with(after) }, text: read.text }
}

function fromBase64(data: string): Uint8Array {
  if (!BASE64.test(data)) throw refuse('AI_CONTENT_UNSCANNED', { type: 'file' })
  return Buffer.from(data, 'base64')
}
