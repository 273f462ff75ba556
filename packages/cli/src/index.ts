export { main } from './main.ts'
export { CLI_ERRORS, type CliErrorCode } from './errors.ts'
export { HOOK_ERRORS, type HookErrorCode } from './hook/errors.ts'
export type { Io, Signals } from './io.ts'
