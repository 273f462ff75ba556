import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { codeOf } from '@ringwall/references'
import { fail } from '../errors.ts'
import type { Redirect } from './provider.ts'

/** Waits for the browser to come back. */
export interface Receiver {
  readonly redirectUri: string
  /** The address that the browser came back with; only one that has the state of this login counts. */
  readonly received: Promise<URL>
  /** What the browser shows; then nothing is received any more. */
  finish(text: string): Promise<void>
}

const ANY: Redirect = { host: '127.0.0.1', port: 0, path: '/callback' }
const HEADERS = {
  'content-type': 'text/plain; charset=utf-8',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Listens on the loopback interface alone (RFC 8252, section 7.3). Throws OAUTH_REDIRECT_UNUSABLE. */
export async function receiveRedirect(state: string, redirect: Redirect = ANY): Promise<Receiver> {
  const { promise: received, resolve } = Promise.withResolvers<URL>()
  const waiting: ServerResponse[] = []
  const server = createServer((request, response) => {
    const url = addressOf(request, redirect, portOf(server))
    if (!url) {
      response.writeHead(404, HEADERS).end('There is nothing here.\n')
    } else if (request.method !== 'GET' || url.searchParams.getAll('state').join('\n') !== state) {
      // Anyone on this machine can send something here; it must not end the login of somebody else.
      response.writeHead(400, HEADERS).end('This is not the login that is waited for.\n')
    } else {
      waiting.push(response)
      resolve(url)
    }
  })
  try {
    server.listen({ host: '127.0.0.1', port: redirect.port })
    await once(server, 'listening')
  } catch (error) {
    throw fail('OAUTH_REDIRECT_UNUSABLE', { at: `127.0.0.1:${redirect.port}`, problem: codeOf(error) }, error)
  }
  return {
    redirectUri: `http://${redirect.host}:${portOf(server)}${redirect.path}`,
    received,
    async finish(text) {
      await Promise.all(
        waiting.map((response) => new Promise<void>((done) => response.writeHead(200, HEADERS).end(`${text}\n`, done))),
      )
      server.close()
      server.closeAllConnections()
    },
  }
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

/** The host must be this server's own: a page could reach it under a name of its choice. */
function addressOf({ url = '', headers }: IncomingMessage, redirect: Redirect, port: number): URL | undefined {
  const origin = `http://${redirect.host}:${port}`
  const address = url.startsWith('/') ? URL.parse(origin + url) : null
  if (headers.host !== `${redirect.host}:${port}` || address?.pathname !== redirect.path) return undefined
  return address
}
