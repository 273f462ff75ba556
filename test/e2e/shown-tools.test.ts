import { createKernel, use, type JsonObject } from '@ringwall/core'
import { createGateway } from '@ringwall/gateway'
import { externalContent } from '@ringwall/plugin-external-content'
import { toolPolicy, ToolPolicyToken, type ToolPolicyInput } from '@ringwall/plugin-tool-policy'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { expect, onTestFinished, test } from 'vitest'

const TOKEN = 'test-token-0123456789-0123456789-abc'
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const POLICY = {
  profile: 'messaging',
  perSource: [{ source: 'tool', deny: ['group:messaging'] }],
} satisfies ToolPolicyInput
const TOOLS = ['send_email', 'web_search', 'exec', 'launch_rocket'].map(tool)

function tool(name: string): JsonObject {
  return { type: 'function', function: { name, description: `It does ${name}.` } }
}

/** The real gateway over the real layers, and what it sends upstream. */
async function makeGateway(mode: 'enforce' | 'observe' = 'enforce') {
  const store = await openSqliteStore({ file: ':memory:' })
  const kernel = await createKernel({
    plugins: [use(externalContent), use(toolPolicy, POLICY, { mode })],
    services: [{ token: StoreToken, value: store }],
    logger: SILENT,
  })
  onTestFinished(async () => {
    await kernel.close()
    await store.close()
  })
  const sent: JsonObject[] = []
  const app = createGateway({
    wall: { for: () => kernel },
    settings: {
      host: '127.0.0.1',
      port: 0,
      tokens: [{ token: TOKEN, agent: 'a', tenant: 't' }],
      maxBodyBytes: 100_000,
      unscannedParts: [],
    },
    upstream: async (request) => {
      sent.push((await request.json()) as JsonObject)
      const message = { role: 'assistant', content: 'ok' }
      return Response.json({ id: 'c', model: 'm', choices: [{ index: 0, message, finish_reason: 'stop' }] })
    },
    logger: SILENT,
  })
  const ask = async (more: JsonObject = {}): Promise<string> => {
    const body = { model: 'm', messages: [{ role: 'user', content: 'hi' }], tools: TOOLS, ...more }
    const response = await app.request('http://127.0.0.1/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'x-ringwall-session': 's' },
      body: JSON.stringify(body),
    })
    const { ringwall } = (await response.json()) as { ringwall?: { code: string } }
    return ringwall?.code ?? 'ok'
  }
  return { ask, sent, kernel, store }
}

const names = (body: JsonObject | undefined): unknown =>
  (body?.tools as { function: { name: string } }[] | undefined)?.map(({ function: called }) => called.name)
const choose = (name: string): JsonObject => ({ tool_choice: { type: 'function', function: { name } } })
const READ: JsonObject = {
  messages: [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: null, tool_calls: [{ id: 'c', type: 'function', function: { name: 'web_search', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c', content: 'A page.' },
  ],
} // prettier-ignore

test('the model is shown only tools that it could call in this session', async () => {
  const { ask, sent } = await makeGateway()
  expect([await ask({ parallel_tool_calls: true }), names(sent[0])]).toEqual(['ok', ['send_email', 'web_search']])
  expect(sent[0]).toMatchObject({ parallel_tool_calls: true, tools: [TOOLS[0], TOOLS[1]] })
  // What the request brings in counts at once, and stays.
  expect([await ask(READ), names(sent[1])]).toEqual(['ok', ['web_search']])
  expect([await ask(), names(sent[2])]).toEqual(['ok', ['web_search']])
})

test('a skill that narrows the session narrows what is shown', async () => {
  const { ask, sent, kernel } = await makeGateway()
  const session = { tenantId: 't', agentId: 'a', sessionId: 's' }
  await kernel.onInbound({ source: 'skill', text: '---\nallowed-tools: send_email exec\n---\n' }, session)
  expect([await ask(), names(sent[0])]).toEqual(['ok', ['send_email']])
  await kernel.find(ToolPolicyToken)?.release(session)
  expect([await ask(), names(sent[1])]).toEqual(['ok', ['send_email', 'web_search']])
})

test('where no tool is left, nothing is said of tools', async () => {
  const { ask, sent } = await makeGateway()
  const more = { tools: [tool('exec')], tool_choice: 'auto', parallel_tool_calls: false, temperature: 1 }
  expect(await ask(more)).toBe('ok')
  expect(sent[0]).toEqual({ model: 'm', messages: [{ role: 'user', content: 'hi' }], temperature: 1, stream: false })
  expect(await ask({ tools: [tool('exec')], tool_choice: 'required' })).toBe('TOOL_HIDDEN')
  expect(sent).toHaveLength(1)
})

test('a choice of a hidden tool is denied, and lists of choices lose it', async () => {
  const { ask, sent } = await makeGateway()
  for (const name of ['exec', 'launch_rocket', ''])
    expect([name, await ask(choose(name))]).toEqual([name, 'TOOL_HIDDEN'])
  for (const choice of [
    { type: 'custom' },
    { type: 'function' },
    { allowed_tools: 1 },
    { allowed_tools: {} },
    ['exec'],
    'exec',
  ])
    expect([choice, await ask({ tool_choice: choice })]).toEqual([choice, 'TOOL_HIDDEN'])
  const allowed = (...of: string[]): JsonObject => ({
    tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: of.map(tool) } },
  })
  expect(await ask(allowed('exec'))).toBe('TOOL_HIDDEN')
  expect(sent).toEqual([])
  expect(await ask(choose('web_search'))).toBe('ok')
  expect(await ask(allowed('exec', 'web_search'))).toBe('ok')
  expect(await ask({ tool_choice: 'required' })).toBe('ok')
  expect(sent.map(({ tool_choice }) => tool_choice)).toEqual([
    choose('web_search').tool_choice,
    allowed('web_search').tool_choice,
    'required',
  ])
})

test('a policy that cannot tell denies the request', async () => {
  const { ask, sent, store } = await makeGateway()
  await store.close()
  expect(await ask()).toBe('TOOLS_UNCHECKED')
  expect(await ask({ tools: [] })).toBe('ok')
  expect(sent).toHaveLength(1)
})

test('a policy that only observes hides nothing', async () => {
  const { ask, sent } = await makeGateway('observe')
  expect([await ask(), names(sent[0])]).toEqual(['ok', ['send_email', 'web_search', 'exec', 'launch_rocket']])
})
