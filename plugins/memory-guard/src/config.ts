import { z } from 'zod'

/** The checked config. */
export type MemoryGuardConfig = Record<never, never>

/** Checks and completes what an operator wrote. */
export const memoryGuardConfig: z.ZodType<MemoryGuardConfig, MemoryGuardConfig> = z.strictObject({})
