export type {
  AgentModel,
  DeliverySettings,
  GatewaySettings,
  InletSettings,
  LoadOptions,
  LogSettings,
  Model,
  StoreSettings,
  Suppression,
  TokenSettings,
  UpstreamSettings,
  WebhookSettings,
} from './model.ts'
export type { Problem } from './problem.ts'
export { ConfigError, formatProblem } from './problem.ts'
export { CONFIG_ERRORS, type ConfigErrorCode } from './errors.ts'
export { CONFIG_FILES } from './find-source.ts'
export { loadConfig } from './load.ts'
export { problemWithPublicUrl } from './public-url.ts'
export { loadPolicy, type LoadedPolicy, type PolicyOptions } from './load-policy.ts'
export { DEFAULT_LAYERS } from './presets.ts'
export type { ConfigView } from './view.ts'
export type { Description } from './describe.ts'
export { openStore, type OpenStore } from './lineup.ts'
export { mergeScores, summarise, type Summary } from './summary.ts'
export { createWall, type Prepare, type Wall, type WallOptions } from './wall.ts'
export { configSchema } from './json-schema.ts'
export { defineConfig, type ConfigInput } from './define-config.ts'
export { resolveSecret, type Resolved } from '@ringwall/references'
