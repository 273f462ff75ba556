export { execSandbox } from './plugin.ts'
export type { ExecSandboxConfig } from './config.ts'
