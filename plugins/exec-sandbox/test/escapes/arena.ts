import { execFile, fork, spawn, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { hostname, homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Escape } from './escape.ts'
import { makePlace, makeTemplate, openFolder, protectedState } from './place.ts'
import type { Answer, Task } from './worker.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
const NODE = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
const AGAIN = 2
const UP = 'app/up'
const TIMEOUT_MS = 30_000 // of what is not told to end sooner
/** Where programs are looked for outside: those that the sandbox has, not those that a developer has put before them. */
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
/** Who is an ordinary user on every machine. */
const NOBODY = 65_534

export type Where = 'outside' | 'root' | 'user'
/** How an attempt ended. */
export interface Outcome {
  readonly escaped: boolean
  /** What it printed, and what was found afterwards. */
  readonly told: string
}
/** Runs attempts, each in a workspace of its own. */
export interface Arena extends AsyncDisposable {
  attempt(escape: Escape, where: Where, mutant?: string): Promise<Outcome>
}

/** Opens servers, files and processes of a host that are there to be reached. */
export async function openArena(): Promise<Arena> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ringwall-arena-')))
  openFolder(base)
  const template = join(base, 'template')
  makeTemplate(template)
  for (const name of ['host-file', 'outside-secret']) writeFileSync(join(base, name), 'outside\n')
  const opened = [openSync(join(base, 'host-file'), 'r+'), openSync(base, 'r')]
  // Node closes those with low numbers itself; a host has others.
  const descriptors = [...Array.from({ length: 37 }, () => 'ignore' as const), ...opened]
  const environment = { ...process.env, PATH: SYSTEM_PATH, RINGWALL_TEST_SECRET: 'visible', LD_LIBRARY_PATH: '/host' }
  const abstract = `ringwall-${process.pid}`
  const servers = await Promise.all([
    listen({ host: '127.0.0.1', port: 0 }), listen({ host: '::1', port: 0 }).catch(() => undefined), listen({ path: `\0${abstract}` }), listen({ path: join(base, 'server') }),
  ]) // prettier-ignore
  const datagrams = createSocket('udp4', (message) => writeFileSync(join(message.toString(), 'datagram'), ''))
  await new Promise<void>((bound) => datagrams.bind(0, '127.0.0.1', bound))
  const asRoot = process.getuid?.() === 0
  const workers = {
    root: createWorker(descriptors, environment),
    user: createWorker(descriptors, environment, asRoot ? NOBODY : undefined),
  }
  let count = 0

  const shared = (worker: Worker): Record<string, string> => ({
    PORT: portOf(servers[0]), PORT6: portOf(servers[1]), PORT_UDP: String(datagrams.address().port), HOST_ABSTRACT: abstract,
    HOST_PID: String(worker.pid), HOST_COMMAND: read(worker.pid, 'cmdline').replaceAll('\0', ' '), HOST_COMM: read(worker.pid, 'comm').trim(),
    HOST_FILE: join(base, 'host-file'), HOST_HOME: homedir(), HOST_NAME: hostname(), HOST_SID: read('self', 'stat').split(' ')[5] ?? '',
    ...Object.fromEntries(Object.entries({ HOST_NET: 'net', HOST_USER: 'user', HOST_PIDS: 'pid', HOST_IPC: 'ipc', HOST_CGROUP: 'cgroup' }).map(([name, kind]) => [name, readlinkSync(`/proc/self/ns/${kind}`)])),
  }) // prettier-ignore

  /** What it printed, where it did not start: on a busy machine a limit may end it before it begins. */
  const attemptOnce = async (escape: Escape, where: Where, mutant: string): Promise<Outcome | string> => {
    const id = ++count
    const place = join(base, String(id))
    const worker = where === 'user' ? workers.user : workers.root
    makePlace(place, template, where === 'user' && asRoot ? NOBODY : (process.getuid?.() ?? 0))
    const workspace = join(place, 'app')
    const variables = {
      ...shared(worker),
      BASE: place,
      SECRET: join(place, 'outside-secret'),
      TOKEN: `ringwall-${process.pid}-${id}`,
    }
    const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value.replaceAll("'", '')}'`).join('\n') // prettier-ignore
    const onHost = (script: string): Promise<Ended> => sh(`${exports}\n${script}`, place)
    if (escape.before !== undefined) {
      const { status, output } = await onHost(escape.before.replaceAll('$BASE/server', `${base}/server`))
      if (status !== 0 && asRoot)
        throw new Error(`${escape.name}: what is to be there before cannot be made: ${output}`)
    }
    const state = protectedState(workspace)
    const script = `echo started\n${exports}\n${escape.script}`
    const ended = where === 'outside' ? await runOutside(escape, script, place, descriptors, environment) : await runInside(escape, { id, workspace, script, mutant, inherit: escape.streams !== undefined, endAfterMs: escape.endAfterMs }, place, worker, descriptors, environment) // prettier-ignore
    const printed = escape.streams === 'output' ? `${ended}${readFileSync(join(place, 'given'), 'utf8')}` : ended
    const found = escape.after === undefined ? false : (await onHost(escape.after)).status === 0
    const isChanged = protectedState(workspace) !== state
    rmSync(place, { recursive: true, force: true })
    if (!printed.includes('started') && !found) return printed
    return {
      escaped: /ESCAPED/.test(printed) || found || isChanged,
      told: [printed.trim(), found && 'found afterwards', isChanged && 'protected files changed']
        .filter(Boolean)
        .join('; '),
    }
  }

  return {
    async attempt(escape, where, mutant = '') {
      let outcome = await attemptOnce(escape, where, mutant)
      for (let more = 0; more < AGAIN && typeof outcome === 'string'; more++)
        outcome = await attemptOnce(escape, where, mutant)
      if (typeof outcome === 'string') throw new Error(`${escape.name}: it did not start: ${outcome}`)
      return outcome
    },
    async [Symbol.asyncDispose]() {
      for (const worker of Object.values(workers)) worker.end()
      for (const server of servers) server?.close()
      datagrams.close()
      opened.forEach(closeSync)
      rmSync(base, { recursive: true, force: true })
    },
  }
}

