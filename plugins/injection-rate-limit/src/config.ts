import { SOURCES, type Source } from '@ringwall/core'
import { z } from 'zod'

/** What is counted and what follows; times in milliseconds. */
export interface Config {
  readonly detections: readonly string[]
  readonly countObserved: boolean
  readonly windowMs: number
  readonly warnAfter: number
  readonly auditAfter: number
  readonly blockAfter: number
  readonly sessionWarnAfter: number
  readonly sessionAuditAfter: number
  readonly sessionBlockAfter: number
  readonly sourceWarnAfter: number
  readonly sourceAuditAfter: number
  readonly sourceBlockAfter: number
  readonly block: boolean
  readonly blockMs: number
  readonly blockRepeats: boolean
  readonly ownSources: readonly Source[]
}
/** What an operator may write: every field has a default. */
export type ConfigInput = { readonly [K in keyof Config]?: Config[K] | undefined }

const DAY_MS = 86_400_000

function threshold(fallback: number, description: string): z.ZodType<number, number | undefined> {
  return z.number().int().min(1).max(1_000_000).default(fallback).describe(description).meta({ tightens: 'lower' })
}

function duration(fallback: number, description: string): z.ZodType<number, number | undefined> {
  return z
    .number()
    .int()
    .min(1000)
    .max(30 * DAY_MS)
    .default(fallback)
    .describe(description)
    .meta({ tightens: 'higher' })
}

/** Checks and completes what an operator wrote. */
export const configSchema: z.ZodType<Config, ConfigInput> = z.strictObject({
  detections: z
    .array(z.string().regex(/^[a-z][a-z0-9-]*(?:\/[A-Z][A-Z0-9_]*)?$/, 'must be a layer or layer/CODE'))
    .min(1)
    .max(100)
    .readonly()
    .default(['jailbreak-detection'])
    .describe(
      'Whose rulings count: a layer, or one code of it as `layer/CODE`. A text counts once, whatever the number of rulings.',
    )
    .meta({ tightens: 'more' }),
  countObserved: z
    .boolean()
    .default(false)
    .describe('Whether rulings of layers in observe mode count; they could then lead to a block.')
    .meta({ tightens: true }),
  windowMs: duration(300_000, 'Length of the sliding window in milliseconds.'),
  warnAfter: threshold(3, 'Detections of one user in the window that are reported as a warning.'),
  auditAfter: threshold(5, 'Detections of one user in the window that are reported for an audit.'),
  blockAfter: threshold(10, 'Detections of one user in the window that block the user.'),
  sessionWarnAfter: threshold(3, 'The same as warnAfter, for one session of the user.'),
  sessionAuditAfter: threshold(5, 'The same as auditAfter, for one session.'),
  sessionBlockAfter: threshold(10, 'The same as blockAfter, for one session; blocks that session.'),
  sourceWarnAfter: threshold(3, 'The same as warnAfter, for one source of texts of the user.'),
  sourceAuditAfter: threshold(5, 'The same as auditAfter, for one source.'),
  sourceBlockAfter: threshold(10, 'The same as blockAfter, for one source; blocks texts of that source for the user.'),
  block: z.boolean().default(true).describe('Whether anybody is ever blocked.').meta({ tightens: true }),
  blockMs: duration(300_000, 'How long a block lasts, in milliseconds.'),
  blockRepeats: z
    .boolean()
    .default(false)
    .describe(
      'Whether a text that was counted in the window already counts again towards a block. Leave it off where the host passes the whole conversation again in each turn, as the gateway does.',
    )
    .meta({ tightens: true }),
  ownSources: z
    .array(z.enum(SOURCES))
    .readonly()
    .default(['user', 'api'])
    .describe(
      'Sources of which the user is the author: only they can block the user or the session. Texts of others block their source.',
    )
    .meta({ tightens: 'more' }),
})
