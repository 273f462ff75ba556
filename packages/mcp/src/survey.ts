import { isJsonObject, type JsonObject } from '@ringwall/core'
import type { Channel } from './channel.ts'
import { IncomingQueue } from './incoming-queue.ts'
import { META } from './methods.ts'
import { runProxy, type ProxyOptions } from './proxy.ts'
import { fail } from './errors.ts'
import type { Message } from './rpc.ts'

const CLIENT = { name: 'ringwall', version: '1' }
const LEGACY = '2025-11-25'
const MODERN = '2026-07-28'
const MAX_PAGES = 1000

/** Connects to a server as a client would, lists its tools through the proxy, and leaves. Returns those that are offered. Throws RingwallError. */
export async function surveyTools(options: Omit<ProxyOptions, 'client'>): Promise<readonly JsonObject[]> {
  const queue = new IncomingQueue()
  const answers = new Map<number, (answer: Message) => void>()
  const client: Channel = {
    incoming: queue,
    async send(message) {
      if ('id' in message && typeof message.id === 'number') answers.get(message.id)?.(message)
    },
    async close() {
      queue.end()
    },
  }
  const ended = runProxy({ ...options, client })
  let lastId = 0
  const ask = async (method: string, params: JsonObject): Promise<Message> => {
    const id = ++lastId
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve))
    queue.push({ message: { kind: 'request', id, method, params } })
    const gone = ended.then(({ problem }) =>
      Promise.reject(fail('MCP_UPSTREAM_GONE', { problem: problem ?? 'it has left' })),
    )
    return Promise.race([answer, gone])
  }
  try {
    return await listTools(await greet(ask, queue), ask)
  } finally {
    queue.end()
    await ended.catch(() => undefined) // told by whoever asked last
  }
}

type AskServer = (method: string, params: JsonObject) => Promise<Message>

/** What goes with each request from then on. */
async function greet(ask: AskServer, queue: IncomingQueue): Promise<JsonObject> {
  const greeting = await ask('initialize', { protocolVersion: LEGACY, capabilities: {}, clientInfo: CLIENT })
  if (greeting.kind === 'result') {
    queue.push({ message: { kind: 'notification', method: 'notifications/initialized', params: undefined } })
    return {}
  }
  // A server of the newest revision alone has no greeting.
  return { _meta: { [META.version]: MODERN, [META.client]: CLIENT, [META.capabilities]: {} } }
}

async function listTools(envelope: JsonObject, ask: AskServer): Promise<readonly JsonObject[]> {
  const tools: JsonObject[] = []
  let cursor: JsonObject = {}
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await ask('tools/list', { ...envelope, ...cursor })
    if (answer.kind !== 'result') throw fail('MCP_UPSTREAM_INVALID', { problem: problemOf(answer) })
    const { tools: listed, nextCursor } = answer.result
    if (Array.isArray(listed)) tools.push(...listed.filter(isJsonObject))
    if (typeof nextCursor !== 'string' || nextCursor === '') return tools
    cursor = { cursor: nextCursor }
  }
  throw fail('MCP_UPSTREAM_INVALID', { problem: `its list of tools has more than ${MAX_PAGES} pages` })
}

function problemOf(answer: Message): string {
  return answer.kind === 'error' ? answer.error.message : 'it does not list its tools'
}
