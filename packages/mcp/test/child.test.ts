import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startServer, type Channel } from '../src/index.ts'
import { Log, npmServer, startProxy, type Setup } from './harness.ts'
import { RawClient, said } from './raw.ts'

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-mcp-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A program of Node's as a server. */
const program = (source: string): readonly string[] => [process.execPath, '-e', source]
const GREETS = `
  const lines = require('node:readline').createInterface({ input: process.stdin })
  const say = (id, result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }))
  lines.on('line', (line) => {
    const { id, method } = JSON.parse(line)
    if (method === 'initialize') say(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } })
    if (method === 'tools/list') say(id, { tools: [{ name: 'go', inputSchema: { type: 'object' } }] })
    if (method === 'tools/call') CALL
  })
`

async function start(
  command: readonly string[],
  setup: Setup = {},
): Promise<Awaited<ReturnType<typeof startProxy>> & { readonly client: RawClient }> {
  const proxy = await startProxy({ command, ...setup })
  return { ...proxy, client: new RawClient(proxy.pipe) }
}

test('a server that crashes fails the call that is open, with its exit code', async () => {
  const { client, ended } = await start(program(GREETS.replace('CALL', 'process.exit(3)')))
  await client.greet()
  expect(said(await client.call('go'))).toMatch(/^error -32051 MCP_UPSTREAM_GONE.*exited with code 3/)
  expect(await ended).toEqual({ by: 'server', problem: 'it exited with code 3' })
})

test('a server that is killed says by what', async () => {
  const { client, ended } = await start(program(GREETS.replace('CALL', "process.kill(process.pid, 'SIGKILL')")))
  await client.greet()
  expect(said(await client.call('go'))).toMatch(/ended by SIGKILL/)
  expect(await ended).toMatchObject({ by: 'server' })
})

test('a command that is not there is an error with a way out', async () => {
  const log = new Log()
  const options = {
    command: 'no-such-program',
    args: [],
    env: { PATH: process.env.PATH },
    cwd: process.cwd(),
    maxBytes: 1000,
    logger: log,
  }
  await expect(startServer(options)).rejects.toMatchObject({
    code: 'MCP_SPAWN_FAILED',
    fix: expect.stringContaining('PATH'),
  })
})

test('what it prints on standard error goes to the log, and of a flood only the beginning', async () => {
  const flood =
    "for (let i = 0; i < 5000; i++) console.error('line ' + i); process.stderr.write('x'.repeat(200000) + '\\n');"
  const { client, log } = await start(program(`${flood}${GREETS.replace('CALL', 'process.exit(0)')}`))
  await client.greet()
  await client.call('go').catch(() => undefined)
  const lines = log.lines.filter(({ message }) => message === 'the server says')
  expect(lines.length).toBeGreaterThan(50)
  expect(lines.length).toBeLessThanOrEqual(200)
  expect(lines[0]?.fields).toEqual({ line: 'line 0' })
  expect(Math.max(...lines.map(({ fields }) => String(fields.line).length))).toBeLessThanOrEqual(2000)
})

test('its environment is what it is given, and nothing else but the mark', async () => {
  const folder = await makeFolder()
  const file = join(folder, 'env.json')
  const source = `require('node:fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.env));${GREETS.replace('CALL', 'process.exit(0)')}`
  process.env.RINGWALL_TEST_SECRET = 'not for servers'
  onTestFinished(() => void delete process.env.RINGWALL_TEST_SECRET)
  const { client } = await start(program(source), { env: { GIVEN: 'yes' } })
  await client.greet()
  const env = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
  expect(
    Object.keys(env)
      .filter((name) => !name.startsWith('__'))
      .sort(),
  ).toEqual(['GIVEN', 'HOME', 'PATH', 'RINGWALL_MCP_RUN'])
})

/** Whether a process runs: one that has ended and that nobody has asked about is still listed. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

test.skipIf(process.platform !== 'linux')(
  'nothing that it has started is left, whether it listens to signals, or has left its group',
  async () => {
    const folder = await makeFolder()
    const file = join(folder, 'pids')
    const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"
    const source = `
    process.on('SIGTERM', () => {})
    const { spawn } = require('node:child_process')
    const child = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'ignore' })
    const daemon = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'ignore', detached: true })
    daemon.unref()
    require('node:fs').writeFileSync(${JSON.stringify(file)}, [process.pid, child.pid, daemon.pid].join(' '))
    setInterval(() => {}, 1000)
    ${GREETS.replace('CALL', 'void 0')}`
    const log = new Log()
    const [command = '', ...args] = program(source)
    const upstream: Channel = await startServer({
      command,
      args,
      env: { PATH: process.env.PATH },
      cwd: folder,
      maxBytes: 1_000_000,
      logger: log,
      graceMs: 50,
    })
    const { client, close } = await start([], { upstream })
    await client.greet()
    const pids = (await readFile(file, 'utf8')).split(' ').map(Number)
    expect(pids.map(isAlive)).toEqual([true, true, true])
    await close()
    for (let i = 0; i < 100 && pids.some(isAlive); i++) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(pids.map(isAlive)).toEqual([false, false, false])
  },
)

test('a real server ends when its client leaves, by itself', async () => {
  const folder = await makeFolder()
  await writeFile(join(folder, 'a.txt'), 'one')
  const { client, close, ended } = await start(npmServer('server-filesystem', folder))
  await client.greet()
  expect(said(await client.call('read_text_file', { path: join(folder, 'a.txt') }))).toBe('one')
  await close()
  expect(await ended).toEqual({ by: 'client', problem: undefined })
})
