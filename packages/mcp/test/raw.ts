import { splitLines } from '@ringwall/text'
import { pipe, startProxy, type Pipe, type Setup } from './harness.ts'

export type Json = Record<string, unknown>

/** A server of which every byte is under control. */
export class RawServer {
  readonly pipe: Pipe
  readonly seen: Json[] = []
  /** By method: the result, or `{ error }`. */
  readonly results: Record<string, unknown>

  constructor(results: Readonly<Record<string, unknown>> = {}, maxBytes?: number) {
    this.pipe = pipe(maxBytes)
    this.results = {
      initialize: {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'raw', version: '1' },
      },
      'tools/list': { tools: [{ name: 'go', description: 'Goes.', inputSchema: { type: 'object' } }] },
      ...results,
    }
    void this.#run()
  }

  /** Writes a message, or a line as it is. */
  say(message: Json | string | Uint8Array): void {
    sayTo(this.pipe, message)
  }

  /** Goes, as a process does that crashes. */
  end(): void {
    this.pipe.toProxy.end()
  }

  async #run(): Promise<void> {
    for await (const { bytes } of splitLines(this.pipe.fromProxy, 100_000_000)) {
      const message = JSON.parse(Buffer.from(bytes ?? []).toString()) as Json
      this.seen.push(message)
      const { method, id } = message
      if (typeof method !== 'string' || id === undefined || !(method in this.results)) continue
      const made: unknown = this.results[method]
      const result: unknown = typeof made === 'function' ? made(message) : made
      if (result === undefined) continue
      const isError = typeof result === 'object' && result !== null && 'error' in result
      this.say(isError ? { id, ...result } : { id, result })
    }
  }
}

/** A client of which every byte is under control. */
export class RawClient {
  readonly lines: Json[] = []
  readonly #pipe: Pick<Pipe, 'toProxy' | 'fromProxy'>
  readonly #waiting = new Set<() => void>()
  lastId = 0
  hasEnded = false

  constructor(pipe: Pick<Pipe, 'toProxy' | 'fromProxy'>) {
    this.#pipe = pipe
    void this.#run()
  }

  say(message: Json | string | Uint8Array): void {
    sayTo(this.#pipe, message)
  }

  /** Sends a request and resolves with its answer. */
  async ask(method: string, params?: Json): Promise<Json> {
    const id = ++this.lastId
    this.say({ id, method, ...(params === undefined ? {} : { params }) })
    return this.until((line) => line.id === id && line.method === undefined)
  }

  async greet(capabilities: Json = {}): Promise<Json> {
    const answer = await this.ask('initialize', {
      protocolVersion: '2025-11-25',
      capabilities,
      clientInfo: { name: 'c', version: '1' },
    })
    this.say({ method: 'notifications/initialized' })
    return answer
  }

  call(name: string, args?: Json, more: Json = {}): Promise<Json> {
    return this.ask('tools/call', { name, ...(args === undefined ? {} : { arguments: args }), ...more })
  }

  /** The first message, of those that came and those that come, of which that is true. */
  until(isIt: (line: Json) => boolean): Promise<Json> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const found = this.lines.find(isIt)
        if (!found && !this.hasEnded) return
        this.#waiting.delete(look)
        if (found) resolve(found)
        else reject(new Error(`the proxy ended; it said ${JSON.stringify(this.lines)}`))
      }
      this.#waiting.add(look)
      look()
    })
  }

  async #run(): Promise<void> {
    for await (const { bytes } of splitLines(this.#pipe.fromProxy, 100_000_000)) {
      this.lines.push(JSON.parse(Buffer.from(bytes ?? []).toString()) as Json) // nothing but JSON ever stands there
      for (const look of this.#waiting) look()
    }
    this.hasEnded = true
    for (const look of this.#waiting) look()
  }
}

/** A raw client, a proxy and a raw server. */
export async function startRaw(
  results: Readonly<Record<string, unknown>> = {},
  setup: Setup = {},
): Promise<Awaited<ReturnType<typeof startProxy>> & { readonly client: RawClient; readonly server: RawServer }> {
  const server = new RawServer(results, setup.maxBytes)
  const proxy = await startProxy({ ...setup, upstream: server.pipe.channel })
  return { ...proxy, client: new RawClient(proxy.pipe), server }
}

/** What a result of a tool says, or the error. */
export function said(answer: Json): string {
  const { result, error } = answer as {
    readonly result?: { readonly content?: readonly { readonly text?: string }[] }
    readonly error?: Json
  }
  if (error) return `error ${String(error.code)} ${String(error.message)}`
  return (result?.content ?? []).map(({ text }) => text).join('|')
}

/** The parameters of a message. */
export function paramsOf(message: Json | undefined): Json {
  return (message?.params ?? {}) as Json
}

function sayTo({ toProxy }: Pick<Pipe, 'toProxy'>, message: Json | string | Uint8Array): void {
  const isLine = typeof message === 'string' || message instanceof Uint8Array
  toProxy.write(isLine ? message : JSON.stringify({ jsonrpc: '2.0', ...message }))
  toProxy.write('\n')
}
