import { SOURCES, type Source } from '@ringwall/core'
import { z } from 'zod'
import { isSpiffePattern } from './spiffe.ts'

/** What one line of the allowlist compares. */
export const MATCHERS = ['fingerprint', 'publicKey', 'spiffe', 'uri', 'dns', 'email', 'commonName'] as const
/** One of MATCHERS. */
export type Matcher = (typeof MATCHERS)[number]

/** Certificates that are let in, and whose calls theirs are. */
export type AllowLine = { readonly [M in Matcher]?: string | undefined } & {
  readonly user?: string | undefined
  readonly tenant?: string | undefined
  readonly agent?: string | undefined
}

/** The checked config; times in milliseconds. */
export interface Config {
  readonly certificate?: string | undefined
  readonly key?: string | undefined
  readonly passphrase?: string | undefined
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3'
  readonly clientCertificate: 'none' | 'optional' | 'required'
  readonly ca?: string | undefined
  readonly crl?: string | undefined
  readonly crlGraceMs: number
  readonly allow?: readonly AllowLine[] | undefined
  readonly identityAsUser: boolean
  readonly sources: readonly Source[]
  readonly warnDays: number
  readonly pollMs: number
}
/** What an operator may write: every field has a default. */
export type ConfigInput = { readonly [K in keyof Config]?: Config[K] | undefined }

const DAY_MS = 86_400_000

const file = (description: string): z.ZodType<string | undefined, string | undefined> =>
  z.string().min(1).optional().describe(`${description} Relative to the working directory.`)

const sha256 = z
  .string()
  .transform((text) => text.replaceAll(':', '').toLowerCase())
  .refine((text) => /^[0-9a-f]{64}$/.test(text), 'must be SHA-256 in hex: 64 digits, with or without colons')

const name = z.string().min(1).max(2048)
const exact = name.refine((text) => !text.includes('*'), 'is compared as a whole, so `*` would match nothing')

const allowLine = z
  .strictObject({
    fingerprint: sha256.optional(),
    publicKey: sha256.optional(),
    spiffe: name
      .refine(
        isSpiffePattern,
        'must be spiffe://domain/path, with `*` for one segment and `/**` at the end for any number',
      )
      .optional(),
    uri: exact.optional(),
    dns: exact.transform((text) => text.toLowerCase()).optional(),
    email: exact.optional(),
    commonName: exact.optional(),
    user: name.optional(),
    tenant: name.optional(),
    agent: name.optional(),
  })
  .refine(
    (line) => MATCHERS.filter((matcher) => line[matcher] !== undefined).length === 1,
    `needs exactly one of ${MATCHERS.join(', ')}`,
  )

const fields = z.strictObject({
  certificate: file(
    'File of the server certificate (PEM), the certificates that signed it behind it. Absent: the layer is off and the gateway speaks plain HTTP.',
  ),
  key: file('File of its private key (PEM), readable for its owner alone.'),
  passphrase: z
    .string()
    .min(1)
    .optional()
    .meta({ secret: true, tightens: 'any' })
    .describe('Reference to the passphrase of an encrypted key.'),
  minVersion: z
    .enum(['TLSv1.2', 'TLSv1.3'])
    .default('TLSv1.3')
    .meta({ tightens: ['TLSv1.2', 'TLSv1.3'] })
    .describe('The oldest version that is spoken.'),
  clientCertificate: z
    .enum(['none', 'optional', 'required'])
    .default('required')
    .meta({ tightens: ['none', 'optional', 'required'] })
    .describe('Whether a client must show a certificate. With optional, one that is shown must be good all the same.'),
  ca: file(
    'File of the certificate authorities (PEM) that client certificates must come from. Those of the system never count.',
  ),
  crl: file(
    'File of revocation lists (PEM), one of each authority. With it, a certificate of an authority without a current list is refused.',
  ),
  crlGraceMs: z
    .int()
    .min(0)
    .max(30 * DAY_MS)
    .default(0)
    .meta({ tightens: 'lower' })
    .describe('How long a revocation list counts after the time at which it was to be replaced, in milliseconds.'),
  allow: z
    .array(allowLine)
    .min(1)
    .max(10_000)
    .optional()
    .meta({ tightens: 'fewer' })
    .describe(
      'Which certificates of the authorities are let in. Each line has one of `fingerprint` (SHA-256 of the certificate), `publicKey` (SHA-256 of its SubjectPublicKeyInfo), `spiffe` (with `*` for one segment, `/**` at the end for more), `uri`, `dns`, `email` and `commonName`; and optionally the `user`, `tenant` and `agent` that the certificate is for. The first that matches counts. Absent: all.',
    ),
  identityAsUser: z
    .boolean()
    .default(false)
    .meta({ tightens: 'any' })
    .describe(
      'Whether the name in the certificate is the user, where its line of `allow` names none. A token of another user is refused then.',
    ),
  sources: z
    .array(z.enum(SOURCES))
    .min(1)
    .default(['user', 'email', 'webhook', 'api', 'channel'])
    .meta({ tightens: 'more' })
    .describe(
      'Sources whose texts are refused without a judged client certificate, where one is required. One that is there is judged whatever the source.',
    ),
  warnDays: z
    .int()
    .min(0)
    .max(3650)
    .default(30)
    .meta({ tightens: 'higher' })
    .describe('How many days before its end a certificate or revocation list is warned of, once a day.'),
  pollMs: z
    .int()
    .min(1000)
    .max(DAY_MS)
    .default(60_000)
    .meta({ tightens: 'lower' })
    .describe('How often the files are looked at for changes, in milliseconds.'),
})

const OF_CLIENTS = ['ca', 'crl', 'allow'] as const
const OF_SERVER = ['key', 'passphrase', ...OF_CLIENTS] as const

/** Checks and completes what an operator wrote. A key that would have no effect is a mistake, not a silence. */
export const configSchema: z.ZodType<Config, ConfigInput> = fields.superRefine((config, context) => {
  const tell = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message })
  if (config.certificate === undefined) {
    for (const key of OF_SERVER)
      if (config[key] !== undefined) tell(key, 'has no effect without `certificate`; the layer would be off')
    return
  }
  if (config.key === undefined) tell('key', 'is needed beside `certificate`')
  if (config.clientCertificate === 'none') {
    for (const key of OF_CLIENTS) if (config[key] !== undefined) tell(key, 'has no effect with clientCertificate: none')
  } else if (config.ca === undefined)
    tell('ca', 'is needed to judge client certificates; clientCertificate: none does without them')
})
