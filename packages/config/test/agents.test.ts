import { expect, test } from 'vitest'
import { load, makeProject, problemsOf, type PluginSource } from './project.ts'

const GRANTER: PluginSource = {
  package: '@acme/granter',
  manifest: { hooks: { onToolCall: { decide: ['grant'] } } },
  config: 'z.strictObject({})',
  layer: '{ onToolCall: { decide: () => undefined } }',
}
const MOAT: PluginSource = { package: '@acme/moat' }

/** What the override of agent `a` loosens: as the refusal names it, and as the model lists it once it is accepted. */
async function loosened(base: string, override: string): Promise<readonly string[]> {
  const yaml = (loosen: string): string => `preset: none
layers: { keep: on, ${base} }
agents: { a: { layers: { ${override.replace('LOOSEN', loosen)} } } }
`
  const plugins = [MOAT, GRANTER, { package: 'keep' }]
  const files = { 'ringwall.yaml': yaml(''), 'accepted.yaml': yaml(', loosen: true') }
  const folder = await makeProject(plugins, files)
  const accepted = (await load(folder, { file: 'accepted.yaml' })).agents.get('a')?.loosened ?? []
  if (accepted.length === 0) {
    expect((await load(folder)).agents.get('a')?.loosened).toEqual([])
    return []
  }
  const problems = await problemsOf(folder)
  expect(problems).toMatchObject([{ code: 'CONFIG_LOOSENS', line: 3 }])
  return accepted
}

test.for<readonly [string, string, readonly string[]]>([
  [`'@acme/moat': on`, `'@acme/moat': { enabled: false LOOSEN }`, ['@acme/moat']],
  [`'@acme/moat': on`, `'@acme/moat': { mode: observe LOOSEN }`, ['@acme/moat.mode']],
  [`'@acme/moat': on`, `'@acme/moat': { onFailure: flag LOOSEN }`, ['@acme/moat.onFailure']],
  [`'@acme/moat': on`, `'@acme/moat': { deadlineMs: 60000 LOOSEN }`, []],
  [`'@acme/moat': observe`, `'@acme/moat': { mode: enforce LOOSEN }`, []],
  [`'@acme/moat': { onFailure: flag }`, `'@acme/moat': { onFailure: deny LOOSEN }`, []],
  [`'@acme/moat': off`, `'@acme/moat': { enabled: true, limit: 99 LOOSEN }`, []],
  [`'@acme/moat': off`, `'@acme/moat': { limit: 99 LOOSEN }`, []],
  [`keep: on`.replace('keep: on', ''), `'@acme/moat': { limit: 99 LOOSEN }`, []],
  [`'@acme/moat': { limit: 5 }`, `'@acme/moat': { limit: 4 LOOSEN }`, []],
  [`'@acme/moat': { limit: 5 }`, `'@acme/moat': { limit: 6 LOOSEN }`, ['@acme/moat.limit']],
  [`'@acme/moat': { limit: 5 }`, `'@acme/moat': { word: x LOOSEN }`, []],
  [`'@acme/moat': { free: a }`, `'@acme/moat': { free: b LOOSEN }`, ['@acme/moat.free']],
  [
    `'@acme/moat': on`,
    `'@acme/moat': { limit: 11, mode: observe, onFailure: flag LOOSEN }`,
    ['@acme/moat.mode', '@acme/moat.onFailure', '@acme/moat.limit'],
  ],
  [`'@acme/granter': off`, `'@acme/granter': { enabled: true LOOSEN }`, ['@acme/granter.enabled']],
  [`'@acme/granter': off`, `'@acme/granter': { mode: observe LOOSEN }`, ['@acme/granter.enabled'].slice(1)],
  [`'@acme/granter': observe`, `'@acme/granter': { mode: enforce LOOSEN }`, ['@acme/granter.mode']],
])('%s, overridden by %s', async ([base, override, expected]) => {
  expect(await loosened(base, override)).toEqual(expected)
})

test('an override keeps the keys of the base that it does not name, and a switched-off layer stays off', async () => {
  const folder = await makeProject([MOAT, { package: 'keep' }, { package: 'extra' }], {
    'ringwall.yaml': `preset: none
layers:
  '@acme/moat': { limit: 5, word: w, mode: observe, deadlineMs: 9 }
  keep: off
agents:
  a: { layers: { extra: { limit: 1 }, '@acme/moat': { limit: 4, mode: enforce } } }
  b: { layers: { keep: on, '@acme/moat': observe } }
`,
  })
  const model = await load(folder)
  const view = (agent: string): unknown =>
    model.agents.get(agent)?.layers.map(({ plugin, config, options }) => [plugin.name, config, options])
  expect(view('a')).toEqual([
    ['moat', { limit: 4, word: 'w' }, { mode: 'enforce', deadlineMs: 9 }],
    ['extra', { limit: 1 }, {}],
  ])
  expect(view('b')).toEqual([
    ['moat', { limit: 5, word: 'w' }, { mode: 'observe', deadlineMs: 9 }],
    ['keep', {}, { mode: 'enforce' }],
  ])
})

const PICKY: PluginSource = {
  package: '@acme/picky',
  config: `z.strictObject({ must: z.string(), from: z.number().default(1).meta({ tightens: 'higher' }), to: z.number().default(9) })
    .refine(({ from, to }) => from <= to, { path: ['to'], error: 'to is before from' })`,
}

test.for<readonly [string, string, readonly string[]]>([
  ['keep: on', '{ from: 2 }', ['CONFIG_TYPE 3 agents.a.layers."@acme/picky".must']],
  ["'@acme/picky': { must: x }", '{ from: 10 }', ['CONFIG_VALUE 3 agents.a.layers."@acme/picky".to']],
  ["'@acme/picky': { from: 2 }", '{ from: 3 }', ['CONFIG_TYPE 2 layers."@acme/picky".must']],
  [
    "'@acme/picky': { from: 2, x: 1 }",
    '{ from: x, y: 1 }',
    [
      'CONFIG_UNKNOWN_KEY 2 layers."@acme/picky".x',
      'CONFIG_TYPE 2 layers."@acme/picky".must',
      'CONFIG_TYPE 3 agents.a.layers."@acme/picky".from',
      'CONFIG_UNKNOWN_KEY 3 agents.a.layers."@acme/picky".y',
    ],
  ],
])('a problem is reported once, and never lost: %s, overridden by %s', async ([base, override, expected]) => {
  const folder = await makeProject([PICKY, { package: 'keep' }], {
    'ringwall.yaml': `preset: none\nlayers: { ${base} }\nagents: { a: { layers: { '@acme/picky': ${override} } } }\n`,
  })
  const problems = await problemsOf(folder)
  const found = problems.map(({ code, line, path }) => `${code} ${line} ${path}`)
  expect(found.toSorted()).toEqual(expected.toSorted())
})
