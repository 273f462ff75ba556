import { definePlugin, type Plugin } from '@ringwall/core'
import { memoryGuardConfig } from './config.ts'

/** Keeps what an agent remembers clean: judged writes, trust that cannot be forged, quarantine with review. */
export const memoryGuard: Plugin<typeof memoryGuardConfig> = definePlugin({
  name: 'memory-guard',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onMemoryWrite: { judge: ['deny'] } },
    optional: ['Store'],
  },
  codes: {},
  config: memoryGuardConfig,
  setup: () => ({}),
})
