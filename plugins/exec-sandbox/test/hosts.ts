import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { HostOrder } from './host.ts'

/** What a host said about itself or about one command. */
export interface Said {
  readonly limits?: readonly string[]
  readonly code?: string
  readonly message?: string
  readonly exitCode?: number | null
  readonly signal?: string | null
  readonly ended?: string
  readonly stdout?: string
  readonly stderr?: string
}

const HOST = fileURLToPath(new URL('host.ts', import.meta.url))
const PATIENCE_MS = 40_000
/** True where this process may do everything on the machine. */
export const isRoot: boolean = process.getuid?.() === 0

/** The words that start a host. */
export function hostWords(order: HostOrder): readonly string[] {
  return [process.execPath, '--conditions=@ringwall/source', '--no-warnings', HOST, JSON.stringify(order)]
}

/** Runs a host behind other words, such as those of another sandbox, and reads what it said. */
export function runHost(
  before: readonly string[],
  order: HostOrder,
  env: NodeJS.ProcessEnv = process.env,
): readonly Said[] {
  const [program = '', ...args] = [...before, ...hostWords(order)]
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 50_000, env, cwd: '/' })
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'))
  if (lines.length === 0) throw new Error(`the host said nothing; ${stderr}`)
  return lines.map((line) => JSON.parse(line) as Said)
}

/** Starts a host that goes on; whoever calls ends it. */
export function startHost(order: HostOrder): ChildProcess {
  const [program = '', ...args] = hostWords(order)
  return spawn(program, args, { stdio: 'ignore', cwd: '/' })
}

/** Runs a shell's script, then a host, in a space of mounts of its own: what it mounts nobody else sees. */
export function inMounts(script: string): readonly string[] {
  const mine = isRoot ? ['unshare', '--mount'] : ['unshare', '--user', '--map-root-user', '--mount']
  return [...mine, 'sh', '-c', `set -e; ${script}\nexec "$@"`, 'sh']
}

/** Numbers of processes with a word in their command line, this one aside. */
export function processesWith(word: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(word)
      } catch {
        return false // it has ended
      }
    })
    .map(Number)
}

/** Waits until it holds. Throws after forty seconds: the machine may be busy. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 20) {
    if (holds()) return
    await sleep(20)
  }
  throw new Error(`not within ${PATIENCE_MS} ms: ${what}`)
}
