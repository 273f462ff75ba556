import { CORE_ERRORS } from './error-table.ts'

/** One row of an error table: a message with `{placeholders}`, and what the reader can do about it. */
export interface ErrorEntry {
  readonly message: string
  readonly fix: string
}

/** Values for the placeholders of a message. */
export type ErrorParams = Readonly<Record<string, string | number>>

/** A bug or a bad installation, told apart by its stable `code`; `fix` says the way out. Verdicts are returned, never thrown. */
export class RingwallError extends Error {
  override readonly name = 'RingwallError'
  readonly code: string
  readonly fix: string

  constructor(code: string, entry: ErrorEntry, params: ErrorParams = {}, cause?: unknown) {
    super(fill(entry.message, params), cause === undefined ? undefined : { cause })
    this.code = code
    this.fix = fill(entry.fix, params)
  }
}

/** Makes errors of one table: `fail(code, params, cause)`. */
export type ErrorFactory<Code extends string> = (code: Code, params?: ErrorParams, cause?: unknown) => RingwallError

/** Turns an error table into its factory; each package keeps one table, and docs/errors.md lists them all. */
export function defineErrors<Code extends string>(table: Readonly<Record<Code, ErrorEntry>>): ErrorFactory<Code> {
  return (code, params, cause) => new RingwallError(code, table[code], params, cause)
}

/** True for a RingwallError of this or of another installed copy of the kernel. */
export function isRingwallError(value: unknown): value is RingwallError {
  return value instanceof Error && value.name === 'RingwallError' && 'code' in value && 'fix' in value
}

function fill(template: string, params: ErrorParams): string {
  return template.replace(/\{(\w+)\}/g, (whole, key: string) => String(params[key] ?? whole))
}

/** The factory of the kernel's own errors. */
export const fail: ErrorFactory<keyof typeof CORE_ERRORS> = defineErrors(CORE_ERRORS)

/** What a thrown value says, whatever was thrown. Never throws. */
export function messageOf(thrown: unknown): string {
  try {
    return String(thrown instanceof Error ? thrown.message : thrown)
  } catch {
    return 'a value that cannot be described' // it was thrown all the same, and is treated so
  }
}
