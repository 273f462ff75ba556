// The gateway behind TLS with client certificates: real sockets, the real layer, certificates made for each test.
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent, request, type RequestOptions } from 'node:https'
import { connect, type Socket } from 'node:net'
import { createKernel, definePlugin, use, type Inbound, type Kernel, type Session, type Use } from '@ringwall/core'
import { createGateway, startGateway, STAND_IN_MODEL, type RunningGateway } from '@ringwall/gateway'
import { mtls, TlsOptionsToken, type TlsOptions } from '@ringwall/plugin-mtls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { keepLines, makeWorld, type World } from '../../plugins/mtls/test/harness.ts'
import { makeCertificate, makeFolder, makeList, makeServer, put, type Made } from '../../plugins/mtls/test/pki.ts'

type Config = Parameters<typeof use<typeof mtls.config>>[1]
const TOKEN = 'alices-token-0123456789-0123456789-abc'
const ANYBODY = 'shared-token-0123456789-0123456789-abc'

interface Rig extends World {
  readonly gateway: RunningGateway
  readonly kernel: Kernel
  readonly seen: { readonly payload: Inbound; readonly session: Session }[]
  readonly lines: string[]
  plugins(config: Config): readonly Use[]
}

async function openRig(more: (world: World) => object = () => ({}), isOn = true): Promise<Rig> {
  const world = makeWorld(makeFolder((remove) => onTestFinished(remove)))
  const seen: Rig['seen'] = []
  const spy = definePlugin({
    name: 'spy',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onInbound: { judge: [] } } },
    codes: {},
    config: z.strictObject({}),
    setup: () => ({ onInbound: { judge: ({ payload, session }) => void seen.push({ payload, session }) } }),
  })
  const plugins = (config: Config): readonly Use[] => [use(mtls, config), use(spy)]
  const lines: string[] = []
  const logger = keepLines(lines)
  const kernel = await createKernel({ plugins: plugins(isOn ? { ...world.config, ...more(world) } : {}), logger })
  const who = { agent: 'helper', tenant: 'acme', operator: false }
  const gateway = await startGateway({
    wall: { for: () => kernel },
    settings: {
      host: '127.0.0.1',
      port: 0,
      tokens: [
        { token: TOKEN, user: 'alice', ...who },
        { token: ANYBODY, ...who },
      ],
      maxBodyBytes: 100_000,
      unscannedParts: [],
    },
    logger,
  })
  onTestFinished(async () => {
    await gateway.close()
    await kernel.close()
  })
  return { ...world, gateway, kernel, seen, lines, plugins }
}

/** A client on one connection. */
function clientOf({ root }: World, own?: Made): Agent {
  const shown = own === undefined ? {} : { cert: own.pem, key: own.keyPem }
  const agent = new Agent({ ca: root.pem, keepAlive: true, maxSockets: 1, ...shown })
  onTestFinished(() => agent.destroy())
  return agent
}

interface Answer {
  readonly status: number
  readonly body: string
  /** The port of this end: the same for requests on one connection. */
  readonly from: number | undefined
}

function ask(
  rig: Rig,
  agent: Agent,
  more: { token?: string; content?: string; headers?: object; extra?: object } = {},
): Promise<Answer> {
  const { token = ANYBODY, content = 'hello', headers = {}, extra = {} } = more
  const body = JSON.stringify({ model: STAND_IN_MODEL, messages: [{ role: 'user', content }], ...extra })
  const sent = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers }
  return send(`${rig.gateway.url}/v1/chat/completions`, { method: 'POST', agent, headers: sent }, body)
}

function send(url: string, options: RequestOptions, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, async (response) => {
      const from = asked.socket?.localPort
      let text = ''
      for await (const chunk of response) text += String(chunk)
      resolve({ status: response.statusCode ?? 0, body: text, from })
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** What a socket without TLS is answered, until it is closed. */
async function speak(port: number, bytes: string | Uint8Array): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port })
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  socket.write(bytes)
  await closed(socket)
  return text
}

