import { z } from 'zod'
import { parseBlock } from './address.ts'
import { AGENT_SCOPES, SCOPES, type Scope } from './scopes.ts'
import { problemOf } from './token.ts'

/** Which inbound events need a proof: those of gateway sessions; those and all of sources api and webhook; all. */
export type Requirement = 'gateway' | 'remote' | 'all'
/** A token of the config file. */
export interface TokenSettings {
  readonly name: string
  readonly token: string
  readonly scopes: readonly Scope[]
  readonly tenant: string
  readonly agent: string
  readonly user?: string | undefined
  readonly expiresAt?: string | undefined
}
/** The checked config; times in milliseconds. */
export interface GatewayAuthConfig {
  readonly require: Requirement
  readonly tokens: readonly TokenSettings[]
  readonly failureLimit: number
  readonly failureWindowMs: number
  readonly lockMs: number
  readonly maxSources: number
  readonly neverLocked: readonly string[]
  readonly trustedProxies: readonly string[]
  readonly webhookToleranceMs: number
  readonly webhookMemoryMs: number
}
type Defaulted = 'scopes' | 'tenant' | 'agent'
type TokenInput = Omit<TokenSettings, Defaulted> & {
  readonly [K in Defaulted]?: TokenSettings[K] | undefined
}
/** What an operator may write: every field has a default. */
export type GatewayAuthInput = {
  readonly [K in Exclude<keyof GatewayAuthConfig, 'tokens'>]?: GatewayAuthConfig[K] | undefined
} & { readonly tokens?: readonly TokenInput[] | undefined }

const SECOND_MS = 1000
const DAY_MS = 86_400_000
/** The longest that a timestamp may be off: the window of five minutes, four times over for clocks that nobody sets. */
const MAX_TOLERANCE_MS = 1_200_000

const duration = (least: number, most: number, fallback: number): z.ZodDefault<z.ZodInt> =>
  z.int().min(least).max(most).default(fallback)

const blocks = (description: string): z.ZodType<readonly string[], readonly string[] | undefined> =>
  z
    .array(
      z.string().refine((text) => parseBlock(text) !== undefined, 'must be an address or a block such as 10.0.0.0/8'),
    )
    .readonly()
    .default([])
    .describe(description)
    .meta({ tightens: 'fewer' })

const name = (what: string): z.ZodString => z.string().min(1).max(100).describe(what)

const token = z.strictObject({
  name: name('What it is called in logs; no two have one name.').regex(/^[\w.-]+$/, 'must be letters, digits, _ . -'),
  token: z
    .string()
    .superRefine((text, context) => {
      const problem = problemOf(text)
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
    })
    .meta({ secret: true })
    .describe('A reference to the token: random, at least 32 characters.'),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .readonly()
    .default([...AGENT_SCOPES])
    .describe('What it may do.'),
  tenant: name('Whose calls it makes.').default('default'),
  agent: name('Whose layers guard its calls.').default('default'),
  user: name('The user who holds it.').optional(),
  expiresAt: z.iso.datetime({ offset: true }).optional().describe('When it ends, such as 2030-01-31T00:00:00Z.'),
})

/** Checks and completes what an operator wrote. */
export const gatewayAuthConfig: z.ZodType<GatewayAuthConfig, GatewayAuthInput> = z.strictObject({
  require: z
    .enum(['gateway', 'remote', 'all'])
    .default('gateway')
    .describe(
      'Which inbound events need the proof of a request that was let in: those of a gateway’s sessions; those and all from api and webhook; all. Hosts without a gateway keep the first.',
    )
    .meta({ tightens: ['gateway', 'remote', 'all'] }),
  tokens: z
    .array(token)
    .max(100)
    .readonly()
    .default([])
    .describe(
      'Tokens beside those in the store, each with a `name`, a reference as `token`, and `scopes`, `tenant`, `agent`, `user`, `expiresAt`.',
    )
    .meta({ tightens: 'fewer' }),
  failureLimit: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe('How many failures within the window lock an address or a token out.')
    .meta({ tightens: 'lower' }),
  failureWindowMs: duration(SECOND_MS, DAY_MS, 300_000)
    .describe('Length of the window in which failures are counted, in milliseconds.')
    .meta({ tightens: 'higher' }),
  lockMs: duration(SECOND_MS, 30 * DAY_MS, 900_000)
    .describe('How long a lock-out lasts, in milliseconds.')
    .meta({ tightens: 'higher' }),
  maxSources: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(10_000)
    .describe(
      'Most addresses whose failures are counted in one window. Those beyond it are refused without being counted.',
    )
    .meta({ tightens: 'higher' }),
  neverLocked: blocks(
    'Addresses that are never locked out, such as those that many people share. Their tokens are checked all the same.',
  ),
  trustedProxies: blocks(
    'Proxies whose X-Forwarded-For is believed. Without one the header is ignored, as anybody can send it.',
  ),
  webhookToleranceMs: duration(SECOND_MS, MAX_TOLERANCE_MS, 300_000)
    .describe('How far the timestamp of a webhook may be from now, before or after, in milliseconds.')
    .meta({ tightens: 'lower' }),
  webhookMemoryMs: duration(DAY_MS, 365 * DAY_MS, 30 * DAY_MS)
    .describe(
      'How long a webhook with an id of its own (Standard Webhooks) or without a timestamp (GitHub) is known, in milliseconds: it is refused when it comes again.',
    )
    .meta({ tightens: 'higher' }),
})
