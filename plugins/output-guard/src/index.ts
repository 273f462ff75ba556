export { outputGuard } from './plugin.ts'
export type { OutputGuardConfig } from './config.ts'
