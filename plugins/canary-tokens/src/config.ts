import { z } from 'zod'

/** The checked config; times in milliseconds. */
export interface CanaryTokensConfig {
  readonly key?: string | undefined
  readonly previousKeys: readonly string[]
  readonly replies: 'redact' | 'deny'
  readonly toolCalls: 'flag' | 'deny'
  readonly onLeak: 'flag' | 'block'
  readonly flagMs: number
  readonly rememberMs: number
}
/** A config as an operator writes it: every field has a default. */
export type CanaryTokensInput = { readonly [K in keyof CanaryTokensConfig]?: CanaryTokensConfig[K] | undefined }

/** Characters of a key that is given; 32 random bytes in hexadecimal are 64. */
const LEAST_KEY = 32
const DAY_MS = 86_400_000

function duration(days: number, description: string): z.ZodType<number, number | undefined> {
  return z
    .number()
    .int()
    .min(1000)
    .max(365 * DAY_MS)
    .default(days * DAY_MS)
    .describe(description)
    .meta({ tightens: 'higher' })
}

/** Checks and completes what an operator wrote. */
export const canaryTokensConfig: z.ZodType<CanaryTokensConfig, CanaryTokensInput> = z.strictObject({
  key: z
    .string()
    .min(LEAST_KEY)
    .optional()
    .meta({ secret: true, tightens: 'any' })
    .describe(
      'A reference to the secret that canaries are derived from. Without it one is made at the first start and kept in the store.',
    ),
  previousKeys: z
    .array(z.string().min(LEAST_KEY))
    .max(4)
    .readonly()
    .default([])
    .meta({ secret: true, tightens: 'more' })
    .describe('References to secrets that `key` replaced: their canaries are no longer planted, and still found.'),
  replies: z
    .enum(['redact', 'deny'])
    .default('redact')
    .meta({ tightens: ['redact', 'deny'] })
    .describe('What happens to a reply with a canary: `redact` replaces it, `deny` stops the whole reply.'),
  toolCalls: z
    .enum(['flag', 'deny'])
    .default('deny')
    .meta({ tightens: ['flag', 'deny'] })
    .describe('What happens to a tool call with a canary in its arguments.'),
  onLeak: z
    .enum(['flag', 'block'])
    .default('flag')
    .meta({ tightens: ['flag', 'block'] })
    .describe(
      'What happens to later input of a session that leaked its canary: `flag` reports it and reminds the agent, `block` denies it.',
    ),
  flagMs: duration(1, 'How long a session counts as one that leaked, in milliseconds.'),
  rememberMs: duration(30, 'How long it is known which session a canary was planted in, in milliseconds.'),
})
