import { z } from 'zod'

/** The checked config. */
export interface ConfigRedactionConfig {
  readonly redactUnknown: boolean
  readonly fingerprints: boolean
}
/** A config as an operator writes it: every field has a default. */
export type ConfigRedactionInput = {
  readonly [K in keyof ConfigRedactionConfig]?: ConfigRedactionConfig[K] | undefined
}

/** Checks and completes what an operator wrote. */
export const configRedactionConfig: z.ZodType<ConfigRedactionConfig, ConfigRedactionInput> = z.strictObject({
  redactUnknown: z
    .boolean()
    .default(false)
    .meta({ tightens: true })
    .describe(
      'Whether texts are redacted of which the schema of their layer knows nothing: `z.unknown()`, and what stands under keys that it does not name.',
    ),
  fingerprints: z
    .boolean()
    .default(true)
    .meta({ tightens: false })
    .describe(
      'Whether a mark shows operators a fingerprint of the secret, by which equal ones are seen to be equal. To an `api` it never does.',
    ),
})
