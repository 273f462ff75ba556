import { z } from 'zod'

/** The checked config. */
export type ExecSandboxConfig = Record<never, never>

/** Checks and completes what an operator wrote. */
export const execSandboxConfig: z.ZodType<ExecSandboxConfig, ExecSandboxConfig> = z.strictObject({})
