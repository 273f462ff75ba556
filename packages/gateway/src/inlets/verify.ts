import type { WebhookSettings } from '@ringwall/config'
import { token, type Session, type Token } from '@ringwall/core'
import { AuthRefused, fail } from '../errors.ts'
import type { WatchedWall } from '../watched-wall.ts'

/** A delivery that its sender has signed, and that has not come before. */
export interface Signed {
  /** The same for each repetition of what was signed. */
  readonly key: string
  /** Lets the sender deliver it once more. */
  forget(): Promise<void>
  /** The value of `meta.auth` for the events of a session. */
  prove(session: Session): string
}
/** What is used here of the service of gateway-auth. */
interface Webhooks {
  verify(delivery: {
    readonly scheme: WebhookSettings['scheme']
    readonly secret: readonly string[]
    readonly headers: readonly (readonly [string, string])[]
    readonly rawBody: Uint8Array
    readonly endpoint: string
    readonly algorithm?: 'sha256' | 'sha384' | 'sha512'
  }): Promise<
    (Signed & { readonly valid: true }) | { readonly valid: false; readonly code: string; readonly message: string }
  >
}
const WebhooksToken: Token<Webhooks> = token('Webhooks')

const STATUS: ReadonlyMap<string, number> = new Map([
  ['WEBHOOK_MALFORMED', 400],
  ['WEBHOOK_UNSIGNED', 401],
  ['WEBHOOK_STALE', 401],
  ['WEBHOOK_REPLAYED', 409],
])
const FIX =
  'Sign the exact bytes of the body with the secret of this endpoint and the time of now, and send each delivery once.'

/** What was sent, as it came. */
export interface Sent {
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array
}

/** Lets in one delivery of what was signed. Throws what the sender is told, and WEBHOOKS_ABSENT where no layer can tell. */
export async function verifyWebhook(
  wall: Pick<WatchedWall, 'for'>,
  name: string,
  { scheme, secret, previousSecret, algorithm }: WebhookSettings,
  { headers, body }: Sent,
): Promise<Signed> {
  const service = wall.for('').find(WebhooksToken)
  if (service === undefined) throw fail('WEBHOOKS_ABSENT')
  const verdict = await service.verify({
    scheme,
    secret: previousSecret === undefined ? [secret] : [secret, previousSecret],
    headers,
    rawBody: body,
    endpoint: name,
    ...(algorithm !== undefined && { algorithm }),
  })
  if (verdict.valid) return verdict
  const { code, message } = verdict
  throw new AuthRefused({ code, message, fix: FIX, status: STATUS.get(code) ?? 503, headers: {} })
}

/** Before the port is open: a secret that is none is the operator's mistake, not a sender's. Rejects with WEBHOOKS_ABSENT or what the layer says of a secret. */
export async function checkWebhooks(
  wall: Pick<WatchedWall, 'for'>,
  webhooks: Readonly<Record<string, WebhookSettings>> = {},
): Promise<void> {
  for (const [name, settings] of Object.entries(webhooks))
    await verifyWebhook(wall, name, settings, { headers: [], body: new Uint8Array() }).catch((error: unknown) => {
      if (!(error instanceof AuthRefused)) throw error // nothing was signed, so it is refused; that is how it should be
    })
}
