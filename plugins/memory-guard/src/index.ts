export { memoryGuard } from './plugin.ts'
export type { MemoryGuardConfig, MemoryGuardInput } from './config.ts'
export { createGuardedMemory } from './guarded-memory.ts'
export { MemoryReviewToken, type MemoryReview } from './desk.ts'
export type { GuardedMemory, GuardedMemoryOptions } from './guarded-memory.ts'
export type {
  ForgetResult,
  NewMemory,
  Recall,
  Recalled,
  RecallQuery,
  ReleaseOptions,
  Withheld,
  WriteResult,
} from './results.ts'
export type { QuarantineEntry, Reason } from './quarantine.ts'
export type { Review } from './record.ts'
export { MEMORY_GUARD_ERRORS } from './errors.ts'
