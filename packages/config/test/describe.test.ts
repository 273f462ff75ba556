import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { JsonObject, Logger } from '@ringwall/core'
import { expect, onTestFinished, test } from 'vitest'
import { createWall, type Description, type Model, type Wall } from '../src/index.ts'
import { load, makeProject, type PluginSource } from './project.ts'

// Put together from pieces, so that no scanner takes this file for a leak.
const GITHUB = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
const TOKEN = 'resolved-gateway-token-0123456789-abcdef'
const env = {
  RINGWALL_TOKEN: TOKEN,
  KEY: 'resolved-upstream-key',
  PHRASE: 'resolved-open-sesame',
  WORD: 'resolved-word',
}
const quiet: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

const MOAT: PluginSource = {
  package: '@acme/moat',
  config: `z.strictObject({
    phrase: z.string().min(4).meta({ secret: true, tightens: 'any' }).optional(),
    limit: z.number().default(10).meta({ tightens: 'lower' }),
    note: z.string().default('none').meta({ tightens: 'any' }),
    pattern: z.string().transform((text) => new RegExp(text)).prefault('^a').meta({ tightens: 'any' }),
    upper: z.string().transform((text) => text.toUpperCase()).optional().meta({ secret: true, tightens: 'any' }),
    extra: z.unknown().optional().meta({ tightens: 'any' }),
    headers: z.record(z.string(), z.string()).default({}).meta({ tightens: 'any' }),
    nested: z.strictObject({ depth: z.number().default(3), list: z.array(z.string()).default(['x']) }).prefault({}).meta({ tightens: 'any' }),
  })`,
  layer: '{ onInbound: { judge: () => undefined } }',
}

async function wallOf(
  yaml: string,
  plugins: readonly PluginSource[] = [MOAT],
): Promise<{ wall: Wall; folder: string; model: Model }> {
  const folder = await makeProject(plugins, { 'ringwall.yaml': yaml })
  const model = await load(folder, { env })
  const wall = await createWall(model, { logger: quiet })
  onTestFinished(() => wall.close())
  return { wall, folder, model }
}

async function describeYaml(yaml: string, plugins?: readonly PluginSource[]): Promise<Description> {
  const { wall } = await wallOf(yaml, plugins)
  return wall.describe()
}

test('the whole config is described: layers in order, agents, gateway, store and log, with their defaults', async () => {
  const { body } = await describeYaml(
    `preset: none
layers:
  '@acme/moat': { limit: 3, mode: observe, deadlineMs: 50 }
  bare-dyke: { enabled: true, onFailure: flag }
agents:
  research: { layers: { '@acme/moat': { limit: 2 }, bare-dyke: { enabled: false, loosen: true } } }
gateway:
  upstream: { url: 'https://api.acme.io/v1', apiKey: '\${KEY}' }
  tokens: [{ token: 'env:RINGWALL_TOKEN', user: alice }]
`,
    [MOAT, { package: 'bare-dyke' }],
  )
  const moat = {
    name: 'moat',
    package: '@acme/moat',
    version: '1.2.3',
    enabled: true,
    mode: 'observe',
    onFailure: 'deny',
  }
  const config = { note: 'none', pattern: '^a', headers: {}, nested: { depth: 3, list: ['x'] } }
  const dyke = { name: 'bare-dyke', version: '1.2.3', enabled: true, mode: 'enforce', onFailure: 'flag' }
  expect(body).toMatchObject({
    preset: 'none',
    generation: 1,
    layers: [
      { ...moat, deadlineMs: 50, config: { ...config, limit: 3 } },
      { ...dyke, config: { word: 'bare-dyke', limit: 10 } },
    ],
    agents: [
      {
        id: 'research',
        loosened: ['bare-dyke'],
        layers: [
          { ...moat, config: { ...config, limit: 2 } },
          { ...dyke, enabled: false },
        ],
      },
    ],
    gateway: {
      host: '127.0.0.1',
      port: 8787,
      upstream: { url: 'https://api.acme.io/v1', apiKey: '${KEY}', timeoutMs: 120_000 },
      tokens: [{ token: 'env:RINGWALL_TOKEN', agent: 'default', tenant: 'default', user: 'alice', operator: false }],
    },
    gatewayChanged: false,
    store: { driver: 'sqlite', file: ':memory:' },
    log: { level: 'info' },
  })
  expect(body.file).toMatch(/ringwall\.yaml$/)
})

