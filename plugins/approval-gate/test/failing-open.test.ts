import { mkdir, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { ApprovalsToken } from '../src/index.ts'
import { approveFirst, codesOf, makeWorld, SESSION, waiting } from './world.ts'

// `onFailure: flag` lets calls go on where the layer fails. What somebody must look at is no such call.
const OPTIONS = { onFailure: 'flag' } as const
const RULED = { tool: 'deploy', args: { to: 'production' } }
const ASKED = { tool: 'ask_exec', args: { command: 'rm -rf /' } }
const RULES = [{ tool: 'deploy', action: 'ask' } as const]

describe.for([
  ['a rule asks', RULED],
  ['another layer asks', ASKED],
] as const)('where %s, and failures are only flagged', ([, call]) => {
  test('a deadline that passes while it waits leaves an ask', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ rules: RULES }, { options: { ...OPTIONS, deadlineMs: 100 } })
    const decision = await wall.onToolCall(call, SESSION)
    expect(decision.outcome).toBe('ask')
    expect(codesOf(decision)).toContain('LAYER_FAILED')
    expect((await desk.list()).pending).toHaveLength(1)
  })

  test('a store that is lost leaves an ask', async () => {
    const { kernel, store } = await makeWorld()
    const wall = await kernel({ rules: RULES }, { options: OPTIONS })
    await store.close()
    expect((await wall.onToolCall(call, SESSION)).outcome).toBe('ask')
  })

  test('a key that cannot be made leaves an ask', async () => {
    const { kernel, folder } = await makeWorld()
    const keyFile = `${folder}/keys/approvals.key`
    const wall = await kernel({ rules: RULES, keyFile: `${keyFile}/below` }, { options: OPTIONS })
    await mkdir(`${folder}/keys`)
    await writeFile(keyFile, '')
    expect((await wall.onToolCall(call, SESSION)).outcome).toBe('ask')
  })

  test('a person still settles it', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ rules: RULES }, { options: OPTIONS })
    const decision = wall.onToolCall(call, SESSION)
    await approveFirst(desk)
    expect((await decision).outcome).toBe('allow')
  })

  test('a person still denies it', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ rules: RULES }, { options: OPTIONS })
    const decision = wall.onToolCall(call, SESSION)
    const [request] = await waiting(desk)
    await desk.deny(request?.id ?? '', { approver: 'ada' })
    expect((await decision).outcome).toBe('deny')
  })

  test('a wait that is ended from outside denies', async () => {
    const { kernel, desk } = await makeWorld()
    const wall = await kernel({ rules: RULES }, { options: OPTIONS })
    const decision = wall.onToolCall(call, SESSION)
    await waiting(desk)
    wall.find(ApprovalsToken)?.stop()
    expect((await decision).outcome).toBe('deny')
  })
})
