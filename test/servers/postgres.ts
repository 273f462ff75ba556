import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import pg from 'pg'
import {
  accountOf,
  findProgram,
  freePort,
  ownFolder,
  ServerProcess,
  versionsIn,
  type ServerSettings,
} from './process.ts'

/** Where Debian puts what it does not put into the PATH. */
const DEBIAN = '/usr/lib/postgresql'

/** A PostgreSQL server of the tests' own. */
export interface PostgresServer {
  /** With the password of its one user. */
  readonly url: string
  readonly process: ServerProcess
  /** Runs a statement as its one user. */
  readonly query: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>
}

/** The program, or undefined where PostgreSQL is not installed. */
export function findPostgres(): string | undefined {
  return findProgram(
    'postgres',
    versionsIn(DEBIAN).map((version) => join(DEBIAN, version, 'bin')),
  )
}

/** Starts a server in a folder of its own, on a port of the loopback interface. `settings` are lines of its configuration. */
export async function startPostgres({ settings = [], onDisk = false }: ServerSettings = {}): Promise<PostgresServer> {
  const program = findPostgres()
  const initdb = findProgram('initdb', program === undefined ? [] : [dirname(program)])
  if (program === undefined || initdb === undefined) throw new Error('PostgreSQL is not installed')
  // It refuses to run as root.
  const account = accountOf('postgres', 'nobody')
  const folder = ownFolder(account, onDisk)
  const [data, secret] = [join(folder, 'data'), join(folder, 'password')]
  const [port, password] = [await freePort(), randomBytes(12).toString('hex')]
  writeFileSync(secret, password, { mode: 0o644 })
  const flags = ['--username=ringwall', '--auth=scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8', '--no-sync']
  execFileSync(initdb, ['--pgdata', data, '--locale=C', ...flags], { ...account, cwd: folder, stdio: 'pipe' })
  rmSync(secret)
  const lines = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    'shared_buffers = 16MB',
    ...settings,
  ]
  writeFileSync(join(data, 'postgresql.auto.conf'), `${lines.join('\n')}\n`)
  const url = `postgres://ringwall:${password}@127.0.0.1:${port}/postgres`
  const query: PostgresServer['query'] = async (sql) => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows as readonly Readonly<Record<string, unknown>>[]
    } finally {
      await client.end()
    }
  }
  const isReady = (): Promise<boolean> =>
    query('SELECT 1').then(
      () => true,
      () => false,
    )
  const server = new ServerProcess(folder, [program, '-D', data], account, isReady)
  await server.start()
  return { url, process: server, query }
}
