import { join } from 'node:path'
import { isRingwallError } from '@ringwall/core'
import { expect, test } from 'vitest'
import { ConfigError, DEFAULT_LAYERS, formatProblem } from '../src/index.ts'
import { DEFAULTS, load, makeProject, problemsOf, summaryOf } from './project.ts'

test('without a file the default preset stands, in its order, with documented settings', async () => {
  const folder = await makeProject(DEFAULTS)
  const { view: _, ...model } = await load(folder, { ephemeral: false })
  expect(model.layers.map(({ plugin }) => plugin.name)).toEqual(DEFAULT_LAYERS)
  expect({ ...model, layers: [] }).toEqual({
    file: undefined,
    folder,
    layers: [],
    agents: new Map(),
    store: { driver: 'sqlite', file: join(folder, '.ringwall/state.db') },
    gateway: {
      host: '127.0.0.1',
      port: 8787,
      tokens: [],
      maxBodyBytes: 10_485_760,
      unscannedParts: [],
      graceMs: 10_000,
    },
    log: { level: 'info' },
    suppressions: [],
    warnings: [],
  })
})

test('a default layer that is not installed is an error, never skipped', async () => {
  const folder = await makeProject(DEFAULTS.slice(1))
  expect(await summaryOf(folder)).toEqual(['CONFIG_LAYER_MISSING - preset'])
})

test('every problem is reported at once, with its place and what to do', async () => {
  const folder = await makeProject([...DEFAULTS, { package: '@acme/guard' }], {
    'ringwall.yaml': `preset: defualt
layers:
  jailbrek-detection: on
  audit-log: { enabled: 1 }
  tool-policy:
    limit: many
    wrod: x
    deadlinMs: 3
  '@ringwall/plugin-tool-policy': off
  '@acme/missing': on
  '@acme/guard': { loosen: true }
gatway: {}
gateway:
  port: 99999
  upstream: { url: 'ftp://x', apiKey: sk-live-value }
  tokens:
    - { token: '\${ABSENT}' }
    - { token: env:SHORT, colour: blue }
agents:
  a: { layers: { output-guard: off } }
`,
  })
  const problems = await problemsOf(folder, { env: { SHORT: 'brief' } })
  expect(problems.map(({ code, line, column, path }) => `${line}:${column} ${code} ${path}`)).toEqual([
    '1:9 CONFIG_VALUE preset',
    '3:3 CONFIG_UNKNOWN_LAYER layers.jailbrek-detection',
    '4:25 CONFIG_TYPE layers.audit-log.enabled',
    '6:12 CONFIG_TYPE layers.tool-policy.limit',
    '7:5 CONFIG_UNKNOWN_KEY layers.tool-policy.wrod',
    '8:5 CONFIG_UNKNOWN_KEY layers.tool-policy.deadlinMs',
    '9:3 CONFIG_DUPLICATE_LAYER layers."@ringwall/plugin-tool-policy"',
    '10:3 CONFIG_LAYER_MISSING layers."@acme/missing"',
    '11:28 CONFIG_TYPE layers."@acme/guard".loosen',
    '12:1 CONFIG_UNKNOWN_KEY gatway',
    '14:9 CONFIG_VALUE gateway.port',
    '15:20 CONFIG_VALUE gateway.upstream.url',
    '15:39 CONFIG_SECRET_LITERAL gateway.upstream.apiKey',
    '17:16 CONFIG_SECRET_UNRESOLVED gateway.tokens[0].token',
    '18:16 CONFIG_VALUE gateway.tokens[1].token',
    '18:27 CONFIG_UNKNOWN_KEY gateway.tokens[1].colour',
    '20:18 CONFIG_LOOSENS agents.a.layers.output-guard',
  ])
  const text = problems.map(formatProblem).join('\n')
  for (const hint of ['jailbreak-detection?', 'word?', 'deadlineMs?', 'gateway?'])
    expect(text).toContain(`did you mean ${hint}`)
  expect(text).not.toMatch(/sk-live-value|brief/)
  for (const problem of problems) {
    expect(problem.file).toBe(join(folder, 'ringwall.yaml'))
    expect(problem.fix).not.toBe('')
    expect(problem.message).not.toMatch(/\{\w+\}/)
  }
})

test('the error is one RingwallError that lists every problem as a line', async () => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': 'a: 1\nb: 2\n' })
  const error: unknown = await load(folder).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ConfigError)
  expect(isRingwallError(error) && error.code).toBe('CONFIG_INVALID')
  const file = join(folder, 'ringwall.yaml')
  expect(String(error).split('\n')).toEqual([
    `RingwallError: ${file} has 2 problems:`,
    `  ${file}:1:1 a: unknown key "a" [CONFIG_UNKNOWN_KEY]. Correct or remove the key: one that nothing reads would protect nobody.`,
    expect.stringContaining(`${file}:2:1 b: unknown key "b"`),
  ])
})

