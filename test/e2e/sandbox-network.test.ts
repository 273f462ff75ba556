// What a sandboxed command reaches under `network: proxy`: the layers exec-sandbox and ssrf-guard in one kernel, real
// servers, real bubblewrap. Names are resolved by a resolver of the test's own.
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { createKernel, use, type Kernel, type Logger, type Token } from '@ringwall/core'
import { EgressProxyToken, execSandbox, ExecToken, type Result } from '@ringwall/plugin-exec-sandbox'
import * as guard from '@ringwall/plugin-ssrf-guard'
import { LookupToken, ssrfGuard, type Lookup } from '@ringwall/plugin-ssrf-guard'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { NETWORK_ESCAPES } from '../../plugins/exec-sandbox/test/network-escapes.ts'

const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'sandbox-network-')))
const node = realpathSync(process.execPath)
const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})
afterAll(() => rmSync(workspace, { recursive: true, force: true }))

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closers.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A server that says what it was asked. */
const hello = (): Promise<number> =>
  listen(
    http.createServer((request, response) => {
      let bytes = 0
      request.on('data', (chunk: Buffer) => (bytes += chunk.length))
      request.on('end', () => response.end(`${request.method} ${request.url} ${bytes}\n`))
    }),
  )

/** Each name leads to these addresses, one list per look-up, the last of which repeats. */
type Names = Readonly<Record<string, readonly (readonly string[])[]>>
function lookupOf(names: Names): Lookup {
  const asked = new Map<string, number>()
  return (host, _options, done) => {
    const lists = names[host] ?? []
    const times = asked.get(host) ?? 0
    asked.set(host, times + 1)
    const list = lists[Math.min(times, lists.length - 1)]
    if (list)
      setImmediate(() =>
        done(
          null,
          list.map((address) => ({ address, family: 4 })),
        ),
      )
    else setImmediate(() => done(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), []))
  }
}

const lines: string[] = []
const keep = (message: string, fields?: object): void => void lines.push(`${message} ${JSON.stringify(fields ?? {})}`)
const logger: Logger = { debug: () => undefined, info: () => undefined, warn: keep, error: keep }

const SILENT_NAMES: Names = { 'a.test': [['127.0.0.1']], 'inner.test': [['10.1.2.3']] }
const plugins = (allow: readonly string[], more: object = {}) => [
  use(ssrfGuard, { allow }),
  use(execSandbox, { workspace, network: 'proxy' as const, validate: false, ...more }),
]
async function wall(allow: readonly string[] = ['a.test'], names: Names = SILENT_NAMES, more: object = {}) {
  lines.length = 0
  const services = [{ token: LookupToken, value: lookupOf(names) }]
  const kernel = await createKernel({ plugins: plugins(allow, more), services, logger })
  closers.push(() => kernel.close())
  return kernel
}
function run(kernel: Kernel, command: string, timeoutMs = 30_000): Promise<Result> {
  const exec = kernel.find(ExecToken)
  if (!exec) throw new Error('there is no sandbox')
  return exec.run(command, { timeoutMs })
}
const python = (code: string): string => `python3 - <<'END'\nimport socket, sys, threading, time, os\n${code}\nEND`
/** A tunnel to a place, with what was answered. */
const TUNNEL = `
def tunnel(place):
    s = socket.create_connection(('127.0.0.1', 3128), 10)
    s.sendall(('CONNECT %s HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n' % place).encode())
    head = b''
    while not head.endswith(b'\\r\\n\\r\\n'):
        more = s.recv(1)
        if not more: break
        head += more
    return s, head.decode().split('\\r\\n')[0]
`

