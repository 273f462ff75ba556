import { messageOf, type Kernel, type Logger, type Session } from '@ringwall/core'
import { ApprovalsToken, Approver } from './approvals.ts'
import type { AskPolicy } from './asks.ts'
import { Calls } from './calls.ts'
import type { Channel } from './channel.ts'
import { ClientSide } from './client-side.ts'
import { fail } from './errors.ts'
import { Guard, refuse } from './guard.ts'
import type { Pins } from './pins.ts'
import { ServerSide } from './server-side.ts'
import { ToolBook } from './tool-book.ts'
import { ToolCalls } from './tool-calls.ts'

/** What stands between a client and a server. */
export interface ProxyOptions extends AskPolicy {
  readonly kernel: Pick<Kernel, 'onInbound' | 'onToolCall' | 'onOutbound' | 'find'>
  /** Whose connection it is; each request gets a trace id of its own. */
  readonly session: Session
  /** The operator's name of the server: letters, digits, `-` and single `_`. */
  readonly server: string
  readonly client: Channel
  readonly upstream: Channel
  readonly pins: Pins
  readonly logger: Logger
  /** Kinds of content that may pass although no layer can read them: `image`, `audio`, `blob`. */
  readonly unscanned: readonly string[]
  /** How long a request may go without an answer or progress, in milliseconds. */
  readonly timeoutMs: number
}

/** How a connection ended. */
export interface Ended {
  readonly by: 'client' | 'server'
  /** Why, where that is known. */
  readonly problem: string | undefined
}

const SERVER_NAME = /^[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*$/
const MAX_NAME = 64
/** Messages of the server that may be under way at once; a server that sends more is read more slowly. */
const WIDTH = 64

/** Throws MCP_NAME_INVALID for what cannot stand in `mcp__NAME__TOOL`. */
export function checkServerName(name: string): void {
  if (!SERVER_NAME.test(name) || name.length > MAX_NAME)
    throw fail('MCP_NAME_INVALID', { name: JSON.stringify(name.slice(0, 80)) })
}

/** Carries messages until one side has gone, then ends both. Throws MCP_NAME_INVALID. */
export async function runProxy(options: ProxyOptions): Promise<Ended> {
  const { server, client, upstream, session, kernel, logger } = options
  try {
    checkServerName(server)
  } catch (error) {
    await Promise.allSettled([upstream.close(), client.close()])
    throw error
  }
  const guard = new Guard(kernel, session, server)
  const calls = new Calls({ client, upstream, timeoutMs: options.timeoutMs, logger })
  const watching = new AbortController()
  let isWatching = false
  // Each needs the others only once messages come.
  const book = new ToolBook({ pins: options.pins, logger, list: () => clientSide.listTools() })
  const results = { ...options, unscanned: new Set(options.unscanned), book }
  const serverSide = new ServerSide({ client, upstream, guard, calls, results, logger })
  const approver = new Approver(guard, (params) => serverSide.askClient('elicitation/create', params))
  const tools = new ToolCalls({
    book,
    approver,
    now: () => performance.now(),
    onChange: () => void serverSide.tellToolsChanged().catch(() => undefined), // the client has left
  })
  const clientSide: ClientSide = new ClientSide({ ...options, guard, calls, tools, serverSide, onAskable })

  /** Calls that wait in the kernel are asked about as soon as they do. */
  function onAskable(): void {
    const approvals = kernel.find(ApprovalsToken)
    const onError = (error: unknown): void =>
      logger.warn('an approval could not be asked for', { problem: messageOf(error) })
    if (approvals && !isWatching)
      void approver.watch(approvals, { signal: watching.signal, canAsk: () => serverSide.mayAsk, onError })
    isWatching = true
  }

  const fromClient = async (): Promise<Ended> => {
    for await (const incoming of client.incoming) {
      if (incoming.message) void clientSide.receive(incoming.message)
      else if (await clientSide.receiveProblem(incoming)) return { by: 'client', problem: incoming.problem }
    }
    return { by: 'client', problem: undefined }
  }
  const fromServer = async (): Promise<Ended> => {
    const underWay: Promise<void>[] = []
    let last: Promise<void> = Promise.resolve()
    for await (const incoming of upstream.incoming) {
      if (!incoming.message && incoming.fatal === true) return { by: 'server', problem: incoming.problem }
      const work = incoming.message ? serverSide.receive(incoming.message) : serverSide.receiveProblem(incoming)
      // Judged side by side, passed on in their order.
      last = Promise.all([work, last]).then(async ([pass]) => pass?.())
      last.catch((error: unknown) => logger.debug('the client did not take a message', { problem: messageOf(error) }))
      last = last.catch(() => undefined)
      underWay.push(last)
      if (underWay.length >= WIDTH) await underWay.shift()
    }
    await last
    return { by: 'server', problem: undefined }
  }

  try {
    const ended = await Promise.race([fromClient(), fromServer()])
    const { problem = 'it ended the connection' } = ended
    if (ended.by === 'client') for (const call of calls.waiting()) calls.cancel(call)
    else await calls.failAll(refuse('MCP_UPSTREAM_GONE', { problem })).catch(() => undefined) // the client has left as well
    return ended
  } finally {
    watching.abort()
    await Promise.allSettled([upstream.close(), client.close()])
  }
}
