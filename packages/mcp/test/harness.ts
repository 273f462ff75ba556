import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { Client, type ClientOptions, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/client'
import { createKernel, type HostService, type JsonObject, type Kernel, type Logger, type Use } from '@ringwall/core'
import { splitLines } from '@ringwall/text'
import { onTestFinished } from 'vitest'
import {
  memoryPins,
  runProxy,
  startServer,
  streamChannel,
  type Channel,
  type Ended,
  type ProxyOptions,
} from '../src/index.ts'

const require = createRequire(import.meta.url)

/** The command of a real server from npm. */
export function npmServer(name: string, ...args: readonly string[]): readonly string[] {
  const home = dirname(require.resolve(`@modelcontextprotocol/${name}/package.json`))
  return [process.execPath, join(home, 'dist', 'index.js'), ...args]
}

export interface LogLine {
  readonly level: string
  readonly message: string
  readonly fields: JsonObject
}

export class Log implements Logger {
  readonly lines: LogLine[] = []
  readonly #add =
    (level: string) =>
    (message: string, fields: JsonObject = {}): void => {
      this.lines.push({ level, message, fields })
    }
  debug = this.#add('debug')
  info = this.#add('info')
  warn = this.#add('warn')
  error = this.#add('error')
  codes(): readonly unknown[] {
    return this.lines.flatMap(({ fields }) => (fields.code === undefined ? [] : [fields.code]))
  }
}

const SESSION = { tenantId: 'acme', agentId: 'helper', sessionId: 's-1', userId: 'ada' }

/** The far end of a stream channel: what a client, or a server, has in its hands. */
export interface Pipe {
  readonly channel: Channel
  readonly toProxy: PassThrough
  readonly fromProxy: PassThrough
}

export function pipe(maxBytes = 1_000_000): Pipe {
  const [toProxy, fromProxy] = [new PassThrough(), new PassThrough()]
  const close = async (): Promise<void> => {
    toProxy.end()
    fromProxy.end()
  }
  return { toProxy, fromProxy, channel: streamChannel(toProxy, fromProxy, { maxBytes, close }) }
}

/** The official client's side of a pipe. */
export class PipeTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  readonly #pipe: Pick<Pipe, 'toProxy' | 'fromProxy'>
  /** Everything that arrived, as it stood there. */
  readonly raw: string[] = []

  constructor(pipe: Pick<Pipe, 'toProxy' | 'fromProxy'>) {
    this.#pipe = pipe
  }

  async start(): Promise<void> {
    void (async () => {
      for await (const { bytes } of splitLines(this.#pipe.fromProxy, 100_000_000)) {
        const text = Buffer.from(bytes ?? []).toString()
        this.raw.push(text)
        this.onmessage?.(JSON.parse(text) as JSONRPCMessage)
      }
      this.onclose?.()
    })()
  }
  async send(message: JSONRPCMessage): Promise<void> {
    this.#pipe.toProxy.write(`${JSON.stringify(message)}\n`)
  }
  async close(): Promise<void> {
    this.#pipe.toProxy.end()
  }
}

export interface Setup extends Partial<Omit<ProxyOptions, 'client' | 'upstream'>> {
  readonly plugins?: readonly Use[]
  readonly services?: readonly HostService[]
  readonly command?: readonly string[]
  readonly upstream?: Channel
  readonly env?: Readonly<Record<string, string>>
  readonly clientOptions?: ClientOptions
  readonly maxBytes?: number
  /** Registers what the client does when it is asked, before it connects. */
  readonly prepare?: (client: Client) => void
}

export interface Connection {
  readonly client: Client
  readonly transport: PipeTransport
  readonly log: Log
  readonly kernel: Kernel
  readonly ended: Promise<Ended>
  readonly close: () => Promise<void>
}

/** A proxy with a kernel of its own between two channels; closed after the test. */
export async function startProxy(
  setup: Setup,
): Promise<Omit<Connection, 'client' | 'transport'> & { readonly pipe: Pipe }> {
  const log = new Log()
  const kernel = await createKernel({ plugins: setup.plugins ?? [], services: setup.services ?? [], logger: log })
  const { maxBytes = 1_000_000 } = setup
  const [command = '', ...args] = setup.command ?? []
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...setup.env }
  const upstream =
    setup.upstream ??
    (await startServer({ command, args, env, cwd: process.cwd(), maxBytes, logger: log, graceMs: 1000 }))
  const own = pipe(maxBytes)
  const ended = runProxy({
    kernel,
    session: SESSION,
    server: 'files',
    pins: memoryPins(),
    logger: log,
    unscanned: [],
    sampling: 'deny',
    elicitation: 'guard',
    timeoutMs: 30_000,
    ...setup,
    client: own.channel,
    upstream,
  })
  const close = async (): Promise<void> => {
    own.toProxy.end()
    await ended.catch(() => undefined) // the test that is about it looks at it
    await kernel.close()
  }
  onTestFinished(close)
  return { log, kernel, ended, close, pipe: own }
}

/** The same with the official client at one end. */
export async function connect(setup: Setup): Promise<Connection> {
  const { pipe: own, ...proxy } = await startProxy(setup)
  const transport = new PipeTransport(own)
  const client = new Client({ name: 'test', version: '1.0.0' }, setup.clientOptions)
  setup.prepare?.(client)
  await client.connect(transport)
  return { ...proxy, client, transport }
}

/** The official client at a server without anything between. */
export async function connectBare(
  command: readonly string[],
  setup: Pick<Setup, 'clientOptions' | 'prepare' | 'env'> = {},
): Promise<Client> {
  const { StdioClientTransport } = await import('@modelcontextprotocol/client/stdio')
  const [program = '', ...args] = command
  const transport = new StdioClientTransport({ command: program, args, env: { ...setup.env }, stderr: 'ignore' })
  const client = new Client({ name: 'test', version: '1.0.0' }, setup.clientOptions)
  setup.prepare?.(client)
  await client.connect(transport)
  onTestFinished(() => client.close())
  return client
}
