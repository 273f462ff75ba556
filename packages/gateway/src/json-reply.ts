import { ServerResponse } from 'node:http'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

/** What `Response.json` makes, with a body that is no stream until somebody wants one: Node takes the text itself, at a tenth of the cost. */
export function jsonReply(value: unknown, init: Omit<ResponseInit, 'statusText'> = {}): Response {
  return new JsonReply(JSON.stringify(value), init)
}

/** Writes a reply of jsonReply to Node; any other is left to the adapter. */
export function sendReply(reply: Response, outgoing: unknown): Response {
  const isSent = reply instanceof JsonReply && outgoing instanceof ServerResponse && reply.sendTo(outgoing)
  return isSent ? RESPONSE_ALREADY_SENT : reply
}

/** What a Response says of its body, and takes from it: the body is made once somebody asks. */
const BODY = ['body', 'bodyUsed', 'arrayBuffer', 'blob', 'bytes', 'clone', 'formData', 'json', 'text']

function ofWhole(name: string): PropertyDescriptor {
  return {
    get(this: JsonReply): unknown {
      const whole = this.whole()
      const found: unknown = Reflect.get(whole, name, whole)
      return typeof found === 'function' ? (...given: unknown[]): unknown => Reflect.apply(found, whole, given) : found
    },
  }
}

/** Node's own: where the adapter of a host's app has put its Response in the place of that one, a class made of it would be sent without its text. */
const NodeResponse = Response.error().constructor as typeof Response

class JsonReply extends NodeResponse {
  static {
    for (const name of BODY) Object.defineProperty(this.prototype, name, ofWhole(name))
  }
  readonly #text: string
  #whole: Response | undefined

  constructor(text: string, init: ResponseInit) {
    super(null, init)
    if (!this.headers.has('content-type')) this.headers.set('content-type', 'application/json')
    this.#text = text
  }

  /** False where somebody has looked at the body already. */
  sendTo(outgoing: ServerResponse): boolean {
    if (this.#whole || this.headers.has('set-cookie')) return false
    const headers: Record<string, string | number> = Object.fromEntries(this.headers)
    headers['content-length'] = Buffer.byteLength(this.#text)
    outgoing.writeHead(this.status, headers)
    outgoing.end(this.#text)
    return true
  }

  /** The reply with a body that is a stream. */
  whole(): Response {
    return (this.#whole ??= new Response(this.#text, { status: this.status, headers: this.headers }))
  }
}
