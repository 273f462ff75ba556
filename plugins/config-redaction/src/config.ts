import { z } from 'zod'

/** The checked config. */
export type ConfigRedactionConfig = Record<never, never>

/** Checks and completes what an operator wrote. */
export const configRedactionConfig: z.ZodType<ConfigRedactionConfig, ConfigRedactionConfig> = z.strictObject({})
