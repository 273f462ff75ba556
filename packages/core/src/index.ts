export { createKernel, type Kernel, type KernelOptions } from './kernel.ts'
export {
  API_VERSION,
  definePlugin,
  isPlugin,
  parseConfig,
  use,
  type Answer,
  type Effect,
  type Handler,
  type Handlers,
  type HookEvent,
  type Layer,
  type LayerOptions,
  type Manifest,
  type Plugin,
  type PluginDefinition,
  type SetupContext,
  type Streaming,
  type Use,
} from './plugin.ts'
export {
  DESTINATIONS,
  HOOKS,
  SOURCES,
  STAGES,
  TRUST_LEVELS,
  type Destination,
  type Hook,
  type Inbound,
  type JsonObject,
  type JsonValue,
  type MemoryWrite,
  type Outbound,
  type Payloads,
  type Session,
  type Source,
  type Stage,
  type ToolCall,
  type Trust,
} from './hooks.ts'
export {
  join,
  SEVERITIES,
  STAGE_POWERS,
  type Ask,
  type Decision,
  type Deny,
  type Edit,
  type Finding,
  type Flag,
  type Grant,
  type Instruct,
  type Outcome,
  type Patch,
  type Power,
  type Rewrite,
  type Ruling,
  type Severity,
  type Span,
  type Verdict,
  type VerdictIn,
} from './verdict.ts'
export { CORE_ERRORS, KERNEL_CODES } from './error-table.ts'
export {
  defineErrors,
  isRingwallError,
  messageOf,
  RingwallError,
  type ErrorEntry,
  type ErrorFactory,
  type ErrorParams,
} from './errors.ts'
export { textOf } from './payload.ts'
export { token, type Token } from './services.ts'
export { createLogger, LoggerToken, type Logger } from './logger.ts'
export { Events, type DecisionEvent, type FailureEvent, type SecretAccessEvent, type KernelEvents } from './events.ts'
export { applyEdits } from './edits.ts'
export { copyJson, isJsonObject } from './json.ts'
export { DEFAULT_DEADLINE_MS, type HostService } from './generation.ts'
export { LAYER_FAILED } from './pipeline.ts'
export { DEFAULT_MAX_BUFFER, type OutboundStream, type StreamOptions } from './stream.ts'
export type { ChainLink } from './explain.ts'
export type { RunTool, ToolResult } from './guard-tool.ts'
