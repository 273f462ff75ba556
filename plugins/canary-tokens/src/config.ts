import { z } from 'zod'

/** The checked config. */
export type CanaryTokensConfig = Record<never, never>

/** Checks and completes what an operator wrote. */
export const canaryTokensConfig: z.ZodType<CanaryTokensConfig, CanaryTokensConfig> = z.strictObject({})
