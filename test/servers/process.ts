import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Who runs a server. */
export interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** The program in the PATH or in one of the folders; undefined if it is nowhere. */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...folders]
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** The folders below a folder, newest version first. */
export function versionsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort((a, b) => Number(b) - Number(a))
  } catch {
    return []
  }
}

/** The account of the first of these users that exists, where this process is root's; else nothing: it is this user's own. */
export function accountOf(...users: readonly string[]): Account {
  if (process.getuid?.() !== 0) return {}
  for (const user of users) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, user], { stdio: 'pipe' })))
      return { uid: uid ?? 0, gid: gid ?? 0 }
    } catch {
      // The next one may exist.
    }
  }
  throw new Error(`none of the users ${users.join(', ')} exists`)
}

/** How a server is started. */
export interface ServerSettings {
  /** Lines or arguments of its configuration. */
  readonly settings?: readonly string[]
  /** Keeps its files on the disk. Default: in memory where there is a place for that; what a process wrote outlives it there too. */
  readonly onDisk?: boolean
}

const MEMORY = '/dev/shm'

/** A container often has 64 MB there, which is less than a database. */
function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize > 2 ** 30
  } catch {
    return false
  }
}

/** An empty folder of an account's. */
export function ownFolder({ uid, gid }: Account, onDisk: boolean): string {
  const folder = mkdtempSync(join(!onDisk && hasRoom(MEMORY) ? MEMORY : tmpdir(), 'ringwall-server-'))
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
  return folder
}

/** A port of the loopback interface that nobody has. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('the probe has no port')
  return address.port
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return findProgram('pgrep') === undefined
      ? []
      : execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
          .split('\n')
          .filter(Boolean)
          .map(Number)
  }
}

/** One server that tests pause, kill and start again, all by its process id. */
export class ServerProcess {
  readonly folder: string
  readonly #command: readonly string[]
  readonly #account: Account
  readonly #isReady: () => Promise<boolean>
  #child: ChildProcess | undefined
  #output = ''

  constructor(folder: string, command: readonly string[], account: Account, isReady: () => Promise<boolean>) {
    this.folder = folder
    this.#command = command
    this.#account = account
    this.#isReady = isReady
  }

  /** Resolves once it answers. */
  async start(): Promise<void> {
    const [program = '', ...args] = this.#command
    const child = spawn(program, args, { ...this.#account, cwd: this.folder, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (this.#output = (this.#output + text).slice(-4000)))
    // Where this process ends without stopping it, it ends too.
    process.once('exit', this.#abandon)
    const start = performance.now()
    while (!(await this.#isReady())) {
      if (child.exitCode !== null || performance.now() - start > 30_000)
        throw new Error(`${program} does not start: ${this.#output}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Lets it stand still: connections stay, answers do not come. */
  pause(): void {
    // The parent first, so that it makes no more.
    this.#signal('SIGSTOP')
  }

  resume(): void {
    this.#signal('SIGCONT')
  }

  /** To the process and to those that it made for its clients. */
  #signal(signal: NodeJS.Signals): void {
    const pid = this.#child?.pid
    if (pid === undefined) return
    this.#child?.kill(signal)
    for (const child of childrenOf(pid)) {
      try {
        process.kill(child, signal)
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  /** Ends it, by default as a loss of its machine would, and waits until it is gone. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#child
    // What serves a client would go on for a moment without its parent.
    if (signal === 'SIGKILL') this.pause()
    const made = signal === 'SIGKILL' && child?.pid !== undefined ? childrenOf(child.pid) : []
    this.#child = undefined
    for (const pid of made) process.kill(pid, signal)
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    child.kill('SIGCONT')
    await gone
    process.removeListener('exit', this.#abandon)
  }

  /** Ends it for good. */
  async remove(signal: NodeJS.Signals): Promise<void> {
    await this.end(signal)
    rmSync(this.folder, { recursive: true, force: true })
  }

  readonly #abandon = (): void => {
    this.#child?.kill('SIGKILL')
  }
}
