import { dropped, type Marked } from './redaction.ts'
import type { SecretFinder } from './secret-finder.ts'

/** Called for each secret of a text. */
export type Report = (rule: string, tier: 'critical' | 'warning') => void

/** Redacts one text. `lead` is put before it for the finder alone, as context of its value. */
export type RedactText = (text: string, key: string | undefined, lead: string, report: Report) => string

/** Makes a redactor of texts; the same text is returned where nothing is found. */
export function createTextRedactor(finder: SecretFinder, mark: (what: Marked) => string): RedactText {
  return (text, key, lead, report) => {
    const { critical, warnings } = finder.find(text, lead)
    for (const { rule } of warnings) report(rule, 'warning')
    if (critical.length === 0) return text
    let out = ''
    let at = 0
    for (const { start, end, rule, quote } of critical) {
      report(rule, 'critical')
      out += text.slice(at, start) + quote + mark({ rule, value: text.slice(start, end), key }) + quote
      at = end
    }
    return out + text.slice(at)
  }
}

/** The beginning of a text that is too long, up to where no secret is cut in two, and a mark for the rest. */
export function cutText(text: string, limit: number, finder: SecretFinder): { head: string; rest: string } {
  const head = text.slice(0, Math.max(0, limit))
  const settled = head.slice(0, finder.pending(head))
  return { head: settled, rest: dropped(`${text.length - settled.length} characters`) }
}
