import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { STORE_ERRORS } from '../src/index.ts'

const folder = fileURLToPath(new URL('..', import.meta.url))
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')

test('the README lists every error code and no other', () => {
  const listed = readme.split('\n').flatMap((line) => /^\| `(STORE_[A-Z_]+)` /.exec(line)?.[1] ?? [])
  expect(listed.sort()).toEqual(Object.keys(STORE_ERRORS).sort())
})

test('the example of the README runs and prints what it says', async () => {
  const [, code = ''] = readme.split('```ts\n')
  const [example = ''] = code.split('```')
  const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
  const args = [...flags, '--input-type=module', '--eval', example]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 15_000 })
  expect(stdout.split('\n').slice(2)).toEqual([
    'attempt 3: allowed (3 in the window)',
    'attempt 4: denied (3 in the window)',
    'true false',
    'true undefined',
    '[ 1, 2 ]',
    'told { generation: 2 }',
    '',
  ])
})

test('importing the package loads no database', async () => {
  const program = `await import('@ringwall/store')
    console.log(process.moduleLoadList.some((name) => name.endsWith('node:sqlite') || name.endsWith(' sqlite')))`
  const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--input-type=module']
  const args = [...flags, '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, timeout: 15_000 })
  expect(stdout.trim()).toBe('false')
})
