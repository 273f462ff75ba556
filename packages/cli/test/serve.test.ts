import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { ownDisk } from '../../../test/servers/own-disk.ts'
import { main } from '../src/index.ts'
import { Collector, makeFolder, makeIo, run, type TestIo, type World } from './harness.ts'

const TOKEN = 'configured-token-0123456789-0123456789'

/** The audit log and the store in the folder, whatever the process's own is. */
function config(folder: string, more = '', layers = ''): string {
  const [key, anchors] = ['audit.key', 'audit.anchors'].map((name) => JSON.stringify(join(folder, name)))
  return `layers:\n  audit-log: { keyFile: ${key}, anchorFile: ${anchors} }\n${layers}${more}`
}

interface Served {
  readonly io: TestIo & { readonly stdout: Collector }
  readonly folder: string
  readonly out: () => string
  readonly url: () => string
  readonly done: Promise<number>
}

/** Starts the gateway on a free port and waits until it says where; it is stopped after the test. */
async function serve(argv: readonly string[], more = '', world: World = {}, layers = ''): Promise<Served> {
  const folder = await makeFolder()
  await writeFile(join(folder, 'ringwall.yaml'), config(folder, more, layers))
  const stdout = new Collector()
  const io = { ...(await makeIo({ ...world, cwd: folder, stdout })), stdout }
  const done = main(['serve', '--port', '0', ...argv], io)
  onTestFinished(async () => {
    io.signals.emit('SIGTERM')
    await done
  })
  await Promise.race([stdout.contains('\n'), done])
  const url = (): string => /http:\/\/127\.0\.0\.1:\d+/.exec(stdout.text)?.[0] ?? ''
  return { io, folder, out: () => stdout.text, url, done }
}

/** What a shell makes of a line: the arguments of curl. */
function argumentsOf(line: string, env: NodeJS.ProcessEnv = {}): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1)
}

/** Does what curl would do with its arguments. */
async function paste(
  line: string,
  env?: NodeJS.ProcessEnv,
): Promise<{ status: number; content: string; reason: string }> {
  const args = argumentsOf(line, env)
  const after = (flag: string): readonly string[] => args.flatMap((arg, at) => (args[at - 1] === flag ? [arg] : []))
  const [url = ''] = args.filter((arg) => arg.startsWith('http'))
  const headers = after('-H').map((header) => header.split(': ') as [string, string])
  const response = await fetch(url, { method: 'POST', headers, body: after('-d').join('&') })
  const { choices } = (await response.json()) as { choices?: { message: { content: string }; finish_reason: string }[] }
  const [choice] = choices ?? []
  return { status: response.status, content: choice?.message.content ?? '', reason: choice?.finish_reason ?? '' }
}

function curlLines(out: string): readonly string[] {
  return out.split('\n').filter((line) => line.startsWith('curl '))
}