describe('programs that know proxies', () => {
  let kernel: Kernel
  beforeAll(async () => {
    kernel = await wall(['a.test'], SILENT_NAMES, { readOnly: [dirname(node)] })
    closers.length = 0
  })
  afterAll(() => kernel.close())

  it('curl, by HTTP and by a tunnel', async () => {
    const port = await hello()
    const url = `http://a.test:${port}`
    const { stdout, refused } = await run(kernel, `curl -sS ${url}/x; curl -sSp ${url}/y; curl -sS -d abc ${url}/z`)
    expect(stdout.toString()).toBe('GET /x 0\nGET /y 0\nPOST /z 3\n')
    expect(refused).toEqual([])
  })

  it('python and node', async () => {
    const port = await hello()
    const url = `http://a.test:${port}`
    const script = `
      python3 -c 'import urllib.request as u; print(u.urlopen("${url}/python").read().decode(), end="")'
      ${node} -e 'fetch("${url}/node").then((r) => r.text()).then((t) => process.stdout.write(t))'`
    expect((await run(kernel, script)).stdout.toString()).toBe('GET /python 0\nGET /node 0\n')
  })

  it('git', async () => {
    const origin = mkdtempSync(join(tmpdir(), 'sandbox-origin-'))
    closers.push(() => rmSync(origin, { recursive: true }))
    const git = (...args: readonly string[]) => execFileSync('git', ['-C', origin, ...args])
    git('init', '--quiet')
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--allow-empty', '-m', 'over a proxy')
    git('update-server-info')
    const port = await listen(
      http.createServer((request, response) => {
        try {
          response.end(readFileSync(join(origin, '.git', (request.url ?? '').split('?')[0] ?? '')))
        } catch {
          response.writeHead(404).end()
        }
      }),
    )
    const { stdout, stderr } = await run(
      kernel,
      `git clone --quiet http://a.test:${port}/ /tmp/cloned && git -C /tmp/cloned log --format=%s`,
    )
    expect([stdout.toString(), stderr.toString()]).toEqual(['over a proxy\n', ''])
  })

  it('npm, as far as to be refused', async () => {
    const { refused } = await run(kernel, 'npm view --fetch-retries=0 --registry=https://inner.test/ a-package')
    expect(refused.map(({ what }) => what)).toEqual(['inner.test:443'])
  })
})

describe('what a command tries to get past it', () => {
  let [guarded, unguarded]: readonly Kernel[] = []
  let stop: (() => unknown)[] = []
  let port = 0
  beforeAll(async () => {
    guarded = await wall([])
    unguarded = await wall(['0.0.0.0/0', '::/0'])
    port = await listen(http.createServer((_request, response) => void response.end('host server')))
    stop = closers.splice(0)
  })
  afterAll(async () => {
    for (const close of stop) await close()
  })
  const attempt = async (kernel: Kernel | undefined, script: string): Promise<string> => {
    if (!kernel) throw new Error('it has not started')
    return (await run(kernel, `PORT=${port}; export PORT\n${script}`)).stdout.toString()
  }

  it.each(NETWORK_ESCAPES)('$name', async ({ script }) => {
    expect(await attempt(guarded, script)).not.toContain('ESCAPED')
  })

  it.each(NETWORK_ESCAPES.filter(({ works }) => works === 'unguarded'))('$name, where all is allowed', async (one) => {
    expect(await attempt(unguarded, one.script)).toContain('ESCAPED')
  })

  it.runIf(process.getuid?.() === 0).each(NETWORK_ESCAPES.filter(({ works }) => works === 'outside'))(
    '$name, without a sandbox',
    async ({ script }) => {
      const env = { ...process.env, PORT: `${port}` }
      const { stdout } = await promisify(execFile)('sh', ['-c', script], { env }).catch(
        (error: { stdout: string }) => error,
      )
      expect(stdout).toContain('ESCAPED')
    },
  )
})

