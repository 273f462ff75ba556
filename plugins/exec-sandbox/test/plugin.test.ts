import { createKernel, use } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DryRunToken, execSandbox, ExecToken, HostRunsToken } from '../src/index.ts'
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

  it.each([
    ['is denied', [], 'deny', ['SANDBOX_UNAVAILABLE']],
    [
      'is told, and no more, where nothing will run',
      [{ token: DryRunToken, value: true as const }],
      'allow',
      ['SANDBOX_UNAVAILABLE'],
    ],
    ['is the affair of a host that runs it itself', [{ token: HostRunsToken, value: true as const }], 'allow', []],
  ])('a command without a sandbox %s', async (_, services, expected, codes) => {
    const kernel = await createKernel({ plugins: [use(execSandbox, { workspace: '/usr' })], services })
    const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
    const asked = ['ls', 'echo $(id)'].map((command) => kernel.onToolCall({ tool: 'exec', args: { command } }, session))
    const [ordinary, refused] = await Promise.all(asked)
    await kernel.close()
    expect([ordinary?.outcome, ordinary?.rulings.map(({ code }) => code)]).toEqual([expected, codes])
    expect([refused?.outcome, refused?.rulings.map(({ code }) => code)]).toEqual(['deny', ['COMMAND_REFUSED']])
  })
})