test('every setting of the file arrives in the model', async () => {
  const yaml = `gateway:
  host: 0.0.0.0
  port: 0
  publicUrl: HTTPS://Ringwall.example:443/
  upstream: { url: 'https://api.example.com/v1', apiKey: '${'${KEY}'}', timeoutMs: 5 }
  tokens: [ { token: env:TOKEN, agent: research, tenant: acme, user: alice }, { token: env:OTHER, operator: true } ]
  maxBodyBytes: 7
  unscannedParts: [ image_url ]
  graceMs: 9
store: { file: ':memory:' }
log: { level: '${'${LEVEL}'}' }
agents: { research: {} }
`
  const folder = await makeProject(DEFAULTS, { 'ringwall.yml': yaml })
  const env = { KEY: 'k', TOKEN: 't'.repeat(32), OTHER: 'o'.repeat(32), LEVEL: 'debug' }
  const model = await load(folder, { env, ephemeral: false })
  expect(model.gateway).toEqual({
    host: '0.0.0.0',
    port: 0,
    publicUrl: 'https://ringwall.example',
    upstream: { url: 'https://api.example.com/v1', apiKey: 'k', timeoutMs: 5 },
    tokens: [
      { token: env.TOKEN, agent: 'research', tenant: 'acme', user: 'alice', operator: false },
      { token: env.OTHER, agent: 'default', tenant: 'default', operator: true },
    ],
    maxBodyBytes: 7,
    unscannedParts: ['image_url'],
    graceMs: 9,
  })
  expect(model.store).toEqual({ driver: 'sqlite', file: ':memory:' })
  expect([model.log.level, model.file]).toEqual(['debug', join(folder, 'ringwall.yml')])
  expect(model.warnings).toEqual([])
})

test.for([
  ['gateway: { host: "" }', 'CONFIG_VALUE 1 gateway.host'],
  ['gateway: { port: 1.5 }', 'CONFIG_TYPE 1 gateway.port'],
  ['gateway: { port: "${ABSENT}" }', 'CONFIG_VARIABLE_UNSET 1 gateway.port'],
  ['gateway: { publicUrl: "https://ringwall.example/wall" }', 'CONFIG_VALUE 1 gateway.publicUrl'],
  ['gateway: { publicUrl: "http://ringwall.example" }', 'CONFIG_VALUE 1 gateway.publicUrl'],
  ['gateway: { publicUrl: 443 }', 'CONFIG_TYPE 1 gateway.publicUrl'],
  ['gateway: { maxBodyBytes: 0 }', 'CONFIG_VALUE 1 gateway.maxBodyBytes'],
  ['gateway: { upstream: {} }', 'CONFIG_TYPE 1 gateway.upstream.url'],
  ['gateway: { upstream: { url: "https://a:b@c.d" } }', 'CONFIG_VALUE 1 gateway.upstream.url'],
  ['gateway: { tokens: [{ token: env:A }, { token: env:A }] }', 'CONFIG_VALUE 1 gateway.tokens[1].token'],
  [
    'gateway: { tokens: [{ token: 12345678901234567890123456789012 }] }',
    'CONFIG_SECRET_LITERAL 1 gateway.tokens[0].token',
  ],
  ['gateway: { unscannedParts: image }', 'CONFIG_TYPE 1 gateway.unscannedParts'],
  ['store: { driver: postgres }', 'CONFIG_VALUE 1 store.driver'],
  ['store: { file: "" }', 'CONFIG_VALUE 1 store.file'],
  ['log: { level: loud }', 'CONFIG_VALUE 1 log.level'],
  ['log: { level: .nan }', 'CONFIG_SYNTAX 1 '],
  ['layers: [audit-log]', 'CONFIG_TYPE 1 layers'],
  ['layers: { audit-log: }', 'CONFIG_TYPE 1 layers.audit-log'],
  ['layers: { audit-log: true }', 'CONFIG_TYPE 1 layers.audit-log'],
  ['layers: { audit-log: onn }', 'CONFIG_TYPE 1 layers.audit-log'],
  ['layers: { audit-log: { mode: watch } }', 'CONFIG_VALUE 1 layers.audit-log.mode'],
  ['layers: { audit-log: { onFailure: allow } }', 'CONFIG_VALUE 1 layers.audit-log.onFailure'],
  ['layers: { audit-log: { deadlineMs: 0 } }', 'CONFIG_VALUE 1 layers.audit-log.deadlineMs'],
  ['layers: { audit-log: { limit: -1 } }', 'CONFIG_VALUE 1 layers.audit-log.limit'],
  ['layers: { nothing-like-it: on }', 'CONFIG_UNKNOWN_LAYER 1 layers.nothing-like-it'],
  ['layers: { ../plugin: on }', 'CONFIG_UNKNOWN_LAYER 1 layers."../plugin"'],
  ['layers: { fs: on }', 'CONFIG_UNKNOWN_LAYER 1 layers.fs'],
  ['layers: { __proto__: on }', 'CONFIG_UNKNOWN_LAYER 1 layers.__proto__'],
  ['agents: { a: { layer: {} } }', 'CONFIG_UNKNOWN_KEY 1 agents.a.layer'],
  ['agents: { a: { layers: { nothing-like-it: off } } }', 'CONFIG_UNKNOWN_LAYER 1 agents.a.layers.nothing-like-it'],
  ['agents: { a: { layers: { audit-log: { limit: x } } } }', 'CONFIG_TYPE 1 agents.a.layers.audit-log.limit'],
  ['agents: { a: { layers: { audit-log: { limt: 1 } } } }', 'CONFIG_UNKNOWN_KEY 1 agents.a.layers.audit-log.limt'],
  ['preset: none', 'CONFIG_EMPTY 1 layers'],
  ['preset: none\nlayers: { audit-log: off }', 'CONFIG_EMPTY 2 layers'],
  [
    'preset: none\nlayers: { audit-log: on }\nagents: { a: { layers: { audit-log: { enabled: false, loosen: true } } } }',
    'CONFIG_EMPTY 3 agents.a',
  ],
] as const)('%s', async ([yaml, expected]) => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': yaml })
  expect(await summaryOf(folder, { env: { A: 'a'.repeat(32) } })).toEqual([expected])
})

