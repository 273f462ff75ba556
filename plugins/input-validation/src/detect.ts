import type { Inbound, JsonValue, Severity, Source, Span } from '@ringwall/core'
import { isJsonObject } from '@ringwall/core'
import type { Config } from './config.ts'
import { scanJson, type JsonRule } from './scan-json.ts'
import { createTextScanner, type ScanText, type TextRule } from './scan-text.ts'

/** Everything that this layer finds fault with. */
export type Rule =
  | 'length'
  | 'json-bytes'
  | 'attachment-list'
  | 'attachment-count'
  | 'attachment-size'
  | TextRule
  | JsonRule

/** One fault: the rule, where (absent: the input as a whole), and whether the source is one where it is only flagged. */
export interface Fault {
  readonly rule: Rule
  readonly span?: Span
  readonly isTolerated: boolean
}

/** The faults of one input, none if it is fine. */
export type Detect = (input: Inbound) => readonly Fault[]

/** Ordinary in what a program prints: colours, padding, progress bars. */
const TOLERABLE: ReadonlySet<Rule> = new Set(['control-character', 'whitespace-share', 'repetition'])

/** Compiles the checks for the limits given. Their cost is linear in the text. */
export function createDetector(config: Config): Detect {
  const scanText = createTextScanner(config)
  return (input) => {
    const { source, text, meta } = input
    const attachments = checkAttachments(meta?.['attachments'], config)
    // A text over the limit is not read any further: that is what the limit is for.
    if (text.length > config.maxLength) return [...attachments, fault('length')]
    const isJson = config.jsonSources.includes(source) && isJsonType(meta?.['contentType'])
    const isTolerant = config.flagSources.includes(source)
    const faults = isJson ? checkJson(text, scanText, config) : scanText(text)
    return [...attachments, ...faults.map(({ rule, span }) => fault(rule, span, isTolerant && TOLERABLE.has(rule)))]
  }
}
