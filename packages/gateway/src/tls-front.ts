import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer, type Server as TlsServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { messageOf, type Logger } from '@ringwall/core'
import { errorBody, fail, toClientError } from './errors.ts'
import type { TlsService } from './peer.ts'

/** How long a connection may take to say its first byte. The handshake behind it has a limit of its own. */
const FIRST_BYTE_MS = 10_000
/** The first byte of a TLS record that begins a handshake. */
const HANDSHAKE = 0x16

/** What stands between the sockets of a server and its HTTP. */
export interface TlsFront {
  /** Ends connections that are not yet through the handshake. */
  abort(): void
}

/**
 * Makes a server of HTTP speak TLS alone, by the options that `find` gives at the moment of each connection: a change of them
 * reaches the next connection, and those there are stay. Plain HTTP is told so.
 */
export function putTlsBefore(server: Server, find: () => TlsService | undefined, logger: Logger): TlsFront {
  const readHttp = server.listeners('connection') // Node's own, which reads HTTP from whatever socket it is given
  server.removeAllListeners('connection')
  const waiting = new Map<string, Socket>()
  let current: { readonly options: TlsOptions; readonly terminator: TlsServer } | undefined

  const terminatorFor = (service: TlsService): TlsServer => {
    const options = service.serverOptions()
    if (current?.options !== options) current = { options, terminator: createTerminator(options) }
    return current.terminator
  }
  const createTerminator = (options: TlsOptions): TlsServer => {
    const terminator = createServer(options, (secure: TLSSocket) => {
      waiting.delete(endOf(secure))
      for (const read of readHttp) Reflect.apply(read, server, [secure])
    })
    return terminator.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
      const problem = String(socket.authorizationError ?? error.code ?? error.message)
      logger.info('a TLS connection was refused', { problem })
    })
  }
  const open = (socket: Socket, first: number | undefined): void => {
    const service = find()
    if (service === undefined) {
      logger.error(
        'the layer mtls is off since the config was reloaded; the gateway speaks no plain HTTP until it is started anew',
      )
      socket.destroy()
    } else if (first === HANDSHAKE) terminatorFor(service).emit('connection', socket)
    else refusePlain(socket)
  }
  server.on('connection', (socket: Socket) => {
    const timer = setTimeout(() => socket.destroy(), FIRST_BYTE_MS)
    const end = endOf(socket)
    waiting.set(end, socket)
    socket.on('error', () => socket.destroy()) // a client that is gone
    socket.once('close', () => {
      clearTimeout(timer)
      if (waiting.get(end) === socket) waiting.delete(end)
    })
    socket.once('data', (chunk: Buffer) => {
      clearTimeout(timer)
      socket.pause()
      socket.unshift(chunk)
      try {
        open(socket, chunk[0])
      } catch (error) {
        // Thrown from here, it would end the process.
        logger.error('a TLS connection could not be opened', { problem: messageOf(error) })
        socket.destroy()
      }
    })
  })
  return {
    abort: () => {
      for (const socket of waiting.values()) socket.destroy()
    },
  }
}

/** The other end of a connection, the same before and after the handshake. */
function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

/** A client that speaks HTTP reads this; whatever else came is cut off behind it. */
function refusePlain(socket: Socket): void {
  const body = JSON.stringify(errorBody(toClientError(fail('TLS_REQUIRED'))))
  const head = [
    'HTTP/1.1 400 Bad Request',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ]
  socket.resume()
  socket.end(`${head.join('\r\n')}\r\nconnection: close\r\n\r\n${body}`, () => socket.destroySoon())
}
