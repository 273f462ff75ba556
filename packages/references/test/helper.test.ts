import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readHelper } from '../src/helper.ts'

test('a helper that hangs is ended', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-helper-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const helper = join(folder, 'helper')
  // It also keeps SIGTERM from ending it.
  const body = `#!${process.execPath}\nprocess.on('SIGTERM', () => {})\nsetInterval(() => {}, 1000)\n`
  await writeFile(helper, body, { mode: 0o700 })
  expect(await readHelper(helper, 'a', {}, 300)).toEqual({
    ok: false,
    problem: 'the helper did not answer within 300 ms',
  })
})
