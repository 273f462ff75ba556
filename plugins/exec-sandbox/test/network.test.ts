import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { constants, copyFileSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import http, { type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { execSandboxConfig } from '../src/config.ts'
import { createExec, type EgressProxy, type Exec, type ExecSandboxConfig, type Refused } from '../src/index.ts'
import { findNode, openGate } from '../src/linux/gate.ts'
import { openLoopbackRoute, openRoute, proxyEnvironment } from '../src/network.ts'

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'exec-network-')))
const closers: (() => unknown)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})
afterAll(() => rmSync(workspace, { recursive: true }))

/** A proxy of another host than ours: it answers every request itself, and says that it refused it. */
const answering: EgressProxy = {
  create: ({ onEvent, token }) =>
    http.createServer((request, response) => {
      onEvent?.({ outcome: 'allowed', host: 'fine.test', port: 80 })
      onEvent?.({ outcome: 'refused', host: URL.parse(request.url ?? '')?.hostname ?? '', port: 80 })
      response.end(`answered ${token ?? 'anybody'}`)
    }),
}

function execWith(egress: EgressProxy | undefined, more: Partial<ExecSandboxConfig> = {}, told?: Refused[]): Exec {
  const config = execSandboxConfig.parse({ workspace, network: 'proxy', validate: false, ...more })
  const exec = createExec({ config, egress, ...(told && { onRefused: (one) => void told.push(one) }) })
  closers.push(() => exec.dispose())
  return exec
}

describe('a command under network: proxy', () => {
  it('reaches the proxy that the host brings, and its result says what was refused', async () => {
    const told: Refused[] = []
    const { stdout, refused } = await execWith(answering, {}, told).run(
      'curl -s http://far.test/; curl -s http://far.test/',
    )
    expect(stdout.toString()).toBe('answered anybody'.repeat(2))
    expect(refused).toEqual([{ kind: 'connect', what: 'far.test:80', why: 'it is not allowed' }])
    expect(told).toEqual(refused)
  })

  it('has its own input, output and status', async () => {
    const exec = execWith(answering)
    const { stdout, stderr, exitCode } = await exec.run('cat; echo err >&2; exit 7', { stdin: 'given' })
    expect([stdout.toString(), stderr.toString(), exitCode]).toEqual(['given', 'err\n', 7])
    const { ended } = await exec.run('sleep 30', { timeoutMs: 1000 })
    expect(ended).toBe('time')
  })

  it('is told where the proxy is in what it reads, and nothing of the proxies of the host', async () => {
    process.env['RINGWALL_HTTP_PROXY'] = process.env['http_proxy'] ?? ''
    process.env['http_proxy'] = 'http://user:password@proxy.corp.example:8080'
    closers.push(() => {
      process.env['http_proxy'] = process.env['RINGWALL_HTTP_PROXY']
      if (process.env['http_proxy'] === '') delete process.env['http_proxy']
      delete process.env['RINGWALL_HTTP_PROXY']
    })
    const { stdout } = await execWith(answering, { env: ['http_proxy', 'LANG'] }).run('env')
    const shown = stdout.toString()
    expect(shown).not.toContain('corp.example')
    for (const [name, value] of Object.entries(proxyEnvironment('http://127.0.0.1:3128')))
      expect(shown).toContain(`${name}=${value}\n`)
    expect((await execWith(undefined, { network: 'none' }).run('env')).stdout.toString()).not.toMatch(/proxy/i)
  })

  it('runs beside others, each with a proxy of its own', async () => {
    let made = 0
    const counting: EgressProxy = { create: (options) => (made++, answering.create(options)) }
    const exec = execWith(counting)
    await exec.ready()
    const before = made
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => exec.run(`curl -s http://h${i}.test/ -o /dev/null`)),
    )
    expect(results.map(({ refused }) => refused.map(({ what }) => what))).toEqual(
      Array.from({ length: 8 }, (_, i) => [`h${i}.test:80`]),
    )
    expect(made - before).toBe(8)
  })
})

