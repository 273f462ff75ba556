import { isIP } from 'node:net'
import { z } from 'zod'
import type { InletSettings, WebhookSettings } from './model.ts'
import type { OrAbsent } from './or-absent.ts'

type Named<T> = z.ZodType<Readonly<Record<string, OrAbsent<T>>>>

/** The schemes by which senders sign. */
const SCHEMES = ['standard-webhooks', 'github', 'slack', 'stripe', 'generic'] as const
const MAX_INLET_BYTES = 50 * 1024 * 1024
const DEFAULT_WEBHOOK_BYTES = 1024 * 1024
const DEFAULT_MAIL_BYTES = 10 * 1024 * 1024
const LEAST_SECRET = 16
const LEAST_SIGNING_BYTES = 24

const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'expected 1 to 64 of a-z 0-9 _ -, not beginning with _ or -')
const secret = z.string().min(LEAST_SECRET, `expected at least ${LEAST_SECRET} characters`).meta({ secret: true })

const deliverTo = z
  .strictObject({
    url: z
      .string()
      .refine(isOwnUrl, 'expected https, or http on this machine (127.0.0.1, localhost), without credentials')
      .describe('Where the operator’s own program takes allowed content.'),
    secret: z
      .string()
      .refine(isSigningSecret, 'expected whsec_ and base64 of at least 24 bytes')
      .meta({ secret: true })
      .describe(
        'A reference to the key by which Ringwall signs what it delivers (Standard Webhooks): whsec_ and base64.',
      ),
    attempts: z.number().int().min(1).max(5).default(3).describe('How often a delivery is tried.'),
    timeoutMs: z.number().int().min(1).max(60_000).default(2_000).describe('Per attempt, in milliseconds.'),
  })
  .describe('Absent: the judged content is in the answer alone.')

const owner = {
  agent: z.string().min(1).default('default').describe('The agent whose layers judge it.'),
  tenant: z.string().min(1).default('default').describe('The tenant that it is counted for.'),
  user: z.string().min(1).optional().describe('The user that it is counted for.'),
}

function maxBytes(size: number): z.ZodType<number> {
  return z.number().int().min(1).max(MAX_INLET_BYTES).default(size).describe('The largest body, in bytes.')
}

/** `gateway.webhooks`: by the last segment of their paths. */
export const webhooksSchema: Named<WebhookSettings> = z
  .record(
    name,
    z
      .strictObject({
        scheme: z.enum(SCHEMES).describe('How the sender signs.'),
        secret: secret.describe('A reference to the secret that the sender signs with.'),
        previousSecret: secret.optional().describe('A reference to the one before, while it is rotated.'),
        algorithm: z
          .enum(['sha256', 'sha384', 'sha512'])
          .optional()
          .describe('Of the scheme generic. Default: sha256.'),
        ...owner,
        maxBytes: maxBytes(DEFAULT_WEBHOOK_BYTES),
        deliverTo: deliverTo.optional(),
      })
      .refine(({ scheme, algorithm }) => algorithm === undefined || scheme === 'generic', {
        path: ['algorithm'],
        error: 'only the scheme generic has it',
      }),
  )
  .describe('Signed webhooks that are taken at /webhooks/NAME.')

/** `gateway.mailboxes`: by the last segment of their paths. */
export const mailboxesSchema: Named<InletSettings> = z
  .record(name, z.strictObject({ ...owner, maxBytes: maxBytes(DEFAULT_MAIL_BYTES), deliverTo: deliverTo.optional() }))
  .describe('E-mail that is taken at /email/NAME from callers whose token has the scope inbound:email.')

function isOwnUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, hash } = new URL(text)
  if (username !== '' || password !== '' || hash !== '') return false
  const isHere =
    hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))
  return protocol === 'https:' || (protocol === 'http:' && isHere)
}

function isSigningSecret(text: string): boolean {
  const encoded = text.startsWith('whsec_') ? text.slice('whsec_'.length) : undefined
  if (encoded === undefined) return false
  const key = Buffer.from(encoded, 'base64')
  return (
    key.length >= LEAST_SIGNING_BYTES &&
    key.toString('base64').replace(/={1,2}$/, '') === encoded.replace(/={1,2}$/, '')
  )
}
