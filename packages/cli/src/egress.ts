import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { createWall, loadConfig } from '@ringwall/config'
import { DryRunToken } from '@ringwall/plugin-exec-sandbox'
import { createEgressProxy, EgressToken, type EgressEvent } from '@ringwall/plugin-ssrf-guard'
import { plainLogger, RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import { write, type Io } from './io.ts'
import { visible } from './print.ts'

/** How the proxy is started. */
export interface EgressOptions {
  readonly config?: string
  readonly agent?: string
  readonly host: string
  readonly port: number
  /** Path of a socket to listen on instead of a port. */
  readonly socket?: string
  readonly json: boolean
}

/** Runs the egress proxy until SIGINT or SIGTERM, under the policy of ssrf-guard in the config. Returns 0 once it is closed. */
export async function runEgress(io: Io, options: EgressOptions): Promise<number> {
  const { config, agent, json } = options
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM, ephemeral: true }
  const model = await loadConfig({ ...where, ...(config !== undefined && { file: config }) })
  const services = [{ token: DryRunToken, value: true }] // the wall is there for its policy, and judges no call
  const wall = await createWall(model, { logger: plainLogger(io), services })
  try {
    const egress = wall.for(agent ?? 'default').find(EgressToken)
    if (!egress) throw fail('EGRESS_UNGUARDED')
    // Whoever can reach a port is not known; a socket's file has its own permissions.
    const token = options.socket === undefined ? randomBytes(24).toString('base64url') : undefined
    const server = createEgressProxy({
      egress,
      onEvent: (event) => void io.stdout.write(json ? `${JSON.stringify(event)}\n` : toLine(event)),
      ...(token !== undefined && { token }),
    })
    await listen(server, options)
    try {
      await write(io.stdout, started(addressOf(server, options), token, json))
      await told(io)
    } finally {
      server.closeAllConnections()
      server.close()
      if (options.socket !== undefined) rmSync(options.socket, { force: true })
    }
  } finally {
    await wall.close()
  }
  return 0
}

async function listen(server: Server, { host, port, socket }: EgressOptions): Promise<void> {
  const where = socket === undefined ? { host, port } : { path: socket }
  try {
    server.listen(where)
    await once(server, 'listening')
    if (socket !== undefined) chmodSync(socket, 0o600)
  } catch (error) {
    const at = socket ?? `${host}:${port}`
    throw fail(
      'EGRESS_ADDRESS_UNUSABLE',
      { at, problem: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
}

function addressOf(server: Server, { host, socket }: EgressOptions): string {
  const address = server.address()
  return socket ?? (typeof address === 'object' && address ? `http://${host}:${address.port}` : host)
}

function started(address: string, token: string | undefined, json: boolean): string {
  if (json) return `${JSON.stringify({ address, ...(token !== undefined && { token }) })}\n`
  const proxy = token === undefined ? address : address.replace('http://', `http://ringwall:${token}@`)
  return [
    `Egress proxy at ${visible(address)}, under the policy of ssrf-guard`,
    token === undefined ? '' : `\n  export HTTP_PROXY=${proxy} HTTPS_PROXY=${proxy} NO_PROXY=\n`,
    'Every request is told below. Ctrl-C stops it.\n',
  ].join('\n')
}

function toLine({ outcome, method, host, port, code, reason }: EgressEvent): string {
  const why = code === undefined ? '' : ` ${code}${reason === undefined ? '' : `: ${reason}`}`
  return `${outcome} ${visible(method)} ${visible(host)}:${port}${visible(why)}\n`
}

function told({ signals }: Io): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      signals.off('SIGINT', stop)
      signals.off('SIGTERM', stop)
      resolve()
    }
    signals.on('SIGINT', stop)
    signals.on('SIGTERM', stop)
  })
}
