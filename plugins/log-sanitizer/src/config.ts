import { formatIdProblem } from '@ringwall/text'
import { z } from 'zod'

/** The text of one record that is read, in UTF-16 code units, where nobody says otherwise. */
export const MAX_LENGTH = 1_048_576

/** The checked config. */
export interface LogSanitizerConfig {
  readonly names: readonly string[]
  readonly publicNames: readonly string[]
  readonly ignore: readonly string[]
  readonly maxLength: number
}
/** A config as an operator writes it: every field has a default. */
export type LogSanitizerInput = { readonly [K in keyof LogSanitizerConfig]?: LogSanitizerConfig[K] | undefined }

/** Checks and completes what an operator wrote. */
export const logSanitizerConfig: z.ZodType<LogSanitizerConfig, LogSanitizerInput> = z.strictObject({
  names: z
    .array(z.string().min(1))
    .default([])
    .meta({ tightens: 'more' })
    .describe('More names of fields under which everything is secret, whatever the case and separators.'),
  publicNames: z
    .array(z.string().min(1))
    .default([])
    .meta({ tightens: 'fewer' })
    .describe('Names of fields that are never secret by their name; their values are still read.'),
  ignore: z
    .array(z.string().superRefine(checkId))
    .default([])
    .meta({ tightens: 'fewer' })
    .describe('Formats that are not looked for, by the ids in docs/secret-formats.md.'),
  maxLength: z
    .number()
    .int()
    .min(100)
    .max(16 * MAX_LENGTH)
    .default(MAX_LENGTH)
    .meta({ tightens: 'lower' })
    .describe('Text of one record that is read, in UTF-16 code units; what comes after is dropped.'),
})

function checkId(id: string, context: z.RefinementCtx): void {
  const message = formatIdProblem(id)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
}
