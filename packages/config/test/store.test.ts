import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import type { Logger, Session } from '@ringwall/core'
import { openStore } from '@ringwall/store'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { describeWith } from '../../../test/servers/describe-with.ts'
import { ownDisk } from '../../../test/servers/own-disk.ts'
import { findPostgres, startPostgres } from '../../../test/servers/postgres.ts'
import type { ServerProcess } from '../../../test/servers/process.ts'
import { findRedis, startRedis } from '../../../test/servers/redis.ts'
import { createWall, type Model, type Wall } from '../src/index.ts'
import { load, makeProject, problemsOf, type PluginSource } from './project.ts'

const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const session: Session = { tenantId: 't', agentId: 'a', sessionId: 's' }
// Put together from pieces, so that no scanner takes this file for a leak.
const PASSWORD = ['a', 'pass', 'word'].join('-')

/** Lets three texts a minute through, whoever on the same store lets them. */
const TURNSTILE: PluginSource = {
  package: '@acme/turnstile',
  manifest: { requires: ['Store'], deadlineMs: 5000 },
  layer: `(() => {
    const store = require({ name: 'Store' })
    return { onInbound: { judge: async () => {
      const { allowed } = await store.hit('texts', { windowMs: 60_000, limit: 3 })
      return allowed ? undefined : { kind: 'deny', code: 'SEEN' }
    } } }
  })()`,
}
const LAYERS = `preset: none\nlayers: { '@acme/turnstile': on }\n`

async function modelOf(store: string, env: Readonly<Record<string, string>> = {}): Promise<Model> {
  const folder = await makeProject([TURNSTILE], { 'ringwall.yaml': `${LAYERS}store: ${store}\n` })
  return load(folder, { env, ephemeral: false })
}

async function open(model: Model): Promise<Wall> {
  const wall = await createWall(model, { logger: quiet })
  onTestFinished(() => wall.close())
  return wall
}

async function say(wall: Wall): Promise<string> {
  const { outcome, rulings } = await wall.for('a').onInbound({ source: 'user', text: 'hello' }, session)
  return outcome === 'allow' ? outcome : `${outcome} ${rulings.map(({ code }) => code).join()}`
}

