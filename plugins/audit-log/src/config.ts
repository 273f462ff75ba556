import { z } from 'zod'

/** What is removed, and when. Both absent: nothing. */
export interface Retention {
  readonly days?: number | undefined
  readonly maxRecords?: number | undefined
}
/** The checked config. */
export interface AuditLogConfig {
  readonly signingKey?: string | undefined
  readonly keyFile: string
  readonly anchorFile: string
  readonly checkpointRecords: number
  readonly checkpointSeconds: number
  readonly copy: 'none' | 'stdout' | 'stderr' | 'logger'
  readonly onWriteFailure: 'continue' | 'deny'
  readonly maxPending: number
  readonly burstThreshold: number
  readonly retention: Retention
}
/** A config as an operator writes it: every field has a default. */
export type AuditLogInput = { readonly [K in keyof AuditLogConfig]?: AuditLogConfig[K] | undefined }

/** The `anchorFile` that means that there is none. */
export const NO_ANCHORS = 'none'

/** Checks and completes what an operator wrote. */
export const auditLogConfig: z.ZodType<AuditLogConfig, AuditLogInput> = z.strictObject({
  signingKey: z
    .string()
    .optional()
    .meta({ secret: true })
    .describe(
      'Reference to the key that signs checkpoints: an Ed25519 private key as PEM (PKCS #8). Default: the one in `keyFile`.',
    ),
  keyFile: z
    .string()
    .min(1)
    .default('.ringwall/audit.key')
    .meta({ tightens: 'any' })
    .describe(
      'File of that key where `signingKey` is absent, relative to the working directory, made at the first start. The public keys that are trusted stand beside it, in the file of that name with `.pub` behind it.',
    ),
  anchorFile: z
    .string()
    .min(1)
    .default('.ringwall/audit.anchors')
    .describe(
      'File to which every checkpoint is appended, so that a tail that is cut off the log shows; `none`: checkpoints stand in the log of the kernel alone.',
    ),
  checkpointRecords: z
    .int()
    .min(1)
    .max(10_000)
    .default(1000)
    .meta({ tightens: 'lower' })
    .describe('A checkpoint is signed after so many records of this process,'),
  checkpointSeconds: z
    .int()
    .min(1)
    .max(86_400)
    .default(60)
    .meta({ tightens: 'lower' })
    .describe('or so many seconds after the last one, if there was a record since.'),
  copy: z
    .enum(['none', 'stdout', 'stderr', 'logger'])
    .default('none')
    .meta({ tightens: 'any' })
    .describe(
      'Where each record goes as a line of JSON besides, once the store has it: `stdout`, `stderr`, or `logger` (the log of the kernel, level info).',
    ),
  onWriteFailure: z
    .enum(['continue', 'deny'])
    .default('deny')
    .meta({ tightens: ['continue', 'deny'] })
    .describe('While records cannot be written: `deny` stops every call, `continue` lets them go on.'),
  maxPending: z
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .meta({ tightens: 'any' })
    .describe(
      'Records that may wait to be written; further calls wait before they begin. While nothing can be written, records beyond go to the log of the kernel.',
    ),
  burstThreshold: z
    .int()
    .min(2)
    .max(1_000_000)
    .default(100)
    .meta({ tightens: 'lower' })
    .describe('From so many decisions of one source in 60 seconds on, a record of type `burst` sums them up.'),
  retention: z
    .strictObject({
      days: z.int().min(1).max(36_500).optional().meta({ tightens: 'higher' }).describe('Older records are removed.'),
      maxRecords: z
        .int()
        .min(1000)
        .optional()
        .meta({ tightens: 'higher' })
        .describe('The oldest records are removed where there are more.'),
    })
    .default({})
    .describe('What is removed, at most once an hour. A signed record says so first. Default: nothing.'),
})
