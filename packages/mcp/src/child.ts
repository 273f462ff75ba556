import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf, type Logger } from '@ringwall/core'
import spawn from 'cross-spawn'
import { streamChannel, untilDestroyed, type Channel, type Incoming } from './channel.ts'
import { fail } from './errors.ts'
import { splitLines } from '@ringwall/text'

/** How a server is run. */
export interface ServerProcess {
  readonly command: string
  readonly args: readonly string[]
  /** All of its environment: nothing is added but a mark by which its processes are found. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly maxBytes: number
  readonly logger: Logger
  /** How long it may take to end by itself once its input has ended, in milliseconds. Default: 2000. */
  readonly graceMs?: number
}

/** In the environment of a server and of all that it starts. */
const MARK = 'RINGWALL_MCP_RUN'
const GRACE_MS = 2000
/** After its main process has ended, so long others may keep its output open. */
const TAIL_MS = 500
const MAX_LINE = 2000
/** Lines of standard error that are kept in a period of ten seconds. */
const LINES_PER_PERIOD = 200
const PERIOD_MS = 10_000

/** Starts a server, which speaks over its streams. Closing ends it with all that it has started. Throws MCP_SPAWN_FAILED. */
export async function startServer(options: ServerProcess): Promise<Channel> {
  const { command, args, env, cwd, logger, maxBytes } = options
  const mark = randomUUID()
  const child = spawn(command, [...args], {
    env: { ...env, [MARK]: mark },
    cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // a process group of its own, to be ended as one
    windowsHide: true,
  })
  try {
    await once(child, 'spawn')
  } catch (error) {
    throw fail('MCP_SPAWN_FAILED', { command: JSON.stringify(command), problem: messageOf(error) }, error)
  }
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw fail('MCP_SPAWN_FAILED', { command, problem: 'it has no streams' })
  child.on('error', (error) => logger.warn('the server cannot be signalled', { problem: messageOf(error) }))
  const exited = new Promise<void>((resolve) => {
    if (child.exitCode === null && child.signalCode === null) child.once('exit', () => resolve())
    else resolve()
  })
  void exited.then(() => delay(TAIL_MS)).then(() => stdout.destroy())
  void logLines(stderr, logger)
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => (closing ??= end(child, exited, mark, options.graceMs ?? GRACE_MS))
  const channel = streamChannel(stdout, stdin, { maxBytes, close })
  return { ...channel, incoming: withEnd(channel.incoming, child, exited) }
}

async function* withEnd(
  incoming: AsyncIterable<Incoming>,
  child: ChildProcess,
  exited: Promise<unknown>,
): AsyncGenerator<Incoming, void> {
  yield* incoming
  await Promise.race([exited, delay(TAIL_MS)])
  const { exitCode, signalCode } = child
  const how =
    exitCode === null
      ? signalCode === null
        ? 'closed its output'
        : `was ended by ${signalCode}`
      : `exited with code ${exitCode}`
  yield { problem: `it ${how}`, fatal: true }
}

async function end(child: ChildProcess, exited: Promise<unknown>, mark: string, graceMs: number): Promise<void> {
  child.stdin?.end()
  await Promise.race([exited, delay(graceMs)])
  signal(child, 'SIGTERM')
  await Promise.race([exited, delay(graceMs)])
  signal(child, 'SIGKILL')
  await killMarked(mark)
  child.stdout?.destroy()
  child.stderr?.destroy()
}

/** The whole group; whoever is in it may outlive the process that made it. */
function signal({ pid, exitCode, signalCode }: ChildProcess, name: NodeJS.Signals): void {
  const hasEnded = exitCode !== null || signalCode !== null
  if (pid === undefined || (process.platform === 'win32' && hasEnded)) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch {
    // nobody is left in it
  }
}

/** What has left the group is found by the mark that it inherited. Only Linux tells of it. */
async function killMarked(mark: string): Promise<void> {
  if (process.platform !== 'linux') return
  const needle = Buffer.from(`${MARK}=${mark}`)
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const environment = await readFile(`/proc/${entry}/environ`).catch(() => undefined) // it has ended, or is another user's
    if (!environment?.includes(needle)) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // it has ended in the meantime
    }
  }
}

/** What a server prints beside its messages, as lines of the log; of a flood only the beginning. */
async function logLines(stream: Readable, logger: Logger): Promise<void> {
  let since = performance.now()
  let count = 0
  try {
    for await (const { bytes } of splitLines(untilDestroyed(stream), 65_536)) {
      if (performance.now() - since > PERIOD_MS) {
        if (count > LINES_PER_PERIOD)
          logger.warn('lines of the server were left out', { lines: count - LINES_PER_PERIOD })
        since = performance.now()
        count = 0
      }
      if (++count > LINES_PER_PERIOD) continue
      const line =
        bytes === undefined ? '(a line of more than 64 KiB)' : new TextDecoder().decode(bytes).slice(0, MAX_LINE)
      logger.info('the server says', { line })
    }
  } catch (error) {
    logger.warn('the output of the server cannot be read', { problem: messageOf(error) })
  }
}
