// validate and guardedFetch for runners of attack sets: ssrf-guard's policy with the resolver that a case brings.
import { createKernel, use } from '@ringwall/core'
import { createGuardedFetch, createPolicy, createResolve, LookupToken, ssrfGuard } from '@ringwall/plugin-ssrf-guard'

/** The name under which results are kept. */
export const name = 'ringwall'

const session = { tenantId: 'evals', agentId: 'default', sessionId: 'ssrf' }
const limits = { timeoutMs: 3000, maxBytes: 10_000_000, maxRedirects: 5 }

/** Whether a tool may be called with a URL, and the code of the ruling. */
export async function validate(url, { lookup }) {
  const kernel = await createKernel({
    plugins: [use(ssrfGuard)],
    services: [{ token: LookupToken, value: lookup }],
  })
  const { outcome, rulings } = await kernel.onToolCall({ tool: 'web_fetch', args: { url } }, session)
  await kernel.close()
  return { allowed: outcome === 'allow', reason: rulings[0]?.code }
}

/** A fetch that the policy guards, with connections of its own. */
export async function guardedFetch(url, { lookup, ca, ...init } = {}) {
  const policy = createPolicy({ egress: 'public', allow: [], deny: [], maxUrlLength: 8192 })
  const resolve = createResolve({ policy, timeoutMs: 3000, lookup })
  return createGuardedFetch({ policy, resolve, limits, ...(ca && { tls: { ca } }) })(url, init)
}