describe('with the stand-in model', () => {
  test('the three lines do what they say', async () => {
    const { out } = await serve([])
    expect(out()).toContain('stand-in model')
    expect(out()).toContain(
      'input-validation, email-sender-filter, external-content, skill-scanner, jailbreak-detection, injection-rate-limit, tool-policy, action-classifier, budget-guard, approval-gate, ssrf-guard, path-guard, exec-sandbox, memory-guard, canary-tokens, output-guard, secrets-store, log-sanitizer, config-redaction, mtls, gateway-auth, audit-log',
    )
    const [question = '', injection = '', leak = ''] = curlLines(out())
    expect(await paste(question)).toMatchObject({ status: 200, content: expect.stringContaining('moat') })
    expect(await paste(injection)).toMatchObject({ status: 200, reason: 'stop' })
    const { content } = await paste(leak)
    expect(content).toContain('[REDACTED:aws-access-key]')
    expect(content).not.toMatch(/AKIA|ghp_/)
  })

  test('the injection is denied where the caption says so', async () => {
    const { out } = await serve([], '', {}, '  jailbreak-detection: { action: block }\n')
    expect(out()).toContain('# an injection: denied\n')
    expect(await paste(curlLines(out())[1] ?? '')).toMatchObject({ status: 200, reason: 'content_filter' })
  })

  test('captions know what is off or only observes', async () => {
    const { out } = await serve([], '', {}, '  jailbreak-detection: off\n  output-guard: observe\n')
    expect(out()).toContain('it passes, since jailbreak-detection is off')
    expect(out()).toContain('recorded, since output-guard only observes')
    expect(out()).toContain('output-guard (observes)')
  })

  test('every ruling is printed as it is made, without the text', async () => {
    const { io, out } = await serve([])
    const [, injection = '', leak = ''] = curlLines(out())
    await paste(injection)
    await io.stdout.contains('jailbreak-detection JAILBREAK_HIGH')
    await paste(leak)
    await io.stdout.contains('output-guard SECRET_REDACTED')
    const [, rulings = ''] = out().split('reads the config again')
    expect(rulings).toMatch(
      /Z {2}flag +onInbound +jailbreak-detection JAILBREAK_HIGH {2}agent default, trace [0-9a-f]{32}\n/,
    )
    expect(rulings).not.toMatch(/AKIA|ghp_|previous instructions/)
  })

  test('the dashboard is where it says, and says how to get in', async () => {
    const { out, url } = await serve([])
    expect(out()).toMatch(
      / {2}dashboard http:\/\/127\.0\.0\.1:\d+\/dashboard\/ \(log in with ringwall tokens create --scope admin\)\n/,
    )
    const page = await fetch(url(), { headers: { accept: 'text/html' } })
    expect([page.status, page.url]).toEqual([200, `${url()}/dashboard/`])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('<div id="page">')
  })

  test('behind a proxy the dashboard is where browsers reach it, and a proxy that is not known is warned of', async () => {
    const { _stderr: log } = console as unknown as { readonly _stderr: NodeJS.WriteStream } // where winston writes
    const warnings = vi.spyOn(log, 'write').mockReturnValue(true)
    onTestFinished(() => warnings.mockRestore())
    const warned = (): boolean => warnings.mock.calls.some(([text]) => String(text).includes('count as one address'))
    const more = 'gateway: { publicUrl: "https://Ringwall.example/" }\n'
    const { out, url } = await serve(['--json'], more)
    expect(JSON.parse(out())).toMatchObject({ url: url(), dashboard: 'https://ringwall.example/dashboard/' })
    expect(warned()).toBe(true)
    warnings.mockClear()
    const known = await serve([], more, {}, '  gateway-auth: { trustedProxies: [127.0.0.1] }\n')
    expect(known.out()).toMatch(/ {2}dashboard https:\/\/ringwall\.example\/dashboard\/ \(log in with /)
    expect(warned()).toBe(false)
  })

  test('SIGTERM closes it and frees the port', async () => {
    const { io, url, done } = await serve([])
    expect((await fetch(`${url()}/healthz`)).status).toBe(200)
    io.signals.emit('SIGTERM')
    expect(await done).toBe(0)
    await expect(fetch(`${url()}/healthz`)).rejects.toThrow()
    expect(io.stdout.text).toMatch(/stopped\n$/)
  })

  test('from the first signal on, a second one is left to Node, which ends the process', async () => {
    const { io, done } = await serve([])
    expect(io.signals.listenerCount('SIGINT')).toBe(1)
    io.signals.emit('SIGINT')
    await Promise.resolve()
    await done
    expect(io.signals.eventNames()).toEqual([])
  })

  test('--json is one line for machines', async () => {
    const { out, url, io, done } = await serve(['--json'])
    const started = JSON.parse(out())
    expect(started).toMatchObject({ url: url(), token: expect.any(String), upstream: null })
    expect(started.layers).toContainEqual({ name: 'output-guard', version: expect.any(String), mode: 'enforce' })
    io.signals.emit('SIGTERM')
    expect(await done).toBe(0)
    expect(out().trim().split('\n')).toHaveLength(1)
  })
})

describe('tokens', () => {
  const tokens = 'gateway: { tokens: [{ token: "env:RINGWALL_TOKEN" }] }\n'

  test('a configured one is never printed, and the lines take it from the environment', async () => {
    const env = { RINGWALL_TOKEN: TOKEN }
    const { out } = await serve([], tokens, { env })
    expect(out()).not.toContain(TOKEN)
    const [question = ''] = curlLines(out())
    expect(await paste(question, env)).toMatchObject({ status: 200, reason: 'stop' })
    expect((await paste(question, { RINGWALL_TOKEN: 'wrong' })).status).toBe(401)
  })

  test.for(['0.0.0.0', '::', '192.0.2.1', 'example.org', '127.0.0.1.example.org'])(
    'without one, %s is refused',
    async (host) => {
      const { code, out, err } = await run(['serve', '--host', host, '--port', '0'])
      expect([code, out, err]).toEqual([2, '', expect.stringMatching(/^error HOST_UNGUARDED: /)])
    },
  )

  test('the host of the config file is refused too', async () => {
    const cwd = await makeFolder({ 'ringwall.yaml': 'gateway: { host: 0.0.0.0 }' })
    expect((await run(['serve', '--port', '0'], { cwd })).err).toMatch(/^error HOST_UNGUARDED/)
  })
})

describe('--upstream', () => {
  interface Seen {
    readonly authorization: (string | undefined)[]
    readonly models: string[]
  }

  async function provider(): Promise<{ url: string; seen: Seen }> {
    const seen: Seen = { authorization: [], models: [] }
    const server = createServer((request, response) => {
      void readBody(request).then((body) => {
        const { model } = JSON.parse(body) as { model: string }
        seen.authorization.push(request.headers.authorization)
        seen.models.push(model)
        const message = { role: 'assistant', content: 'from the provider' }
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }))
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen }
  }

  async function readBody(request: IncomingMessage): Promise<string> {
    const chunks: Uint8Array[] = []
    for await (const chunk of request) chunks.push(chunk as Uint8Array)
    return Buffer.concat(chunks).toString()
  }

  test('is guarded, with the key that the reference names and the model that the caller chose', async () => {
    const { url, seen } = await provider()
    const folder = await makeFolder({ key: 'key-from-file\n' })
    for (const [reference, key] of [
      ['env:KEY', 'key-from-env'],
      ['${KEY}', 'key-from-env'],
      [`file:${join(folder, 'key')}`, 'key-from-file'],
    ] as const) {
      const env = { KEY: 'key-from-env' }
      const { out } = await serve(['--upstream', url, '--upstream-key', reference], '', { env })
      expect(out()).toContain(`upstream  ${url}`)
      expect(out()).not.toContain(key)
      for (const line of curlLines(out()))
        expect(await paste(line, { MODEL: "model-o'1" })).toMatchObject({ status: 400 })
      for (const line of curlLines(out()))
        expect(await paste(line, { MODEL: 'model-1' })).toMatchObject({ content: 'from the provider' })
      expect(seen.authorization.splice(0)).toEqual(Array.from({ length: 3 }, () => `Bearer ${key}`))
      expect(seen.models.splice(0)).toEqual(Array.from({ length: 3 }, () => 'model-1'))
    }
  })

  test('never sends the configured key to another URL', async () => {
    const { url, seen } = await provider()
    const more = 'gateway: { upstream: { url: "https://api.example.org/v1", apiKey: "env:KEY" } }\n'
    const { out } = await serve(['--upstream', url], more, { env: { KEY: 'configured-key' } })
    await paste(curlLines(out())[0] ?? '', { MODEL: 'm' })
    expect(seen.authorization).toEqual([undefined])
  })

  test.for([
    { name: 'a literal', argv: ['--upstream-key', 'sk-live-123456'], code: 'UPSTREAM_KEY_LITERAL' },
    { name: 'no upstream', argv: ['--upstream-key', 'env:KEY'], code: 'UPSTREAM_MISSING' },
    { name: 'an unset variable', argv: ['--upstream-key', 'env:NONE'], code: 'UPSTREAM_KEY_UNRESOLVED' },
    { name: 'an empty variable', argv: ['--upstream-key', 'env:EMPTY'], code: 'UPSTREAM_KEY_UNRESOLVED' },
    { name: 'a missing file', argv: ['--upstream-key', 'file:/nonexistent/key'], code: 'UPSTREAM_KEY_UNRESOLVED' },
    { name: 'a relative file', argv: ['--upstream-key', 'file:key'], code: 'UPSTREAM_KEY_UNRESOLVED' },
    { name: 'a folder', argv: ['--upstream-key', 'file:/'], code: 'UPSTREAM_KEY_UNRESOLVED' },
    { name: 'a bad URL', argv: ['--upstream', 'ftp://example.org'], code: 'UPSTREAM_URL_INVALID' },
  ])('$name is refused', async ({ argv, code }) => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'ringwall.yaml'), config(cwd))
    const env = { KEY: 'key', EMPTY: ' ' }
    const { code: exit, out, err } = await run(['serve', '--port', '0', ...argv], { cwd, env })
    expect([exit, out, err]).toEqual([2, '', expect.stringMatching(new RegExp(`^error ${code}: `))])
    expect(err).not.toContain('sk-live')
  })
})

