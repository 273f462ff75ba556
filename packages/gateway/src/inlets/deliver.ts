import { createHmac } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeliverySettings } from '@ringwall/config'

const FIRST_WAIT_MS = 100
const WAIT_FACTOR = 3
/** Statuses below 500 after which another attempt makes sense. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429])

/** How a delivery went; `problem` is a code or a status, never a text from elsewhere. */
export type Delivered = { readonly ok: true } | { readonly ok: false; readonly problem: string }

/** Takes a body to the operator's own program, signed as Standard Webhooks say. All attempts have the same id. Never rejects. */
export async function deliver(
  { url, secret, attempts, timeoutMs }: DeliverySettings,
  { id, body }: { readonly id: string; readonly body: string },
): Promise<Delivered> {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  let problem = ''
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await wait(FIRST_WAIT_MS * WAIT_FACTOR ** (attempt - 1))
    const timestamp = String(Math.floor(Date.now() / 1000))
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body,
        redirect: 'error', // it could lead the content elsewhere
        signal: AbortSignal.timeout(timeoutMs),
      })
      response.body?.cancel().catch(() => undefined)
      if (response.ok) return { ok: true }
      problem = String(response.status)
      if (response.status < 500 && !LATER.has(response.status)) break
    } catch (error) {
      problem = problemOf(error)
    }
  }
  return { ok: false, problem }
}

function problemOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof Error && 'code' in cause) return String(cause.code)
  return error instanceof Error ? error.name : 'unknown'
}
