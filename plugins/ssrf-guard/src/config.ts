import { z } from 'zod'
import { parseRule } from './rule.ts'

/** The checked config. */
export interface SsrfGuardConfig {
  readonly egress: 'public' | 'allowlist'
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  readonly dataFields: readonly string[]
  readonly schemes: readonly string[]
  readonly maxUrls: number
  readonly maxUrlLength: number
  readonly lookupTimeoutMs: number
  readonly timeoutMs: number
  readonly maxBytes: number
  readonly maxRedirects: number
}
/** A config as an operator writes it: every field has a default. */
export type SsrfGuardInput = { readonly [K in keyof SsrfGuardConfig]?: SsrfGuardConfig[K] | undefined }

/** Arguments that carry text rather than say where to go. */
const DATA_FIELDS = [
  'body',
  'content',
  'contents',
  'data',
  'diff',
  'file_text',
  'message',
  'messages',
  'new_str',
  'new_string',
  'old_str',
  'old_string',
  'patch',
  'prompt',
  'query',
  'subject',
  'text',
] as const

const Destination = z
  .string()
  .refine(
    (text) => parseRule(text) !== undefined,
    'must be a host, *.domain, address or block, each with or without :port',
  )

/** Checks and completes what an operator wrote. */
export const ssrfGuardConfig: z.ZodType<SsrfGuardConfig, SsrfGuardInput> = z.strictObject({
  egress: z
    .enum(['public', 'allowlist'])
    .default('public')
    .meta({ tightens: ['public', 'allowlist'] })
    .describe('What may be reached: `public` is every public address, `allowlist` only what `allow` names.'),
  allow: z
    .array(Destination)
    .default([])
    .meta({ tightens: 'fewer' })
    .describe(
      'Destinations that may be reached though they are local or on an odd port: `host`, `*.domain`, address or block, each with or without `:port`. Metadata services only by their address.',
    ),
  deny: z
    .array(Destination)
    .default([])
    .meta({ tightens: 'more' })
    .describe('Destinations that are never reached, written in the same way; they win over `allow`.'),
  dataFields: z
    .array(z.string().min(1))
    .default([...DATA_FIELDS])
    .meta({ tightens: 'fewer' })
    .describe('Arguments whose text may mention any URL; one that is a URL as a whole is judged there too.'),
  schemes: z
    .array(z.string().regex(/^[a-z][a-z0-9+.-]{1,20}$/, 'must be a scheme in lower case, without the colon'))
    .default([])
    .meta({ tightens: 'fewer' })
    .describe('Schemes beside http and https that arguments may name, such as `ssh`. Where they lead is not judged.'),
  maxUrls: z
    .int()
    .min(1)
    .max(1000)
    .default(64)
    .meta({ tightens: 'lower' })
    .describe('URLs in one call; more are refused.'),
  maxUrlLength: z.int().min(16).max(65_536).default(8192).meta({ tightens: 'lower' }).describe('Characters of a URL.'),
  lookupTimeoutMs: z
    .int()
    .min(1)
    .max(5000)
    .default(3000)
    .meta({ tightens: 'any' })
    .describe('Milliseconds that a name may take to resolve; without an answer the call is refused.'),
  timeoutMs: z
    .int()
    .min(1)
    .max(3_600_000)
    .default(30_000)
    .meta({ tightens: 'lower' })
    .describe('Milliseconds that a guarded fetch may take, redirects and body included.'),
  maxBytes: z
    .int()
    .min(1)
    .default(10_000_000)
    .meta({ tightens: 'lower' })
    .describe('Bytes of a body that a guarded fetch hands over, after decompression.'),
  maxRedirects: z.int().min(0).max(20).default(5).meta({ tightens: 'lower' }).describe('Redirects that are followed.'),
})
