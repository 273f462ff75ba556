import { z } from 'zod'

/** Where the lines go. */
type Sink = 'stdout' | 'stderr' | 'logger' | 'host' | 'file'

/** The checked config. */
export interface AuditLogConfig {
  readonly sink: Sink
  readonly file: string
  readonly onWriteFailure: 'continue' | 'deny'
  readonly maxPending: number
}
/** A config as an operator writes it: every field has a default. */
export type AuditLogInput = { readonly [K in keyof AuditLogConfig]?: AuditLogConfig[K] | undefined }

/** Checks and completes what an operator wrote. */
export const auditLogConfig: z.ZodType<AuditLogConfig, AuditLogInput> = z.strictObject({
  sink: z
    .enum(['stdout', 'stderr', 'logger', 'host', 'file'])
    .default('file')
    .meta({ tightens: ['stdout', 'stderr', 'logger', 'host', 'file'] })
    .describe(
      'Where the lines go: `file`, `stdout`, `stderr`, `logger` (the log of the kernel, level info), or `host` (the service AuditSink of the host).',
    ),
  file: z
    .string()
    .min(1)
    .default('.ringwall/audit.jsonl')
    .describe(
      'The file of the sink `file`, relative to the working directory. It and its folder are made for the owner alone.',
    ),
  onWriteFailure: z
    .enum(['continue', 'deny'])
    .default('deny')
    .meta({ tightens: ['continue', 'deny'] })
    .describe('While lines cannot be written: `deny` stops every call, `continue` lets them go on.'),
  maxPending: z
    .int()
    .min(1)
    .max(100_000)
    .default(1000)
    .meta({ tightens: 'any' })
    .describe('Lines kept in memory while they cannot be written; those beyond go to the log of the kernel.'),
})
