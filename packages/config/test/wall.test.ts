import { access, chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { LoggerToken, token, type HostService, type Logger, type Session } from '@ringwall/core'
import { StoreToken } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'
import { createWall, type Model, type Wall, type WallOptions } from '../src/index.ts'
import { DEFAULTS, load, makeProject, type PluginSource } from './project.ts'

const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const session: Session = { tenantId: 't', agentId: 'a', sessionId: 's' }

async function open(model: Model, options: WallOptions = {}): Promise<Wall> {
  const wall = await createWall(model, { logger: quiet, ...options })
  onTestFinished(() => wall.close())
  return wall
}

async function say(wall: Wall, agent: string, text: string): Promise<string> {
  return (await wall.for(agent).onInbound({ source: 'user', text }, session)).outcome
}

async function collect(chunks: AsyncIterable<string>): Promise<readonly string[]> {
  const out: string[] = []
  for await (const chunk of chunks) out.push(chunk)
  return out
}

/** The config that `yaml` says, of a project with these plugins. */
async function model(plugins: readonly PluginSource[], yaml: string): Promise<Model> {
  return load(await makeProject(plugins, { 'ringwall.yaml': yaml }))
}

/** Tells a host's list when it starts and ends, and passes replies on. */
const PROBE: PluginSource = {
  package: '@acme/probe',
  manifest: {
    hooks: { onInbound: { judge: ['deny'] }, onOutbound: { judge: ['deny'] } },
    requires: ['Probe'],
    streaming: { window: 0 },
  },
  config: `z.strictObject({ id: z.string().meta({ tightens: 'any' }), broken: z.boolean().default(false) })`,
  layer: `(() => {
    const probe = require({ name: 'Probe' })
    if (config.broken) throw new Error('no')
    probe.push('start ' + config.id)
    return {
      onInbound: { judge: ({ payload }) => payload.text === config.id ? { kind: 'deny', code: 'SEEN' } : undefined },
      onOutbound: { judge: () => undefined },
      dispose: () => void probe.push('end ' + config.id),
    }
  })()`,
}
function probe(): { readonly told: string[]; readonly services: readonly HostService[] } {
  const told: string[] = []
  return { told, services: [{ token: token('Probe'), value: told }] }
}
const probed = (id: string, more = ''): Promise<Model> =>
  model([PROBE], `preset: none\nlayers: { '@acme/probe': { id: ${id}${more} } }\n`)

test('the layers of a file guard what they are told to, each agent its own', async () => {
  const wall = await open(
    await model(
      [...DEFAULTS, { package: '@acme/moat' }, { package: 'bare-dyke' }],
      `layers:
  tool-policy: off
  output-guard: observe
  audit-log: { word: xyzzy }
  '@acme/moat': on
  bare-dyke: { enabled: true, mode: enforce }
  '@ringwall/plugin-input-validation': { enabled: false }
agents:
  strict: { layers: { '@ringwall/plugin-tool-policy': on, output-guard: { mode: enforce }, '@acme/moat': { limit: 1 } } }
  weak: { layers: { '@acme/moat': { enabled: false, loosen: true } } }
  plain: {}
`,
    ),
  )
  const texts = [
    'tool-policy',
    'output-guard',
    'audit-log',
    'xyzzy',
    'moat',
    'bare-dyke',
    'input-validation',
    'y'.repeat(101),
  ]
  const outcomes = (agent: string): Promise<readonly string[]> =>
    Promise.all(texts.map((text) => say(wall, agent, text)))
  const everyone = ['allow', 'allow', 'allow', 'deny', 'deny', 'deny', 'allow', 'allow']
  expect(await outcomes('anybody')).toEqual(everyone)
  expect(await outcomes('plain')).toEqual(everyone)
  expect(await outcomes('strict')).toEqual(['deny', 'deny', 'allow', 'deny', 'deny', 'deny', 'allow', 'deny'])
  expect(await outcomes('weak')).toEqual(['allow', 'allow', 'allow', 'deny', 'allow', 'deny', 'allow', 'allow'])
  expect(wall.explain().map(({ layer, mode }) => `${layer} ${mode}`)).toEqual([
    'email-sender-filter enforce',
    'external-content enforce',
    'skill-scanner enforce',
    'jailbreak-detection enforce',
    'injection-rate-limit enforce',
    'action-classifier enforce',
    'budget-guard enforce',
    'approval-gate enforce',
    'ssrf-guard enforce',
    'path-guard enforce',
    'exec-sandbox enforce',
    'memory-guard enforce',
    'canary-tokens enforce',
    'output-guard observe',
    'secrets-store enforce',
    'log-sanitizer enforce',
    'config-redaction enforce',
    'mtls enforce',
    'gateway-auth enforce',
    'audit-log enforce',
    'moat enforce',
    'bare-dyke enforce',
  ])
  expect(wall.explain('strict')).not.toEqual(wall.explain('plain'))
  expect(wall.for('strict').explain()).toEqual(wall.explain('strict'))
})

test('services of an agent’s layers are found through its kernel', async () => {
  const wall = await open(
    await model(
      [{ package: '@acme/quiet', layer: '{ onInbound: { judge: () => undefined } }' }],
      'preset: none\nlayers: { "@acme/quiet": {} }',
    ),
  )
  expect(wall.for('a').find(LoggerToken)).toBe(quiet)
  expect(wall.for('a').find(token('Nothing'))).toBeUndefined()
})

test('onFailure and deadlineMs reach the kernel', async () => {
  const failing = { package: '@acme/failing', layer: `{ onInbound: { judge: () => { throw new Error('x') } } }` }
  const hanging = { package: '@acme/hanging', layer: `{ onInbound: { judge: () => new Promise(() => {}) } }` }
  const run = async (yaml: string): Promise<string> =>
    say(await open(await model([failing, hanging], `preset: none\nlayers: ${yaml}`)), 'a', 'hello')
  expect(await run(`{ '@acme/failing': on }`)).toBe('deny')
  expect(await run(`{ '@acme/failing': { onFailure: flag } }`)).toBe('allow')
  expect(await run(`{ '@acme/hanging': { deadlineMs: 10 } }`)).toBe('deny')
  const slow = await open(await model([hanging], `preset: none\nlayers: { '@acme/hanging': { deadlineMs: 77 } }`))
  expect(slow.explain()[0]?.deadlineMs).toBe(77)
})

test('all kernels share one store, in the file that the config names', async () => {
  const counter: PluginSource = {
    package: '@acme/counter',
    manifest: { requires: [StoreToken.name] },
    config: `z.strictObject({ max: z.number().default(3).meta({ tightens: 'lower' }) })`,
    layer: `{ onInbound: { judge: async () => {
      const { allowed } = await require({ name: 'Store' }).hit('calls', { windowMs: 600000, limit: config.max })
      return allowed ? undefined : { kind: 'deny', code: 'SEEN' }
    } } }`,
  }
  const folder = await makeProject([counter], {
    'ringwall.yaml': `preset: none
layers: { '@acme/counter': on }
agents: { tight: { layers: { '@acme/counter': { max: 2 } } } }
store: { driver: sqlite, file: state/here.db }
`,
  })
  await mkdir(join(folder, 'state'), { mode: 0o700 })
  const stored = await load(folder, { ephemeral: false })
  expect(stored.store).toEqual({ driver: 'sqlite', file: join(folder, 'state/here.db') })
  const first = await open(stored)
  expect(await say(first, 'anybody', 'x')).toBe('allow')
  expect(await say(first, 'tight', 'x')).toBe('allow')
  expect(await say(first, 'tight', 'x')).toBe('deny')
  await first.close()
  const second = await open(stored)
  expect(await say(second, 'anybody', 'x')).toBe('allow')
  expect(await say(second, 'anybody', 'x')).toBe('deny')
  await second.reload(stored)
  expect(await say(second, 'anybody', 'x')).toBe('deny')
  await second.reload(await load(folder)) // in memory, so a store of its own
  expect(await say(second, 'anybody', 'x')).toBe('allow')
})

test('reload swaps all kernels, and a held kernel goes on with the new ones', async () => {
  const { told, services } = probe()
  const wall = await open(await probed('one'), { services })
  const kernel = wall.for('a')
  expect(await say(wall, 'a', 'one')).toBe('deny')
  await wall.reload(await probed('two'))
  expect(await say(wall, 'a', 'one')).toBe('allow')
  expect((await kernel.onInbound({ source: 'user', text: 'two' }, session)).outcome).toBe('deny')
  await wall.close()
  expect(told).toEqual(['start one', 'start two', 'end one', 'end two'])
})

test('a reload that fails leaves the old wall as it was', async () => {
  const { told, services } = probe()
  const wall = await open(await probed('one'), { services })
  const broken = await model(
    [PROBE],
    `preset: none
layers: { '@acme/probe': { id: two } }
agents: { a: { layers: { '@acme/probe': { broken: true, loosen: true } } } }`,
  )
  await expect(wall.reload(broken)).rejects.toMatchObject({ code: 'PLUGIN_SETUP_FAILED' })
  expect(told).toEqual(['start one', 'start two', 'end two'])
  expect(await say(wall, 'a', 'one')).toBe('deny')
  await wall.reload(await probed('three'))
  expect(await say(wall, 'a', 'three')).toBe('deny')
})

test('a host takes over with the layers in one moment, or neither is swapped', async () => {
  const { told, services } = probe()
  const wall = await open(await probed('one'), { services })
  const guarded = async (kernels: Pick<Wall, 'for'>): Promise<readonly string[]> => {
    const ids = ['one', 'two', 'three', 'four']
    const outcomes = ids.map((text) => kernels.for('a').onInbound({ source: 'user', text }, session))
    return (await Promise.all(outcomes)).flatMap(({ outcome }, at) => (outcome === 'deny' ? (ids[at] ?? []) : []))
  }
  const no = new Error('no')
  await expect(wall.reload(await probed('two'), () => Promise.reject(no))).rejects.toBe(no)
  const failsLate = async () => () => {
    throw no
  }
  await expect(wall.reload(await probed('three'), failsLate)).rejects.toBe(no)
  expect(told).toEqual(['start one', 'start two', 'end two', 'start three', 'end three'])
  expect(await guarded(wall)).toEqual(['one'])

  const seen: (readonly string[])[] = []
  let atSwap: Promise<readonly string[]> | undefined
  await wall.reload(await probed('four'), async (next) => {
    seen.push(await guarded(next), await guarded(wall))
    return () => queueMicrotask(() => (atSwap = guarded(wall)))
  })
  expect([...seen, await atSwap]).toEqual([['four'], ['one'], ['four']])
})

test('a store that was opened for a reload that the host refuses is closed again', async () => {
  const wall = await open(await probed('one'), { services: probe().services })
  const layers = `preset: none\nlayers: { '@acme/probe': { id: two } }\n`
  const folder = await makeProject([PROBE], { 'ringwall.yaml': `${layers}store: { file: other.db }\n` })
  const file = join(folder, 'other.db-wal') // SQLite has it beside a store that is open
  const refuse = async (): Promise<never> => {
    await access(file)
    throw new Error('no')
  }
  await expect(wall.reload(await load(folder), refuse)).rejects.toThrow('no')
  await expect(access(file)).rejects.toThrow('ENOENT')
})

test('streams and tool calls end on the kernels on which they began', async () => {
  const { told, services } = probe()
  const wall = await open(await probed('one'), { services })
  const stream = wall.for('a').outboundStream(session)
  const text = collect(stream.readable)
  const writer = stream.writable.getWriter()
  await writer.write('hello ')
  const { promise: release, resolve } = Promise.withResolvers<string>()
  const call = wall.for('a').guardTool({ tool: 't', args: {} }, session, () => release)
  await wall.reload(await probed('two'))
  expect(told).not.toContain('end one')
  await writer.write('world')
  await writer.close()
  resolve('one')
  expect((await text).join('')).toBe('hello world')
  expect((await call).outcome).toBe('deny')
  await expect.poll(() => told).toContain('end one')
})

test('listeners hear every agent, also after a reload, until they stop', async () => {
  const yaml = `agents: { a: { layers: { audit-log: { limit: 3 } } } }\n`
  const first = await model(DEFAULTS, yaml)
  const wall = await open(first)
  const heard: string[] = []
  const stop = wall.on('decision', ({ decision }) => heard.push(decision.outcome))
  const onlyA: string[] = []
  const stopA = wall.for('a').events.on('decision', ({ decision }) => onlyA.push(decision.outcome))
  const reloads: number[] = []
  wall.on('reload', ({ generation }) => reloads.push(generation))
  await say(wall, 'a', 'fine')
  await say(wall, 'b', 'audit-log')
  await wall.reload(first)
  await say(wall, 'a', 'tool-policy')
  expect(heard).toEqual(['allow', 'deny', 'deny'])
  expect(onlyA).toEqual(['allow', 'deny'])
  expect(reloads).toEqual([2, 2])
  expect(wall.for('a').events.has('decision')).toBe(true)
  stop()
  stopA()
  await say(wall, 'a', 'fine')
  expect([heard.length, onlyA.length]).toEqual([3, 2])
  expect(wall.for('a').events.has('decision')).toBe(false)
})

test('a closed wall denies, cannot be reloaded, and closes twice', async () => {
  const first = await model(DEFAULTS, '')
  const wall = await open(first)
  const closing = wall.close()
  await wall.close()
  await closing
  expect(await say(wall, 'a', 'hello')).toBe('deny')
  await expect(wall.reload(first)).rejects.toMatchObject({ code: 'CONFIG_WALL_CLOSED' })
})

test('a handed-out kernel is not closed or reloaded by itself', async () => {
  const wall = await open(await model(DEFAULTS, ''))
  await expect(wall.for('a').close()).rejects.toMatchObject({ code: 'CONFIG_WALL_OWNS' })
  await expect(wall.for('a').reload({ plugins: [] })).rejects.toMatchObject({ code: 'CONFIG_WALL_OWNS' })
  expect(await say(wall, 'a', 'hello')).toBe('allow')
})

test.for([
  ['SERVICE_MISSING', [{ package: '@acme/one', manifest: { requires: ['Nothing'] } }]],
  [
    'ORDER_CYCLE',
    [
      { package: '@acme/one', manifest: { after: ['two'] } },
      { package: '@acme/two', manifest: { after: ['one'] } },
    ],
  ],
] as const)('%s stops the start, and what had started ends', async ([code, plugins]) => {
  const { told, services } = probe()
  const names = plugins.map(({ package: name }) => `'${name}': on`).join(', ')
  const agents = plugins.map(({ package: name }) => `'${name}': off`).join(', ')
  const bad = await model(
    [PROBE, ...plugins],
    `preset: none
layers: { '@acme/probe': { id: base }, ${agents} }
agents: { a: { layers: { ${names} } } }`,
  )
  await expect(createWall(bad, { logger: quiet, services })).rejects.toMatchObject({ code })
  expect(told).toEqual(['start base', 'end base'])
})

test('a store that cannot be opened stops the start', async () => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': 'store: { file: ./open/state.db }' })
  await mkdir(join(folder, 'open'))
  await chmod(join(folder, 'open'), 0o777)
  await expect(createWall(await load(folder, { ephemeral: false }))).rejects.toMatchObject({
    code: 'STORE_PERMISSIONS_UNSAFE',
  })
})

