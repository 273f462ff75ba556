import type { Client, ClientOptions } from '@modelcontextprotocol/client'
import { definePlugin, use } from '@ringwall/core'
import { approvalGate } from '@ringwall/plugin-approval-gate'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { ApprovalsToken } from '../src/approvals.ts'
import { connect, type Setup } from './harness.ts'
import { gate } from './layers.ts'
import { serveOnPipe } from './modern-server.ts'
import { said, startRaw, type Json } from './raw.ts'

const done = { content: [{ type: 'text', text: 'done' }] }
const ASKABLE = { elicitation: {} }

interface Answer {
  readonly action: string
  readonly content?: Json
}
const APPROVE: Answer = { action: 'accept', content: { decision: 'approve' } }

test.for(['wait', 'return'] as const)(
  'where a call is to %s for approval, the person at the client is asked, and decides',
  async (mode) => {
    const log: string[] = []
    const { client, server } = await startRaw({ 'tools/call': done }, { plugins: gate(mode, log) })
    await client.greet(ASKABLE)
    const decide = async (answer: Answer, args: Json): Promise<string> => {
      const before = client.lines.length
      const call = client.call('go', args)
      const question = await client.until(
        (line) => line.method === 'elicitation/create' && client.lines.indexOf(line) >= before,
      )
      expect((question.params as Json).message).toBe(
        `Ringwall asks: may the agent call mcp__files__go?\n\nasks/LOOK: Look at it.\n\nArguments: ${JSON.stringify(args)}`,
      )
      client.say({ id: question.id, result: answer })
      return said(await call)
    }
    expect(await decide(APPROVE, { path: 'a' })).toBe('done')
    expect(log).toEqual(['approve by ada'])
    expect(await decide({ action: 'decline' }, { path: 'b' })).toMatch(
      mode === 'wait' ? /REFUSED: A person refused it/ : /MCP_REFUSED_BY_USER/,
    )
    expect(await decide({ action: 'accept', content: { decision: 'deny' } }, { path: 'c' })).toMatch(
      /stopped this call/,
    )
    expect(log).toEqual(['approve by ada', 'deny by ada', 'deny by ada'])
    expect(server.seen.filter(({ method }) => method === 'tools/call').map(({ params }) => params)).toEqual([
      { name: 'go', arguments: { path: 'a' } },
    ])
  },
)

test.for<Answer>([
  { action: 'accept' },
  { action: 'accept', content: {} },
  { action: 'accept', content: { decision: true } },
  { action: 'accept', content: { decision: 'yes' } },
  { action: 'cancel', content: { decision: 'approve' } },
])('the answer %j of a client that answers by itself is no approval', async (answer) => {
  const { client, server } = await startRaw({ 'tools/call': done }, { plugins: gate('return') })
  await client.greet(ASKABLE)
  const call = client.call('go', {})
  const { id } = await client.until(({ method }) => method === 'elicitation/create')
  client.say({ id, result: answer })
  expect(said(await call)).toMatch(/LOOK.*Request r0 waits/)
  expect(server.seen.filter(({ method }) => method === 'tools/call')).toEqual([])
})

test('whoever closes the dialogue is not asked again about the same request', async () => {
  const { client } = await startRaw({ 'tools/call': done }, { plugins: gate('return') })
  await client.greet(ASKABLE)
  const call = client.call('go', {})
  const { id } = await client.until(({ method }) => method === 'elicitation/create')
  client.say({ id, result: { action: 'cancel' } })
  expect(said(await call)).toMatch(/waits/)
  expect(client.lines.filter(({ method }) => method === 'elicitation/create')).toHaveLength(1)
})

test.for<Json>([{}, { elicitation: { url: {} } }])(
  'a client that cannot ask (%j) is sent to the queue',
  async (capabilities) => {
    const { client, kernel } = await startRaw({ 'tools/call': done }, { plugins: gate('return') })
    await client.greet(capabilities)
    expect(said(await client.call('go', { a: 1 }))).toMatch(
      /^Ringwall stopped this call. LOOK: Look at it. Request r0 waits: `ringwall approvals`; then call again/,
    )
    expect(client.lines.filter(({ method }) => method !== undefined)).toEqual([])
    await kernel.find(ApprovalsToken)?.approve('r0', { approver: 'op', expectedHash: 'h-r0' })
    expect(said(await client.call('go', { a: 1 }))).toBe('done')
  },
)

