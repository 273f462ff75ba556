import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createKernel, use, type Kernel, type Session, type Source } from '@ringwall/core'
import { openSqliteStore, type Store } from '@ringwall/store'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { injectionRateLimit } from '../src/index.ts'
import { kernelOn, type Setup } from './detector.ts'

const NAME = 'injection-rate-limit'
const WARN = 'INJECTION_RATE_WARN'
const AUDIT = 'INJECTION_RATE_AUDIT'
const BLOCKED = 'INJECTION_RATE_BLOCKED'
const SESSION: Session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }
const MINUTE = 60_000

let now: number
let store: Store
let kernels: Kernel[]

beforeEach(async () => {
  now = Date.now()
  kernels = []
  store = await openSqliteStore({ file: ':memory:', now: () => now })
})
afterEach(async () => {
  for (const kernel of kernels) await kernel.close()
  await store.close()
})

async function start(setup?: Setup, on: Store = store): Promise<Kernel> {
  const kernel = await kernelOn(on, setup)
  kernels.push(kernel)
  return kernel
}

/** The codes of the limit's rulings on one text. */
async function send(
  kernel: Kernel,
  text: string,
  session: Partial<Session> = {},
  source: Source = 'user',
): Promise<readonly string[]> {
  const { rulings } = await kernel.onInbound({ source, text }, { ...SESSION, ...session })
  return rulings.filter(({ layer }) => layer === NAME).map(({ code }) => code)
}

/** Sends different attacks, and answers the codes of each. */
async function attack(
  kernel: Kernel,
  times: number,
  session?: Partial<Session>,
  source?: Source,
): Promise<readonly (readonly string[])[]> {
  const codes: (readonly string[])[] = []
  for (let i = 0; i < times; i++) codes.push(await send(kernel, `attack ${now} ${i}`, session, source))
  return codes
}

describe('a user', () => {
  it('is reported once at 3 and at 5, and blocked at 10', async () => {
    const kernel = await start()
    expect(await attack(kernel, 11)).toEqual([[], [], [WARN], [], [AUDIT], [], [], [], [], [BLOCKED], [BLOCKED]])
    expect(await send(kernel, 'hello')).toEqual([BLOCKED])
  })

  it('is free again after the block, and the attempts before it are forgotten after the window', async () => {
    const kernel = await start()
    await attack(kernel, 10)
    now += 5 * MINUTE - 1
    expect(await send(kernel, 'hello')).toEqual([BLOCKED])
    now += 1
    expect(await send(kernel, 'hello')).toEqual([])
    expect(await attack(kernel, 3)).toEqual([[], [], [WARN]])
  })

  it('is counted in a window that slides, and reported once a spell', async () => {
    const kernel = await start()
    expect(await attack(kernel, 2)).toEqual([[], []])
    now += 3 * MINUTE
    expect(await attack(kernel, 1)).toEqual([[WARN]])
    now += 2 * MINUTE // the first two are gone
    expect(await attack(kernel, 2)).toEqual([[], []]) // three again: the same spell
    now += 5 * MINUTE
    expect(await attack(kernel, 3)).toEqual([[], [], [WARN]])
  })

  it('is counted over sessions, and apart from other users and tenants of the same name', async () => {
    const kernel = await start()
    expect(await send(kernel, 'attack 1', { sessionId: 's1' })).toEqual([])
    expect(await send(kernel, 'attack 2', { sessionId: 's2' })).toEqual([])
    expect(await send(kernel, 'attack 3', { userId: 'u2', sessionId: 's3' })).toEqual([])
    expect(await send(kernel, 'attack 4', { tenantId: 't2', sessionId: 's4' })).toEqual([])
    expect(await send(kernel, 'attack 5', { sessionId: 's5' })).toEqual([WARN])
  })

  it('cannot evict what is held against him', async () => {
    const kernel = await start({ config: { sessionWarnAfter: 1000, sourceWarnAfter: 1000 } })
    await attack(kernel, 2)
    for (let i = 0; i < 300; i++) await send(kernel, `attack ${i}`, { userId: `flood-${i}`, sessionId: `f-${i}` })
    expect(await attack(kernel, 1)).toEqual([[WARN]])
  })

  it('without proof is the session of the tenant, and no other', async () => {
    const kernel = await start()
    const anonymous = async (sessionId: string): Promise<unknown> => {
      const { userId: _, ...session } = SESSION
      const { rulings } = await kernel.onInbound({ source: 'user', text: `attack ${now++}` }, { ...session, sessionId })
      return rulings.filter(({ layer }) => layer === NAME).map(({ code, findings }) => [code, findings[0]?.rule])
    }
    await attack(kernel, 2, { userId: 's' }) // a user of the same name as the session is somebody else
    for (const id of ['s', 's2', 's', 's2']) expect(await anonymous(id)).toEqual([])
    expect(await anonymous('s')).toEqual([[WARN, 'session.warn']])
  })

  it('who repeats one text is reported, and blocked only where repeats count', async () => {
    const repeat = async (kernel: Kernel): Promise<readonly string[]> => {
      const codes: string[] = []
      for (let i = 0; i < 12; i++) codes.push(...(await send(kernel, 'attack')))
      return codes
    }
    expect(await repeat(await start())).toEqual([WARN, AUDIT])
    now += 10 * MINUTE
    expect(await repeat(await start({ config: { blockRepeats: true } }))).toEqual([
      WARN,
      AUDIT,
      BLOCKED,
      BLOCKED,
      BLOCKED,
    ])
  })
})

