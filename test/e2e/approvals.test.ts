// Calls that wait for a person behind the gateway: answered, given up by their client, and at the end of the process.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWall, loadConfig, type Wall } from '@ringwall/config'
import { createKernel, use, type Kernel, type Session } from '@ringwall/core'
import { startGateway } from '@ringwall/gateway'
import {
  approvalGate,
  ApprovalsToken,
  fileKey,
  openApprovals,
  type ApprovalDesk,
  type ApprovalEvent,
} from '@ringwall/plugin-approval-gate'
import type { BudgetEvent } from '@ringwall/plugin-budget-guard'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'
import { chunk, completion, event, openSse, startProvider } from '../../packages/gateway/test/harness.ts'
import { other } from '../../plugins/approval-gate/test/asker.ts'

const LOGGER = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const SESSION = { tenantId: 't', agentId: 'a', sessionId: 's' }
const CALL = { index: 0, id: 'c1', type: 'function', function: { name: 'deploy', arguments: '{"to":"staging"}' } }

interface Scene {
  readonly wall: Wall
  readonly desk: ApprovalDesk
  readonly told: ApprovalEvent[]
  readonly ask: (stream: boolean, signal?: AbortSignal) => Promise<string>
}

async function setScene(layers = ''): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-e2e-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const keyFile = join(folder, 'approvals.key')
  const gate = `{ keyFile: ${keyFile}, rules: [{ tool: deploy, action: ask }] }`
  await writeFile(
    join(folder, 'ringwall.yaml'),
    `preset: none\nstore: { file: r.db }\nlayers: { approval-gate: ${gate}${layers} }\n`,
  )
  const resolveFrom = [join(import.meta.dirname, '../../packages/cli')]
  const wall = await createWall(await loadConfig({ cwd: folder, resolveFrom }), { logger: LOGGER })
  onTestFinished(() => wall.close())
  const told: ApprovalEvent[] = []
  wall.on('approval', (happened) => told.push(happened))
  const store = await openSqliteStore({ file: join(folder, 'r.db') })
  onTestFinished(() => store.close())
  const ask = await startScene(wall)
  return { wall, told, ask, desk: openApprovals(store, fileKey(keyFile)) }
}

/** A gateway on a wall, in front of a model that asks for one call. */
async function startScene(wall: Pick<Wall, 'for'>): Promise<Scene['ask']> {
  const provider = await startProvider((response, { stream }) => {
    if (stream !== true)
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(completion({ content: null, tool_calls: [CALL] })))
    const out = openSse(response)
    out.write(chunk({ role: 'assistant', tool_calls: [CALL] }))
    out.write(chunk({}, 'tool_calls'))
    return void out.end(event('[DONE]'))
  })
  onTestFinished(() => provider.close())
  const token = randomBytes(32).toString('hex')
  const settings = {
    host: '127.0.0.1',
    port: 0,
    tokens: [{ token, agent: 'a', tenant: 't' }],
    maxBodyBytes: 100_000,
    unscannedParts: [],
  }
  const upstream = { url: provider.url, timeoutMs: 10_000 }
  const gateway = await startGateway({ wall, settings: { ...settings, upstream }, logger: LOGGER })
  onTestFinished(() => gateway.close())
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-ringwall-session': 's' }
  return async (stream, signal) => {
    const body = JSON.stringify({ model: 'm', stream, messages: [{ role: 'user', content: 'go' }] })
    const response = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body,
      ...(signal ? { signal } : {}),
    })
    return response.text()
  }
}

async function approveFirst({ desk }: Scene): Promise<string> {
  await expect.poll(async () => (await desk.list()).pending.length).toBe(1)
  const [request] = (await desk.list()).pending
  await desk.approve(request?.id ?? '', { approver: 'ada', expectedHash: request?.hash ?? '' })
  return request?.id ?? ''
}

test.for([false, true])('the client gets the call once somebody has approved it (stream: %s)', async (stream) => {
  const scene = await setScene()
  const reply = scene.ask(stream)
  await approveFirst(scene)
  expect(await reply).toContain('staging')
})

test.for([false, true])(
  'a client that gives up ends its wait: the approval that comes later serves no call of its (stream: %s)',
  async (stream) => {
    const scene = await setScene()
    const leaving = new AbortController()
    const reply = scene.ask(stream, leaving.signal).catch(() => 'gone')
    await expect.poll(async () => (await scene.desk.list()).pending.length).toBe(1)
    const denials: string[] = []
    scene.wall.on('decision', ({ hook, decision }) => {
      if (hook === 'onToolCall') denials.push(...decision.rulings.map(({ code }) => code))
    })
    leaving.abort()
    expect(await reply).toBe('gone')
    await expect.poll(() => denials).toEqual(['APPROVAL_RULE_ASKS', 'APPROVAL_WITHDRAWN'])
    const id = await approveFirst(scene)
    expect((await scene.desk.list()).standing.map((approval) => approval.id)).toEqual([id])
    expect(scene.told.map(({ kind }) => kind)).toEqual(['requested'])
    // The same call made again is what was approved.
    expect(await scene.ask(stream)).toContain('staging')
  },
)

