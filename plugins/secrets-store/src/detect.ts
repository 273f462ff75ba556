import type { Edit, Finding, JsonValue } from '@ringwall/core'
import { createKnownValueFinder, type KnownSecret, type Secret } from '@ringwall/text'

/** What a text has of known secrets, and how it reads without them. */
export interface Scrubbed {
  readonly findings: readonly Finding[]
  readonly edits: readonly Edit[]
}

/** Takes known values out of texts and structures, in plain and in the writings of the text package. */
export interface Scrubber {
  text(text: string, mark: (name: string) => string): Scrubbed
  /** A copy without them; a key that holds one is replaced too. `findings` is empty where nothing was found. */
  value(
    value: JsonValue,
    mark: (name: string) => string,
  ): { readonly findings: readonly Finding[]; readonly value: JsonValue }
  /** For streams: from where the text may still become a known value. */
  pending(text: string): number
}

/** The rule of a finding about a secret of this name. */
export function ruleOf(name: string): string {
  return `secret:${name}`
}

/** What stands where a value stood that this reader may not name. */
export const REDACTED = '[REDACTED:secret]'
/** What lies deeper is dropped, for nobody has looked at it. */
const DEEPEST = 200

/** Prepares the search. */
export function createScrubber(secrets: readonly KnownSecret[]): Scrubber {
  const finder = createKnownValueFinder(secrets)
  const nameOf = ({ rule }: Secret): string => rule.slice(rule.indexOf(':') + 1)
  const text: Scrubber['text'] = (read, mark) => {
    const found = finder.scan(read)
    return {
      findings: found.map((one) => ({
        rule: ruleOf(nameOf(one)),
        severity: 'critical',
        span: { start: one.start, end: one.end },
      })),
      edits: found.map((one) => ({ start: one.start, end: one.end, text: mark(nameOf(one)) })),
    }
  }
  return {
    text,
    value(root, mark) {
      if (secrets.length === 0) return { findings: [], value: root }
      const findings: Finding[] = []
      const clean = (read: string): string => {
        const { findings: seen, edits } = text(read, mark)
        findings.push(...seen.map(({ rule, severity }) => ({ rule, severity })))
        return edits.reduceRight((out, { start, end, text: by }) => out.slice(0, start) + by + out.slice(end), read)
      }
      const visit = (value: JsonValue, depth: number): JsonValue => {
        if (typeof value === 'string') return clean(value)
        if (typeof value === 'number') return clean(String(value)) === String(value) ? value : REDACTED
        if (typeof value !== 'object' || value === null) return value
        if (depth > DEEPEST) {
          findings.push({ rule: 'too-deep', severity: 'medium' })
          return REDACTED
        }
        if (Array.isArray(value)) return value.map((item: JsonValue) => visit(item, depth + 1))
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), visit(item, depth + 1)]))
      }
      const value = visit(root, 0)
      return { findings, value }
    },
    pending: (read) => finder.pending(read),
  }
}
