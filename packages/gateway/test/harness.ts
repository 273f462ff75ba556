import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GatewaySettings } from '@ringwall/config'
import {
  createKernel,
  definePlugin,
  use,
  type Edit,
  type Inbound,
  type JsonObject,
  type Kernel,
  type Logger,
  type Session,
  type Use,
} from '@ringwall/core'
import { z } from 'zod'
import { startGateway, type GatewayOptions, type RunningGateway } from '../src/index.ts'

export const TOKEN = 'test-token-0123456789-0123456789-abc'
const SECRET = /sk-[0-9]{8}/g

/** What the test layer saw, and how often it was disposed. */
export interface Seen {
  readonly inbound: { readonly payload: Inbound; readonly session: Session }[]
  disposed: number
}

/** One made-up layer that answers to marks in the text, on every hook. */
export async function makeKernel(
  layers: readonly Use[] = [],
  logger: Logger = silent(),
): Promise<{ kernel: Kernel; seen: Seen }> {
  const seen: Seen = { inbound: [], disposed: 0 }
  const replaced = (text: string, pattern: RegExp, by: string): Edit[] =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, text: by }))
  const marks = definePlugin({
    name: 'marks',
    version: '1.0.0',
    manifest: {
      api: 1,
      hooks: {
        onInbound: { judge: ['deny', 'ask', 'instruct'], finish: ['rewrite'] },
        onToolCall: { normalize: ['deny', 'ask', 'rewrite'] },
        onOutbound: { judge: ['deny'], finish: ['rewrite'] },
      },
      rewrites: ['/**'],
      streaming: { window: 11 },
    },
    codes: { MARK: 'a mark' },
    config: z.strictObject({}),
    setup: () => ({
      dispose: () => void seen.disposed++,
      onInbound: {
        judge: ({ payload, session }) => {
          seen.inbound.push({ payload, session })
          if (payload.text.includes('EVIL'))
            return { kind: 'deny', code: 'MARK', message: 'No evil here.', detail: 'inner detail' }
          if (payload.text.includes('ASKME')) return { kind: 'ask', code: 'MARK' }
          return payload.text.includes('REMIND') ? { kind: 'instruct', code: 'MARK', text: 'Stay calm.' } : undefined
        },
        finish: ({ payload }) => {
          const edits = replaced(payload.text, /swapme/g, 'swapped')
          return edits.length > 0 ? { kind: 'rewrite', code: 'MARK', edits } : undefined
        },
      },
      onToolCall: {
        normalize: ({ payload }) => {
          if (payload.tool === 'rm') return { kind: 'deny', code: 'MARK', message: 'No rm.' }
          if (payload.tool === 'pay') return { kind: 'ask', code: 'MARK' }
          return payload.args.path === '/tmp/../etc'
            ? { kind: 'rewrite', code: 'MARK', set: [{ path: '/path', value: '/etc' }] }
            : undefined
        },
      },
      onOutbound: {
        judge: ({ payload }) => {
          const text = typeof payload.body === 'string' ? payload.body : JSON.stringify(payload.body)
          return text.includes('FORBIDDEN') ? { kind: 'deny', code: 'MARK', message: 'Not for you.' } : undefined
        },
        finish: ({ payload }) => {
          if (typeof payload.body !== 'string') return undefined
          const edits = replaced(payload.body, SECRET, '[REDACTED]')
          return edits.length > 0 ? { kind: 'rewrite', code: 'MARK', edits } : undefined
        },
      },
    }),
  })
  return { kernel: await createKernel({ plugins: [...layers, use(marks)], logger }), seen }
}

/** A logger that keeps what it is told. */
export function silent(lines: string[] = []): Logger {
  const write = (message: string, fields?: JsonObject): void => void lines.push(JSON.stringify({ message, ...fields }))
  return { debug: write, info: write, warn: write, error: write }
}

/** A scripted provider on a real socket. */
export interface Provider {
  readonly url: string
  readonly requests: {
    readonly path: string
    readonly headers: IncomingMessage['headers']
    readonly body: JsonObject
  }[]
  /** Open connections to it. */
  connections(): Promise<number>
  close(): Promise<void>
}

