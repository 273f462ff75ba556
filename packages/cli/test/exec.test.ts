import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeFolder, run } from './harness.ts'

describe('ringwall exec', () => {
  test("ends with the command's status, in the folder from which it is called", async () => {
    const cwd = await makeFolder()
    expect((await run(['exec', '--', 'sh', '-c', 'echo x > made; exit 7'], { cwd })).code).toBe(7)
    expect(existsSync(join(cwd, 'made'))).toBe(true)
  })

  test('does not run what the validator refuses, unless it is told not to look', async () => {
    const cwd = await makeFolder()
    const command = ['--', 'sh', '-c', 'echo $(id) > made']
    expect(await run(['exec', ...command], { cwd })).toMatchObject({
      code: 126,
      err: expect.stringContaining('substitution'),
    })
    expect(existsSync(join(cwd, 'made'))).toBe(false)
    expect((await run(['exec', '--skip-validator', ...command], { cwd })).code).toBe(0)
    expect(existsSync(join(cwd, 'made'))).toBe(true)
  })

  test('runs under the configured policy', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'ringwall.yaml'), 'layers:\n  exec-sandbox: { wallTimeMs: 300 }\n')
    expect(await run(['exec', '--', 'sleep', '20'], { cwd })).toMatchObject({
      code: 124,
      err: expect.stringContaining('time'),
    })
  })

  test('does not run where there is no workspace, or no command', async () => {
    const cwd = await makeFolder()
    expect(await run(['exec', '--workspace', '/usr', '--', 'true'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('WORKSPACE_REFUSED'),
    })
    expect((await run(['exec'], { cwd })).code).toBe(2)
  })
})
