export { memoryGuard } from './plugin.ts'
export type { MemoryGuardConfig } from './config.ts'
