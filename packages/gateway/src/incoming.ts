import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'hono'

/** What Node read the request from; undefined where the host calls `fetch` without a socket. */
export function incomingOf({ env }: Context): IncomingMessage | undefined {
  return (env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
}

/** What Node writes the reply to; undefined where the host calls `fetch` without a socket. */
export function outgoingOf({ env }: Context): ServerResponse | undefined {
  return (env as { readonly outgoing?: ServerResponse } | undefined)?.outgoing
}
