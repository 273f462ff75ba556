import { createServer } from 'node:https'
import { Agent, request } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createKernel, use, type JsonObject, type Kernel, type Logger } from '@ringwall/core'
import { mtls, TlsOptionsToken, type Identified, type TlsOptions } from '../src/index.ts'
import type { ConfigInput } from '../src/config.ts'
import { makeAuthority, makeServer, put, type Made } from './pki.ts'

/** A logger that keeps what it is told. */
export function keepLines(lines: string[]): Logger {
  const write = (message: string, fields?: JsonObject): void => void lines.push(JSON.stringify({ message, ...fields }))
  return { debug: write, info: write, warn: write, error: write }
}

/** Authorities and a server, with their files in a folder. */
export interface World {
  readonly folder: string
  readonly root: Made
  readonly server: Made
  readonly config: ConfigInput & { readonly certificate: string; readonly key: string; readonly ca: string }
}

export function makeWorld(folder: string): World {
  const root = makeAuthority('root')
  const server = makeServer(root)
  const config = {
    certificate: put(folder, 'server.crt', server.pem + root.pem),
    key: put(folder, 'server.key', server.keyPem),
    ca: put(folder, 'ca.crt', root.pem),
  }
  return { folder, root, server, config }
}

/** A kernel with the layer alone. */
export interface Wall {
  readonly kernel: Kernel
  readonly lines: string[]
  service(): TlsOptions
}

export async function openWall(config: ConfigInput, mode: 'enforce' | 'observe' = 'enforce'): Promise<Wall> {
  const lines: string[] = []
  const kernel = await createKernel({ plugins: [use(mtls, config, { mode })], logger: keepLines(lines) })
  const service = (): TlsOptions => {
    const found = kernel.find(TlsOptionsToken)
    if (!found) throw new Error('the layer provides no service')
    return found
  }
  return { kernel, lines, service }
}

/** The code under which a layer refuses to start, or `started`. */
export async function startOf(config: ConfigInput): Promise<string> {
  try {
    const { kernel } = await openWall(config)
    await kernel.close()
    return 'started'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
}

/** A server that answers each request with what the layer says of its connection, and of a text from it. */
export interface Door extends AsyncDisposable {
  readonly port: number
  /** What became of the last connection that had no request. */
  readonly refused: string[]
  /** Makes a new context of what the files say now. */
  renew(): void
}

export async function openDoor({ kernel, service }: Wall): Promise<Door> {
  const refused: string[] = []
  const server = createServer(service().serverOptions(), async (incoming, response) => {
    const identified = service().identify(incoming.socket as TLSSocket)
    const peerCertificate = identified.outcome === 'known' ? identified.identity.peerCertificate : null
    const owner = identified.outcome === 'known' ? identified.identity : {}
    const { user = 'anybody', tenant = 'acme', agent = 'helper' } = owner as { [K in string]?: string }
    const session = { tenantId: tenant, agentId: agent, sessionId: 's', userId: user }
    const decision = await kernel.onInbound({ source: 'user', text: 'hello', meta: { peerCertificate } }, session)
    response.end(
      JSON.stringify({ identified, outcome: decision.outcome, codes: decision.rulings.map(({ code }) => code) }),
    )
  })
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) =>
    refused.push(String(socket.authorizationError ?? error.code)),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    refused,
    renew: () => server.setSecureContext(service().serverOptions()),
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      await kernel.close()
    },
  }
}

/** What a door answered. */
export interface Answer {
  readonly identified: Identified
  readonly outcome: string
  readonly codes: readonly string[]
}

/** A client with a certificate, on one connection while `agent` is kept. */
export function clientOf(root: Made, own?: Made, chain = ''): Agent {
  const shown = own === undefined ? {} : { cert: own.pem + chain, key: own.keyPem }
  return new Agent({ ca: root.pem, keepAlive: true, maxSockets: 1, servername: 'localhost', ...shown })
}

export function ask(port: number, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, agent, path: '/' }, async (response) => {
      let text = ''
      for await (const chunk of response) text += String(chunk)
      resolve(JSON.parse(text) as Answer)
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** The outcome of one request on a connection of its own: `known NAME`, `none`, a refusal's code, or how TLS refused. */
export async function knock(door: Door, root: Made, own?: Made, chain = ''): Promise<string> {
  const agent = clientOf(root, own, chain)
  try {
    const { identified, outcome, codes } = await ask(door.port, agent)
    if (identified.outcome === 'refused') return `${identified.code} ${outcome}`
    const who = identified.outcome === 'known' ? `known ${identified.identity.name}` : 'none'
    return outcome === 'allow' ? who : `${who}, but ${codes.join()}`
  } catch (error) {
    // The client may hear of it before the server has said why.
    for (let turn = 0; turn < 500 && door.refused.length === 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 2))
    return `TLS ${door.refused.splice(0).join() || String(error)}`
  } finally {
    agent.destroy()
  }
}
