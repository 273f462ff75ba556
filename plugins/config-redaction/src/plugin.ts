import { definePlugin, type Plugin } from '@ringwall/core'
import { configRedactionConfig } from './config.ts'

/** Takes secrets out of a config before an operator or an API sees it. */
export const configRedaction: Plugin<typeof configRedactionConfig> = definePlugin({
  name: 'config-redaction',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onOutbound: { finish: ['rewrite'] } },
  },
  codes: {},
  config: configRedactionConfig,
  setup: () => ({}),
})
