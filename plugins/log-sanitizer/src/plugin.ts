import { definePlugin, type Plugin } from '@ringwall/core'
import { logSanitizerConfig } from './config.ts'

/** Takes secrets out of log records; a winston format, a function and a layer. */
export const logSanitizer: Plugin<typeof logSanitizerConfig> = definePlugin({
  name: 'log-sanitizer',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onOutbound: { finish: ['rewrite'] } },
  },
  codes: {},
  config: logSanitizerConfig,
  setup: () => ({}),
})
