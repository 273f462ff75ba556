import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formatTotals } from './summary-reporter.ts'

const here = dirname(fileURLToPath(import.meta.url))
const vitest = join(here, '..', 'node_modules', 'vitest', 'vitest.mjs')

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringwall-reporter-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Runs vitest, with nothing but this reporter, over files of the given texts. */
function runOver(...texts: readonly string[]): { readonly status: number | null; readonly last: string } {
  texts.forEach((text, index) => writeFileSync(join(folder, `file-${index}.test.js`), text))
  const args = [vitest, 'run', `--root=${folder}`, '--globals']
  const reporter = `--reporter=${join(here, 'summary-reporter.ts')}`
  const { status, stdout } = spawnSync(process.execPath, [...args, reporter], { encoding: 'utf8' })
  return { status, last: stdout.trimEnd().split('\n').at(-1) ?? '' }
}

test('every case is counted, and a file that does not load is a failure', () => {
  const mixed = `test('a', () => {}); test.skip('b', () => {}); test('c', () => { throw new Error('c') })`
  expect(runOver(mixed, `import './absent.js'; test('d', () => {})`)).toEqual({
    status: 1,
    last: '1 passed, 2 failed, 1 skipped',
  })
})

test('a hook that throws is a failure, not a few skipped cases', () => {
  const hook = `describe('x', () => { beforeAll(() => { throw new Error('x') }); test('a', () => {}) })`
  expect(runOver(hook)).toEqual({ status: 1, last: '0 passed, 1 failed, 1 skipped' })
})

test('a run in which nothing ran is not green', () => {
  expect(runOver(`test.skip('a', () => {})`)).toEqual({ status: 1, last: '0 passed, 0 failed, 1 skipped' })
})

test('a run in which all passed is green', () => {
  expect(runOver(`test('a', () => {})`)).toEqual({ status: 0, last: '1 passed, 0 failed' })
})

test('skipped cases are named only where there are some', () => {
  expect(formatTotals({ passed: 123, failed: 0, skipped: 0 })).toBe('123 passed, 0 failed')
  expect(formatTotals({ passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped')
})
