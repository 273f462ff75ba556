import { realpathSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { decide } from './decide.ts'
import { HookError } from './errors.ts'
import { eventOf, parseInput, readInput, type EventName, type Fields, type HookInput } from './event.ts'
import type { Judge, Question } from './question.ts'
import type { WallOptions } from './wall.ts'
import { reasonOfError, stop } from './reply.ts'

/** What the hook has of the world around it. */
export interface HookIo {
  readonly stdin: AsyncIterable<Uint8Array | string>
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  /** Writes at once: a process that ends must have said it. */
  readonly say: (text: string) => void
  /** For people; and for the agent where nothing else can be said. */
  readonly warn: (text: string) => void
}

/** How the hook is run. */
interface HookOptions {
  readonly config: string | undefined
  readonly gateway: string | undefined
  readonly tokenFile: string | undefined
  readonly tenant: string
  readonly agent: string
  readonly seconds: number
}

/** Loads what judges without a gateway, when it is needed. */
export type LoadWall = () => Promise<(options: WallOptions) => Promise<Judge>>

interface Means {
  readonly io: HookIo
  readonly loadWall: LoadWall
}

/** The exit code that blocks, whatever the event. */
export const BLOCK = 2
const MAX_BYTES = 10 * 1024 * 1024
const HEAD_BYTES = 64 * 1024
const EVENT_NAME = /"hook_event_name"\s*:\s*"([A-Za-z]{1,64})"/
const DEFAULT_SECONDS = 50
const MAX_SECONDS = 3600

/**
 * Judges one event of Claude Code: JSON on standard input, JSON on standard output. Returns 0 where it has said something, allow or
 * deny, and BLOCK where it could not even do that. Never rejects.
 */
export async function runHook(argv: readonly string[], io: HookIo, loadWall: LoadWall = ownWall): Promise<number> {
  let event: EventName | undefined
  try {
    const options = readOptions(argv, io)
    const deadline = deadlineOf(options.seconds)
    try {
      const fields = await Promise.race([readFields(io, (name) => (event = name)), deadline.passed])
      event = eventOf(fields)
      const input = readInput(fields)
      const said =
        input === undefined ? {} : await Promise.race([judge(input, options, { io, loadWall }), deadline.passed])
      io.say(`${JSON.stringify(said)}\n`)
      return 0
    } finally {
      deadline.stop()
    }
  } catch (error) {
    return refuse(io, event, error)
  }
}

async function ownWall(): ReturnType<LoadWall> {
  return (await import('./wall.ts')).wallJudge
}

/** The streams of this process. */
export function hookIo(): HookIo {
  const { stdin, env } = process
  return { stdin, env, cwd: process.cwd(), say: (text) => writeAll(1, text), warn: (text) => writeAll(2, text) }
}

function refuse(io: HookIo, event: EventName | undefined, error: unknown): number {
  const reason = reasonOfError(error)
  if (io.env.RINGWALL_DEBUG === '1' && error instanceof Error) io.warn(`${error.stack}\n`)
  try {
    if (event !== undefined) {
      io.say(`${JSON.stringify(stop(event, reason))}\n`)
      return 0
    }
    io.warn(`Ringwall stopped this. ${reason.code}: ${reason.text}\n`)
  } catch {
    // Nobody listens; the exit code still blocks.
  }
  return BLOCK
}

async function judge(input: HookInput, options: HookOptions, means: Means): Promise<Fields> {
  const { io } = means
  const opened = await openJudge(hookOf(input), options, means)
  try {
    return await decide({ ...input, ...placeOf(io) }, opened)
  } finally {
    await opened.close()
  }
}

async function openJudge(hook: Question['hook'], options: HookOptions, { io, loadWall }: Means): Promise<Judge> {
  const { gateway, tokenFile, config, tenant, agent, seconds } = options
  if (gateway !== undefined) {
    if (tokenFile === undefined)
      throw new HookError('HOOK_TOKEN_UNUSABLE', { file: '--token-file', problem: 'it is missing' })
    const { gatewayJudge } = await import('./gateway.ts')
    return gatewayJudge({ url: gateway, tokenFile, timeoutMs: seconds * 1000 })
  }
  const project = projectOf(io)
  const file = config === undefined ? undefined : resolve(project, config)
  const folder = file === undefined ? project : dirname(file)
  // The agent may have gone elsewhere: what the config says of folders must not go with it.
  process.chdir(folder)
  const wallJudge = await loadWall()
  return wallJudge({ config: file, folder, env: io.env, tenant, agent, hook })
}

function projectOf({ env, cwd }: HookIo): string {
  return resolve(env.CLAUDE_PROJECT_DIR ?? cwd)
}

function placeOf(io: HookIo): Pick<HookInput, 'project'> {
  const written = projectOf(io)
  try {
    return { project: { written, real: realpathSync(written) } }
  } catch {
    return {} // a gateway may know another place than this one
  }
}

function hookOf({ event }: HookInput): Question['hook'] {
  if (event === 'PreToolUse' || event === 'PermissionRequest') return 'onToolCall'
  return event === 'Stop' || event === 'SubagentStop' ? 'onOutbound' : 'onInbound'
}

async function readFields({ stdin }: HookIo, tell: (event: EventName | undefined) => void): Promise<Fields> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stdin) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    size += bytes.length
    chunks.push(bytes)
    if (size > MAX_BYTES) {
      // The agent names the event before what is long, and of a result that it has already the exit code takes nothing back.
      const [, name] = EVENT_NAME.exec(Buffer.concat(chunks).toString('latin1', 0, HEAD_BYTES)) ?? []
      tell(eventOf({ hook_event_name: name }))
      throw new HookError('HOOK_INPUT_TOO_LARGE', { limit: MAX_BYTES })
    }
  }
  return parseInput(Buffer.concat(chunks))
}

function readOptions(argv: readonly string[], { env }: HookIo): HookOptions {
  const [host, ...rest] = argv
  if (host !== 'claude-code')
    throw new HookError('HOOK_INPUT_INVALID', { problem: 'the command is `ringwall hook claude-code`' })
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: rest,
    options: { config: text, gateway: text, 'token-file': text, tenant: text, agent: text, timeout: text },
  })
  const seconds = Number(values.timeout ?? DEFAULT_SECONDS)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_SECONDS)
    throw new HookError('HOOK_INPUT_INVALID', { problem: `--timeout must be 1 to ${MAX_SECONDS} seconds` })
  return {
    config: values.config,
    // Where the command line names a config, an environment that a project brings does not lead elsewhere.
    gateway: values.gateway ?? (values.config === undefined ? env.RINGWALL_GATEWAY : undefined),
    tokenFile: values['token-file'] ?? env.RINGWALL_TOKEN_FILE,
    tenant: values.tenant ?? 'default',
    agent: values.agent ?? 'default',
    seconds,
  }
}

function deadlineOf(seconds: number): { readonly passed: Promise<never>; readonly stop: () => void } {
  const { promise, reject } = Promise.withResolvers<never>()
  promise.catch(() => undefined) // it may pass while nobody waits
  const timer = setTimeout(() => reject(new HookError('HOOK_TIMEOUT', { seconds })), seconds * 1000)
  return { passed: promise, stop: () => clearTimeout(timer) }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(descriptor, bytes, at)
    } catch (error) {
      // A pipe that is full for the moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error
    }
  }
}
