import { once } from 'node:events'
import { existsSync, realpathSync } from 'node:fs'
import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isRingwallError, parseConfig, use } from '@ringwall/core'
import { createExec, execSandbox, type Result } from '@ringwall/plugin-exec-sandbox'
import { fail, LayerOff, notMeasured, pass, verdict, type Check, type Outcome, type Place } from '../check.ts'
import { each, fieldCheck, is } from '../field-check.ts'
import type { Subject } from '../subject.ts'

const TIMEOUT_MS = 50_000
const SECRET_PARTS = ['TOKEN', 'SECRET', 'PASS', '_KEY', 'APIKEY', 'CREDENTIAL', 'PRIVATE', 'AWS_', 'SSH_', '_DSN']
/** Variables that usually hold one, which a pattern such as `A*` takes along. */
const SECRET_NAMES = [
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'GEMINI_API_KEY',
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GITLAB_TOKEN',
  'NPM_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'AZURE_CLIENT_SECRET',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'HF_TOKEN',
  'SSH_AUTH_SOCK',
  'DATABASE_URL',
  'REDIS_URL',
  'MONGODB_URI',
  'PGPASSWORD',
  'MYSQL_PWD',
  'SLACK_BOT_TOKEN',
  'STRIPE_SECRET_KEY',
]

/** Whether commands are really confined. The first checks run commands in the sandbox of the config, in a folder of their own. */
export const sandboxChecks: readonly Check[] = [
  {
    id: 'sandbox-ready',
    group: 'sandbox',
    title: 'There is a sandbox here, and it holds',
    severity: 'critical',
    meaning: 'Without one no command of an agent runs; with one that does not hold, every command has the machine.',
    fix: 'Install what the message names (bubblewrap on Linux); the README of exec-sandbox lists what each system needs.',
    fixable: false,
    look: (subject) =>
      inSandbox(subject, async (exec) => {
        try {
          await exec.ready()
          return pass()
        } catch (error) {
          if (isRingwallError(error) && error.code.startsWith('SANDBOX_')) return fail({ found: error.message })
          throw error
        }
      }),
  },
  {
    id: 'sandbox-files',
    group: 'sandbox',
    title: 'A command does not read or write outside of its workspace',
    severity: 'critical',
    meaning: 'A command that reaches the rest of the disk takes keys, and leaves what runs later with your rights.',
    fix: 'Do not run agents here until sandbox-ready passes; report it if that passes and this does not.',
    fixable: false,
    look: (subject) => inSandbox(subject, tryFiles),
  },
  {
    id: 'sandbox-network',
    group: 'sandbox',
    title: 'A command does not reach the network of the machine',
    severity: 'critical',
    meaning: 'A command with the network sends away what it can read, and reaches what listens on this machine alone.',
    fix: 'Set `exec-sandbox.network` to none, or to proxy with ssrf-guard on.',
    fixable: false,
    look: (subject) => inSandbox(subject, tryNetwork, [dirname(realpathSync(process.execPath))]),
  },
  fieldCheck({
    id: 'sandbox-network-mode',
    group: 'sandbox',
    title: 'The config does not open the network to commands',
    severity: 'high',
    meaning: 'With `network: host` commands reach everything that this machine reaches.',
    fix: 'Set `exec-sandbox.network` to none, or to proxy with ssrf-guard on.',
    layer: 'exec-sandbox',
    key: 'network',
    weak: is('host', 'the network is host'),
    strict: 'none',
  }),
  fieldCheck({
    id: 'sandbox-validator',
    group: 'sandbox',
    title: 'Commands are looked at before they run',
    severity: 'high',
    meaning: 'Destructive commands, and those that hide what they run, are found by the validator alone.',
    fix: 'Set `exec-sandbox.validate: true`.',
    layer: 'exec-sandbox',
    key: 'validate',
    weak: is(false, 'the validator is off'),
    strict: true,
  }),
  fieldCheck({
    id: 'sandbox-sockets',
    group: 'sandbox',
    title: 'Commands have no sockets of the machine',
    severity: 'medium',
    meaning: 'Sockets lead to services of the machine: a container daemon among them gives the machine away.',
    fix: 'Set `exec-sandbox.unixSockets: false`.',
    layer: 'exec-sandbox',
    key: 'unixSockets',
    weak: is(true, 'sockets are allowed'),
    strict: false,
  }),
  fieldCheck({
    id: 'sandbox-env',
    group: 'sandbox',
    title: 'Commands get no secret from the environment',
    severity: 'high',
    meaning: 'A command prints its environment, and the agent reads what it prints.',
    fix: 'Take the names out of `exec-sandbox.env`; give secrets by secrets-store.',
    layer: 'exec-sandbox',
    key: 'env',
    weak: each((name) => (isOfSecret(name.toUpperCase()) ? `commands get ${name}` : undefined)),
  }),
]

