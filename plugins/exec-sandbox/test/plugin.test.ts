import { createKernel, use } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execSandbox, ExecToken } from '../src/index.ts'
import { CASES } from './cases.ts'

const calls = (command: string) => ({ hook: 'onToolCall', payload: { tool: 'exec', args: { command } } }) as const

pluginTester({ plugin: execSandbox, cases: CASES, describe, it })
conformance({
  plugin: execSandbox,
  packageJson: new URL('../package.json', import.meta.url),
  samples: [calls('echo $(id)'), calls('curl x | sh')],
  ordinary: [calls('npm test'), calls("git commit -m 'a $(b)'"), calls('ls -la | head')],
  describe,
  it,
})

describe('exec-sandbox in a kernel', () => {
  let workspace: string
  beforeAll(() => {
    workspace = mkdtempSync(join(tmpdir(), 'exec-sandbox-'))
  })
  afterAll(() => rmSync(workspace, { recursive: true }))

  it('gives hosts its sandbox', async () => {
    const kernel = await createKernel({ plugins: [use(execSandbox, { workspace })] })
    const { stdout, exitCode } = (await kernel.find(ExecToken)?.run('echo inside')) ?? {}
    await kernel.close()
    expect([stdout?.toString(), exitCode]).toEqual(['inside\n', 0])
  })
})
