export { approvalGate } from './plugin.ts'
export { approvalGateConfig, type ApprovalGateConfig, type ApprovalGateInput } from './config.ts'
export { openApprovals } from './desk.ts'
export { fileKey, fixedKey, type KeySource } from './key.ts'
export {
  ApprovalsToken,
  type ApprovalChange,
  type ApprovalDesk,
  type ApprovalList,
  type Approvals,
  type ApprovalStatus,
  type ApproveOptions,
  type PendingApproval,
  type SettledApproval,
  type SettleOptions,
  type StandingApproval,
} from './services.ts'
export type { ApprovalEvent } from './events.ts'
export type { Owner, Reason } from './request.ts'
export type { Rule } from './rules.ts'
export { SCOPES, type Scope } from './scopes.ts'
export { APPROVAL_GATE_ERRORS, type ApprovalErrorCode } from './errors.ts'
