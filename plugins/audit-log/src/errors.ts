import { defineErrors, type ErrorFactory } from '@ringwall/core'

/** Every error that this package throws. */
export const AUDIT_LOG_ERRORS = {
  AUDIT_FILE_UNUSABLE: {
    message: 'The audit log {file} cannot be opened: {problem}.',
    fix: 'Name a regular file that this process may create and append to under `file`, or choose another `sink`.',
  },
  AUDIT_SINK_MISSING: {
    message: 'The audit log has the sink `host`, but no host provides the service AuditSink.',
    fix: 'Pass it in createKernel({ services }), or choose another `sink`.',
  },
} as const

/** The factory of this package's errors. */
export const fail: ErrorFactory<keyof typeof AUDIT_LOG_ERRORS> = defineErrors(AUDIT_LOG_ERRORS)
