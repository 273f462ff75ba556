import { execFileSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_LAYERS, defineConfig } from '../src/index.ts'
import { DEFAULTS, load, makeProject, problemsOf, summaryOf } from './project.ts'

/** The user id of `nobody`. */
const NOBODY = 65534

test('the files are looked for in their order', async () => {
  const folder = await makeProject(DEFAULTS)
  for (const [index, name] of [
    'ringwall.mts',
    'ringwall.ts',
    'ringwall.json',
    'ringwall.yml',
    'ringwall.yaml',
  ].entries()) {
    const text = JSON.stringify({ gateway: { port: index + 1 } })
    await writeFile(join(folder, name), name.endsWith('ts') ? `export const config = ${text}` : text)
    const model = await load(folder)
    expect([model.file, model.gateway.port]).toEqual([join(folder, name), index + 1])
  }
})

test('JSON has lines too, also where it is indented with tabs', async () => {
  const text = '{\n\t"gateway": {\n\t\t"prt": 1\n\t}\n}\n'
  const folder = await makeProject(DEFAULTS, { 'ringwall.json': text })
  expect(await summaryOf(folder)).toEqual(['CONFIG_UNKNOWN_KEY 3 gateway.prt'])
})

test.for([
  ['two documents', 'a: 1\n---\nb: 2\n', 'CONFIG_SYNTAX 2 '],
  ['a duplicate key', 'preset: none\npreset: default\n', 'CONFIG_SYNTAX 2 '],
  ['a custom tag', 'preset: !secret default\n', 'CONFIG_SYNTAX 1 '],
  ['a binary tag', 'preset: !!binary ZGVmYXVsdA==\n', 'CONFIG_SYNTAX 1 '],
  ['a broken flow', 'layers: { a: [\n', 'CONFIG_SYNTAX 2 '],
  ['a key that is no text', '? [a]\n: 2\n', 'CONFIG_SYNTAX 1 '],
  ['a number that JSON lacks', 'log: { level: .inf }', 'CONFIG_SYNTAX 1 '],
  ['a list', '- a\n', 'CONFIG_TYPE 1 '],
  ['a word', 'default\n', 'CONFIG_TYPE 1 '],
  ['an unknown alias', 'layers: *nowhere\n', 'CONFIG_SYNTAX 1 '],
  ['deep nesting', '['.repeat(100_000), 'CONFIG_SYNTAX 1 '],
  ['an alias bomb', bomb(), 'CONFIG_SYNTAX - '],
  ['a tab as indentation', 'gateway:\n\tport: 1\n', 'CONFIG_SYNTAX 2 '],
] as const)('%s is refused', async ([, text, expected]) => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': text })
  expect((await summaryOf(folder))[0]).toBe(expected)
})

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let i = 1; i < 9; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`)
  return `${lines.join('\n')}\n`
}

test('an alias is one way to say a thing twice, and problems behind it have a place', async () => {
  const yaml = 'layers: { audit-log: &same { limit: 3 }, tool-policy: *same }\n'
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': yaml })
  expect((await load(folder)).layers.filter(({ config }) => JSON.stringify(config) === '{"limit":3}')).toHaveLength(2)
  await writeFile(join(folder, 'ringwall.yaml'), yaml.replace('limit', 'limt'))
  expect(await summaryOf(folder)).toEqual([
    'CONFIG_UNKNOWN_KEY 1 layers.audit-log.limt',
    'CONFIG_UNKNOWN_KEY 1 layers.tool-policy.limt',
  ])
})

test.for(['', '# nothing\n', '{}', '---\n'])('%j asks for the defaults', async (text) => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': text })
  expect((await load(folder)).layers).toHaveLength(DEFAULT_LAYERS.length)
})

test('a file that is there but cannot be read never falls back to the defaults', async () => {
  const folder = await makeProject(DEFAULTS)
  const unreadable = 'CONFIG_UNREADABLE - '
  expect(await summaryOf(folder, { file: 'absent.yaml' })).toEqual([unreadable])
  expect(await summaryOf(folder, { file: 'ringwall.toml' })).toEqual([unreadable])
  await symlink('nowhere', join(folder, 'ringwall.json'))
  expect(await summaryOf(folder)).toEqual([unreadable])
  await mkdir(join(folder, 'ringwall.yml'))
  expect(await summaryOf(folder)).toEqual([unreadable])
  await writeFile(join(folder, 'ringwall.yaml'), Buffer.from([0x61, 0xff]))
  expect(await summaryOf(folder)).toEqual([unreadable])
  await writeFile(join(folder, 'large.yaml'), '#'.repeat(1024 * 1024 + 1))
  expect(await summaryOf(folder, { file: 'large.yaml' })).toEqual([unreadable])
})

test('a pipe is not waited for', async () => {
  const folder = await makeProject(DEFAULTS)
  execFileSync('mkfifo', [join(folder, 'ringwall.yaml')])
  expect(await summaryOf(folder)).toEqual(['CONFIG_UNREADABLE - '])
})

test('a file without permission', async () => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': '' })
  await chmod(join(folder, 'ringwall.yaml'), 0)
  await chmod(folder, 0o755)
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(NOBODY) // root may read everything
  try {
    expect(await summaryOf(folder)).toEqual(['CONFIG_UNREADABLE - '])
  } finally {
    if (isRoot) process.seteuid?.(0)
  }
})

test.for([
  ['export const config = { log: { level: "warn" } }', []],
  ['export default { log: { level: "warn" } }', []],
  ['const config = { log: { level: "warn" as const } }\nexport { config, config as default }', []],
  ['export const config = { log: { level: "loud" } }', ['CONFIG_VALUE - log.level']],
  ['export const config = {}\nexport default { preset: "none" }', ['CONFIG_EXPORT - ']],
  ['export const other = {}', ['CONFIG_EXPORT - ']],
  ['export const config = []', ['CONFIG_EXPORT - ']],
  ['export const config = { layers: { "audit-log": () => {} } }', ['CONFIG_EXPORT - ']],
  ['throw new Error("no")', ['CONFIG_SYNTAX - ']],
  ['export const config = {', ['CONFIG_SYNTAX - ']],
] as const)('TypeScript: %s', async ([text, expected]) => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.ts': text })
  if (expected.length > 0) expect(await summaryOf(folder)).toEqual(expected)
  else expect((await load(folder)).log.level).toBe('warn')
})

test('a TypeScript config is read anew after a change', async () => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.ts': 'export const config = { gateway: { port: 1 } }' })
  expect((await load(folder)).gateway.port).toBe(1)
  await writeFile(join(folder, 'ringwall.ts'), 'export const config = { gateway: { port: 2 } }')
  expect((await load(folder)).gateway.port).toBe(2)
})

test('defineConfig returns what it is given', () => {
  const config = { layers: { 'audit-log': { limit: 3, mode: 'observe' } } } as const
  expect(defineConfig(config)).toBe(config)
})

test('a problem in TypeScript has the path of the key', async () => {
  const folder = await makeProject(DEFAULTS, {
    'ringwall.ts': 'export default { gateway: { tokens: [{ token: "literal" }] } }',
  })
  const [problem] = await problemsOf(folder)
  expect(problem).toMatchObject({ file: join(folder, 'ringwall.ts'), path: 'gateway.tokens[0].token' })
  expect(problem).not.toHaveProperty('line')
})
