import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_LAYERS } from '@ringwall/config'
import { describe, expect, test } from 'vitest'
import { bundledJudge, LOADED } from '../src/hook/bundled-wall.ts'
import type { Question } from '../src/hook/question.ts'
import { installLayer, makeFolder } from './harness.ts'
import { before, hook } from './hook-process.ts'

const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const DENIER = `({ onToolCall: { judge: () => ({ kind: 'deny', code: 'SEEN', message: 'no' }) } })`
const HOOKS = { onToolCall: { judge: ['deny'] } }
const OTHERS = `preset: none\nlayers: { '@acme/ringwall-plugin-no': on }\n`
const CALL: Question = { hook: 'onToolCall', payload: { tool: 'Bash', args: { command: 'git status' }, meta: {} } }

function judgeIn(folder: string): ReturnType<typeof bundledJudge> {
  const who = { tenant: 'default', agent: 'default', hook: 'onToolCall' as const }
  return bundledJudge({ config: undefined, folder, env: {}, ...who })
}

test('the bundle has every layer of the preset', () => {
  expect([...LOADED.keys()].toSorted()).toEqual(DEFAULT_LAYERS.map((name) => `@ringwall/plugin-${name}`).toSorted())
})

test('it judges with its own layers, and leaves a config with a layer of others to the files', async () => {
  const folder = await makeFolder()
  const judge = await judgeIn(folder)
  expect((await judge?.ask(CALL, 's1'))?.outcome).toBe('allow')
  await judge?.close()
  await installLayer(folder, 'no', DENIER, HOOKS)
  await writeFile(join(folder, 'ringwall.yaml'), OTHERS)
  expect(await judgeIn(folder)).toBeUndefined()
})

describe.skipIf(!existsSync(join(PACKAGE, 'dist', 'bundle')))('as it is built and installed', () => {
  /** The package outside of the checkout, where the bundle is not compared with what was built since. */
  async function install({ whole }: { readonly whole: boolean }): Promise<string> {
    const home = await makeFolder()
    const files = ['bin', 'dist/bundle', 'package.json', ...(whole ? ['dist'] : [])]
    for (const name of files) await cp(join(PACKAGE, name), join(home, name), { recursive: true })
    await symlink(join(PACKAGE, 'node_modules'), join(home, 'node_modules'))
    return join(await realpath(home), 'bin', 'ringwall.js')
  }

  test('the bundle alone answers', async () => {
    const cwd = await makeFolder()
    const binary = await install({ whole: false })
    await mkdir(join(dirname(binary), '..', 'dist'), { recursive: true })
    await writeFile(join(dirname(binary), '..', 'dist', 'main.js'), '')
    expect(await hook(before('Bash', { command: 'git status' }), { cwd, binary })).toEqual({
      code: 0,
      out: '{}\n',
      err: '',
    })
    expect((await hook(before('Read', { file_path: '/etc/passwd' }), { cwd, binary })).out).toContain('PATH_OUTSIDE')
  })

  test('a layer of others judges', async () => {
    const cwd = await makeFolder({ 'ringwall.yaml': OTHERS })
    await installLayer(cwd, 'no', DENIER, HOOKS)
    const { out } = await hook(before('Bash', { command: 'git status' }), {
      cwd,
      binary: await install({ whole: true }),
    })
    expect(out).toContain('SEEN')
  })

  test('what is copied from others goes with their licenses', async () => {
    const texts = await readFile(join(PACKAGE, 'dist', 'bundle', 'licenses.txt'), 'utf8')
    for (const name of ['zod', 'yaml', 'tsyringe', 'unbash', 'picomatch'])
      expect(texts).toMatch(new RegExp(`^${name} \\d`, 'm'))
  })
})
