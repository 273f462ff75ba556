import { createHmac } from 'node:crypto'
import type { HeaderInput, WebhookDelivery } from '../src/index.ts'

/** The name of a scheme. */
export type Name = WebhookDelivery['scheme']
export const NAMES: readonly Name[] = ['standard-webhooks', 'github', 'slack', 'stripe', 'generic']
/** Seconds. */
export const AT = 1_700_000_000
export const SECRET = 'a-secret-of-thirty-two-characters'
/** The same as Standard Webhooks writes it. */
export const STANDARD = `whsec_${Buffer.from(SECRET).toString('base64')}`

/** A delivery as its sender signs it. */
export function sign(scheme: Name, { body = '{"a":1}', at = AT, secret = SECRET, id = 'msg_1' } = {}): WebhookDelivery {
  const hmac = (text: string, encoding: 'hex' | 'base64'): string =>
    createHmac('sha256', secret).update(text).digest(encoding)
  const time = String(at)
  const headers: Record<Name, Record<string, string>> = {
    'standard-webhooks': {
      'webhook-id': id,
      'webhook-timestamp': time,
      'webhook-signature': `v1,${hmac(`${id}.${time}.${body}`, 'base64')}`,
    },
    github: { 'x-hub-signature-256': `sha256=${hmac(body, 'hex')}`, 'x-github-delivery': id },
    slack: { 'x-slack-request-timestamp': time, 'x-slack-signature': `v0=${hmac(`v0:${time}:${body}`, 'hex')}` },
    stripe: { 'stripe-signature': `t=${time},v1=${hmac(`${time}.${body}`, 'hex')}` },
    generic: { 'x-webhook-timestamp': time, 'x-webhook-signature': hmac(`${time}.${body}`, 'hex') },
  }
  const shown = scheme === 'standard-webhooks' ? `whsec_${Buffer.from(secret).toString('base64')}` : secret
  return { scheme, secret: shown, headers: headers[scheme], rawBody: body, now: at * 1000 }
}

/** The same delivery with other headers. */
export function withHeader(delivery: WebhookDelivery, change: Record<string, unknown>): WebhookDelivery {
  return { ...delivery, headers: { ...(delivery.headers as object), ...change } as HeaderInput }
}