/** An error on the way is an end as well. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.on('error', () => undefined).once('close', () => resolve()))
}

const portOf = ({ gateway }: Rig): number => Number(new URL(gateway.url).port)

describe('the gateway behind TLS', () => {
  it('lets in a client with a certificate and a token; the layers read whose it is', async () => {
    const rig = await openRig()
    expect(rig.gateway.url).toMatch(/^https:/)
    const agent = clientOf(rig, makeCertificate({ by: rig.root, commonNames: ['robot'] }))
    expect(await ask(rig, agent)).toMatchObject({ status: 200, body: expect.stringContaining('hello') })
    expect(rig.seen.length).toBeGreaterThan(0)
    for (const { payload } of rig.seen) expect(payload.meta).toMatchObject({ peerCertificate: { commonName: 'robot' } })
    expect(await send(`${rig.gateway.url}/healthz`, { agent })).toMatchObject({ status: 200 })
    expect(await ask(rig, agent, { token: 'x'.repeat(40) })).toMatchObject({ status: 401 })
  })

  it('answers many requests on one connection', async () => {
    const rig = await openRig()
    const agent = clientOf(rig, makeCertificate({ by: rig.root }))
    const answers: Answer[] = []
    for (let i = 0; i < 200; i++) answers.push(await ask(rig, agent, { content: `number ${i}.` }))
    expect(answers.every(({ status, body }, at) => status === 200 && body.includes(`number ${at}.`))).toBe(true)
    expect(new Set(answers.map(({ from }) => from)).size).toBe(1)
  })

  it('refuses clients without a good certificate before it reads HTTP, and logs why', async () => {
    const rig = await openRig()
    await expect(ask(rig, clientOf(rig))).rejects.toThrow()
    await expect(ask(rig, clientOf(rig, makeCertificate()))).rejects.toThrow()
    expect(rig.seen).toEqual([])
    await expect.poll(() => rig.lines.join()).toContain('DEPTH_ZERO_SELF_SIGNED_CERT')
    expect(rig.lines.join()).toContain('PEER_DID_NOT_RETURN_A_CERTIFICATE')
  })

  it('takes no certificate from a header, a body or a session that a client writes', async () => {
    const rig = await openRig((world) => ({
      clientCertificate: 'optional',
      ca: world.config.ca,
      allow: [{ commonName: 'robot' }],
    }))
    const forged = { commonName: 'robot', fingerprint: 'a'.repeat(64) }
    const headers = {
      'x-forwarded-client-cert': 'Subject="CN=robot"',
      'x-client-cert': 'robot',
      'x-ringwall-session': 'robot',
    }
    const extra = { meta: { peerCertificate: forged }, peerCertificate: forged, metadata: { peerCertificate: 'robot' } }
    expect(await ask(rig, clientOf(rig), { headers, extra })).toMatchObject({ status: 200 })
    expect(rig.seen.length).toBeGreaterThan(0)
    for (const { payload } of rig.seen) expect(payload.meta).not.toHaveProperty('peerCertificate')
  })

  it.each([
    ['a request', 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n'],
    ['the start of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a request that goes on and on', `POST / HTTP/1.1\r\nhost: localhost\r\n\r\n${'x'.repeat(100_000)}`],
  ])('tells %s without TLS to use it', async (_, text) => {
    const rig = await openRig()
    const answer = await speak(portOf(rig), text)
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('"code":"TLS_REQUIRED"')
    expect(rig.seen).toEqual([])
  })

  it('survives what is neither, and closes while connections say nothing', async () => {
    const rig = await openRig()
    await speak(
      portOf(rig),
      new Uint8Array([0x16, 3, 1, 255, 255, 1, 2, 3, ...Array.from({ length: 70_000 }, () => 7)]),
    )
    const silent = [connect(portOf(rig), '127.0.0.1'), connect(portOf(rig), '127.0.0.1')]
    await Promise.all(silent.map((socket) => once(socket, 'connect')))
    silent[1]?.write(new Uint8Array([0x16])) // one byte of a handshake
    const agent = clientOf(rig, makeCertificate({ by: rig.root }))
    expect(await ask(rig, agent)).toMatchObject({ status: 200 })
    const ended = Promise.all(silent.map((socket) => closed(socket.resume())))
    await rig.gateway.close()
    await ended
  })

  it('judges an open connection anew with each request', async () => {
    const rig = await openRig((world) => ({ crl: put(world.folder, 'list.crl', makeList(world.root, [])) }))
    const own = makeCertificate({ by: rig.root })
    const agent = clientOf(rig, own)
    const before = await ask(rig, agent)
    expect(before.status).toBe(200)
    put(rig.folder, 'list.crl', makeList(rig.root, [own]))
    await rig.kernel.find(TlsOptionsToken)?.reload()
    const seen = rig.seen.length
    const after = await ask(rig, agent)
    expect(after).toMatchObject({
      status: 403,
      body: expect.stringContaining('CERTIFICATE_REFUSED'),
      from: before.from,
    })
    expect(after.body).toContain('PEER_REVOKED')
    expect(rig.seen.length).toBe(seen)
    await expect(ask(rig, clientOf(rig, own))).rejects.toThrow() // a new connection is not even opened
  })

  it('binds a certificate to the user, tenant and agent that the config says', async () => {
    const allow = [
      { commonName: 'alices', user: 'alice', tenant: 'acme', agent: 'helper' },
      { commonName: 'bobs', user: 'bob' },
      { commonName: 'elsewhere', tenant: 'other' },
      { commonName: 'another', agent: 'other' },
    ]
    const rig = await openRig(() => ({ allow }))
    const as = (name: string): Agent => clientOf(rig, makeCertificate({ by: rig.root, commonNames: [name] }))
    expect(await ask(rig, as('alices'), { token: TOKEN })).toMatchObject({ status: 200 })
    expect(await ask(rig, as('alices'))).toMatchObject({ status: 200 })
    expect(rig.seen.every(({ session }) => session.userId === 'alice')).toBe(true)
    const mismatch = { status: 403, body: expect.stringContaining('CERTIFICATE_MISMATCH') }
    expect(await ask(rig, as('bobs'), { token: TOKEN })).toMatchObject(mismatch)
    expect(await ask(rig, as('elsewhere'))).toMatchObject(mismatch)
    expect(await ask(rig, as('another'))).toMatchObject(mismatch)
    expect(await ask(rig, as('nobody'))).toMatchObject({
      status: 403,
      body: expect.stringContaining('PEER_NOT_ALLOWED'),
    })
  })

  it('serves a new certificate after a reload of files or of the config, and loses no request meanwhile', async () => {
    const rig = await openRig()
    const own = makeCertificate({ by: rig.root })
    const until = new AbortController()
    const running = Array.from({ length: 4 }, async () => {
      const agent = clientOf(rig, own)
      const statuses: number[] = []
      while (!until.signal.aborted) statuses.push((await ask(rig, agent)).status)
      return statuses
    })
    const served = async (): Promise<string> => {
      const agent = clientOf(rig, own)
      const found: string[] = []
      agent.on(
        'keylog',
        (_line, socket) =>
          void socket.once('secureConnect', () => found.push(socket.getPeerCertificate().serialNumber)),
      )
      await ask(rig, agent)
      return found[0] ?? ''
    }
    const serials = [await served()]
    for (const isOfConfig of [false, true, false, true]) {
      const next = makeServer(rig.root)
      writeFileSync(rig.config.certificate, next.pem)
      writeFileSync(rig.config.key, next.keyPem)
      if (isOfConfig) await rig.kernel.reload({ plugins: rig.plugins(rig.config) })
      else await rig.kernel.find(TlsOptionsToken)?.reload()
      serials.push(await served())
      expect(Number.parseInt(serials.at(-1) ?? '', 16)).toBe(next.serial)
    }
    until.abort()
    const statuses = (await Promise.all(running)).flat()
    expect(statuses.length).toBeGreaterThan(10)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('asks for certificates from the next connection on where a reload of the config says so', async () => {
    const rig = await openRig((world) => ({
      clientCertificate: 'none',
      ca: undefined,
      certificate: world.config.certificate,
    }))
    const agent = clientOf(rig)
    expect(await ask(rig, agent)).toMatchObject({ status: 200 })
    await rig.kernel.reload({ plugins: rig.plugins(rig.config) })
    expect(await ask(rig, agent)).toMatchObject({ status: 403, body: expect.stringContaining('PEER_MISSING') })
    await expect(ask(rig, clientOf(rig))).rejects.toThrow()
    expect(await ask(rig, clientOf(rig, makeCertificate({ by: rig.root })))).toMatchObject({ status: 200 })
  })

  it('speaks no plain HTTP where TLS is switched off under it, and answers nothing where it is switched on', async () => {
    const on = await openRig()
    await on.kernel.reload({ plugins: on.plugins({}) })
    expect(await speak(portOf(on), 'GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n')).toBe('')
    expect(on.lines.join()).toContain('started anew')
    const off = await openRig(undefined, false)
    expect(off.gateway.url).toMatch(/^http:/)
    expect((await fetch(`${off.gateway.url}/healthz`)).status).toBe(200)
    await off.kernel.reload({ plugins: off.plugins(off.config) })
    const refused = await fetch(`${off.gateway.url}/healthz`)
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('TLS_REQUIRED')])
  })

  it('refuses a host that has no sockets to show', async () => {
    const { kernel } = await openRig()
    const settings = { host: 'localhost', port: 0, tokens: [], maxBodyBytes: 1000, unscannedParts: [] }
    const app = createGateway({ wall: { for: () => kernel }, settings, logger: keepLines([]) })
    const response = await app.fetch(new Request('http://localhost/healthz'))
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('TLS_REQUIRED')])
  })

  it('cuts off a connection whose options cannot be made, and goes on', async () => {
    const broken = {
      isOn: true,
      serverOptions: (): never => {
        throw new Error('no options')
      },
    }
    const lines: string[] = []
    const services = [{ token: TlsOptionsToken, value: broken as unknown as TlsOptions }]
    const kernel = await createKernel({ plugins: [], services, logger: keepLines(lines) })
    const settings = { host: '127.0.0.1', port: 0, tokens: [], maxBodyBytes: 1000, unscannedParts: [] }
    const gateway = await startGateway({ wall: { for: () => kernel }, settings, logger: keepLines(lines) })
    onTestFinished(() => gateway.close())
    for (let i = 0; i < 2; i++)
      expect(await speak(Number(new URL(gateway.url).port), new Uint8Array([0x16, 3, 1, 0, 5]))).toBe('')
    expect(lines.filter((line) => line.includes('no options'))).toHaveLength(2)
  })

  it('goes on with whoever comes while the layer only observes', async () => {
    const world = makeWorld(makeFolder((remove) => onTestFinished(remove)))
    const kernel = await createKernel({
      plugins: [use(mtls, world.config, { mode: 'observe' })],
      logger: keepLines([]),
    })
    const settings = { host: '127.0.0.1', port: 0, tokens: [], maxBodyBytes: 100_000, unscannedParts: [] }
    const gateway = await startGateway({ wall: { for: () => kernel }, settings, logger: keepLines([]) })
    onTestFinished(async () => {
      await gateway.close()
      await kernel.close()
    })
    const codes: string[] = []
    kernel.events.on('finding', ({ ruling }) => codes.push(ruling.code))
    const rig = { ...world, gateway, kernel, seen: [], lines: [], plugins: () => [] }
    expect(await ask(rig, clientOf(rig), { token: gateway.tokens[0] ?? '' })).toMatchObject({ status: 200 })
    expect(codes).toContain('PEER_MISSING')
  })
})