test('warnings are logged, and the log level of the file is used', async () => {
  const logged: string[] = []
  const logger = { ...quiet, warn: (message: string) => void logged.push(message) }
  const yaml = `gateway: { tokens: [{ token: env:T, agent: reserch }] }\nagents: { research: {} }\nlog: { level: error }`
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': yaml })
  const loaded = await load(folder, { env: { T: 't'.repeat(32) } })
  expect(loaded.warnings).toMatchObject([{ code: 'CONFIG_UNKNOWN_AGENT', line: 1 }])
  expect(loaded.log).toEqual({ level: 'error' })
  await open(loaded, { logger })
  expect(logged).toEqual([expect.stringContaining('did you mean research?')])
})

test('a host may make a logger for each config', async () => {
  const logged: string[] = []
  const logger = ({ log }: Model): Logger => ({
    ...quiet,
    warn: (message: string) => void logged.push(`${log.level}: ${message}`),
  })
  const folderWith = async (level: string): Promise<Model> => {
    const yaml = `gateway: { tokens: [{ token: env:T, agent: reserch }] }\nagents: { research: {} }\nlog: { level: ${level} }`
    const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': yaml })
    return load(folder, { env: { T: 't'.repeat(32) } })
  }
  const wall = await open(await folderWith('error'), { logger })
  await wall.reload(await folderWith('debug'))
  expect(logged).toEqual([expect.stringMatching(/^error: /), expect.stringMatching(/^debug: /)])
})