describe('where they get', () => {
  it('nowhere that the policy does not allow, and it is told what and why', async () => {
    const [allowed, other] = [await hello(), await hello()]
    const kernel = await wall([`a.test:${allowed}`])
    const places = [`a.test:${other}`, 'inner.test:80', 'nowhere.test:80', '169.254.169.254:80', 'localhost:80']
    const script = places.map((place) => `curl -sS --noproxy '' http://${place}/ -o /dev/null -w '%{http_code} '`)
    const { stdout, refused } = await run(kernel, `${script.join('; ')}; ${script[0]}`)
    expect(stdout.toString()).toBe('403 403 403 403 403 403 ')
    expect(refused).toEqual([
      { kind: 'connect', what: `a.test:${other}`, code: 'ADDRESS_REFUSED', why: expect.stringContaining('loopback') },
      { kind: 'connect', what: 'inner.test:80', code: 'ADDRESS_REFUSED', why: expect.stringContaining('private') },
      { kind: 'connect', what: 'nowhere.test:80', code: 'HOST_UNRESOLVED', why: expect.any(String) },
      {
        kind: 'connect',
        what: '169.254.169.254:80',
        code: 'ADDRESS_REFUSED',
        why: expect.stringContaining('metadata'),
      },
      { kind: 'connect', what: 'localhost:80', code: 'HOST_REFUSED', why: expect.any(String) },
    ])
    expect(lines.filter((line) => line.includes('inner.test:80'))).toHaveLength(1)
  })

  it('not by a tunnel either', async () => {
    const kernel = await wall()
    const places = ['169.254.169.254:80', '[fd00:ec2::254]:80', '[::ffff:169.254.169.254]:80', '2130706433:80']
    const script = `${TUNNEL}\nfor p in ${JSON.stringify(places)}: print(tunnel(p)[1])`
    const { stdout, refused } = await run(kernel, python(script))
    expect(stdout.toString().trim().split('\n')).toEqual(places.map(() => 'HTTP/1.1 403 Forbidden'))
    expect(refused).toHaveLength(4)
  })

  it('to the address that was checked, and not where a name leads later', async () => {
    const port = await hello()
    const kernel = await wall(['turns.test'], { 'turns.test': [['127.0.0.1'], ['169.254.169.254'], ['10.0.0.1']] })
    const ask = `curl -s http://turns.test:${port}/ -o /dev/null -w '%{http_code} '`
    const { stdout, refused } = await run(kernel, `${ask}; ${ask}`)
    expect(stdout.toString()).toBe('200 403 ')
    expect(refused).toMatchObject([{ what: `turns.test:${port}`, code: 'ADDRESS_REFUSED' }])
  })

  it('not past the proxy', async () => {
    const port = await hello()
    const kernel = await wall()
    const script = `
def reach(host, port):
    try:
        socket.create_connection((host, port), 2); return 'reached'
    except OSError as e: return 'no'
print(reach('127.0.0.1', ${port}), reach('1.1.1.1', 80), reach('::1', ${port}), reach('127.0.0.1', 3128))
try: socket.getaddrinfo('a.test', 80); print('resolved')
except OSError: print('no')
for kind in (socket.SOCK_DGRAM, socket.SOCK_RAW):
    try: socket.socket(socket.AF_INET, kind).sendto(b'x', ('1.1.1.1', 53)); print('sent')
    except OSError: print('no')`
    expect((await run(kernel, python(script))).stdout.toString()).toBe('no no no reached\nno\nno\nno\n')
  })

  it('lists so many refusals and no more', async () => {
    const kernel = await wall()
    const script = `${TUNNEL}\nfor i in range(150): tunnel('x%d.test:80' % i)[0].close()`
    const { refused } = await run(kernel, python(script))
    expect(refused).toHaveLength(101)
    expect(refused.at(-1)?.what).toBe('further destinations')
  })

  it('as the policy is when the command begins', async () => {
    const port = await hello()
    const kernel = await wall(['a.test'])
    const ask = `curl -s http://a.test:${port}/ -o /dev/null -w '%{http_code} '`
    const running = run(kernel, `${ask}; until test -e reloaded; do sleep 0.05; done; ${ask}`)
    expect((await run(kernel, ask)).stdout.toString()).toBe('200 ')
    await kernel.reload({ plugins: plugins([]) })
    expect((await run(kernel, `${ask}; touch reloaded`)).stdout.toString()).toBe('403 ')
    expect((await running).stdout.toString()).toBe('200 200 ')
  })
})

