import { z } from 'zod'

/** The checked config. */
export type LogSanitizerConfig = Record<never, never>

/** Checks and completes what an operator wrote. */
export const logSanitizerConfig: z.ZodType<LogSanitizerConfig, LogSanitizerConfig> = z.strictObject({})
