/** Why the hook itself stops something, beside what layers say. Plain data: the hook must not load the kernel to say no. */
export const HOOK_ERRORS = {
  HOOK_INPUT_INVALID: {
    message: 'the input of the hook is not accepted: {problem}',
    fix: 'Let the agent call the hook; the README of ringwall says which events it knows.',
  },
  HOOK_INPUT_TOO_LARGE: {
    message: 'the input of the hook has more than {limit} bytes, so it was not judged',
    fix: 'Make the call smaller: write the file in parts, or read less of it at once.',
  },
  HOOK_EVENT_UNKNOWN: {
    message: 'the hook does not know the event {event}',
    fix: 'Take the hook out of this event in the settings of the agent; `ringwall init` enters those that it knows.',
  },
  HOOK_TOKEN_UNUSABLE: {
    message: 'the token of the gateway cannot be taken from {file}: {problem}',
    fix: 'Put the token alone into a file of your own with mode 600, and name it with --token-file.',
  },
  HOOK_GATEWAY_INVALID: {
    message: '{url} is no address for a token: {problem}',
    fix: 'Name https, or http on this machine, without a password in it: --gateway http://127.0.0.1:8787.',
  },
  HOOK_GATEWAY_LOST: {
    message: 'the gateway does not answer: {problem}',
    fix: 'Start it with `ringwall serve`, or leave out --gateway so that the hook judges by itself.',
  },
  HOOK_GATEWAY_REFUSED: {
    message: 'the gateway does not judge this: {problem}',
    fix: 'Make the token anew with `ringwall tokens create`, or correct what the gateway names.',
  },
  HOOK_CONFIG_UNNAMED: {
    message: '{file} is a program, and lies in the project without being named',
    fix: 'Name it in the settings of the agent, if it is yours: --config "$CLAUDE_PROJECT_DIR"/{file}.',
  },
  HOOK_TIMEOUT: {
    message: 'nobody decided within {seconds} seconds',
    fix: 'Raise --timeout, and `timeout` in the settings of the agent with it; with approvals set `onAsk: return`.',
  },
  HOOK_NOBODY_TO_ASK: {
    message: 'a person has to decide, and in the mode {mode} nobody is asked',
    fix: 'Let the agent run in a mode in which it asks, or settle the call in the config.',
  },
  HOOK_REWRITE_IMPOSSIBLE: {
    message: 'a layer changes the text ({codes}), and here it can only pass as it is',
    fix: 'Send it without what the layer takes out.',
  },
  HOOK_FAILED: {
    message: 'the hook failed: {problem}',
    fix: 'Run it again with RINGWALL_DEBUG=1 to see where, and report it.',
  },
} as const

/** A code of HOOK_ERRORS. */
export type HookErrorCode = keyof typeof HOOK_ERRORS

/** What is thrown on the light path; the same shape as every error of Ringwall. */
export class HookError extends Error {
  readonly code: HookErrorCode
  readonly fix: string

  constructor(code: HookErrorCode, params: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const { message, fix } = HOOK_ERRORS[code]
    const filled = (text: string): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
    super(filled(message), { cause })
    this.name = 'HookError'
    this.code = code
    this.fix = filled(fix)
  }
}