describe('what the file says of the store', () => {
  test('a URL, alone or with more, and a reference to one', async () => {
    const env = { URL: `postgres://me:${PASSWORD}@db.example/wall`, PASS: PASSWORD, PEM: 'a key' }
    expect((await modelOf('redis://localhost', env)).store).toEqual({ driver: 'redis', url: 'redis://localhost' })
    expect((await modelOf("'${URL}'", env)).store).toEqual({ driver: 'postgres', url: env.URL })
    for (const reference of ['env:URL', '{ url: env:URL }', "{ url: '${URL}' }"])
      expect((await modelOf(reference, env)).store).toEqual({ driver: 'postgres', url: env.URL })
    const full = `{ url: 'rediss://cache.example/2', password: env:PASS, timeoutMs: 900, namespace: wall, acceptLoss: true,
      tls: { ca: A, cert: B, key: env:PEM, servername: c.example } }`
    expect((await modelOf(full, env)).store).toEqual({
      driver: 'redis',
      url: 'rediss://cache.example/2',
      password: PASSWORD,
      timeoutMs: 900,
      namespace: 'wall',
      acceptLoss: true,
      tls: { ca: 'A', cert: 'B', key: 'a key', servername: 'c.example' },
    })
  })

  test('a URL that stands in a file, which others must not read', async () => {
    const secrets = await makeProject([], { url: `rediss://:${PASSWORD}@cache.example/2\n` })
    await chmod(join(secrets, 'url'), 0o600)
    const model = await modelOf(`'file:${join(secrets, 'url')}'`)
    expect(model.store).toEqual({ driver: 'redis', url: `rediss://:${PASSWORD}@cache.example/2` })
    expect(model.warnings).toEqual([])
    expect(inspect(model.view, { depth: 9 })).not.toContain(PASSWORD)
  })

  test('a URL of SQLite is a file beside the config, or none', async () => {
    const { store, folder } = await modelOf('sqlite:state/x.db')
    expect(store).toEqual({ driver: 'sqlite', file: join(folder, 'state/x.db') })
    expect((await modelOf("'sqlite::memory:'")).store).toEqual({ driver: 'sqlite', file: ':memory:' })
  })

  test.for([
    ['{ file: x.db }', true, 1],
    ['{ file: x.db, sync: reply }', true, 1],
    ['{ file: x.db, sync: write }', true, 0],
    ['{ file: x.db }', false, 0],
  ] as const)('%s under a host that flushes (%s) leaves %i syncs to flush', async ([store, flushes, expected]) => {
    using disk = ownDisk()
    disk.hold()
    const wall = await createWall(await modelOf(store), { logger: quiet, flushes })
    onTestFinished(() => wall.close())
    await say(wall)
    const flushed = wall.flush()
    await expect.poll(() => disk.asked).toBe(expected)
    disk.release()
    await flushed
  })

  test.for([
    ['{ file: x.db }', true, 'told recorded,told flushed'],
    ['{ file: x.db, sync: write }', true, 'recorded,flushed'],
    ['{ file: x.db }', false, 'recorded,flushed'],
  ] as const)(
    '%s under a host that flushes (%s): a layer that writes later is %s',
    async ([store, flushes, expected]) => {
      const writesLater: PluginSource = {
        package: '@acme/writes-later',
        manifest: { optional: ['Flushes'], provides: ['WrittenLater'] },
        layer: `(() => {
        let asked = 0
        const isTold = find({ name: 'Flushes' }) === true
        provide({ name: 'WrittenLater' }, { flush: async () => void asked++ })
        return { onInbound: { judge: async () => ({ kind: 'deny', code: 'SEEN', detail: isTold + ' ' + asked }) } }
      })()`,
      }
      const folder = await makeProject([writesLater], {
        'ringwall.yaml': `preset: none\nlayers: { '@acme/writes-later': on }\nstore: ${store}\n`,
      })
      const wall = await createWall(await load(folder, { ephemeral: false }), { logger: quiet, flushes })
      onTestFinished(() => wall.close())
      const asked = async (): Promise<unknown> => {
        const { rulings } = await wall.for('a').onInbound({ source: 'user', text: 'hello' }, session)
        return rulings[0]?.detail
      }
      const isTold = expected.startsWith('told')
      await wall.recorded()
      expect(await asked()).toBe(`${isTold} 1`)
      await wall.flush()
      expect(await asked()).toBe(`${isTold} 2`)
    },
  )

  test('a server can be waited for at each record too', async () => {
    expect((await modelOf('{ url: redis://localhost, sync: write }')).store).toMatchObject({ sync: 'write' })
    expect((await modelOf('{ url: redis://localhost, sync: reply }')).store).not.toHaveProperty('sync')
  })

  test('an ephemeral wall touches no server', async () => {
    const folder = await makeProject([TURNSTILE], { 'ringwall.yaml': `${LAYERS}store: redis://127.0.0.1:1\n` })
    expect((await load(folder)).store).toEqual({ driver: 'sqlite', file: ':memory:' })
  })

  test.for([
    [`postgres://me:${PASSWORD}@db.example/wall`, 'CONFIG_SECRET_LITERAL 3 store.url'],
    [`{ url: 'redis://:${PASSWORD}@h' }`, 'CONFIG_SECRET_LITERAL 3 store.url'],
    [`{ url: redis://h, password: ${PASSWORD} }`, 'CONFIG_SECRET_LITERAL 3 store.password'],
    ['mysql://db.example/wall', 'CONFIG_VALUE 3 store.url'],
    ['env:UNSET', 'CONFIG_SECRET_UNRESOLVED 3 store.url'],
    ['{ url: file:/nowhere/url }', 'CONFIG_SECRET_UNRESOLVED 3 store.url'],
    ['env:OTHER', 'CONFIG_VALUE 3 store.url'],
    ['state.db', 'CONFIG_VALUE 3 store.url'],
    ['{ sync: never }', 'CONFIG_VALUE 3 store.sync'],
    ['{ url: redis://h, file: x.db }', 'CONFIG_VALUE 3 store.url'],
    ['{ file: x.db, timeoutMs: 5 }', 'CONFIG_VALUE 3 store.timeoutMs'],
    ['{ url: redis://h, timeoutMs: 0 }', 'CONFIG_VALUE 3 store.timeoutMs'],
    ['{ url: redis://h, tls: { verify: false } }', 'CONFIG_UNKNOWN_KEY 3 store.tls.verify'],
    ['{ url: redis://h, passwort: env:X }', 'CONFIG_UNKNOWN_KEY 3 store.passwort'],
  ] as const)('%s is refused, and what it says shows no password', async ([store, expected]) => {
    const folder = await makeProject([TURNSTILE], { 'ringwall.yaml': `${LAYERS}store: ${store}\n` })
    const env = { OTHER: `mysql://me:${PASSWORD}@db.example/wall` }
    const problems = await problemsOf(folder, { env, ephemeral: false })
    expect(problems.map(({ code, line, path }) => `${code} ${line} ${path}`)).toEqual([expected])
    expect(inspect(problems, { depth: 9 })).not.toContain(PASSWORD)
  })

  test('a wall whose store cannot be reached does not start, and shows no password', async () => {
    const model = await modelOf("{ url: '${URL}', timeoutMs: 300 }", { URL: `redis://:${PASSWORD}@127.0.0.1:1` })
    const error: unknown = await createWall(model, { logger: quiet }).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD)
  })
})

