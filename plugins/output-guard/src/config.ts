import { z } from 'zod'
import { SECRET_PATTERNS } from './patterns.ts'

const IDS = SECRET_PATTERNS.map(({ id }) => id)

/** What an operator may set. */
export const outputGuardConfig = z.strictObject({
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

/** The checked config. */
export type OutputGuardConfig = z.output<typeof outputGuardConfig>
