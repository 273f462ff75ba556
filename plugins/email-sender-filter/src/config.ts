import { z } from 'zod'
import { isDomain } from './address.ts'
import { isEntry } from './allow-list.ts'
import type { Alignment } from './authentication.ts'

/** Whose mail is admitted. */
export interface Config {
  readonly policy: 'allowlist' | 'open'
  readonly allow: readonly string[]
  readonly protect: readonly string[]
  readonly requireAuth: boolean
  readonly authservId?: string | undefined
  readonly alignment: Alignment
  readonly maxHeaders: number
  readonly maxHeaderLength: number
}
/** What an operator may write: every field has a default. */
export type ConfigInput = { readonly [K in keyof Config]?: Config[K] | undefined }

const MAX_ENTRIES = 10_000

/** Checks and completes what an operator wrote. */
export const configSchema: z.ZodType<Config, ConfigInput> = z.strictObject({
  policy: z
    .enum(['allowlist', 'open'])
    .default('allowlist')
    .describe('`allowlist` admits the senders in `allow`, `open` every sender that no other rule refuses.')
    .meta({ tightens: ['open', 'allowlist'] }),
  allow: z
    .array(z.string().refine(isEntry, 'must be an address or an @domain in ASCII, without wildcards'))
    .max(MAX_ENTRIES)
    .readonly()
    .default([])
    .describe(
      'Addresses and @domains whose mail is admitted; empty admits nobody. Case does not matter, plus-tags, dots and subdomains do.',
    )
    .meta({ tightens: 'fewer' }),
  protect: z
    .array(z.string().toLowerCase().refine(isDomain, 'must be a domain in ASCII'))
    .max(MAX_ENTRIES)
    .readonly()
    .default([])
    .describe('Further domains that no sender may imitate, such as your own; those in `allow` are always protected.')
    .meta({ tightens: 'more' }),
  requireAuth: z
    .boolean()
    .default(true)
    .describe('Whether the mail server must have found DMARC, or DKIM or SPF of the same domain, to pass.')
    .meta({ tightens: true }),
  authservId: z
    .string()
    .toLowerCase()
    .refine(isDomain, 'must be the name with which your mail server begins Authentication-Results')
    .optional()
    .describe('Whose Authentication-Results are believed; without it, `requireAuth` refuses every mail.'),
  alignment: z
    .enum(['relaxed', 'strict'])
    .default('relaxed')
    .describe('Whether DKIM and SPF may be of a domain above or below that of From, or of the same only.')
    .meta({ tightens: ['relaxed', 'strict'] }),
  maxHeaders: z
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(500)
    .describe('Header fields that a mail may have.')
    .meta({ tightens: 'lower' }),
  maxHeaderLength: z
    .number()
    .int()
    .min(1)
    .max(10_000_000)
    .default(262_144)
    .describe('Length of all header fields together, in UTF-16 code units.')
    .meta({ tightens: 'lower' }),
})