describe('much at once', () => {
  it('two hundred connections', async () => {
    const port = await listen(net.createServer((socket) => void socket.on('data', (chunk) => socket.write(chunk))))
    const kernel = await wall()
    const script = `${TUNNEL}
barrier = threading.Barrier(200); good = []
def one(i):
    s, status = tunnel('a.test:${port}')
    barrier.wait(30)
    s.sendall(b'%04d' % i)
    if s.recv(4) == b'%04d' % i: good.append(i)
threads = [threading.Thread(target=one, args=(i,)) for i in range(200)]
[t.start() for t in threads]; [t.join() for t in threads]
print(len(good))`
    expect((await run(kernel, python(script))).stdout.toString()).toBe('200\n')
  })

  it('more than it holds, and afterwards it still answers', async () => {
    const port = await hello()
    const kernel = await wall()
    const script = `
held = []
for i in range(600):
    try: held.append(socket.create_connection(('127.0.0.1', 3128), 5))
    except OSError: break
time.sleep(0.5)
for s in held: s.close()
time.sleep(0.2)`
    const { stdout } = await run(kernel, `${python(script)}\ncurl -sS http://a.test:${port}/after`)
    expect(stdout.toString()).toBe('GET /after 0\n')
  })

  it('large bodies, both ways', async () => {
    const size = 64 * 1024 * 1024
    const port = await listen(
      http.createServer((request, response) => {
        let bytes = 0
        request.on('data', (chunk: Buffer) => (bytes += chunk.length))
        request.on('end', () =>
          request.method === 'PUT' ? response.end(`${bytes}`) : response.end(Buffer.alloc(size)),
        )
      }),
    )
    const kernel = await wall()
    const url = `http://a.test:${port}/`
    const script = ['', '-p']
      .map((how) => `curl -s ${how} ${url} | wc -c; head -c ${size} /dev/zero | curl -s ${how} -T - ${url}; echo`)
      .join(';')
    expect((await run(kernel, script)).stdout.toString()).toBe(`${size}\n`.repeat(4))
  })

  it('no more than is taken: who does not read stops who writes', async () => {
    let written = 0
    const source = await listen(
      net.createServer((socket) => {
        const chunk = Buffer.alloc(64 * 1024)
        const more = (): void => {
          while (socket.writable && socket.write(chunk)) written += chunk.length
        }
        socket.on('drain', more)
        more()
      }),
    )
    const sink = await listen(net.createServer({ pauseOnConnect: true }))
    const kernel = await wall()
    const script = `${TUNNEL}
s, _ = tunnel('a.test:${source}')
time.sleep(1.5)
s, _ = tunnel('a.test:${sink}')
s.settimeout(1)
sent = 0
try:
    while True: sent += s.send(bytes(65536))
except OSError: print(sent)`
    const sent = Number((await run(kernel, python(script))).stdout.toString())
    // The kernel's buffers on two connections, and those of the streams between.
    expect(sent).toBeGreaterThan(0)
    expect(sent).toBeLessThan(32 * 1024 * 1024)
    expect(written).toBeLessThan(32 * 1024 * 1024)
  })

  it('a side that is done still hears the other', async () => {
    const counts = await listen(
      net.createServer({ allowHalfOpen: true }, (socket) => {
        let bytes = 0
        socket.on('data', (chunk) => (bytes += chunk.length))
        socket.on('end', () => socket.end(`got ${bytes}`))
      }),
    )
    let late = ''
    const says = await listen(
      net.createServer({ allowHalfOpen: true }, (socket) => {
        socket.end('first')
        socket.on('data', (chunk) => (late += chunk.toString()))
      }),
    )
    const kernel = await wall()
    const script = `${TUNNEL}
s, _ = tunnel('a.test:${counts}')
s.sendall(bytes(1000000)); s.shutdown(socket.SHUT_WR)
print(s.recv(100).decode())
s, _ = tunnel('a.test:${says}')
heard = b''
while True:
    more = s.recv(100)
    if not more: break
    heard += more
time.sleep(0.2)
s.sendall(b'later'); s.close()
print(heard.decode())`
    expect((await run(kernel, python(script))).stdout.toString()).toBe('got 1000000\nfirst\n')
    expect(late).toBe('later')
  })
})

