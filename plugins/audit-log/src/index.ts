export { auditLog } from './plugin.ts'
export { AUDIT_LOG_ERRORS } from './errors.ts'
export { AuditSinkToken, type AuditSink } from './sink.ts'
export {
  SCHEMA_VERSION,
  type AuditRecord,
  type DecisionRecord,
  type FailureRecord,
  type ReloadRecord,
  type RulingRecord,
  type SecretRecord,
} from './record.ts'
export type { AuditLogConfig } from './config.ts'