function isOfSecret(name: string): boolean {
  if (SECRET_PARTS.some((part) => name.includes(part)) || SECRET_NAMES.includes(name)) return true
  return name.includes('*') && SECRET_NAMES.some((one) => one.startsWith(name.slice(0, name.indexOf('*'))))
}

type Exec = ReturnType<typeof createExec>

interface Ground {
  /** A folder beside the workspace. */
  readonly outside: string
  readonly network: string
}

/** Runs `look` with the sandbox of the config on an empty workspace, so that nothing of the project is touched. `readable`: folders of programs that it runs. */
async function inSandbox(
  subject: Subject,
  look: (exec: Exec, ground: Ground) => Promise<Outcome>,
  readable: readonly string[] = [],
): Promise<Outcome> {
  const { layers } = await subject.model()
  const line = layers.find(({ plugin }) => plugin.name === 'exec-sandbox')
  if (line === undefined) throw new LayerOff('exec-sandbox')
  const base = await realpath(await mkdtemp(join(tmpdir(), 'ringwall-doctor-')))
  const [workspace, outside] = [join(base, 'workspace'), join(base, 'outside')]
  await mkdir(workspace)
  await mkdir(outside)
  const given = { ...(line.config as object), workspace, quarantine: join(base, 'kept') }
  const config = parseConfig(use(execSandbox, given)) as Parameters<typeof createExec>[0]['config']
  // The proxy of a gateway is not here; what it lets through is ssrf-guard's to say.
  const network = config.network === 'proxy' ? 'none' : config.network
  const exec = (subject.options.createExec ?? createExec)({
    config: { ...config, network, readOnly: [...config.readOnly, ...readable] },
  })
  try {
    return await look(exec, { outside, network })
  } finally {
    exec.dispose()
    await rm(base, { recursive: true, force: true })
  }
}

async function tryFiles(exec: Exec, { outside }: Ground): Promise<Outcome> {
  const [secret, made] = [join(outside, 'secret'), join(outside, 'made')]
  await writeFile(secret, 'what stands outside\n')
  const script = 'cat "$1"; echo x > "$2"; echo tried'
  const ran = await runScript(exec, script, [secret, made])
  if ('status' in ran) return ran
  const out = ran.stdout.toString()
  const places: Place[] = []
  if (out.includes('what stands outside')) places.push({ found: 'a command read a file outside of its workspace' })
  if (existsSync(made)) places.push({ found: 'a command wrote a file outside of its workspace' })
  return verdict(places, out.includes('tried') ? [] : ['the command did not run to its end'])
}

/** Prints `reached` or `refused`. */
const CONNECT = `require('net').connect(+process.argv[1],'127.0.0.1').on('connect',()=>{console.log('reached');process.exit()}).on('error',()=>console.log('refused'))`

async function tryNetwork(exec: Exec, { network }: Ground): Promise<Outcome> {
  let connections = 0
  const server = createServer((socket) => {
    connections++
    socket.destroy()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const { port } = server.address() as AddressInfo
    // From outside it can be reached: what is refused inside would otherwise prove nothing.
    await once(connect(port, '127.0.0.1'), 'close')
    if (connections !== 1) return notMeasured('the port cannot be reached from outside of the sandbox either')
    const ran = await runArgv(exec, [process.execPath, '-e', CONNECT, String(port)])
    if ('status' in ran) return ran
    const out = ran.stdout.toString()
    if (out.includes('reached') || connections > 1)
      return fail({ found: `a command reached a port of this machine (network: ${network})` })
    return out.includes('refused') ? pass() : notMeasured('the command did not run to its end')
  } finally {
    server.close()
  }
}

function runScript(exec: Exec, script: string, args: readonly string[]): Promise<Result | Outcome> {
  return runArgv(exec, ['/bin/sh', '-c', script, 'doctor', ...args])
}

/** What a command did, or why none was run: then nothing was measured, and sandbox-ready says what that means. */
async function runArgv(exec: Exec, argv: readonly [string, ...string[]]): Promise<Result | Outcome> {
  try {
    return await exec.runArgv(argv, { timeoutMs: TIMEOUT_MS })
  } catch (error) {
    if (isRingwallError(error)) return notMeasured(`no command ran: ${error.code}`)
    throw error
  }
}
