import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { messageOf, type Logger } from '@ringwall/core'
import { readValue, type Channel, type Incoming } from './channel.ts'
import { fail } from './errors.ts'
import { IncomingQueue } from './incoming-queue.ts'
import { limitBody } from './limit-body.ts'
import { writeMessage } from './rpc.ts'

/** Where a server is reached, and with which credentials. */
export interface HttpServer {
  readonly url: string
  /** Sent with every request, to this origin alone. */
  readonly headers: Readonly<Record<string, string>>
  /** Of one message, in bytes. */
  readonly maxBytes: number
  readonly logger: Logger
}

const FAREWELL_MS = 2000
/** A stream that ends is resumed no sooner and no later, whatever the server says; it could have all time spent on that. */
const RESUME_MS = { least: 250, most: 30_000 } as const

/** How long after its end a stream is resumed, in milliseconds, of what the server, or the backing off, asks for. */
export function resumeAfter(asked: number): number {
  return asked > RESUME_MS.least ? Math.min(asked, RESUME_MS.most) : RESUME_MS.least
}

/**
 * A channel to a server over streamable HTTP, with its sessions, streams and their resumption. Redirects are followed
 * within the origin only. Throws MCP_URL_INVALID or MCP_HEADER_INVALID.
 */
export async function connectHttp({ url, headers, maxBytes, logger }: HttpServer): Promise<Channel> {
  const address = readUrl(url, Object.keys(headers).length > 0)
  checkHeaders(headers)
  const queue = new IncomingQueue()
  const timers = new Set<NodeJS.Timeout>()
  const resume = (again: () => void, delay: number): (() => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      again()
    }, resumeAfter(delay))
    timers.add(timer)
    return () => clearTimeout(timer)
  }
  // Only where it is needed: it is large, and a server on stdio does without.
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client')
  const transport = new StreamableHTTPClientTransport(address, {
    requestInit: { headers: { ...headers } },
    reconnectionScheduler: resume,
    fetch: async (target, init) => limitBody(await fetch(target, init), maxBytes),
  })
  Object.assign(transport, {
    onmessage: (message: unknown) => queue.push(readValue(message)),
    onerror: (error: Error) =>
      logger.debug('the connection to the server has a problem', { problem: messageOf(error) }),
    onclose: () => queue.end(),
  })
  await transport.start()
  let closing: Promise<void> | undefined
  return {
    incoming: queue,
    endsBySignal: true,
    async send(message, { signal, headers: extra } = {}) {
      const id = message.kind === 'request' ? message.id : undefined
      const unanswered: Incoming = { problem: 'its stream ended without an answer', id, isEnd: true }
      try {
        await transport.send(writeMessage(message) as Parameters<typeof transport.send>[0], {
          ...(signal === undefined ? {} : { requestSignal: signal }),
          ...(extra === undefined ? {} : { headers: extra }),
          ...(id === undefined ? {} : { onRequestStreamEnd: () => queue.push(unanswered) }),
        })
      } catch (error) {
        // A server that was restarted knows its sessions no more: whoever has one must begin anew.
        const isGone = error instanceof Error && 'status' in error && error.status === 404
        if (isGone && transport.sessionId !== undefined)
          queue.push({ problem: 'it has ended the session', fatal: true })
        throw error
      }
    },
    negotiated: (version) => transport.setProtocolVersion(version),
    close: () =>
      (closing ??= leave(transport).finally(() => {
        for (const timer of timers) clearTimeout(timer)
      })),
  }
}

async function leave(transport: StreamableHTTPClientTransport): Promise<void> {
  const bye = transport.terminateSession().catch(() => undefined) // a server need not know how to end a session
  let timer: NodeJS.Timeout | undefined
  await Promise.race([bye, new Promise((resolve) => (timer = setTimeout(resolve, FAREWELL_MS)))])
  clearTimeout(timer)
  await transport.close()
}

/** What fetch says of a header that it does not take holds the value, which is a secret. */
function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers))
    if (!/^[\x20-\x7e\t]*$/.test(value)) throw fail('MCP_HEADER_INVALID', { name: JSON.stringify(name) })
}

function readUrl(text: string, hasCredentials: boolean): URL {
  if (!URL.canParse(text)) throw fail('MCP_URL_INVALID', { problem: 'it is none' })
  const url = new URL(text)
  const { protocol, hostname, username, password } = url
  if (username !== '' || password !== '') throw fail('MCP_URL_INVALID', { problem: 'it holds credentials' })
  if (protocol === 'https:') return url
  if (protocol !== 'http:') throw fail('MCP_URL_INVALID', { problem: `it is ${protocol}` })
  const isLocal = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
  if (!isLocal && hasCredentials)
    throw fail('MCP_URL_INVALID', { problem: 'credentials must not go over plain http to another machine' })
  return url
}