test('a port in use is an error with a way out', async () => {
  const first = await serve([])
  const { port } = new URL(first.url())
  const cwd = await makeFolder()
  await writeFile(join(cwd, 'ringwall.yaml'), config(cwd))
  const { code, err } = await run(['serve', '--port', port], { cwd })
  expect(code).toBe(2)
  expect(err).toMatch(/^error PORT_IN_USE: .*\nfix: .*\ntry: ringwall serve --port 0/)
})

describe('SIGHUP', () => {
  test('reads the config again', async () => {
    const { io, folder, out } = await serve([])
    const injection = curlLines(out())[1] ?? ''
    expect((await paste(injection)).reason).toBe('stop')
    const strict = config(folder, 'gateway: { maxBodyBytes: 2000000 }\n', '  jailbreak-detection: { action: block }\n')
    await writeFile(join(folder, 'ringwall.yaml'), strict)
    io.signals.emit('SIGHUP')
    await io.stderr.contains('\n')
    expect(io.stderr.text).toBe('reloaded the layers and the settings of the gateway\n')
    expect((await paste(injection)).reason).toBe('content_filter')
  })

  test('a broken config is printed, and the old layers stay', async () => {
    const { io, folder, out } = await serve([], '', {}, '  jailbreak-detection: { action: block }\n')
    await writeFile(join(folder, 'ringwall.yaml'), 'layers: { nope: on }')
    io.signals.emit('SIGHUP')
    await io.stderr.contains('was not reloaded')
    expect(io.stderr.text).toMatch(/^error CONFIG_INVALID: /)
    expect((await paste(curlLines(out())[1] ?? '')).reason).toBe('content_filter')
  })
})

