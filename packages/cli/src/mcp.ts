import { Console } from 'node:console'
import { randomUUID } from 'node:crypto'
import { join, resolve } from 'node:path'
import { createWall, loadConfig, resolveSecret, type Model, type Wall } from '@ringwall/config'
import { parseConfig, type JsonObject, type Logger } from '@ringwall/core'
import {
  checkServerName,
  connectHttp,
  runProxy,
  startServer,
  streamChannel,
  surveyTools,
  type Channel,
  type ProxyOptions,
} from '@ringwall/mcp'
import { RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import { underLock } from './file-lock.ts'
import { write, type Io } from './io.ts'
import { loggerFor } from './log.ts'
import { serverEnv } from './mcp-env.ts'
import { serverName } from './mcp-name.ts'
import { CollectedPins, FilePins, savePins } from './mcp-pins.ts'
import { visible } from './print.ts'
import { readPins } from './scan-pins.ts'

/** How a server is guarded. */
export interface McpOptions {
  readonly config?: string
  readonly agent: string
  readonly tenant: string
  readonly user?: string
  readonly name?: string
  readonly url?: string
  /** References, never values. */
  readonly bearer?: string
  readonly header: readonly string[]
  readonly passEnv: readonly string[]
  readonly unscanned: readonly string[]
  readonly sampling: 'deny' | 'guard'
  readonly elicitation: 'deny' | 'guard'
  readonly pins?: string
  readonly strictPins?: boolean
  readonly accept?: boolean
  /** In seconds. */
  readonly timeout: number
  readonly json: boolean
}

const MAX_BYTES = 10 * 1024 * 1024
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const NAME = 'ringwall mcp'
const MAX_SHOWN = 300

/** Guards one MCP server for the client at standard input and output, until one of the two has gone. Returns 0, or 2 where the server has gone by itself. */
export async function runMcp(io: Io, command: readonly string[], options: McpOptions): Promise<number> {
  const { url } = options
  if (command.length > 0 === (url !== undefined))
    throw fail('USAGE', { problem: 'give the command of a server behind --, or --url', command: NAME })
  // Whatever a layer prints must not stand between messages.
  if (io.stdout === process.stdout) globalThis.console = new Console(process.stderr, process.stderr)
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const model = await loadConfig({ ...where, ...(options.config === undefined ? {} : { file: options.config }) })
  refuseStdout(model)
  const name = options.name ?? serverName(command, url)
  checkServerName(name) // before a file is called so
  const file = resolve(io.cwd, options.pins ?? join(model.folder, '.ringwall', 'mcp', `${name}.json`))
  const logger = loggerFor(model)
  const wall = await createWall(model, { logger })
  try {
    const settings = { wall, model, logger, name, file }
    return await (options.accept === true
      ? accept(io, command, options, settings)
      : guard(io, command, options, settings))
  } finally {
    await wall.close()
  }
}

interface Settings {
  readonly wall: Wall
  readonly model: Model
  readonly logger: Logger
  readonly name: string
  readonly file: string
}

async function guard(io: Io, command: readonly string[], options: McpOptions, settings: Settings): Promise<number> {
  const { logger, name, file } = settings
  const pins = await FilePins.open(file, options.strictPins !== true)
  const upstream = await openUpstream(io, command, options, settings)
  const close = async (): Promise<void> => void io.stdin.destroy()
  const client = streamChannel(io.stdin, io.stdout, { maxBytes: MAX_BYTES, close })
  const stop = (): void => void close()
  for (const signal of SIGNALS) io.signals.on(signal, stop)
  logger.info('guarding an MCP server', { server: name, tools: `mcp__${name}__*`, agent: options.agent, pins: file })
  try {
    const { by, problem = 'it ended the connection' } = await runProxy({
      ...proxyOptions(options, settings),
      client,
      upstream,
      pins,
    })
    if (by === 'client') return 0
    logger.error('the MCP server has gone', { server: name, problem })
    return 2
  } finally {
    for (const signal of SIGNALS) io.signals.off(signal, stop)
  }
}

/** Accepts the tools that the server has now, but for those that a layer stops. */
async function accept(io: Io, command: readonly string[], options: McpOptions, settings: Settings): Promise<number> {
  const { file } = settings
  const before = (await readPins(file)) ?? {}
  const pins = new CollectedPins()
  const upstream = await openUpstream(io, command, options, settings)
  const tools = await surveyTools({ ...proxyOptions(options, settings), upstream, pins })
  await underLock(file, () => savePins(file, pins.hashes))
  const names = new Set([...pins.hashes.keys(), ...Object.keys(before)])
  const changes = [...names].flatMap((name) => {
    const change = changeOf(before[name], pins.hashes.get(name))
    return change === undefined ? [] : [{ name, change, description: descriptionOf(tools, name) }]
  })
  if (options.json) await write(io.stdout, `${JSON.stringify({ file, accepted: pins.hashes.size, changes })}\n`)
  else {
    const lines = changes.map(
      ({ name, change, description }) =>
        `${change.padEnd(8)}${visible(name)}${description === '' ? '' : `: ${description}`}\n`,
    )
    await write(io.stdout, `${lines.join('')}accepted ${pins.hashes.size} in ${visible(file)}\n`)
  }
  return 0
}

function changeOf(before: string | undefined, after: string | undefined): 'new' | 'changed' | 'gone' | undefined {
  if (before === after) return undefined
  if (before === undefined) return 'new'
  return after === undefined ? 'gone' : 'changed'
}

function descriptionOf(tools: readonly JsonObject[], name: string): string {
  const description = tools.find((tool) => tool.name === name)?.description
  if (typeof description !== 'string') return ''
  const line = visible(description).replaceAll('\n', ' ')
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line
}

function proxyOptions(
  { agent, tenant, user, unscanned, sampling, elicitation, timeout }: McpOptions,
  { wall, logger, name }: Settings,
): Omit<ProxyOptions, 'client' | 'upstream' | 'pins'> {
  const identity = { tenantId: tenant, agentId: agent, sessionId: randomUUID(), channel: 'mcp' }
  return {
    kernel: wall.for(agent),
    session: user === undefined ? identity : { ...identity, userId: user },
    server: name,
    logger,
    unscanned,
    sampling,
    elicitation,
    timeoutMs: timeout * 1000,
  }
}

async function openUpstream(
  io: Io,
  [program, ...args]: readonly string[],
  { url, bearer, header, passEnv }: McpOptions,
  { model, logger }: Settings,
): Promise<Channel> {
  if (url !== undefined)
    return connectHttp({ url, headers: await headersOf(io, bearer, header), maxBytes: MAX_BYTES, logger })
  if (bearer !== undefined || header.length > 0)
    throw fail('USAGE', { problem: '--bearer and --header are for --url', command: NAME })
  const env = serverEnv(io.env, model.view.body, passEnv)
  return startServer({ command: program ?? '', args, env, cwd: io.cwd, maxBytes: MAX_BYTES, logger })
}

async function headersOf(
  io: Io,
  bearer: string | undefined,
  header: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const headers: Record<string, string> = {}
  if (bearer !== undefined) headers.authorization = `Bearer ${await valueOf(io, '--bearer', bearer)}`
  for (const line of header) {
    const [name = '', ...rest] = line.split('=')
    if (!/^[\w-]+$/.test(name)) throw fail('USAGE', { problem: '--header is NAME=REFERENCE', command: NAME })
    headers[name.toLowerCase()] = await valueOf(io, '--header', rest.join('='))
  }
  return headers
}

async function valueOf(io: Io, option: string, reference: string): Promise<string> {
  const resolved = await resolveSecret(reference, io.env)
  if (!resolved) throw fail('SECRET_REFERENCE_INVALID', { option, problem: 'it is no reference' })
  if (!resolved.ok) throw fail('SECRET_REFERENCE_INVALID', { option, problem: resolved.problem })
  return resolved.value
}

/** Standard output is the client's: a record there would be taken for a message. */
function refuseStdout({ layers, agents }: Model): void {
  for (const line of [...layers, ...[...agents.values()].flatMap(({ layers }) => layers)]) {
    if (line.plugin.name !== 'audit-log') continue
    const config = parseConfig(line)
    const values = typeof config === 'object' && config !== null ? Object.values(config) : []
    if (values.includes('stdout'))
      throw fail('USAGE', {
        problem: 'audit-log must not write to stdout here: it is where the client reads',
        command: NAME,
      })
  }
}