test('what is too long to be read in a dialogue is not asked in one; what is invisible is shown', async () => {
  const { client } = await startRaw({ 'tools/call': done }, { plugins: gate('return') })
  await client.greet(ASKABLE)
  expect(said(await client.call('go', { text: 'x'.repeat(5000) }))).toMatch(/waits/)
  expect(client.lines.filter(({ method }) => method !== undefined)).toEqual([])
  void client.call('go', { text: 'rm\u202e\u200b\u{e0041}x' }).catch(() => undefined)
  const { params } = await client.until(({ method }) => method === 'elicitation/create')
  expect((params as Json).message).toContain('rm\\u{202e}\\u{200b}\\u{e0041}x')
})

test('a call that is taken back, and a client that leaves, wait for nobody', async () => {
  const log: string[] = []
  const { client, server, close } = await startRaw({ 'tools/call': done, ping: {} }, { plugins: gate('wait', log) })
  await client.greet()
  client.say({ id: 'x', method: 'tools/call', params: { name: 'go' } })
  await client.ask('tools/list')
  client.say({ method: 'notifications/cancelled', params: { requestId: 'x' } })
  await client.ask('ping')
  expect(log).toContain('withdraw')
  void client
    .call('go', { a: 1 })
    .catch(() => undefined)
    .catch(() => undefined)
  await client.ask('ping')
  await close()
  expect(server.seen.filter(({ method }) => method === 'tools/call')).toEqual([])
})

test('a call that is taken back before it begins to wait does not wait either', async () => {
  const isJudged = Promise.withResolvers<void>()
  const slow = definePlugin({
    name: 'slow',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onToolCall: { judge: ['deny'] } } },
    codes: {},
    config: z.strictObject({}),
    setup: () => ({ onToolCall: { judge: () => isJudged.promise.then(() => undefined) } }),
  })
  const plugins = [use(slow), ...gate('wait')]
  const { client, kernel } = await startRaw({ 'tools/call': done, ping: {} }, { plugins })
  const decided = new Promise((resolve) => {
    kernel.events.on('decision', ({ hook, decision }) => hook === 'onToolCall' && resolve(decision.outcome))
  })
  await client.greet()
  client.say({ id: 'x', method: 'tools/call', params: { name: 'go' } })
  await client.ask('tools/list')
  client.say({ method: 'notifications/cancelled', params: { requestId: 'x' } })
  await client.ask('ping')
  isJudged.resolve()
  expect(await decided).toBe('deny')
})

const MODERN: ClientOptions = {
  versionNegotiation: { mode: { pin: '2026-07-28' } },
  capabilities: { elicitation: { form: {} } },
}

test.for([
  { action: 'accept', content: { decision: 'approve' }, expected: /^hi$/ },
  { action: 'accept', content: {}, expected: /LOOK/ },
  { action: 'decline', expected: /LOOK/ },
] as const)(
  'under the newest revision a question comes back with the result ($action $content)',
  async ({ action, expected, ...rest }) => {
    const content = 'content' in rest ? { content: rest.content as Record<string, string> } : {}
    const questions: string[] = []
    const prepare: Setup['prepare'] = (client: Client) =>
      client.setRequestHandler('elicitation/create', async ({ params }) => {
        questions.push(params.message)
        return { action: questions.length > 1 ? 'decline' : action, ...(questions.length > 1 ? {} : content) }
      })
    const { client } = await connect({
      plugins: gate('return'),
      upstream: serveOnPipe().channel,
      clientOptions: MODERN,
      prepare,
    })
    const result = await client
      .callTool({ name: 'echo', arguments: { text: 'hi' } })
      .catch((error: unknown) => ({ content: [{ text: String(error) }] }))
    const [first] = result.content as readonly { readonly text: string }[]
    if (action === 'accept' && 'decision' in (content.content ?? {})) {
      expect(first?.text).toMatch(expected)
      expect(questions).toHaveLength(1)
    } else expect(JSON.stringify(result)).not.toContain('"hi"')
    expect(questions[0]).toMatch(/^Ringwall asks: may the agent call mcp__files__echo/)
  },
)