test('what a budget refuses is printed, and found in the audit log, like any denial', async () => {
  const served = await serve([], 'store: { file: state/store.db }\n', {}, '  budget-guard: { tokensPerHour: 0 }\n')
  const [first = ''] = curlLines(served.out())
  expect((await paste(first)).reason).toBe('content_filter')
  expect(served.out()).toMatch(/deny +onInbound +budget-guard BUDGET_TOKENS_EXCEEDED/)
  served.io.signals.emit('SIGTERM')
  await served.done
  const found = await run(['audit', 'search', '--outcome', 'deny', '--layer', 'budget-guard', '--json'], {
    cwd: served.folder,
  })
  expect(
    found.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toMatchObject([
    {
      type: 'budget',
      kind: 'refused',
      code: 'BUDGET_TOKENS_EXCEEDED',
      rulings: [{ layer: 'budget-guard', kind: 'deny' }],
    },
  ])
})

test('what was decided is on the disk before the reply leaves, and where the disk fails there is none', async () => {
  using disk = ownDisk()
  const { url } = await serve([], `gateway: { tokens: [{ token: env:T }] }\n`, { env: { T: TOKEN } })
  const say = (): Promise<Response> =>
    fetch(`${url()}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'ringwall-stand-in', messages: [{ role: 'user', content: 'What is a moat?' }] }),
    })
  expect((await say()).status).toBe(200)
  disk.hold()
  const held = say()
  expect(await Promise.race([held.then(() => 'told'), sleep(500).then(() => 'waits')])).toBe('waits')
  disk.release()
  expect((await held).status).toBe(200)
  disk.breakDown()
  for (const body of [await say(), await say()].map((response) => response.text()))
    expect(await body).not.toContain('"choices"')
  expect((await fetch(`${url()}/readyz`)).status).toBe(503)
})
