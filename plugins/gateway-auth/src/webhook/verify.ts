import { messageOf, type Logger, type Session } from '@ringwall/core'
import type { GatewayAuthConfig } from '../config.ts'
import { fail } from '../errors.ts'
import { NAME } from '../name.ts'
import type { Prover } from '../proof.ts'
import type { HeaderInput } from './headers.ts'
import { replayKey, type ReplayCache } from './replay.ts'
import { findScheme, SCHEMES, type Claim, type SchemeName } from './schemes.ts'
import { keysOf } from './secret.ts'
import { ALGORITHMS, isSigned, type Algorithm } from './signature.ts'

/** One delivery, and how it should be signed. */
export interface WebhookDelivery {
  readonly scheme: SchemeName
  /** As the sender shows it; several while it is rotated. */
  readonly secret: string | readonly string[]
  readonly headers: HeaderInput
  /** The bytes of the body as they came, before anything parsed them. A string stands for its UTF-8. */
  readonly rawBody: Uint8Array | string
  /** Milliseconds since 1970. Default: the clock of the store. */
  readonly now?: number
  /** Of the scheme `generic`. Default: sha256. */
  readonly algorithm?: Algorithm
  /** Tells endpoints apart that get the same deliveries. Default: all are one. */
  readonly endpoint?: string
  /** How far the timestamp may be from now. Default: `webhookToleranceMs` of the config. */
  readonly toleranceMs?: number
}

/** Why a delivery is refused; none says more than that to the sender. */
export const WEBHOOK_REFUSALS = {
  WEBHOOK_MALFORMED: 'A header that the scheme needs is missing, repeated or malformed, or the body is no bytes.',
  WEBHOOK_UNSIGNED: 'No signature is that of a secret.',
  WEBHOOK_STALE: 'The timestamp is too far from now.',
  WEBHOOK_REPLAYED: 'It was delivered before.',
  WEBHOOK_UNAVAILABLE: 'Whether it was delivered before cannot be checked.',
} as const

/** Whether a delivery may be processed. */
export type WebhookVerdict =
  | {
      readonly valid: true
      /** The same for each repetition of what was signed. */
      readonly key: string
      /** Lets the sender deliver it once more: for a host that could not process it. Rejects when the store does. */
      forget(): Promise<void>
      /** The value of `meta.auth` for the inbound events of a session. */
      prove(session: Session): string
    }
  | { readonly valid: false; readonly code: keyof typeof WEBHOOK_REFUSALS; readonly message: string }

/** Verifies deliveries of webhooks. */
export interface Webhooks {
  /** True for one delivery of what was signed, on all processes of a store. Rejects with WEBHOOK_SECRET_INVALID or WEBHOOK_SETTINGS_INVALID where the host's own part is wrong. */
  verify(delivery: WebhookDelivery): Promise<WebhookVerdict>
}

/** What verifies. */
export interface WebhookParts {
  readonly config: Pick<GatewayAuthConfig, 'webhookToleranceMs' | 'webhookMemoryMs'>
  readonly replays: ReplayCache
  readonly prover: Prover
  readonly logger: Logger
  /** The store's clock. */
  readonly time: () => Promise<number>
}

/** An entry outlives the window on both sides by this, as the clocks of machines and store differ. */
const MARGIN_MS = 600_000
const MAX_TOLERANCE_MS = 86_400_000

/** Makes the service. */
export function createWebhooks({ config, replays, prover, logger, time }: WebhookParts): Webhooks {
  async function judge(delivery: WebhookDelivery): Promise<WebhookVerdict> {
    const { scheme, endpoint = '', toleranceMs = config.webhookToleranceMs } = delivery
    const claim = readClaim(delivery)
    if (claim === undefined) return refused('WEBHOOK_MALFORMED')
    if (!isAuthentic(delivery, claim)) return refused('WEBHOOK_UNSIGNED')
    const { timestamp } = claim
    const now = delivery.now ?? (await time())
    if (timestamp !== undefined && !(Math.abs(now - timestamp * 1000) <= toleranceMs)) return refused('WEBHOOK_STALE')
    const key = replayKey(endpoint, scheme, claim)
    // A sender signs the same id anew each time it tries again, for days.
    const isShort = timestamp !== undefined && claim.id === undefined
    const ttlMs = isShort ? 2 * toleranceMs + MARGIN_MS : config.webhookMemoryMs
    if (!(await replays.claim(key, ttlMs))) return refused('WEBHOOK_REPLAYED')
    return {
      valid: true,
      key,
      forget: () => replays.release(key),
      prove: (session) => prover.prove(session),
    }
  }

  return {
    async verify(delivery) {
      check(delivery)
      return judge(delivery).catch((error: unknown) => {
        logger.error(`${NAME}: a webhook cannot be checked, so it is refused`, { problem: messageOf(error) })
        return refused('WEBHOOK_UNAVAILABLE')
      })
    },
  }
}

function readClaim({ scheme, headers, rawBody }: WebhookDelivery): Claim | undefined {
  const body = bytesOf(rawBody)
  if (body === undefined || typeof headers !== 'object' || headers === null) return undefined
  return findScheme(scheme)?.read(headers, body)
}

function isAuthentic({ scheme, secret, algorithm = 'sha256' }: WebhookDelivery, claim: Claim): boolean {
  const { key, encoding } = SCHEMES[scheme]
  return isSigned({ ...claim, keys: keysOf(scheme, secret, key), algorithm, encoding })
}

/** A parsed body is refused: written again, it need not have the bytes that were signed. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (typeof body === 'string') return body.isWellFormed() ? Buffer.from(body, 'utf8') : undefined
  return body instanceof Uint8Array ? body : undefined
}

/** Before anything of the sender's is looked at: a mistake of the host's must not look like a bad delivery. */
function check({
  scheme,
  secret,
  now = 0,
  algorithm = 'sha256',
  toleranceMs = 1,
  endpoint = '',
}: WebhookDelivery): void {
  const invalid = (problem: string): Error => fail('WEBHOOK_SETTINGS_INVALID', { problem })
  const found = findScheme(scheme)
  if (found === undefined)
    throw invalid(`there is no scheme of that name; there are ${Object.keys(SCHEMES).join(', ')}`)
  keysOf(scheme, secret, found.key)
  if (!ALGORITHMS.includes(algorithm)) throw invalid(`the algorithm is none of ${ALGORITHMS.join(', ')}`)
  if (algorithm !== 'sha256' && scheme !== 'generic') throw invalid(`${scheme} signs with sha256 alone`)
  if (!Number.isFinite(now)) throw invalid('now is no number of milliseconds')
  if (!(toleranceMs > 0 && toleranceMs <= MAX_TOLERANCE_MS)) throw invalid('toleranceMs is not above 0 and up to a day')
  if (typeof endpoint !== 'string') throw invalid('the endpoint is no text')
}

function refused(code: keyof typeof WEBHOOK_REFUSALS): WebhookVerdict {
  return { valid: false, code, message: WEBHOOK_REFUSALS[code] }
}