test('a dry run is of the layers of the agent as they are now, on a store of its own, and tells nobody', async () => {
  const { told, services } = probe()
  const yaml = (id: string): string =>
    `preset: none\nlayers: { '@acme/probe': { id: ${id} } }\nagents: { other: { layers: { '@acme/probe': { id: own } } } }`
  const wall = await open(await model([PROBE], yaml('one')), { services })
  const heard: string[] = []
  wall.on('decision', ({ session: { agentId } }) => heard.push(agentId))
  const dispatch = async (agent: string, text: string): Promise<string> => {
    const dry = await wall.dryRun(agent)
    expect(dry.for(agent).find({ name: 'DryRun' })).toBe(true)
    expect(dry.for(agent).find(StoreToken)).not.toBe(wall.for(agent).find(StoreToken))
    const { outcome } = await dry.for(agent).onInbound({ source: 'user', text }, session)
    await dry.close()
    return outcome
  }
  expect([await dispatch('a', 'one'), await dispatch('other', 'one'), await dispatch('other', 'own')]).toEqual([
    'deny',
    'allow',
    'deny',
  ])
  await wall.reload(await model([PROBE], yaml('two')))
  expect([await dispatch('a', 'one'), await dispatch('a', 'two')]).toEqual(['allow', 'deny'])
  expect(heard).toEqual([])
  expect(told).toContain('end two')
  expect(await say(wall, 'a', 'two'), 'the wall itself goes on').toBe('deny')
  await wall.close()
  await expect(wall.dryRun('a')).rejects.toMatchObject({ code: 'CONFIG_WALL_CLOSED' })
})
