// createVerifier for runners of attack sets: the webhooks of gateway-auth, with a store in memory for each verifier.
import { createKernel, use } from '@ringwall/core'
import { gatewayAuth, WebhooksToken } from '@ringwall/plugin-gateway-auth'
import { openSqliteStore, StoreToken } from '@ringwall/store'

/** The name under which results are kept. */
export const name = 'ringwall'

/** A verifier that knows what was delivered to it before; `tolerance` and `now` in seconds. */
export async function createVerifier({ scheme, secret, tolerance }) {
  const store = await openSqliteStore({ file: ':memory:' })
  const kernel = await createKernel({
    plugins: [use(gatewayAuth)],
    services: [{ token: StoreToken, value: store }],
  })
  const webhooks = kernel.find(WebhooksToken)
  return ({ headers, body, now }) =>
    webhooks.verify({ scheme, secret, headers, rawBody: body, now: now * 1000, toleranceMs: tolerance * 1000 })
}
