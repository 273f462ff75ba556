import { execFile } from 'node:child_process'
import * as nodeModule from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { DEFAULT_LAYERS } from '../src/index.ts'
import { DEFAULTS, makeFolder, makeProject } from './project.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const config = new URL('../src/index.ts', import.meta.url).href
const FLAGS = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings', '--input-type=module']

/** What a program prints in a Node of its own, outside the test runner. */
async function run(program: string, cwd: string): Promise<unknown> {
  const args = [...FLAGS, '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 55_000 })
  return JSON.parse(stdout)
}

test('the default preset starts with the real layers', async () => {
  const program = `import { createWall, loadConfig } from ${JSON.stringify(config)}
    const wall = await createWall(await loadConfig({ cwd: ${JSON.stringify(await makeFolder())}, resolveFrom: [process.cwd()], ephemeral: true }))
    const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
    const { outcome } = await wall.for('a').onInbound({ source: 'user', text: 'What is the capital of France?' }, session)
    const layers = [...new Set(wall.explain().map(({ layer }) => layer))]
    await wall.close()
    console.log(JSON.stringify({ outcome, layers: layers.sort() }))`
  expect(await run(program, root)).toEqual({ outcome: 'allow', layers: [...DEFAULT_LAYERS].sort() })
})

test('a TypeScript config works in plain Node', async () => {
  const folder = await makeProject(DEFAULTS, {
    'ringwall.ts': `const level: string = 'debug'\nexport const config = { log: { level } }`,
  })
  const program = `import { loadConfig } from ${JSON.stringify(config)}
    const { log, layers } = await loadConfig({ ephemeral: true })
    console.log(JSON.stringify([log, layers.length]))`
  expect(await run(program, folder)).toEqual([{ level: 'debug' }, DEFAULT_LAYERS.length])
})

// Node 22.15 and newer have the hooks with which an older Node is imitated.
const canHook = 'registerHooks' in nodeModule
test.skipIf(!canHook)('a Node that does not run TypeScript says what to do', async () => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.ts': 'export const config = {}' })
  // The error with which Node before 22.18 refuses a .ts file.
  const program = `import { registerHooks } from 'node:module'
    registerHooks({ load(url, context, next) {
      if (!url.includes('ringwall.ts')) return next(url, context)
      throw Object.assign(new TypeError('Unknown file extension ".ts"'), { code: 'ERR_UNKNOWN_FILE_EXTENSION' })
    } })
    const { loadConfig } = await import(${JSON.stringify(config)})
    const error = await loadConfig().catch((caught) => caught)
    console.log(JSON.stringify(error.problems))`
  expect(await run(program, folder)).toMatchObject([
    { code: 'CONFIG_TS_UNSUPPORTED', fix: expect.stringMatching(/22\.18/), file: join(folder, 'ringwall.ts') },
  ])
})

test('packages that can only be imported load in plain Node', async () => {
  const exports = [
    './index.js',
    { import: './index.js' },
    { '.': { types: './index.d.ts', import: './index.js' } },
    { '.': { browser: './no.js', node: { import: './index.js' } } },
  ]
  const files = { 'ringwall.yaml': `preset: none\nlayers: { '@acme/moat': on }\n` }
  const folders = await Promise.all(
    exports.map((exports) => makeProject([{ package: '@acme/moat', packageJson: { exports } }], files)),
  )
  const program = `import { loadConfig } from ${JSON.stringify(config)}
    const models = ${JSON.stringify(folders)}.map((cwd) => loadConfig({ cwd, ephemeral: true }))
    console.log(JSON.stringify((await Promise.all(models)).map(({ layers }) => layers.length)))`
  expect(await run(program, root)).toEqual([1, 1, 1, 1])
})
