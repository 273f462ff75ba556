import { IncomingMessage, type ServerResponse } from 'node:http'
import type { Context } from 'hono'

/** What Node read the request from; undefined where the host calls `fetch` without a socket. */
export function incomingOf({ env }: Context): IncomingMessage | undefined {
  return (env as { readonly incoming?: IncomingMessage } | undefined)?.incoming
}

/** What Node writes the reply to; undefined where the host calls `fetch` without a socket. */
export function outgoingOf({ env }: Context): ServerResponse | undefined {
  return (env as { readonly outgoing?: ServerResponse } | undefined)?.outgoing
}

const arrived = new WeakMap<Request, IncomingMessage>()

/** Notes that a Request is all that its server makes of what Node read: nobody is between who could give it another body. */
export function noteArrival(request: Request, incoming: unknown): void {
  if (incoming instanceof IncomingMessage) arrived.set(request, incoming)
}

/** What Node read that very Request from, where `noteArrival` was told. */
export function arrivalOf({ req }: Context): IncomingMessage | undefined {
  return arrived.get(req.raw)
}
