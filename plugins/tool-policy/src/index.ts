export { toolPolicy } from './plugin.ts'
export { filterTools } from './policy.ts'
export type { ToolPolicyConfig, ToolPolicyInput } from './config.ts'
