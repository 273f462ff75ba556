import { isJsonObject, type Edit, type Inbound, type JsonValue, type Span } from '@ringwall/core'
import type { Config } from './config.ts'
import { scanJson, type JsonRule } from './scan-json.ts'
import { createTextScanner, type ScanText, type TextRule } from './scan-text.ts'

/** Everything that this layer finds fault with. */
export type Rule =
  | 'length'
  | 'nul-flood'
  | 'attachment-list'
  | 'attachment-count'
  | 'attachment-size'
  | 'json-bytes'
  | TextRule
  | JsonRule

/** One fault: the rule, and where; without a span it is the input as a whole. */
export interface Fault {
  readonly rule: Rule
  readonly span?: Span
  /** True where the fault is ordinary for the source, so that it is flagged and not refused. */
  readonly isTolerated: boolean
}

/** The faults of one input; none if it is fine. The cost is linear in the text. */
export type Detect = (input: Inbound) => readonly Fault[]

/** Ordinary in what a program prints: colours, padding, progress bars. */
const TOLERABLE: ReadonlySet<Rule> = new Set(['control-character', 'whitespace-share', 'repetition'])

/** Compiles the checks for the limits given. */
export function createDetector(config: Config): Detect {
  const scanText = createTextScanner(config)
  return ({ source, text, meta }) => {
    const isTolerant = config.flagSources.includes(source)
    const isJson = config.jsonSources.includes(source) && isJsonType(meta?.['contentType'])
    const faults = [...checkAttachments(meta?.['attachments'], config)]
    // A text over the limit is not read any further: that is what the limit is for.
    if (text.length > config.maxLength) faults.push({ rule: 'length' })
    else faults.push(...(isJson ? checkJson(text, scanText, config) : scanText(text)))
    return faults.map((fault) => ({ ...fault, isTolerated: isTolerant && TOLERABLE.has(fault.rule) }))
  }
}

type Found = Omit<Fault, 'isTolerated'>

/** `application/json`, `application/cloudevents+json; charset=utf-8`, or just `json`. */
function isJsonType(contentType: JsonValue | undefined): boolean {
  if (typeof contentType !== 'string') return false
  const types = contentType.split(';', 1)[0]?.toLowerCase().split(',') ?? []
  // Two types in a list are none, but somebody may take the one that suits him.
  return types.some((type) => /^(?:\S*[/+])?json$/.test(type.trim()))
}

/** White space between the tokens is layout; what people and models read are the strings, so those are scanned. */
function checkJson(text: string, scanText: ScanText, config: Config): readonly Found[] {
  if (Buffer.byteLength(text) > config.maxJsonBytes) return [{ rule: 'json-bytes' }]
  const { strings, problem } = scanJson(text, config)
  if (problem) return [problem]
  return strings.flatMap(({ value, span }) => scanText(value).map(({ rule }) => ({ rule, span })))
}

/** The host lists what came with the text, each with its `size` in bytes; an attachment of unknown size is over any limit. */
function checkAttachments(attachments: JsonValue | undefined, config: Config): readonly Found[] {
  if (attachments === undefined) return []
  if (!Array.isArray(attachments)) return [{ rule: 'attachment-list' }]
  const sizes = attachments.map(sizeOf)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const faults: Found[] = []
  if (sizes.length > config.maxAttachments) faults.push({ rule: 'attachment-count' })
  if (total > config.maxAttachmentsBytes || sizes.some((size) => size > config.maxAttachmentBytes)) {
    faults.push({ rule: 'attachment-size' })
  }
  return faults
}

function sizeOf(attachment: JsonValue): number {
  const size = isJsonObject(attachment) ? attachment['size'] : undefined
  return typeof size === 'number' && size >= 0 ? size : Infinity
}

/** Stands where a text was cut. */
const CUT_MARK = '\n[TRUNCATED]'

/** The edit that shortens a text to the limit with its mark, at the end of a line if one ends in the second half; never inside a pair. */
export function cutToLength(text: string, maxLength: number): Edit {
  const mark = CUT_MARK.slice(0, maxLength)
  const limit = maxLength - mark.length
  const line = text.lastIndexOf('\n', limit)
  const isPair = /[\ud800-\udbff]/.test(text.charAt(limit - 1)) && /[\udc00-\udfff]/.test(text.charAt(limit))
  const start = 2 * line > limit ? line : isPair ? limit - 1 : limit
  return { start, end: text.length, text: mark }
}

/** Every NUL in a text, one span each. */
export function findNuls(text: string): readonly Span[] {
  const spans: Span[] = []
  for (let at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1)) {
    spans.push({ start: at, end: at + 1 })
  }
  return spans
}
