import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { TOKEN } from '../harness.ts'

/** An open connection to a gateway. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined) // a connection that is cut off is an answer too
  await once(socket, 'connect')
  return socket
}

/** Sends bytes as they are (latin1) and answers with all that comes until the gateway closes. */
export async function exchange(url: string, bytes: string): Promise<string> {
  const socket = await openSocket(url)
  socket.write(bytes, 'latin1')
  return readAll(socket)
}

/** All that comes until the other end closes. */
export async function readAll(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk) => (text += String(chunk)))
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve)) // an error comes before, and is none here
  return text
}

/** Status and code of the last reply on a connection. */
export function codeOf(reply: string): string {
  const [, status = 'none', rest = ''] = /^HTTP\/1\.1 (\d{3})([^]*)$/.exec(reply) ?? []
  const [, code = ''] = /"code":"([A-Z_]+)"/.exec(rest) ?? []
  return `${status} ${code}`.trim()
}

/** A small request for the built-in model. */
export const BODY: string = JSON.stringify({ model: 'ringwall-stand-in', messages: [{ role: 'user', content: 'hi' }] })
/** Its headers, each with its line end. */
export const AUTH = `authorization: Bearer ${TOKEN}\r\n`
export const TYPE = 'content-type: application/json\r\n'
export const LENGTH = `content-length: ${BODY.length}\r\n`
export const START = 'POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n'
