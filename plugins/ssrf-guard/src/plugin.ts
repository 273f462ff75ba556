import { definePlugin, type Plugin } from '@ringwall/core'
import { ssrfGuardConfig } from './config.ts'
import { createEgressProxy, EgressProxyToken } from './egress-proxy.ts'
import { createGuardedFetch, GuardedFetchToken } from './guarded-fetch.ts'
import { createJudge } from './judge.ts'
import { createPolicy } from './policy.ts'
import { createResolve, EgressToken, LookupToken } from './resolve.ts'

/** The layer: refuses tool calls that lead into private networks, to metadata services or out of the allow list. */
export const ssrfGuard: Plugin<typeof ssrfGuardConfig> = definePlugin({
  name: 'ssrf-guard',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onToolCall: { judge: ['deny'] } },
    optional: ['Lookup'],
    provides: ['GuardedFetch', 'Egress', 'EgressProxy'],
    effects: ['net'],
    deadlineMs: 6000,
  },
  codes: {
    URL_REFUSED: 'A URL in the arguments is not one that agents may use: its scheme, port, spelling or length.',
    HOST_REFUSED: 'A host in the arguments is local by its name, deceptive, on the deny list or not on the allow list.',
    ADDRESS_REFUSED: 'A host in the arguments is, or leads to, an address that is not of the public Internet.',
    HOST_UNRESOLVED: 'A host in the arguments cannot be resolved, so where it leads is unknown.',
    URLS_TOO_MANY: 'The arguments hold more URLs than are judged in one call.',
  },
  config: ssrfGuardConfig,
  setup({ config, find, provide }) {
    const policy = createPolicy(config)
    const lookup = find(LookupToken)
    const resolve = createResolve({ policy, timeoutMs: config.lookupTimeoutMs, ...(lookup ? { lookup } : {}) })
    const guardedFetch = createGuardedFetch({ policy, resolve, limits: config })
    provide(GuardedFetchToken, guardedFetch)
    const egress = { policy, resolve }
    provide(EgressToken, egress)
    provide(EgressProxyToken, { create: (options) => createEgressProxy({ ...options, egress }) })
    const judge = createJudge(config, { policy, resolve })
    return {
      onToolCall: { judge: ({ payload }) => judge(payload) },
      dispose: () => guardedFetch.close(),
    }
  },
})
