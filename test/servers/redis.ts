import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { Redis } from 'ioredis'
import { findProgram, freePort, ownFolder, ServerProcess, type ServerSettings } from './process.ts'

/** A Redis or Valkey server of the tests' own. */
export interface RedisTestServer {
  /** With the password of its one user. */
  readonly url: string
  readonly process: ServerProcess
  /** Sends one command. */
  readonly call: (command: string, ...args: readonly string[]) => Promise<unknown>
}

/** The program, or undefined where neither is installed. */
export function findRedis(): string | undefined {
  return findProgram('redis-server') ?? findProgram('valkey-server')
}

/** Starts a server in a folder of its own, on a port of the loopback interface. `settings` follow those that keep everything. */
export async function startRedis({ settings = [], onDisk = false }: ServerSettings = {}): Promise<RedisTestServer> {
  const program = findRedis()
  if (program === undefined) throw new Error('neither Redis nor Valkey is installed')
  const folder = ownFolder({}, onDisk)
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')]
  const kept = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--requirepass', password]
  const url = `redis://:${password}@127.0.0.1:${port}`
  const call: RedisTestServer['call'] = async (command, ...args) => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.call(command, ...args)
    } finally {
      client.disconnect()
    }
  }
  const isReady = (): Promise<boolean> =>
    call('PING').then(
      () => existsSync(folder),
      () => false,
    )
  const server = new ServerProcess(folder, [program, ...place, ...kept, ...settings], {}, isReady)
  await server.start()
  return { url, process: server, call }
}
