export { auditLog, AuditStatusToken, type AuditStatus } from './plugin.ts'
export { AuditTrailToken, type AuditTrail } from './trail.ts'
export { AUDIT_LOG_ERRORS } from './errors.ts'
export { auditLogConfig, NO_ANCHORS, type AuditLogConfig, type AuditLogInput, type Retention } from './config.ts'
export {
  SCHEMA_VERSION,
  type ActionClass,
  type AuditRecord,
  type DecisionRecord,
  type FailureRecord,
  type FindingRecord,
  type OperatorRecord,
  type ReloadRecord,
  type RulingRecord,
  type SecretRecord,
} from './record.ts'
export { canonical, type Sealed } from './chain/seal.ts'
export { parseTrusted } from './chain/keys.ts'
export { readAnchors } from './chain/anchors.ts'
export type { PublicKey, Signed } from './chain/signature.ts'
export { PROBLEMS, type Problem, type Verification } from './chain/verify.ts'
export { withOperatorRecord, type AuditSetup, type OperatorAction } from './audit.ts'
export {
  openAuditReader,
  reseal,
  rotateAuditKey,
  verifyExport,
  type AuditReader,
  type VerifySettings,
} from './operate.ts'
export { matches, type Filter } from './export/filter.ts'
export { searchBack, type SearchPage, type SearchSettings } from './export/search.ts'
export { toCef } from './export/cef.ts'
export { OCSF_VERSION, toOcsf } from './export/ocsf.ts'
export { decisiveRuling } from './export/summary.ts'
