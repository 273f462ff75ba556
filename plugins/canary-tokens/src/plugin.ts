import { definePlugin, type Plugin } from '@ringwall/core'
import { canaryTokensConfig } from './config.ts'

/** Plants a token in the system prompt and finds it, however disguised, in what leaves, is called or is remembered. */
export const canaryTokens: Plugin<typeof canaryTokensConfig> = definePlugin({
  name: 'canary-tokens',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onInbound: { judge: ['instruct'] } },
    optional: ['Store'],
  },
  codes: {},
  config: canaryTokensConfig,
  setup: () => ({}),
})
