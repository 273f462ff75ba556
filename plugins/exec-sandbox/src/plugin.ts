import { definePlugin, type Plugin } from '@ringwall/core'
import { execSandboxConfig } from './config.ts'

/** Runs commands in an operating-system sandbox, after a look by a shell parser: no sandbox, no exec. */
export const execSandbox: Plugin<typeof execSandboxConfig> = definePlugin({
  name: 'exec-sandbox',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onToolCall: { judge: ['deny'] } },
  },
  codes: {},
  config: execSandboxConfig,
  setup: () => ({}),
})