test('an approval under the newest revision is for that very call, and once', async () => {
  const META = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
  }
  const { client, server } = await startRaw(
    { 'tools/call': { ...done, resultType: 'complete' } },
    { plugins: gate('return') },
  )
  const ask = async (args: Json): Promise<Json> => (await client.call('go', args, { _meta: META })).result as Json
  const { requestState, inputRequests } = await ask({ a: 1 })
  expect(Object.keys(inputRequests as Json)).toEqual(['ringwall-approval'])
  const answered = {
    _meta: META,
    requestState,
    inputResponses: { 'ringwall-approval': { action: 'accept', content: { decision: 'approve' } } },
  }
  expect(said(await client.call('go', { a: 2 }, answered))).toMatch(/MCP_PARAMS_INVALID/)
  const again = await ask({ a: 1 })
  const right = { ...answered, requestState: again.requestState }
  expect(said(await client.call('go', { a: 1 }, right))).toBe('done')
  expect(said(await client.call('go', { a: 1 }, right))).toMatch(/MCP_PARAMS_INVALID/)
  expect(said(await client.call('go', { a: 1 }, { ...answered, requestState: 'ringwall-made-up' }))).toMatch(
    /MCP_PARAMS_INVALID/,
  )
  expect(server.seen.filter(({ method }) => method === 'tools/call').map(({ params }) => params)).toEqual([
    { name: 'go', arguments: { a: 1 }, _meta: META },
  ])
})

test.for([
  { revision: '2026-07-28', clientOptions: MODERN },
  { revision: '2025-11-25', clientOptions: { capabilities: { elicitation: { form: {} } } } },
])(
  'with approval-gate as it comes, the official client of $revision asks its user, who decides',
  async ({ clientOptions }) => {
    const store = await openSqliteStore({ file: ':memory:' })
    onTestFinished(() => store.close())
    const rules = [{ tool: 'mcp__files__echo', action: 'ask' } as const]
    const answers = ['approve', 'deny']
    const { client } = await connect({
      plugins: [use(approvalGate, { key: '0123456789abcdef'.repeat(4) + 'c8a1'.repeat(3), rules })],
      services: [{ token: StoreToken, value: store }],
      upstream: serveOnPipe().channel,
      clientOptions,
      prepare: (asked) =>
        asked.setRequestHandler('elicitation/create', async () => ({
          action: 'accept',
          content: { decision: answers.shift() ?? 'none' },
        })),
    })
    const say = (text: string): Promise<unknown> => client.callTool({ name: 'echo', arguments: { text } })
    expect(await say('hi')).toMatchObject({ content: [{ type: 'text', text: 'hi' }] })
    expect(await say('ho')).toMatchObject({ isError: true })
    expect(answers).toEqual([])
  },
)

test('a client that says it can ask, and cannot, is sent to the queue', async () => {
  const { client } = await startRaw({ 'tools/call': done }, { plugins: gate('return') })
  await client.greet(ASKABLE)
  const call = client.call('go')
  const { id } = await client.until(({ method }) => method === 'elicitation/create')
  client.say({ id, error: { code: -32_601, message: 'no' } })
  expect(said(await call)).toMatch(/LOOK: Look at it. Request r0 waits/)
})

test('what the queue has approved before the dialogue is answered goes through', async () => {
  const { client, kernel } = await startRaw({ 'tools/call': done }, { plugins: gate('return') })
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': ASKABLE,
  }
  const { requestState } = (await client.call('go', {}, { _meta: meta })).result as Json
  await kernel.find(ApprovalsToken)?.approve('r0', { approver: 'op', expectedHash: 'h-r0' })
  const inputResponses = { 'ringwall-approval': APPROVE }
  expect(said(await client.call('go', {}, { _meta: meta, requestState, inputResponses }))).toBe('done')
})
