import { z } from 'zod'
import { SECRET_FORMATS } from '@ringwall/text'

const IDS = SECRET_FORMATS.map(({ id }) => id)

/** The checked config. */
export interface OutputGuardConfig {
  readonly secrets: 'redact' | 'deny'
  readonly warnings: 'flag' | 'redact'
  readonly promptLeaks: 'flag' | 'deny'
  readonly ignore: readonly string[]
}
/** A config as an operator writes it: every field has a default. */
export type OutputGuardInput = { readonly [K in keyof OutputGuardConfig]?: OutputGuardConfig[K] | undefined }

/** Checks and completes what an operator wrote. */
export const outputGuardConfig: z.ZodType<OutputGuardConfig, OutputGuardInput> = z.strictObject({
  secrets: z
    .enum(['redact', 'deny'])
    .default('redact')
    .meta({ tightens: ['redact', 'deny'] })
    .describe('What happens to a reply with a secret: `redact` replaces the secret, `deny` stops the whole reply.'),
  warnings: z
    .enum(['flag', 'redact'])
    .default('flag')
    .meta({ tightens: ['flag', 'redact'] })
    .describe(
      'What happens to bearer headers and JWTs, which are often harmless: `flag` reports them, `redact` treats them as secrets.',
    ),
  promptLeaks: z
    .enum(['flag', 'deny'])
    .default('flag')
    .meta({ tightens: ['flag', 'deny'] })
    .describe('What happens to a reply that recites its system prompt: `flag` reports it, `deny` stops it.'),
  ignore: z
    .array(z.enum(IDS))
    .default([])
    .meta({ tightens: 'fewer' })
    .describe('Formats that are not looked for, by their names.'),
})