test('what a reference leads to is nowhere in it, also where a schema changes it; the reference stands as it was written', async () => {
  const { body, meta } = await describeYaml(`preset: none
layers: { '@acme/moat': { phrase: 'env:PHRASE', upper: '\${PHRASE}', note: '\${WORD}', extra: { deep: '\${WORD}' } } }
agents: { a: { layers: { '@acme/moat': { phrase: '\${PHRASE}' } } } }
gateway: { tokens: [{ token: 'env:RINGWALL_TOKEN' }] }
`)
  expect(JSON.stringify({ body, meta })).not.toMatch(/resolved/i)
  const [{ config }] = body.layers as unknown as [{ config: JsonObject }]
  expect(config).toMatchObject({
    phrase: 'env:PHRASE',
    upper: '${PHRASE}',
    note: '${WORD}',
    extra: { deep: '${WORD}' },
  })
})

test('what stands in the file although it is secret is redacted, by name and by value', async () => {
  const { body } = await describeYaml(`preset: none
layers:
  '@acme/moat':
    note: 'see ${GITHUB}'
    extra: { password: hunter2, url: 'https://u:hunter3@acme.io' }
    headers: { Authorization: 'Bearer hunter4', ${GITHUB}: x }
`)
  expect(JSON.stringify(body)).not.toMatch(/hunter|q7Rt2LmX/)
  const [{ config }] = body.layers as unknown as [{ config: JsonObject }]
  const mark = expect.stringMatching(/^\[REDACTED:[0-9a-f]{6}\]$/)
  expect(config).toMatchObject({
    extra: { password: mark, url: expect.stringMatching(/^https:\/\/u:\[REDACTED:\w{6}\]@acme\.io$/) },
  })
})

test('of a layer that is off no value is shown, since nobody has read its schema', async () => {
  const { body } = await describeYaml(
    `preset: none
layers: { '@acme/moat': { enabled: false, phrase: open sesame, limit: 7 }, bare-dyke: on }
`,
    [MOAT, { package: 'bare-dyke' }],
  )
  expect(JSON.stringify(body)).not.toContain('sesame')
  expect(body.layers).toMatchObject([
    { name: '@acme/moat', enabled: false, config: { phrase: expect.stringMatching(/REDACTED/) } },
    {},
  ])
})

test('texts of which no schema knows anything are listed, also where a key has lost its name', async () => {
  const { body, meta } = await describeYaml(`preset: none
layers:
  '@acme/moat':
    note: known
    extra: { a/b: [x, 7] }
    headers: { ${GITHUB}: y }
`)
  const [{ config }] = body.layers as unknown as [{ config: { headers: JsonObject } }]
  const [name = ''] = Object.keys(config.headers)
  expect(name).toMatch(/^\[REDACTED:\w{6}\]$/)
  expect(meta.unknownPaths).toEqual(['/layers/0/config/extra/a~1b/0', `/layers/0/config/headers/${name}`])
})

test('after a reload the new layers are described, and the gateway as it was started', async () => {
  const { wall, folder } = await wallOf(`preset: none\nlayers: { '@acme/moat': { limit: 3 } }\n`)
  await writeFile(
    join(folder, 'ringwall.yaml'),
    `preset: none\nlayers: { '@acme/moat': { limit: 2 } }\ngateway: { port: 1 }\n`,
  )
  await wall.reload(await load(folder, { env }))
  expect((await wall.describe()).body).toMatchObject({
    generation: 2,
    layers: [{ config: { limit: 2 } }],
    gateway: { port: 8787 },
    gatewayChanged: true,
  })
})

test('what a host takes over with a reload is described as in use, but for where it listens', async () => {
  const { wall, folder } = await wallOf(`preset: none\nlayers: { '@acme/moat': {} }\n`)
  const take = async (gateway: string): Promise<JsonObject> => {
    const yaml = `preset: none\nlayers: { '@acme/moat': {} }\ngateway: ${gateway}\n`
    await writeFile(join(folder, 'ringwall.yaml'), yaml)
    await wall.reload(await load(folder, { env }), async () => () => undefined)
    return (await wall.describe()).body
  }
  const tokens = [{ token: 'env:RINGWALL_TOKEN', agent: 'default', tenant: 'default', operator: false }]
  expect(await take(`{ port: 1, maxBodyBytes: 7, tokens: [{ token: 'env:RINGWALL_TOKEN' }] }`)).toMatchObject({
    gateway: { host: '127.0.0.1', port: 8787, maxBodyBytes: 7, tokens },
    gatewayChanged: true,
  })
  expect(await take('{ maxBodyBytes: 8 }')).toMatchObject({
    gateway: { port: 8787, maxBodyBytes: 8 },
    gatewayChanged: false,
  })
})

test('a store that is lost costs the fingerprints, not the view', async () => {
  const { wall } = await wallOf(`preset: none\nlayers: { '@acme/moat': { extra: { password: hunter2 } } }\n`)
  await wall.close()
  const [{ config }] = (await wall.describe()).body.layers as unknown as [{ config: JsonObject }]
  expect(config.extra).toEqual({ password: '[REDACTED]' })
})