describe('thresholds', () => {
  it('of a session and of a source are their own', async () => {
    const config = { warnAfter: 100, sessionWarnAfter: 1, sourceWarnAfter: 2 }
    const kernel = await start({ config })
    const rules = async (source: Source, sessionId: string): Promise<unknown> => {
      const { rulings } = await kernel.onInbound({ source, text: `attack ${now++}` }, { ...SESSION, sessionId })
      return rulings.filter(({ layer }) => layer === NAME).flatMap(({ findings }) => findings.map(({ rule }) => rule))
    }
    expect(await rules('web', 's1')).toEqual(['session.warn'])
    expect(await rules('user', 's1')).toEqual([])
    expect(await rules('web', 's2')).toEqual(['source.web.warn', 'session.warn'])
  })

  it('that a page reaches block the web for the user, not the user', async () => {
    const kernel = await start()
    expect((await attack(kernel, 10, {}, 'web')).at(-1)).toEqual([BLOCKED])
    expect(await send(kernel, 'hello', {}, 'web')).toEqual([BLOCKED])
    expect(await send(kernel, 'hello', {}, 'user')).toEqual([])
    expect(await send(kernel, 'hello', { userId: 'u2' }, 'web')).toEqual([])
  })

  it('that a session reaches block that session', async () => {
    const kernel = await start({ config: { sessionBlockAfter: 2 } })
    expect(await attack(kernel, 2)).toEqual([[], [BLOCKED]])
    expect(await send(kernel, 'hello')).toEqual([BLOCKED])
    expect(await send(kernel, 'hello', { sessionId: 's2' })).toEqual([])
  })

  it('block nobody where blocking is off', async () => {
    const kernel = await start({ config: { block: false } })
    expect((await attack(kernel, 12)).flat()).toEqual([WARN, AUDIT])
  })

  it('count the codes that the operator names', async () => {
    const kernel = await start({ config: { detections: ['jailbreak-detection/ATTACK'] } })
    for (let i = 0; i < 5; i++) expect(await send(kernel, `doubt ${i}`)).toEqual([])
    expect(await attack(kernel, 3)).toEqual([[], [], [WARN]])
  })

  it.each([{ detections: [] }, { warnAfter: 0 }, { windowMs: Number.NaN }, { blockMs: 0 }])(
    'refuse %j',
    async (config) => {
      await expect(start({ config })).rejects.toMatchObject({ code: 'PLUGIN_CONFIG_INVALID' })
    },
  )
})

