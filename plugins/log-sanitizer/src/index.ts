export { logSanitizer } from './plugin.ts'
export type { LogSanitizerConfig } from './config.ts'