describe('what a command does to it', () => {
  it('bytes that are no request end that connection, and nothing else', async () => {
    const port = await hello()
    const kernel = await wall()
    const script = `
import random
random.seed(7)
attacks = [bytes(random.randrange(256) for _ in range(5000)) for _ in range(40)]
attacks += [b'GET http://a.test/ HTTP/1.1\\r\\nx: ' + b'a' * 2000000, b'CONNECT ' + b'a' * 100000 + b':80 HTTP/1.1\\r\\n\\r\\n',
  b'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n' + bytes(100), b'CONNECT a.test:${port}\\x00 HTTP/1.1\\r\\n\\r\\n', b'\\x16\\x03\\x01' + bytes(500),
  b'POST http://a.test:${port}/ HTTP/1.1\\r\\nhost: a\\r\\ncontent-length: 5\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\nGET',
  b'GET / HTTP/1.1\\r\\n' * 5000, b'\\r\\n' * 100000, b'OPTIONS * HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n', b'TRACE http://a.test:${port}/ HTTP/9.9\\r\\n\\r\\n']
def one(a):
    s = socket.create_connection(('127.0.0.1', 3128), 5); s.settimeout(5)
    try:
        s.sendall(a); s.shutdown(socket.SHUT_WR)
        while s.recv(65536): pass
    except OSError: pass
    # And without a proper end.
    s = socket.create_connection(('127.0.0.1', 3128), 5)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\\1\\0\\0\\0\\0\\0\\0\\0')
    try: s.sendall(a[:500])
    except OSError: pass
    s.close()
threads = [threading.Thread(target=one, args=(a,)) for a in attacks]
[t.start() for t in threads]; [t.join() for t in threads]`
    const { stdout, stderr } = await run(kernel, `${python(script)}\ncurl -sS http://a.test:${port}/after`)
    expect([stdout.toString(), stderr.toString()]).toEqual(['GET /after 0\n', ''])
  })

  it('has nobody to kill: with everything else ended, it is there', async () => {
    const port = await hello()
    const kernel = await wall()
    const script = `
for p in os.listdir('/proc'):
    if p.isdigit() and int(p) not in (os.getpid(), os.getppid()):
        try: os.kill(int(p), 9)
        except OSError: pass
try: socket.socket().bind(('127.0.0.1', 3128)); print('taken over')
except OSError: print('kept')`
    const { stdout } = await run(kernel, `${python(script)}\ncurl -sS http://a.test:${port}/after`)
    expect(stdout.toString()).toBe('kept\nGET /after 0\n')
  })

  it('is given no descriptor and no variable of what opened the way', async () => {
    const kernel = await wall()
    const script = `
for fd in os.listdir('/proc/self/fd'):
    try: to = os.readlink('/proc/self/fd/' + fd)
    except OSError: continue
    if int(fd) > 2 and to != '/dev/null': print(fd, to)
for p in filter(str.isdigit, os.listdir('/proc')):
    for fd in os.listdir('/proc/%s/fd' % p):
        try: to = os.readlink('/proc/%s/fd/%s' % (p, fd))
        except OSError: continue
        if int(fd) > 2 and 'socket' in to: print(p, fd, to)
print([name for name in os.environ if 'CHANNEL' in name])`
    expect((await run(kernel, python(script))).stdout.toString()).toBe('[]\n')
  })

  it('ends with it: no connection and no descriptor outlives a command', async () => {
    const open = new Set<Socket>()
    const port = await listen(
      net.createServer((socket) => {
        open.add(socket)
        socket.resume()
        socket.on('close', () => open.delete(socket))
      }),
    )
    const kernel = await wall()
    await run(kernel, 'true')
    const before = readdirSync('/proc/self/fd').length
    const script = `${TUNNEL}
if os.fork() == 0:
    os.setsid()
    s, status = tunnel('a.test:${port}')
    print(status, flush=True)
    time.sleep(60)
time.sleep(1)`
    expect((await run(kernel, python(script))).stdout.toString()).toBe('HTTP/1.1 200 Connection Established\n')
    const ended = await run(kernel, python(`${TUNNEL}\ntunnel('a.test:${port}')\ntime.sleep(60)`), 1500)
    expect(ended.ended).toBe('time')
    await expect.poll(() => open.size).toBe(0)
    await expect.poll(() => readdirSync('/proc/self/fd').length).toBeLessThanOrEqual(before)
  })

  it('is its own: one command does not reach the loopback of another', async () => {
    const kernel = await wall()
    const server = run(kernel, 'python3 -m http.server 8123 & until test -e asked; do sleep 0.05; done')
    const { stdout } = await run(kernel, 'sleep 0.5; curl -s http://127.0.0.1:8123/ || echo none; touch asked')
    await server
    expect(stdout.toString()).toBe('none\n')
  })
})

describe('without a policy', () => {
  it('no command runs, and none runs with another network', async () => {
    const kernel = await createKernel({ plugins: plugins([]).slice(1), logger })
    closers.push(() => kernel.close())
    await expect(run(kernel, 'touch ran')).rejects.toMatchObject({ code: 'NETWORK_UNGUARDED' })
    const decision = await kernel.onToolCall({ tool: 'exec', args: { command: 'touch ran' } }, session)
    expect(decision).toMatchObject({ outcome: 'deny', rulings: [{ code: 'SANDBOX_UNAVAILABLE' }] })
    expect(readdirSync(workspace)).not.toContain('ran')
  })

  it('the network of the machine is loud', async () => {
    lines.length = 0
    const kernel = await createKernel({ plugins: [use(execSandbox, { workspace, network: 'host' })], logger })
    closers.push(() => kernel.close())
    expect(lines.join('\n')).toContain('everything that this machine reaches')
  })

  it('both layers mean the same service', () => {
    const provided: Token<guard.EgressProxy> = guard.EgressProxyToken
    const wanted: typeof EgressProxyToken = provided
    expect(wanted.name).toBe(EgressProxyToken.name)
  })
})