type Descriptors = readonly (number | 'ignore')[]

interface Ended {
  readonly status: number | null
  readonly output: string
}

/** Runs a script on the machine; git trusts the workspace, whoever owns it. */
function sh(script: string, cwd: string): Promise<Ended> {
  const trust = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' }
  return new Promise((resolve) => {
    execFile(
      'sh',
      ['-c', script],
      { cwd, env: { ...process.env, PATH: SYSTEM_PATH, ...trust }, timeout: TIMEOUT_MS },
      (error, stdout, stderr) => resolve({ status: error === null ? 0 : 1, output: `${stdout}${stderr}` }),
    )
  })
}

/** Programs that give a command the streams that an attempt wants. */
function withStreams({ streams }: Escape, place: string, argv: readonly string[]): readonly string[] {
  if (streams === 'terminal') return ['python3', '-c', 'import pty, sys; pty.spawn(sys.argv[1:])', ...argv]
  const to = { file: `< "${place}/given"`, folder: `< "${place}"`, output: `>> "${place}/given"` } as const
  return streams === undefined ? argv : ['sh', '-c', `exec "$@" ${to[streams]}`, 'sh', ...argv]
}

function runOutside(
  escape: Escape,
  script: string,
  place: string,
  descriptors: Descriptors,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const wrapper = escape.outside === undefined ? '' : `exec ${escape.outside} "$@"`
  const argv = wrapper === '' ? ['sh', '-c', script] : ['sh', '-c', wrapper, 'sh', 'sh', '-c', script]
  return collect(withStreams(escape, place, argv), join(place, 'app'), descriptors, env, {
    endAfterMs: escape.endAfterMs,
    ...(escape.hostDies === true && { diesAt: join(place, UP) }),
  })
}

async function runInside(
  escape: Escape,
  task: Task,
  place: string,
  worker: Worker,
  descriptors: Descriptors,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  if (escape.streams === undefined && escape.hostDies !== true) {
    const { output, problem } = await worker.run(task)
    if (problem !== undefined) throw new Error(`${escape.name}: ${problem}`)
    return output
  }
  const argv = [process.execPath, ...NODE, WORKER, JSON.stringify(task)]
  return collect(withStreams(escape, place, argv), place, descriptors, env, {
    uid: worker.uid,
    ...(escape.hostDies === true && { diesAt: join(place, UP) }),
  })
}

interface CollectOptions {
  readonly uid?: number | undefined
  readonly endAfterMs?: number | undefined
  /** The process is killed as soon as this file is there, which tells that it started. */
  readonly diesAt?: string
}

function collect(
  argv: readonly string[],
  cwd: string,
  descriptors: Descriptors,
  env: NodeJS.ProcessEnv,
  { uid, endAfterMs = TIMEOUT_MS, diesAt }: CollectOptions,
): Promise<string> {
  const [program = '', ...args] = argv
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', ...descriptors],
    ...(uid !== undefined && { uid, gid: uid }),
    timeout: endAfterMs,
    killSignal: 'SIGKILL',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text))
  const watcher = setInterval(() => diesAt !== undefined && existsSync(diesAt) && child.kill('SIGKILL'), 20)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    // Not `close`: what goes on in the background still holds the pipes.
    child.on('exit', () => {
      clearInterval(watcher)
      setTimeout(() => resolve(diesAt !== undefined && existsSync(diesAt) ? 'started' : output), 50)
    })
  })
}

interface Worker {
  readonly pid: number
  readonly uid: number | undefined
  run(task: Task): Promise<Answer>
  end(): void
}

function createWorker(descriptors: Descriptors, env: NodeJS.ProcessEnv, uid?: number): Worker {
  const child: ChildProcess = fork(WORKER, {
    execArgv: NODE,
    env,
    stdio: ['ignore', 'inherit', 'inherit', ...descriptors, 'ipc'],
    ...(uid !== undefined && { uid, gid: uid }),
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  child.on('message', (answer: Answer) => waiting.get(answer.id)?.(answer))
  child.on('exit', (code) => {
    for (const [id, settle] of waiting) settle({ id, output: '', problem: `the worker ended with ${code}` })
  })
  return {
    pid: child.pid ?? 0,
    uid,
    run: (task) =>
      new Promise((resolve) => {
        waiting.set(task.id, resolve)
        child.send(task)
      }),
    end: () => void child.kill('SIGKILL'),
  }
}

function listen(to: { readonly host?: string; readonly port?: number; readonly path?: string }): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined) // whoever connected has ended
    socket.end('host')
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(to, () => resolve(server))
  })
}

function portOf(server: Server | undefined): string {
  const address = server?.address()
  return typeof address === 'object' && address !== null ? String((address satisfies AddressInfo).port) : '1'
}

function read(pid: number | 'self', name: string): string {
  return readFileSync(`/proc/${pid}/${name}`, 'utf8')
}

/** Does a thing for each of many, a few at a time. */
export async function eachOf<T>(list: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...list]
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item)
    }),
  )
}