export async function startProvider(
  answer: (response: ServerResponse, body: JsonObject, request: IncomingMessage) => unknown,
): Promise<Provider> {
  const requests: Provider['requests'] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const body = (text ? JSON.parse(text) : {}) as JsonObject
    requests.push({ path: request.url ?? '', headers: request.headers, body })
    await answer(response, body, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    connections: () =>
      new Promise((resolve, reject) => server.getConnections((error, n) => (error ? reject(error) : resolve(n)))),
    close: () => stop(server),
  }
}

function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeAllConnections()
  return closed
}

/** A gateway with the marks layer before a provider, and everything to stop. */
export interface Rig extends AsyncDisposable {
  readonly gateway: RunningGateway
  readonly kernel: Kernel
  readonly seen: Seen
  readonly log: string[]
  post(body: unknown, init?: RequestInit): Promise<Response>
}

export function settings(change: Partial<GatewaySettings> = {}): GatewaySettings {
  return {
    host: '127.0.0.1',
    port: 0,
    tokens: [{ token: TOKEN, agent: 'helper', tenant: 'acme', user: 'alice' }],
    maxBodyBytes: 100_000,
    unscannedParts: [],
    ...change,
  }
}

export async function startRig(
  provider?: Provider,
  change: Partial<GatewaySettings> = {},
  more: Partial<GatewayOptions> = {},
  layers: readonly Use[] = [],
): Promise<Rig> {
  const log: string[] = []
  const { kernel, seen } = await makeKernel(layers, silent(log))
  const upstream = provider ? { upstream: { url: provider.url, apiKey: 'upstream-key', timeoutMs: 10_000 } } : {}
  const gateway = await startGateway({
    wall: { for: () => kernel },
    settings: settings({ ...upstream, ...change }),
    logger: silent(log),
    ...more,
  })
  return {
    gateway,
    kernel,
    seen,
    log,
    post: (body, init) =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...init,
      }),
    async [Symbol.asyncDispose]() {
      await gateway.close()
      await kernel.close()
    },
  }
}

/** A request with one user message. */
export function ask(content: unknown, more: JsonObject = {}): JsonObject {
  return { model: 'm-1', messages: [{ role: 'user', content: content as string }], ...more }
}

/** A whole reply as a provider writes it. */
export function completion(message: JsonObject, more: JsonObject = {}): JsonObject {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'm-1',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', ...message },
        finish_reason: message.tool_calls ? 'tool_calls' : 'stop',
      },
    ],
    ...more,
  }
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** One event of a provider's stream. */
export function chunk(delta: JsonObject, finish: string | null = null, index = 0): string {
  return event({ id: 'chatcmpl-1', created: 1, model: 'm-1', choices: [{ index, delta, finish_reason: finish }] })
}
export function event(data: unknown): string {
  return `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
}
export function openSse(response: ServerResponse): ServerResponse {
  return response.writeHead(200, { 'content-type': 'text/event-stream' })
}

/** What came out of a stream. */
export interface Streamed {
  readonly chunks: JsonObject[]
  readonly isDone: boolean
  readonly error?: JsonObject
  /** By choice. */
  readonly text: string[]
  readonly finish: (string | undefined)[]
  readonly calls: JsonObject[]
}

export function readStream(raw: string): Streamed {
  const events = raw
    .split('\n\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => line.slice(6))
  const all = events.filter((data) => data !== '[DONE]').map((data) => JSON.parse(data) as JsonObject)
  const chunks = all.filter((chunk) => !('error' in chunk))
  const error = all.find((chunk) => 'error' in chunk)?.error as JsonObject | undefined
  const text: string[] = []
  const finish: (string | undefined)[] = []
  const calls: JsonObject[] = []
  for (const { choices } of chunks as unknown as {
    choices: { index: number; delta: JsonObject; finish_reason: string | null }[]
  }[]) {
    for (const { index, delta, finish_reason: reason } of choices) {
      text[index] = (text[index] ?? '') + String(delta.content ?? '')
      if (delta.tool_calls) calls.push(...(delta.tool_calls as JsonObject[]))
      if (reason) finish[index] = reason
    }
  }
  return { chunks, isDone: events.at(-1) === '[DONE]', text, finish, calls, ...(error ? { error } : {}) }
}

/** Waits until a condition holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}
