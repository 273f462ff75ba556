import { z } from 'zod'

/** How skills and definitions of tools are judged. */
export interface Config {
  readonly maxLength: number
  readonly pins: Readonly<Record<string, string>>
  readonly unpinned: 'pass' | 'flag' | 'deny'
}
/** What an operator may write: every field has a default. */
export type ConfigInput = { readonly [K in keyof Config]?: Config[K] | undefined }

/** Checks and completes what an operator wrote. */
export const configSchema: z.ZodType<Config, ConfigInput> = z.strictObject({
  maxLength: z
    .number()
    .int()
    .min(1)
    .default(20_000)
    .describe('UTF-16 code units of a skill that are loaded; the rest is scanned, and then cut off.')
    .meta({ tightens: 'lower' }),
  pins: z
    .record(z.string().min(1), z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'))
    .default({})
    .describe('Name of a tool to the SHA-256 of its definition; a tool whose definition differs is denied.'),
  unpinned: z
    .enum(['pass', 'flag', 'deny'])
    .default('pass')
    .describe('What becomes of a tool that has no pin.')
    .meta({ tightens: ['pass', 'flag', 'deny'] }),
})
