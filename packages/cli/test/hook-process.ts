// The hook as an agent starts it, the built command with JSON on standard input, and the same code without a process of its own.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { runHook } from '../src/hook/main.ts'

export const BINARY: string = fileURLToPath(new URL('../bin/ringwall.js', import.meta.url))
/** `npm test` builds first; whoever runs vitest alone may not have. */
export const isBuilt: boolean = existsSync(new URL('../dist/hook/main.js', import.meta.url))

export interface HookResult {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

export interface HookWorld {
  readonly cwd: string
  readonly args?: readonly string[]
  readonly binary?: string
  readonly env?: NodeJS.ProcessEnv
}

/** Runs one event through the hook; `input` is the event, or bytes that are none. */
export async function hook(input: object | string | Uint8Array, world: HookWorld): Promise<HookResult> {
  const { cwd, args = [], binary = BINARY, env = {} } = world
  const child = spawn(process.execPath, [binary, 'hook', 'claude-code', ...args], {
    cwd,
    env: { ...process.env, ...env },
  })
  child.stdin.on('error', () => undefined) // it may end before it has read everything
  child.stdin.end(typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, err }
}

/** `hook` in this process, for what does not depend on there being another: starting one takes longer than all that it judges. */
export async function hookHere(
  input: object | string | Uint8Array,
  { cwd, args = [], env = {} }: Omit<HookWorld, 'binary'>,
): Promise<HookResult> {
  const before = process.cwd()
  const bytes = typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input)
  let [out, err] = ['', '']
  process.chdir(cwd)
  try {
    const code = await runHook(['claude-code', ...args], {
      stdin: Readable.from([Buffer.from(bytes)]),
      env: { ...process.env, ...env },
      cwd: process.cwd(),
      say: (text) => void (out += text),
      warn: (text) => void (err += text),
    })
    return { code, out, err }
  } finally {
    process.chdir(before)
  }
}

/** A call before it runs. */
export function before(tool: string, input: object, more: object = {}): object {
  return {
    session_id: 's1',
    hook_event_name: 'PreToolUse',
    permission_mode: 'default',
    tool_name: tool,
    tool_input: input,
    tool_use_id: 'toolu_1',
    ...more,
  }
}

/** A result that is about to be read. */
export function after(tool: string, input: object, response: unknown): object {
  return before(tool, input, { hook_event_name: 'PostToolUse', tool_response: response })
}
