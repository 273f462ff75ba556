import { writeFileSync } from 'node:fs'
import { connect } from 'node:tls'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { ask, clientOf, knock, makeWorld, openDoor, openWall, type World } from './harness.ts'
import { DAY, makeAuthority, makeCertificate, makeFolder, makeList, makeServer, put, type Made } from './pki.ts'

const worldOf = (): World => makeWorld(makeFolder(afterAll))
afterEach(() => void vi.useRealTimers())

/** Puts another pair into the files of a world. */
function replacePair({ config }: World, { pem, keyPem }: Made): void {
  writeFileSync(config.certificate, pem)
  writeFileSync(config.key, keyPem)
}

test('a new pair is served to the next connection, and no request is lost meanwhile', async () => {
  const world = worldOf()
  const wall = await openWall(world.config)
  await using door = await openDoor(wall)
  const client = makeCertificate({ by: world.root })
  const agents = Array.from({ length: 4 }, () => clientOf(world.root, client))
  const running = agents.map(async (agent) => {
    const outcomes: string[] = []
    for (let i = 0; i < 40; i++) outcomes.push((await ask(door.port, agent)).outcome)
    return outcomes
  })
  for (let i = 0; i < 5; i++) {
    replacePair(world, makeServer(world.root))
    expect(await wall.service().reload()).toBe(true)
    door.renew()
    expect(await knock(door, world.root, client)).toBe('known client')
  }
  expect(new Set((await Promise.all(running)).flat())).toEqual(new Set(['allow']))
  for (const agent of agents) agent.destroy()
})

test('what cannot be used does not take the place of what can, and is said once', async () => {
  const world = worldOf()
  const wall = await openWall(world.config)
  const told: string[] = []
  wall.kernel.events.on('tls', ({ kind }) => told.push(kind))
  const before = wall.service().serverOptions()
  writeFileSync(world.config.key, makeServer(world.root).keyPem)
  await expect(wall.service().reload()).rejects.toMatchObject({ code: 'MTLS_PAIR_MISMATCH' })
  await expect(wall.service().reload()).rejects.toMatchObject({ code: 'MTLS_PAIR_MISMATCH' })
  expect(wall.service().serverOptions()).toBe(before)
  expect(wall.service().status().notes.join()).toContain('does not belong')
  expect(told).toEqual(['reload-failed'])
  writeFileSync(world.config.key, world.server.keyPem)
  expect(await wall.service().reload()).toBe(false)
  expect(wall.service().status().notes).toEqual([])
  expect(told).toEqual(['reload-failed', 'reloaded'])
  await wall.kernel.close()
})

test('files are looked at by themselves, as often as pollMs says, until the layer is disposed', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const world = worldOf()
  const { kernel, service } = await openWall({ ...world.config, pollMs: 5000 })
  const first = service().serverOptions()
  const reloaded = new Promise((resolve) => kernel.events.on('tls', resolve))
  replacePair(world, makeServer(world.root))
  vi.advanceTimersByTime(4999)
  expect(service().serverOptions()).toBe(first)
  vi.advanceTimersByTime(1)
  await reloaded
  expect(service().serverOptions()).not.toBe(first)
  await kernel.close()
  expect(vi.getTimerCount()).toBe(0)
})

