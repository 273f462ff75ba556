import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRingwallError } from '@ringwall/core'
import { expect, test } from 'vitest'
import { CONFIG_ERRORS, ConfigError, DEFAULT_LAYERS, formatProblem } from '../src/index.ts'
import { DEFAULTS, load, makeFolder, makeProject, problemsOf, summaryOf } from './project.ts'

test('without a file the default preset stands, in its order, with documented settings', async () => {
  const folder = await makeProject(DEFAULTS)
  const model = await load(folder, { ephemeral: false })
  expect(model.layers.map(({ plugin }) => plugin.name)).toEqual(DEFAULT_LAYERS)
  expect({ ...model, layers: [] }).toEqual({
    file: undefined,
    folder,
    layers: [],
    agents: new Map(),
    store: { driver: 'sqlite', file: join(folder, '.ringwall/state.db') },
    gateway: { host: '127.0.0.1', port: 8787, tokens: [], maxBodyBytes: 10_485_760, unscannedParts: [] },
    log: { level: 'info' },
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
