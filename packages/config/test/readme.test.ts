import { execFile } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { CONFIG_ERRORS } from '../src/index.ts'
import { DEFAULTS, load, makeProject } from './project.ts'

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

function block(language: string): string {
  const [, code = ''] = readme.split(`\`\`\`${language}\n`)
  return code.split('```')[0] ?? ''
}

test('the README lists every error code and no other', () => {
  const listed = readme.split('\n').flatMap((line) => /^\| `(CONFIG_[A-Z_]+)` /.exec(line)?.[1] ?? [])
  expect(listed.sort()).toEqual(Object.keys(CONFIG_ERRORS).sort())
})

test('the file of the README is accepted, and says what it shows to be the defaults', async () => {
  const folder = await makeProject([...DEFAULTS, { package: '@acme/ringwall-plugin-moat' }], {
    'ringwall.yaml': block('yaml'),
    'empty.yaml': '',
  })
  const env = {
    OPENAI_API_KEY: 'k',
    RINGWALL_TOKEN: 't'.repeat(32),
    RINGWALL_OPERATOR_TOKEN: 'o'.repeat(32),
    CI_SECRET: 'c'.repeat(32),
    SIGNING_SECRET: `whsec_${'A'.repeat(32)}`,
  }
  const { gateway, store, log, agents, warnings } = await load(folder, { env, ephemeral: false })
  const defaults = await load(folder, { file: 'empty.yaml', ephemeral: false })
  const { upstream: _, publicUrl: __, webhooks, mailboxes, ...rest } = gateway
  expect({ gateway: { ...rest, tokens: [] }, store, log, warnings }).toEqual({
    gateway: defaults.gateway,
    store: defaults.store,
    log: defaults.log,
    warnings: [],
  })
  expect([Object.keys(webhooks ?? {}), Object.keys(mailboxes ?? {})]).toEqual([['ci'], ['desk']])
  expect(agents.get('research')?.loosened).toEqual(['output-guard.mode'])
})

test('the example of the README runs', async () => {
  const folder = await makeProject(DEFAULTS)
  await symlink(fileURLToPath(new URL('..', import.meta.url)), join(folder, 'node_modules/@ringwall/config'))
  const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
  const args = [...flags, '--input-type=module', '--eval', block('ts')]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 15_000 })
  expect(stdout).toBe('allow\n')
})
