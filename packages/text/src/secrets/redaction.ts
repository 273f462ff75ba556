import type { SecretNames } from './secret-names.ts'
import type { SecretScanner } from './scanner.ts'

/** The rule of what is secret by the name that it stands under. */
export const NAMED_SECRET = 'named-secret'

/** What is about to be replaced by a mark. */
export interface Marked {
  /** The format that was seen, or `named-secret`. */
  readonly rule: string
  /** The secret itself: for a fingerprint, never to be kept. */
  readonly value: unknown
  /** The name that it stands under, if any. */
  readonly key: string | undefined
}

/** One thing that was replaced, or for a warning only seen. */
export interface Redaction {
  /** A JSON Pointer to the value; names on the way that are secrets themselves are marks. */
  readonly path: string
  readonly rule: string
  readonly tier: 'critical' | 'warning'
}

/** How secrets are told and what stands in their place. */
export interface RedactionOptions {
  readonly scanner: SecretScanner
  /** Names under which secrets stand; without it the built-in ones. */
  readonly names?: SecretNames
  /** Decides instead of the names whether the value at `path` (its last part is `key`) is secret. A throw counts as yes. */
  readonly isSecret?: (key: string, value: unknown, path: readonly string[]) => boolean
  /** Makes the mark; without it `[REDACTED:rule]`. */
  readonly mark?: (what: Marked) => string
  /** Whether text is read for names with values (`password=...`, `"password": "..."`), however plain the value. On without it. */
  readonly readsNamesInText?: boolean
  /** Texts shorter than this, with their context, are not scanned; 8 without it, and no format is shorter. In UTF-16 code units. */
  readonly leastLength?: number
  /** Objects within objects; what lies deeper becomes a mark. */
  readonly maxDepth?: number
  /** Entries of objects and lists in all; what comes after becomes a mark. */
  readonly maxEntries?: number
  /** UTF-16 code units of text in all; what comes after becomes a mark. */
  readonly maxText?: number
}

/** The mark of a rule. */
export function defaultMark({ rule }: Pick<Marked, 'rule'>): string {
  return `[REDACTED:${rule}]`
}

const MARK = /^\[REDACTED(?::[\w.:#-]{1,100})?\]?$/

/** True for a mark from end to end, also where its last bracket was taken for punctuation. What was redacted before stays as it is. */
export function isMark(text: string): boolean {
  return text.startsWith('[RED') && MARK.test(text)
}

/** Stands for what had to be left out. */
export function dropped(what: string): string {
  return `[DROPPED: ${what}]`
}

/** Stands for an object that holds itself. */
export const CIRCULAR = '[CIRCULAR]'
/** Stands for what threw when it was read. */
export const UNREADABLE = '[UNREADABLE]'