test('an unknown key __proto__ is found everywhere', async () => {
  const yaml = '__proto__: { a: 1 }\nlayers: { audit-log: { __proto__: { a: 1 } } }\nagents: { __proto__: { a: 1 } }\n'
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': yaml })
  expect(await summaryOf(folder)).toEqual([
    'CONFIG_UNKNOWN_KEY 1 __proto__',
    'CONFIG_UNKNOWN_KEY 2 layers.audit-log.__proto__',
    'CONFIG_VALUE 3 agents.__proto__',
  ])
})

test('a layer that is off everywhere need not work, but must exist', async () => {
  const broken = { package: '@acme/broken', module: 'throw new Error("boom")' }
  const folder = await makeProject([...DEFAULTS.slice(1), broken], {
    'ringwall.yaml': `layers: { input-validation: off, '@acme/broken': { enabled: false } }`,
    'typo.yaml': `layers: { input-validation: off, '@acme/brken': off }`,
    'used.yaml': `layers: { input-validation: off, '@acme/broken': off }\nagents: { a: { layers: { '@acme/broken': on } } }`,
  })
  expect((await load(folder)).layers).toHaveLength(DEFAULT_LAYERS.length - 1)
  expect(await summaryOf(folder, { file: 'typo.yaml' })).toEqual(['CONFIG_LAYER_MISSING 1 layers."@acme/brken"'])
  expect(await summaryOf(folder, { file: 'used.yaml' })).toEqual(['CONFIG_PLUGIN_FAILED 1 layers."@acme/broken"'])
})

test('a JSON file may name its schema for editors', async () => {
  const folder = await makeProject(DEFAULTS, {
    'ringwall.json': '{ "$schema": "./ringwall.schema.json", "log": { "level": "warn" } }',
  })
  expect((await load(folder)).log.level).toBe('warn')
})

test('what the doctor is told comes with its reason, and a date that is one', async () => {
  const suppress = (text: string): Promise<unknown> =>
    makeProject(DEFAULTS, { 'ringwall.yaml': `doctor: { suppress: [${text}] }` }).then((folder) => load(folder))
  expect(
    await suppress('{ check: email, reason: no mail here }, { check: a, reason: b, until: 2030-01-31 }'),
  ).toMatchObject({
    suppressions: [
      { check: 'email', reason: 'no mail here' },
      { check: 'a', reason: 'b', until: '2030-01-31' },
    ],
  })
  for (const bad of ['{ check: email }', '{ check: email, reason: " " }', '{ check: a, reason: b, until: 2030-02-31 }'])
    await expect(suppress(bad), bad).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
})
