export { configRedaction } from './plugin.ts'
export type { ConfigRedactionConfig } from './config.ts'