test('what the model has cost is counted before its call waits', async () => {
  const scene = await setScene(', budget-guard: {}')
  const kinds: BudgetEvent['kind'][] = []
  scene.wall.on('budget', ({ kind }) => kinds.push(kind))
  const reply = scene.ask(false)
  await expect.poll(async () => (await scene.desk.list()).pending.length).toBe(1)
  expect(kinds).toEqual(['reserved', 'settled'])
  await approveFirst(scene)
  expect(await reply).toContain('staging')
  expect(kinds).toEqual(['reserved', 'settled'])
})

test('a wall that closes ends the waits; what was asked stays', async () => {
  const { wall, desk } = await setScene()
  const call = wall.for('a').onToolCall({ tool: 'deploy', args: {} }, SESSION)
  await expect.poll(async () => (await desk.list()).pending.length).toBe(1)
  await wall.close()
  expect((await call).rulings.map(({ code }) => code)).toEqual(['APPROVAL_RULE_ASKS', 'APPROVAL_WITHDRAWN'])
  expect((await desk.list()).pending).toHaveLength(1)
})

async function reload({ wall }: Scene): Promise<void> {
  const resolveFrom = [join(import.meta.dirname, '../../packages/cli')]
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-e2e-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'ringwall.yaml'), 'preset: none\nstore: { file: r.db }\nlayers: { tool-policy: {} }\n')
  await wall.reload(await loadConfig({ cwd: folder, resolveFrom }))
}

test('a reload lets the calls that wait go on', async () => {
  const scene = await setScene()
  const call = scene.wall.for('a').onToolCall({ tool: 'deploy', args: {} }, SESSION)
  await expect.poll(async () => (await scene.desk.list()).pending.length).toBe(1)
  await reload(scene)
  await approveFirst(scene)
  expect((await call).outcome).toBe('allow')
})

test('a client that gives up after a reload ends its wait on the layers of before', async () => {
  const scene = await setScene()
  const leaving = new AbortController()
  const denials: string[] = []
  scene.wall.on('decision', ({ hook, decision }) => {
    if (hook === 'onToolCall') denials.push(...decision.rulings.map(({ code }) => code))
  })
  const reply = scene.ask(false, leaving.signal).catch(() => 'gone')
  await expect.poll(async () => (await scene.desk.list()).pending.length).toBe(1)
  await reload(scene)
  leaving.abort()
  expect(await reply).toBe('gone')
  await expect.poll(() => denials).toEqual(['APPROVAL_RULE_ASKS', 'APPROVAL_WITHDRAWN'])
})

test('a client that gives up before its call waits takes no approval either', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-e2e-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const [begun, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const slow = other('slow', { onToolCall: { judge: ['ask'] } }, { NEEDED: 'n' }, () => ({
    onToolCall: {
      async judge() {
        begun.resolve()
        await gone.promise
        return { kind: 'ask', code: 'NEEDED' }
      },
    },
  }))
  const store = await openSqliteStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  const kernel = await createKernel({
    plugins: [use(slow), use(approvalGate, { keyFile: join(folder, 'approvals.key') })],
    services: [{ token: StoreToken, value: store }],
    logger: LOGGER,
  })
  onTestFinished(() => kernel.close())
  const codes = new Promise<readonly string[]>((resolve) => {
    kernel.events.on('decision', ({ hook, decision }) => {
      if (hook === 'onToolCall') resolve(decision.rulings.map(({ code }) => code))
    })
  })
  // The gateway withdraws what waits, which is nothing yet; only then does the call go on to wait.
  const found = kernel.find.bind(kernel)
  const find: Kernel['find'] = (token) => {
    const service = found(token)
    if (token.name !== ApprovalsToken.name) return service
    const withdraw = (session: Session): number => {
      setImmediate(gone.resolve)
      return found(ApprovalsToken)?.withdraw(session) ?? 0
    }
    return { withdraw } as typeof service
  }
  const wall = { for: () => Object.assign(Object.create(kernel) as Kernel, { find }) }
  const scene = await startScene(wall)
  const leaving = new AbortController()
  const reply = scene(false, leaving.signal).catch(() => 'gone')
  await begun.promise
  leaving.abort()
  expect(await reply).toBe('gone')
  expect(await codes).toEqual(['NEEDED', 'APPROVAL_WITHDRAWN'])
})
