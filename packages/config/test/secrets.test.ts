import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createWall, formatProblem } from '../src/index.ts'
import { load, makeProject, problemsOf, type PluginSource } from './project.ts'

const VAULT: PluginSource = {
  package: '@acme/vault',
  config: `z.strictObject({
    key: z.string().min(4).meta({ secret: true }).optional(),
    keys: z.array(z.string()).meta({ secret: true }).default([]),
    nested: z.strictObject({ token: z.string().meta({ secret: true }).nullable() }).optional(),
    either: z.union([z.string().meta({ secret: true }), z.strictObject({ by: z.record(z.string(), z.string().meta({ secret: true })) })]).optional(),
    plain: z.string().optional(),
    echo: z.string().meta({ secret: true }).refine((v) => v !== 'swordfish', { error: (i) => 'not ' + i.input }).optional(),
  })`,
  layer: `{ onInbound: { judge: ({ payload }) => payload.text === JSON.stringify(config) ? { kind: 'deny', code: 'SEEN' } : undefined } }`,
}

/** The config of one vault. */
async function vault(config: string): Promise<string> {
  return makeProject([VAULT], { 'ringwall.yaml': `preset: none\nlayers:\n  '@acme/vault': ${config}\n` })
}
/** Codes and paths below the layer. */
async function refused(config: string, env: NodeJS.ProcessEnv = {}): Promise<readonly string[]> {
  const problems = await problemsOf(await vault(config), { env })
  for (const problem of problems) expect(formatProblem(problem)).not.toContain('swordfish')
  return problems.map(({ code, path }) => `${code} ${path.replace('layers."@acme/vault"', '')}`)
}
/** What the layer's own schema is given. */
async function resolved(config: string, env: NodeJS.ProcessEnv = {}): Promise<unknown> {
  return (await load(await vault(config), { env })).layers[0]?.config
}

test('references resolve, and the layer is given the values', async () => {
  const env = { A: 'swordfish', PLAIN: 'word' }
  const config =
    '{ key: "${A}", keys: [env:A], nested: { token: env:A }, either: { by: { x: "${A}" } }, plain: "${PLAIN}" }'
  const expected = {
    key: 'swordfish',
    keys: ['swordfish'],
    nested: { token: 'swordfish' },
    either: { by: { x: 'swordfish' } },
    plain: 'word',
  }
  const model = await load(await vault(config), { env })
  expect(model.layers[0]?.config).toEqual(expected)
  const wall = await createWall(model)
  const text = JSON.stringify(expected)
  const decision = await wall
    .for('a')
    .onInbound({ source: 'user', text }, { tenantId: 't', agentId: 'a', sessionId: 's' })
  await wall.close()
  expect(decision.outcome).toBe('deny')
})

test('only a whole value is a reference, and only secrets have the other kinds', async () => {
  expect(await resolved('{ plain: "a ${A}" }', { A: 'x' })).toEqual({ plain: 'a ${A}' })
  expect(await resolved('{ plain: "env:A" }', { A: 'x' })).toEqual({ plain: 'env:A' })
  expect(await resolved('{ nested: { token: } }')).toEqual({ nested: { token: null } })
})

test.for([
  '{ key: swordfish }',
  '{ key: 1234 }',
  '{ key: "" }',
  '{ key: true }',
  '{ key: "x${A}" }',
  '{ key: "env:" }',
  '{ key: "env:A B" }',
  '{ key: "file:" }',
  '{ key: "exec:helper" }',
])('a literal is refused: %s', async (config) => {
  expect(await refused(config, { A: 'x' })).toEqual(['CONFIG_SECRET_LITERAL .key'])
})

test('a literal is found in lists, unions and records', async () => {
  expect(await refused('{ keys: [env:A, swordfish], nested: { token: swordfish } }', { A: 'x' })).toEqual([
    'CONFIG_SECRET_LITERAL .keys[1]',
    'CONFIG_SECRET_LITERAL .nested.token',
  ])
  expect(await refused('{ either: swordfish }')).toEqual(['CONFIG_SECRET_LITERAL .either'])
  expect(await refused('{ either: { by: { x: swordfish } } }')).toEqual(['CONFIG_SECRET_LITERAL .either.by.x'])
})

test('what cannot be resolved is one problem, and an empty value is none of the kind', async () => {
  expect(await refused('{ key: env:ABSENT }')).toEqual(['CONFIG_SECRET_UNRESOLVED .key'])
  expect(await refused('{ key: "${EMPTY}" }', { EMPTY: '' })).toEqual(['CONFIG_SECRET_UNRESOLVED .key'])
  expect(await refused('{ key: env:BLANK }', { BLANK: ' \n' })).toEqual(['CONFIG_SECRET_UNRESOLVED .key'])
  expect(await refused('{ plain: "${ABSENT}" }')).toEqual(['CONFIG_VARIABLE_UNSET .plain'])
  expect(await refused('{ plain: "${EMPTY}" }', { EMPTY: '' })).toEqual(['CONFIG_VARIABLE_UNSET .plain'])
})

test('a resolved value is checked, and no message shows it', async () => {
  expect(await refused('{ key: env:SHORT }', { SHORT: 'abc' })).toEqual(['CONFIG_VALUE .key'])
  expect(await refused('{ echo: env:A }', { A: 'swordfish' })).toEqual(['CONFIG_VALUE .echo'])
})