test('a connection is judged anew: revoked, removed from the authorities, expired', async () => {
  const world = worldOf()
  const { root, folder } = world
  const client = makeCertificate({ by: root, to: DAY })
  const crl = put(folder, 'list.crl', makeList(root, []))
  const wall = await openWall({ ...world.config, crl })
  await using door = await openDoor(wall)
  const agent = clientOf(root, client)
  const outcome = async (): Promise<string> => {
    const { identified, outcome: ruled, codes } = await ask(door.port, agent)
    return `${identified.outcome === 'refused' ? identified.code : identified.outcome} ${ruled} ${codes.join()}`.trim()
  }
  expect(await outcome()).toBe('known allow')
  writeFileSync(crl, makeList(root, [client]))
  await wall.service().reload()
  expect(await outcome()).toBe('PEER_REVOKED deny PEER_MISSING')
  writeFileSync(crl, makeList(root, []))
  await wall.service().reload()
  expect(await outcome()).toBe('known allow')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY })
  expect(await outcome()).toBe('PEER_EXPIRED deny PEER_MISSING')
  vi.setSystemTime(Date.now() + 7 * DAY)
  expect(wall.service().status().isReady).toBe(false)
  vi.useRealTimers()
  const other = makeAuthority('other')
  writeFileSync(world.config.ca, other.pem)
  writeFileSync(crl, makeList(other, []))
  await wall.service().reload()
  expect(await outcome()).toBe('PEER_UNTRUSTED deny PEER_MISSING')
  agent.destroy()
})

test('an expired list lets nobody in, also on a connection that is open, until its grace is over as well', async () => {
  const world = worldOf()
  const { root, folder } = world
  const crl = put(folder, 'list.crl', makeList(root, [], { to: DAY }))
  const wall = await openWall({ ...world.config, crl, crlGraceMs: DAY })
  await using door = await openDoor(wall)
  const agent = clientOf(root, makeCertificate({ by: root }))
  const outcome = async (): Promise<string> => (await ask(door.port, agent)).outcome
  expect(await outcome()).toBe('allow')
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1.5 * DAY })
  expect(await outcome()).toBe('allow')
  vi.setSystemTime(Date.now() + DAY)
  expect(await outcome()).toBe('deny')
  agent.destroy()
})

test('no TLS session is taken up again, so that nobody comes back without being looked at', async () => {
  const world = worldOf()
  const client = makeCertificate({ by: world.root })
  for (const minVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    await using door = await openDoor(await openWall({ ...world.config, minVersion }))
    const shown = { ca: world.root.pem, cert: client.pem, key: client.keyPem }
    const once = (session?: Buffer): Promise<{ readonly session: Buffer | undefined; readonly isReused: boolean }> =>
      new Promise((resolve, reject) => {
        const found: { session: Buffer | undefined; isReused: boolean } = { session: undefined, isReused: true }
        const options = {
          host: '127.0.0.1',
          port: door.port,
          servername: 'localhost',
          maxVersion: minVersion,
          ...shown,
        }
        const socket = connect({ ...options, ...(session && { session }) }, () => {
          found.isReused = socket.isSessionReused()
          socket.write('GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n')
        })
        socket.on('session', (data: Buffer) => void (found.session = data))
        socket.on('error', reject)
        socket.on('close', () => resolve(found))
        socket.resume()
      })
    const { session } = await once()
    expect(session).toBeInstanceOf(Buffer) // the client keeps what it would come back with
    expect((await once(session)).isReused).toBe(false)
  }
})

test('ends that are near are told once a day, short lives late', async () => {
  const world = worldOf()
  replacePair(world, makeServer(world.root, { from: -60 * DAY, to: 20 * DAY }))
  const wall = await openWall({ ...world.config, warnDays: 30 })
  const count = (): number => wall.lines.filter((line) => line.includes('expires at')).length
  expect(count()).toBe(1)
  await wall.service().reload()
  expect(count()).toBe(1)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + DAY + 1000 })
  await wall.service().reload()
  expect(count()).toBe(2)
  expect(wall.service().status().notes.join()).toContain('expires at')
  vi.setSystemTime(Date.now() + 30 * DAY)
  expect(wall.service().status()).toMatchObject({ isReady: false, notes: [expect.stringContaining('expired at')] })
  await wall.kernel.close()
  vi.useRealTimers()
  for (const [to, warnDays, notes] of [
    [20 * DAY, 10, 0],
    [DAY, 30, 0],
  ] as const) {
    replacePair(world, makeServer(world.root, { from: -60_000, to }))
    const other = await openWall({ ...world.config, warnDays })
    expect(other.service().status().notes).toHaveLength(notes)
    await other.kernel.close()
  }
})