describe('detections', () => {
  it('that end the dispatch count, and the threshold is told as an event', async () => {
    const kernel = await start({ deny: true })
    const told: string[] = []
    kernel.events.on('finding', ({ ruling }) => ruling.layer === NAME && told.push(ruling.code))
    await attack(kernel, 10)
    expect(await send(kernel, 'hello')).toEqual([BLOCKED]) // waits for the count of the last attack
    expect(told).toEqual([WARN, AUDIT, BLOCKED, BLOCKED])
  })

  it('of a layer that observes do not count, unless the operator wants it', async () => {
    const observed = { detectorOptions: { mode: 'observe' } } as const
    expect((await attack(await start(observed), 12)).flat()).toEqual([])
    const kernel = await start({ ...observed, config: { countObserved: true } })
    expect((await attack(kernel, 3)).flat()).toEqual([WARN])
  })

  it('cost nothing in observe mode, where the layer tells what it would have said', async () => {
    const observing = await start({ options: { mode: 'observe' } })
    expect((await attack(observing, 12)).flat()).toEqual([])
    const kernel = await start()
    expect(await attack(kernel, 2)).toEqual([[], []])
    expect(await attack(observing, 2)).toEqual([[WARN], [WARN]])
    expect(await attack(kernel, 1)).toEqual([[WARN]])
  })

  it('that come at once are counted once each', async () => {
    const kernel = await start()
    const codes = await Promise.all(Array.from({ length: 9 }, (_, i) => send(kernel, `attack ${i}`)))
    expect(codes.flat().toSorted()).toEqual([AUDIT, WARN])
  })
})

describe('the store', () => {
  it('denies when it is lost, with and without a detection', async () => {
    const kernel = await start()
    await store.close()
    for (const text of ['attack', 'hello']) {
      const { outcome, rulings } = await kernel.onInbound({ source: 'user', text }, SESSION)
      expect([outcome, rulings.at(-1)?.layer, rulings.at(-1)?.code]).toEqual(['deny', NAME, 'LAYER_FAILED'])
    }
  })

  it('is needed to start', async () => {
    await expect(createKernel({ plugins: [use(injectionRateLimit)] })).rejects.toThrow(/Store/)
  })

  it('is read once for a text without a detection', async () => {
    const calls: string[] = []
    const counting = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...args: unknown[]): unknown => {
          calls.push(String(name))
          return Reflect.apply(value, target, args)
        }
      },
    })
    await send(await start({}, counting), 'hello')
    expect(calls).toEqual(['get'])
    await send(await start({ config: { block: false } }, counting), 'hello')
    expect(calls).toEqual(['get'])
  })

  it('is shared by two processes', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ringwall-rate-'))
    try {
      const file = join(folder, 'state', 'store.db')
      const run = async (name: string, count: number): Promise<readonly string[]> => {
        const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
        const worker = fileURLToPath(new URL('worker.ts', import.meta.url))
        const { stdout } = await promisify(execFile)(process.execPath, [...flags, worker, file, name, String(count)])
        return JSON.parse(stdout) as string[]
      }
      const both = await Promise.all([run('one', 4), run('two', 4)])
      // Each scope counts for itself, so two processes may cross those of one level in different calls, but none twice.
      const scopes = ['session', 'source.user', 'user']
      const once = scopes.flatMap((scope) => [`${AUDIT} ${scope}.audit`, `${WARN} ${scope}.warn`])
      expect(both.flat().toSorted()).toEqual(once.toSorted())
      const blocked = await run('three', 3)
      expect(blocked.length).toBeGreaterThanOrEqual(2)
      for (const line of blocked) expect(line).toMatch(/^INJECTION_RATE_BLOCKED /)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
})