test('a secret from a file', async () => {
  const folder = await vault('{}')
  const secret = join(folder, 'secret')
  const write = async (text: string, reference = `file:${secret}`): Promise<string> => {
    await writeFile(secret, text, { mode: 0o600 })
    return `{ key: ${JSON.stringify(reference)} }`
  }
  expect(await resolved(await write('swordfish\n'))).toEqual({ key: 'swordfish' })
  expect(await resolved(await write('{"a/b":["","swordfish"]}', `file:${secret}#/a~1b/1`))).toEqual({
    key: 'swordfish',
  })
  const unresolved = ['CONFIG_SECRET_UNRESOLVED .key']
  expect(await refused(await write('\n'))).toEqual(unresolved)
  expect(await refused(await write('swordfish', `file:${secret}#/a`))).toEqual(unresolved)
  expect(await refused(await write('{"a":1}', `file:${secret}#/a`))).toEqual(unresolved)
  expect(await refused(await write('{"a":"x"}', `file:${secret}#/toString`))).toEqual(unresolved)
  expect(await refused(await write('{"a":"x"}', `file:${secret}#a`))).toEqual(unresolved)
  expect(await refused(await write('x', 'file:secret'))).toEqual(unresolved)
  expect(await refused(await write('x', `file:${folder}`))).toEqual(unresolved)
  expect(await refused(await write('x', `file:${secret}.absent`))).toEqual(unresolved)
  expect(await refused(await write('x'.repeat(1024 * 1024 + 1)))).toEqual(unresolved)
})

test('links and permissions of secret files', async () => {
  const folder = await vault('{}')
  await mkdir(join(folder, 'mount', '..data'), { recursive: true })
  await writeFile(join(folder, 'mount/..data/inside'), 'swordfish', { mode: 0o600 })
  await symlink('..data/inside', join(folder, 'mount/inside'))
  await writeFile(join(folder, 'outside'), 'swordfish', { mode: 0o600 })
  await symlink('../outside', join(folder, 'mount/outside'))
  expect(await resolved(`{ key: 'file:${folder}/mount/inside' }`)).toEqual({ key: 'swordfish' })
  expect(await refused(`{ key: 'file:${folder}/mount/outside' }`)).toEqual(['CONFIG_SECRET_UNRESOLVED .key'])
  await chmod(join(folder, 'outside'), 0o640)
  const { warnings } = await load(await vault(`{ key: 'file:${folder}/outside' }`))
  expect(warnings).toMatchObject([{ code: 'CONFIG_SECRET_EXPOSED', line: 3, path: 'layers."@acme/vault".key' }])
})

test('a secret from a helper', async () => {
  const folder = await vault('{}')
  const helper = async (body: string): Promise<string> => {
    await writeFile(join(folder, 'helper'), `#!${process.execPath}\n${body}`, { mode: 0o700 })
    return `exec:${folder}/helper`
  }
  const answer = (value: string): string =>
    `process.stdin.once('data', (d) => console.log(JSON.stringify({ value: ${value} })))`
  const ask = await helper(answer(`JSON.parse(d).id + process.env.MORE`))
  expect(await resolved(`{ key: '${ask}/sword' }`, { MORE: 'fish' })).toEqual({ key: 'swordfish' })
  // One question for one reference, however often it stands there.
  const random = await helper(answer('String(Math.random())'))
  const twice = await resolved(`{ keys: ['${random}/a', '${random}/a', '${random}/b'] }`)
  const { keys } = twice as { readonly keys: readonly string[] }
  expect([keys[0] === keys[1], keys[0] === keys[2]]).toEqual([true, false])
  const unresolved = ['CONFIG_SECRET_UNRESOLVED .key']
  for (const body of [
    `console.log('swordfish')`,
    `console.log(JSON.stringify({ value: 'swordfish' })); process.exitCode = 3; console.error('swordfish')`,
    `console.log(JSON.stringify({ value: '' }))`,
    `console.log(JSON.stringify({ value: 7 }))`,
    `process.stdout.write('x'.repeat(2 ** 21))`,
    ``,
  ])
    expect(await refused(`{ key: '${await helper(body)}/swordfis' }`)).toEqual(unresolved)
  expect(await refused(`{ key: 'exec:.${folder}/helper/a' }`)).toEqual(unresolved)
  await chmod(join(folder, 'helper'), 0o702)
  expect(await refused(`{ key: '${ask}/a' }`)).toEqual(unresolved)
  expect(await refused(`{ key: 'exec:${folder}/a' }`)).toEqual(unresolved)
  expect(await refused(`{ key: 'exec:${folder}/absent/a' }`)).toEqual(unresolved)
})

test('an agent may have a secret of its own, which counts as a loosening unless marked otherwise', async () => {
  const folder = await makeProject([VAULT], {
    'ringwall.yaml': `preset: none
layers: { '@acme/vault': { key: env:A } }
agents:
  b: { layers: { '@acme/vault': { key: env:B, loosen: true } } }
  c: { layers: { '@acme/vault': { keys: [swordfish] } } }
`,
  })
  const env = { A: 'first', B: 'second' }
  const problems = await problemsOf(folder, { env })
  expect(problems.map(({ code, line, path }) => `${code} ${line} ${path}`)).toEqual([
    'CONFIG_SECRET_LITERAL 5 agents.c.layers."@acme/vault".keys[0]',
  ])
  expect(problems.map(formatProblem).join()).not.toMatch(/first|second|swordfish/)
})
