import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { errorBody, fail, toClientError, type GatewayErrorCode } from './errors.ts'

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  413: 'Content Too Large',
  417: 'Expectation Failed',
  431: 'Request Header Fields Too Large',
}
const CODES: ReadonlyMap<string, GatewayErrorCode> = new Map([
  ['HPE_HEADER_OVERFLOW', 'HEADERS_TOO_LARGE'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'HEADERS_TOO_LARGE'],
  ['ERR_HTTP_REQUEST_TIMEOUT', 'REQUEST_TIMEOUT'],
])

/**
 * Answers what never becomes a request with an error that has a code, and ends its connection; ends those also that take nothing
 * of their reply for `stallMs` milliseconds.
 */
export function answerBadRequests(server: Server, stallMs: number): void {
  const responses = new WeakMap<Duplex, ServerResponse>()
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) =>
    responses.set(request.socket, response),
  )
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Behind the head of a reply an error would be read as part of it.
    if (!socket.writable || responses.get(socket)?.headersSent === true) socket.destroy()
    else refuse(socket, CODES.get(error.code ?? '') ?? 'REQUEST_MALFORMED')
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy()) // Node no longer listens to it
    refuse(socket, 'TARGET_REFUSED')
  })
  server.setTimeout(stallMs, (socket: Socket) => {
    const isWaiting = responses.get(socket)?.closed === false && socket.writableLength === 0
    if (!isWaiting) socket.destroy()
  })
  server.on('checkExpectation', (request: IncomingMessage) => refuse(request.socket, 'EXPECTATION_REFUSED'))
}

function refuse(socket: Duplex, code: GatewayErrorCode): void {
  const error = toClientError(fail(code))
  const body = JSON.stringify(errorBody(error))
  const head = [
    `HTTP/1.1 ${error.status} ${REASONS[error.status] ?? 'Bad Request'}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