describe('no way, no command', () => {
  const broken = { code: 'NETWORK_BROKEN' }

  it('where it is ended before the way is open', async () => {
    const exec = execWith(answering)
    await exec.ready()
    const command = 'touch began'
    expect(await exec.run(command, { signal: AbortSignal.abort() })).toMatchObject({ ended: 'aborted', exitCode: null })
    // At each of these moments another part of the sandbox is being made; Node alone takes longer than all of them.
    for (const timeoutMs of [1, 2, 3, 4, 6, 8, 10])
      expect(await exec.run(command, { timeoutMs })).toMatchObject({ ended: 'time', exitCode: null })
    await new Promise((done) => setTimeout(done, 500))
    expect(readdirSync(workspace)).not.toContain('began')
  })

  it('without what makes proxies', async () => {
    await expect(execWith(undefined).run('true')).rejects.toMatchObject({ code: 'NETWORK_UNGUARDED' })
    await expect(execWith(undefined).ready()).rejects.toMatchObject({ code: 'NETWORK_UNGUARDED' })
  })

  it('where the proxy cannot listen', async () => {
    const taken: EgressProxy = { create: () => http.createServer().listen(0, '127.0.0.1') }
    await expect(execWith(taken).run('true')).rejects.toMatchObject(broken)
    const failing: EgressProxy = {
      create() {
        throw new Error('no proxy today')
      },
    }
    await expect(execWith(failing).run('true')).rejects.toThrow('no proxy today')
  })

  it('where the file of Node is another than the one that runs', async () => {
    const real = process.execPath
    for (const path of ['/bin/true', '/nowhere/node']) {
      process.execPath = path
      await expect(execWith(answering).run('true')).rejects.toMatchObject(broken)
      process.execPath = real
    }
  })

  it('where Node stands in the workspace, no command changes it', () => {
    const inside = join(workspace, 'tools/bin/node')
    mkdirSync(dirname(inside), { recursive: true })
    copyFileSync(realpathSync(process.execPath), inside, constants.COPYFILE_FICLONE)
    const source = `
      import http from 'node:http'
      import { createExec, execSandbox } from ${JSON.stringify(new URL('../src/index.ts', import.meta.url).href)}
      const config = execSandbox.config.parse({ workspace: '.', network: 'proxy', validate: false })
      const exec = createExec({ config, egress: { create: () => http.createServer((_, response) => response.end('yes')) } })
      const { stdout } = await exec.run('curl -s http://a.test/; cd tools/bin; cp /bin/sh n; mv n node; rm node; cd ../..; mv tools t; ls')
      console.log(stdout.toString().replaceAll('\\n', ' '))
      exec.dispose()`
    const run = { cwd: workspace, input: source, encoding: 'utf8' } as const
    const { stdout } = spawnSync(inside, ['--conditions=@ringwall/source', '--input-type=module'], run)
    expect(stdout).toBe('yestools \n')
    expect(readdirSync(dirname(inside))).toEqual(['n', 'node'])
  })

  it.each([
    ['nothing', `setInterval(() => undefined, 1000)`, false],
    ['no listener', `process.send('listening')`, true],
    ['a socket', `const s = require('net').connect(PORT, '127.0.0.1', () => process.send('listening', s))`, true],
  ])('where %s is handed out', async (_, code, isImmediate) => {
    const target = http.createServer().listen(0, '127.0.0.1')
    await once(target, 'listening')
    const address = target.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const child = spawn(process.execPath, ['-e', code.replace('PORT', String(port))], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const route = openRoute(answering)
    const gate = openGate(child, route, isImmediate ? 10_000 : 300)
    child.on('error', () => undefined)
    const [, signal] = await once(child, 'exit')
    expect([gate.isOpen, route.server.listening]).toEqual([false, false])
    if (!isImmediate) expect(signal).toBe('SIGKILL')
    route.close()
    target.close()
    target.closeAllConnections()
  })
})

describe('parts', () => {
  it('Node is mounted where it is not in a folder that is there anyway', () => {
    const real = realpathSync(process.execPath)
    expect(findNode([])).toEqual({ path: '/run/ringwall/node', mounts: ['--ro-bind', real, '/run/ringwall/node'] })
    const folder = real.slice(0, real.lastIndexOf('/'))
    expect(findNode([folder])).toEqual({ path: real, mounts: [] })
    expect(findNode([folder.slice(0, -1)]).mounts).not.toEqual([])
  })

  it('a route over loopback, for sandboxes that reach no more, has a token', async () => {
    const { port, environment, close } = await openLoopbackRoute(answering)
    const url = new URL(environment['https_proxy'] ?? '')
    expect([url.port, url.password.length]).toEqual([String(port), 32])
    const response = await fetch(`http://127.0.0.1:${port}/`)
    expect(await response.text()).toBe(`answered ${url.password}`)
    close()
    close()
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
    const busy = http.createServer().listen(0, '127.0.0.1')
    await once(busy, 'listening')
    await expect(openLoopbackRoute({ create: () => busy })).rejects.toMatchObject({ code: 'NETWORK_BROKEN' })
    expect(busy.listening).toBe(false)
  })

  it('closes what no server counts any more', async () => {
    const tunnelling: EgressProxy = {
      create: (): Server =>
        http.createServer().on('connect', (_request, socket) => void socket.write('HTTP/1.1 200 OK\r\n\r\n')),
    }
    const route = await openLoopbackRoute(tunnelling)
    const request = http.request({ host: '127.0.0.1', port: route.port, method: 'CONNECT', path: 'a:1' })
    request.end()
    const [, socket] = await once(request, 'connect')
    const closed = once(socket, 'close')
    socket.resume().on('error', () => undefined)
    route.close()
    await closed
  })
})