interface Started {
  readonly url: string
  readonly process: ServerProcess
}
const SERVERS: readonly (readonly [name: string, isThere: boolean, start: () => Promise<Started>])[] = [
  ['PostgreSQL', findPostgres() !== undefined, () => startPostgres()],
  ['Redis', findRedis() !== undefined, () => startRedis()],
]

for (const [name, isThere, start] of SERVERS)
  describeWith(name, isThere, `walls on one ${name}`, () => {
    let server: Started
    beforeAll(async () => {
      server = await start()
    })
    afterAll(() => server?.process.remove('SIGINT'))
    const onServer = async (namespace: string): Promise<Model> => {
      const url = new URL(server.url)
      const env = { PASS: url.password }
      url.password = ''
      return modelOf(`{ url: '${url.href}', password: env:PASS, namespace: ${namespace}, timeoutMs: 500 }`, env)
    }

    test('are one wall, and those of another namespace are not; the view shows no password', async () => {
      const walls = [await open(await onServer('one')), await open(await onServer('one'))] as const
      const other = await open(await onServer('other'))
      const said = []
      for (const wall of [...walls, ...walls, ...walls]) said.push(await say(wall))
      expect(said).toEqual(['allow', 'allow', 'allow', 'deny SEEN', 'deny SEEN', 'deny SEEN'])
      expect(await say(other)).toBe('allow')
      const { body } = await walls[0].describe()
      expect(body['store']).toMatchObject({ driver: name === 'Redis' ? 'redis' : 'postgres', namespace: 'one' })
      expect(JSON.stringify(body)).not.toContain(new URL(server.url).password)
      const store = await openStore(server.url, { namespace: 'one' })
      expect((await store.count('texts', 60_000)).count).toBe(3)
      await store.close()
    })

    test('deny while it is lost, and go on by themselves when it is back', async () => {
      const wall = await open(await onServer('lost'))
      expect(await say(wall)).toBe('allow')
      await server.process.end('SIGKILL')
      expect(await say(wall)).toBe('deny LAYER_FAILED')
      await server.process.start()
      await expect.poll(() => say(wall), { timeout: 15_000 }).toBe('allow')
    })
  })
