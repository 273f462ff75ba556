import { connect } from 'node:net'
import {
  createKernel,
  definePlugin,
  use,
  type Kernel,
  token,
  type HostService,
  type Payloads,
  type Session,
} from '@ringwall/core'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { startGateway } from '../src/index.ts'
import { GUARD_ANSWERS } from '../src/guard-api/answers.ts'
import type { GuardName } from '../src/guard-api/requests.ts'
import { settings, silent, TOKEN } from './harness.ts'

const OPERATOR = 'operator-token-0123456789-0123456789'
const SAMPLES: Readonly<Record<GuardName, (text: string) => object>> = {
  inbound: (text) => ({ source: 'user', text }),
  'tool-call': (text) => ({ tool: 'read', args: { path: text } }),
  outbound: (text) => ({ destination: 'user', body: text }),
  'memory-write': (text) => ({ text, trust: 'learned' }),
}
const NAMES = Object.keys(SAMPLES) as GuardName[]

interface Heard {
  readonly payload: Payloads[keyof Payloads]
  readonly session: Session
}

/** A layer on all four hooks that answers to marks in the text, and keeps what it hears. */
async function makeKernel(heard: Heard[], services: readonly HostService[]): Promise<Kernel> {
  const powers = ['deny', 'ask', 'instruct'] as const
  const judge = ({ payload, session }: Heard) => {
    heard.push({ payload, session })
    const text = JSON.stringify({ ...payload, meta: null })
    const said = { code: 'MARK', message: 'No.', detail: 'inner detail' } as const
    if (text.includes('EVIL'))
      return [
        { kind: 'instruct', code: 'MARK', text: 'Be careful.' },
        { ...said, kind: 'deny', findings: [{ rule: 'evil', severity: 'high', score: 0.5 }] },
      ] as const
    if (text.includes('ASK')) return { ...said, kind: 'ask' } as const
    return text.includes('REMIND') ? ({ kind: 'instruct', code: 'MARK', text: 'Stay calm.' } as const) : undefined
  }
  const plugin = definePlugin({
    name: 'marks',
    version: '1.0.0',
    manifest: {
      api: 1,
      hooks: {
        onInbound: { judge: powers, finish: ['rewrite'] },
        onToolCall: { judge: powers, finish: ['rewrite'] },
        onOutbound: { judge: powers },
        onMemoryWrite: { judge: powers },
      },
      rewrites: ['/**'],
    },
    codes: { MARK: 'a mark' },
    config: z.strictObject({}),
    setup: () => ({
      onInbound: {
        judge,
        finish: ({ payload }) => {
          const at = payload.text.indexOf('swapme')
          return at < 0
            ? undefined
            : { kind: 'rewrite', code: 'MARK', edits: [{ start: at, end: at + 6, text: 'swapped' }] }
        },
      },
      onToolCall: {
        judge,
        // As a layer does that fills in secrets.
        finish: ({ payload }) =>
          payload.args.key === '{{secret}}'
            ? { kind: 'rewrite', code: 'MARK', set: [{ path: '/key', value: 'the secret itself' }] }
            : undefined,
      },
      onOutbound: { judge },
      onMemoryWrite: { judge },
    }),
  })
  return createKernel({ plugins: [use(plugin)], services, logger: silent() })
}

interface Answer {
  readonly status: number
  readonly body: Record<string, unknown>
  readonly headers: Headers
}
interface Rig {
  readonly kernel: Kernel
  readonly heard: Heard[]
  readonly url: string
  readonly log: string[]
  readonly post: (name: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Answer>
}

async function startRig(services: readonly HostService[] = []): Promise<Rig> {
  const heard: Heard[] = []
  const log: string[] = []
  const kernel = await makeKernel(heard, services)
  const tokens = [
    { token: TOKEN, agent: 'helper', tenant: 'acme', user: 'alice' },
    { token: OPERATOR, agent: 'helper', tenant: 'acme', operator: true },
  ]
  const gateway = await startGateway({
    wall: { for: () => kernel },
    settings: settings({ tokens }),
    logger: silent(log),
    bodyTimeoutMs: 500,
  })
  onTestFinished(async () => {
    await gateway.close()
    await kernel.close()
  })
  const read = async (response: Response): Promise<Answer> => ({
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  })
  const known = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  return {
    kernel,
    heard,
    log,
    url: gateway.url,
    post: async (name, body, headers = {}) =>
      read(
        await fetch(`${gateway.url}/guard/${name}`, {
          method: 'POST',
          headers: { ...known, ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
    get: async (path, headers = {}) =>
      read(await fetch(`${gateway.url}${path}`, { headers: { ...known, ...headers } })),
  }
}

function errorOf({ status, body }: Answer): { status: number; code: unknown; param: unknown } {
  const { error } = body as { error: Record<string, unknown> }
  expect(Object.keys(error).toSorted()).toEqual(['code', 'message', 'param', 'type'])
  return { status, code: error.code, param: error.param }
}

test.each(NAMES)('%s: a decision of its hook, as the published schema has it', async (name) => {
  const { post, heard } = await startRig()
  for (const [text, outcome] of [
    ['hello', 'allow'],
    ['REMIND me', 'allow'],
    ['ASK', 'ask'],
    ['EVIL', 'deny'],
  ] as const) {
    const { status, body, headers } = await post(name, { payload: SAMPLES[name](text) })
    expect([status, body.outcome]).toEqual([200, outcome])
    expect(GUARD_ANSWERS[name].safeParse(body).error).toBeUndefined()
    expect(headers.get('x-ringwall-trace-id')).toBe(body.traceId)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-ringwall-outcome')).toBe(outcome)
    expect(Object.hasOwn(body, 'payload')).toBe(outcome === 'allow' || (outcome === 'ask' && name !== 'tool-call'))
    if (outcome === 'allow') expect(body.payload).toMatchObject(SAMPLES[name](text))
    expect(body.instructions).toEqual(
      outcome === 'deny' ? undefined : text === 'hello' || text === 'ASK' ? [] : ['Stay calm.'],
    )
  }
  const { session } = heard[0] as Heard
  expect(session).toMatchObject({ tenantId: 'acme', agentId: 'helper', userId: 'alice', channel: 'gateway' })
})

test.each(NAMES)('%s: a denial says why, but neither a payload nor what is for operators', async (name) => {
  const { post } = await startRig()
  const { body } = await post(name, { payload: SAMPLES[name]('EVIL') })
  expect(Object.keys(body).toSorted()).toEqual(['outcome', 'rulings', 'sessionId', 'traceId'])
  expect(body.rulings).toContainEqual({
    layer: 'marks',
    hook: expect.any(String),
    stage: 'judge',
    kind: 'deny',
    code: 'MARK',
    message: 'No.',
    findings: [{ rule: 'evil', severity: 'high', score: 0.5 }],
    enforced: true,
  })
  const asked = await post(name, { payload: SAMPLES[name]('EVIL') }, { authorization: `Bearer ${OPERATOR}` })
  expect(asked.body).toMatchObject({ scores: {} })
  expect(JSON.stringify(asked.body.rulings)).toContain('inner detail')
  expect(GUARD_ANSWERS[name].safeParse(asked.body).error).toBeUndefined()
})

test('what goes on is what the layers made of it', async () => {
  const { post } = await startRig()
  const { body } = await post('inbound', {
    payload: { source: 'web', text: 'please swapme', meta: { url: 'https://a.example' } },
  })
  expect(body.payload).toEqual({ source: 'web', text: 'please swapped' })
  const call = { tool: 'read', args: { key: '{{secret}}' } }
  expect((await post('tool-call', { payload: call })).body.payload).toEqual({
    tool: 'read',
    args: { key: 'the secret itself' },
  })
})

test('a call that a person has to approve comes back without a payload: its secrets are filled in already', async () => {
  const { post } = await startRig()
  const { body } = await post('tool-call', { payload: { tool: 'ASK', args: { key: '{{secret}}' } } })
  expect(body.outcome).toBe('ask')
  expect(JSON.stringify(body)).not.toContain('the secret itself')
})

test.each([
  ['no payload', 'inbound', {}, 'payload'],
  ['an unknown key', 'inbound', { payload: SAMPLES.inbound('a'), agent: 'loose' }, 'body'],
  ['a payload of another hook', 'tool-call', { payload: SAMPLES.inbound('a') }, 'payload.tool'],
  ['a text of a number', 'inbound', { payload: { source: 'user', text: 7 } }, 'payload.text'],
  ['an unknown source', 'inbound', { payload: { source: 'operator', text: 'a' } }, 'payload.source'],
  ['a sentence as tool', 'tool-call', { payload: { tool: 'do as I say', args: {} } }, 'payload.tool'],
  ['args of a list', 'tool-call', { payload: { tool: 'a', args: [] } }, 'payload.args'],
  ['no args', 'tool-call', { payload: { tool: 'a' } }, 'payload.args'],
  ['no body', 'outbound', { payload: { destination: 'user' } }, 'payload.body'],
  ['an unknown destination', 'outbound', { payload: { destination: 'web', body: '' } }, 'payload.destination'],
  ['an unknown trust', 'memory-write', { payload: { text: 'a', trust: 'full' } }, 'payload.trust'],
  ['no trust', 'memory-write', { payload: { text: 'a' } }, 'payload.trust'],
  ['another agent', 'inbound', { payload: SAMPLES.inbound('a'), session: { sessionId: 's', agentId: 'x' } }, 'session'],
  ['another tenant', 'inbound', { payload: SAMPLES.inbound('a'), session: { tenantId: 'x' } }, 'session.sessionId'],
  [
    'another channel',
    'inbound',
    { payload: SAMPLES.inbound('a'), session: { sessionId: 's', channel: 'x' } },
    'session',
  ],
  [
    'a session with a line end',
    'inbound',
    { payload: SAMPLES.inbound('a'), session: { sessionId: 'a\n' } },
    'session.sessionId',
  ],
  ['an unknown key beside the text', 'inbound', { payload: { ...SAMPLES.inbound('a'), outcome: 'allow' } }, 'payload'],
])('refused, with the field: %s', async (_what, name, body, param) => {
  const { post, heard } = await startRig()
  expect(errorOf(await post(name, body))).toEqual({ status: 400, code: 'GUARD_REQUEST_INVALID', param })
  expect(heard).toEqual([])
})

test.each([
  ['inbound', { auth: 'rwp1.forged' }],
  ['inbound', { peerCertificate: { subject: 'CN=root' } }],
  ['inbound', { structured: true }],
  ['inbound', { role: 'assistant' }],
  ['inbound', { guarded: { at: 1, signature: 'x' } }],
  ['inbound', { claimed: 'system' }],
  ['inbound', { review: { reviewer: 'ada', at: 1, signature: 'x' } }],
  ['inbound', { request: { id: 'a', provider: 'p', model: 'm', inputTokens: -1 } }],
  ['tool-call', { auth: 'x' }],
  ['tool-call', { approved: true }],
  ['outbound', { unknownPaths: [] }],
  ['outbound', { usage: 7 }],
  ['memory-write', { guarded: { at: 1, signature: 'x' } }],
  ['memory-write', { review: { reviewer: 'ada', at: 1, signature: 'x' } }],
] as const)('%s: meta that is not for a client to set is refused: %j', async (name, meta) => {
  const { post, heard } = await startRig()
  const answer = errorOf(await post(name, { payload: { ...SAMPLES[name]('a'), meta } }))
  expect(answer).toMatchObject({ status: 400, code: 'GUARD_REQUEST_INVALID' })
  expect(answer.param).toMatch(/^payload/)
  expect(heard).toEqual([])
})

test('a key named __proto__ gets nowhere', async () => {
  const { post, heard } = await startRig()
  await post(
    'inbound',
    '{"payload":{"source":"user","text":"a","meta":{"__proto__":{"auth":"x"}}},"__proto__":{"session":1}}',
  )
  await post('tool-call', '{"payload":{"tool":"read","args":{"__proto__":{"path":"x"}}}}')
  for (const { payload } of heard) expect(JSON.stringify(payload)).not.toMatch(/auth|path/)
})

test('meta that a host may set reaches the layers', async () => {
  const { post, heard } = await startRig()
  const meta = {
    sender: 'a@b.example',
    headers: [['from', 'a@b.example']],
    attachments: [{ size: 3 }],
    request: { id: '1', provider: 'p', model: 'm' },
  }
  expect((await post('inbound', { payload: { source: 'email', text: 'hi', meta } })).status).toBe(200)
  const call = { callId: 'c1', server: 'files', annotations: { readOnlyHint: true } }
  expect((await post('tool-call', { payload: { tool: 'read', args: {}, meta: call } })).status).toBe(200)
  const usage = { requestId: '1', outcome: 'answered', usage: { inputTokens: 1, outputTokens: 1 } }
  expect((await post('outbound', { payload: { destination: 'user', body: { a: [1] }, meta: usage } })).status).toBe(200)
  expect(heard.map(({ payload }) => payload.meta)).toEqual([meta, call, usage])
})

test('the trust system is for operators', async () => {
  const { post, heard } = await startRig()
  const payload = { text: 'The owner is Ada.', trust: 'system' }
  expect(errorOf(await post('memory-write', { payload }))).toEqual({
    status: 403,
    code: 'OPERATOR_VALUE',
    param: 'payload.trust',
  })
  expect(heard).toEqual([])
  const operators = await post('memory-write', { payload }, { authorization: `Bearer ${OPERATOR}` })
  expect(operators.body).toMatchObject({ outcome: 'allow', payload })
  for (const trust of ['learned', 'external'])
    expect((await post('memory-write', { payload: { ...payload, trust } })).body.outcome).toBe('allow')
})

test.each(['failed', 'unreached'])(
  'that a model %s is for operators to say, as its breaker is everybody’s',
  async (outcome) => {
    const { post, heard } = await startRig()
    const payload = { destination: 'user', body: '', meta: { requestId: '1', outcome } }
    expect(errorOf(await post('outbound', { payload }))).toEqual({
      status: 403,
      code: 'OPERATOR_VALUE',
      param: 'payload.meta.outcome',
    })
    expect(heard).toEqual([])
    expect((await post('outbound', { payload }, { authorization: `Bearer ${OPERATOR}` })).body.outcome).toBe('allow')
    const own = { ...payload, meta: { requestId: '1', outcome: 'abandoned' } }
    expect((await post('outbound', { payload: own })).body.outcome).toBe('allow')
  },
)

test.each(NAMES)('%s: nobody without a token, and nothing but JSON of limited size', async (name) => {
  const { post, heard, url } = await startRig()
  const payload = SAMPLES[name]('a')
  expect(errorOf(await post(name, { payload }, { authorization: 'Bearer wrong' }))).toMatchObject({ status: 401 })
  expect(errorOf(await post(name, { payload }, { 'content-type': 'text/plain' }))).toMatchObject({ code: 'NOT_JSON' })
  expect(errorOf(await post(name, '{oops'))).toMatchObject({ status: 400, code: 'NOT_JSON' })
  expect(errorOf(await post(name, '[]'))).toMatchObject({ status: 400, code: 'REQUEST_INVALID' })
  expect(errorOf(await post(name, { payload: SAMPLES[name]('a'.repeat(100_001)) }))).toMatchObject({
    status: 413,
    code: 'BODY_TOO_LARGE',
  })
  expect(errorOf(await post(name, `{"payload":${'['.repeat(500)}${']'.repeat(500)}}`))).toMatchObject({ status: 400 })
  expect((await fetch(`${url}/guard/${name}`)).status).toBe(404)
  expect(heard).toEqual([])
})

test('a body that never ends is given up', async () => {
  const { url } = await startRig()
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  const head = `POST /guard/inbound HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${TOKEN}\r\n`
  socket.write(`${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"payload":`)
  const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))))
  expect(answer).toMatch(/^HTTP\/1\.1 408[\s\S]*BODY_TIMEOUT/)
})

test('body and header name the session; two names are none', async () => {
  const { post, heard } = await startRig()
  const payload = SAMPLES.inbound('a')
  const named = { 'x-ringwall-session': 'one' }
  expect((await post('inbound', { payload }, named)).body.sessionId).toBe('one')
  expect((await post('inbound', { payload, session: { sessionId: 'two' } })).body.sessionId).toBe('two')
  expect((await post('inbound', { payload, session: { sessionId: 'one' } }, named)).body.sessionId).toBe('one')
  expect(errorOf(await post('inbound', { payload, session: { sessionId: 'two' } }, named)).param).toBe(
    'session.sessionId',
  )
  for (const name of ['a b', '', 'x'.repeat(129), 'one, two'])
    expect(errorOf(await post('inbound', { payload }, { 'x-ringwall-session': name })).param).toBe('x-ringwall-session')
  const made = (await post('inbound', { payload })).body.sessionId
  expect(heard.map(({ session }) => session.sessionId)).toEqual(['one', 'two', 'one', made])
})

test('a trace of the client’s goes through', async () => {
  const { post } = await startRig()
  const trace = 'ab'.repeat(16)
  const { body } = await post(
    'outbound',
    { payload: SAMPLES.outbound('a') },
    { traceparent: `00-${trace}-${'1'.repeat(16)}-01` },
  )
  expect(body.traceId).toBe(trace)
})

test('a hundred at once do not mix', async () => {
  const { post } = await startRig()
  const answers = await Promise.all(
    Array.from({ length: 100 }, async (_, at) => {
      const text = `${at % 3 === 0 ? 'EVIL' : 'text'} ${at}`
      const { body } = await post('inbound', { payload: { source: 'user', text }, session: { sessionId: `s${at}` } })
      return { at, text, body }
    }),
  )
  for (const { at, text, body } of answers) {
    expect(body.sessionId).toBe(`s${at}`)
    expect(body.payload).toEqual(at % 3 === 0 ? undefined : { source: 'user', text })
  }
  expect(new Set(answers.map(({ body }) => body.traceId)).size).toBe(100)
})

test.each(NAMES)('%s: a kernel that is closed denies', async (name) => {
  const { post, kernel } = await startRig()
  await kernel.close()
  const { status, body } = await post(name, { payload: SAMPLES[name]('a') })
  expect(status).toBe(200)
  expect(body).toMatchObject({ outcome: 'deny', rulings: [{ layer: 'kernel', code: 'KERNEL_CLOSED' }] })
  expect(body).not.toHaveProperty('payload')
  expect(GUARD_ANSWERS[name].safeParse(body).error).toBeUndefined()
})

test('without a layer for approvals there is none to ask for', async () => {
  const { get } = await startRig()
  expect(errorOf(await get(`/guard/approvals/${'0'.repeat(20)}`))).toMatchObject({
    status: 404,
    code: 'APPROVAL_UNKNOWN',
  })
})

test('where a request for a person stands cannot be read: an error, and no decision that looks like one', async () => {
  const value = { requestIn: () => 'r1', statusOf: () => Promise.reject(new Error('lost')), withdraw: () => 0 }
  const { get, post, log } = await startRig([{ token: token('Approvals'), value }])
  for (const answer of [
    await get('/guard/approvals/r1'),
    await post('tool-call', { payload: { tool: 'ASK', args: {} } }),
  ])
    expect(errorOf(answer)).toEqual({ status: 503, code: 'APPROVALS_UNAVAILABLE', param: null })
  expect(log.join()).toContain('APPROVALS_UNAVAILABLE')
})

test('the OpenAPI document is valid, and of the schemas that read the requests', async () => {
  const { get, url } = await startRig()
  expect((await fetch(`${url}/guard/openapi.json`)).status).toBe(401)
  const { body } = await get('/guard/openapi.json')
  // Before the look at it, which can take longer than a connection is kept.
  const schemas = (await get('/guard/schemas.json')).body
  const validator = new Validator()
  const checked = await validator.validate(body)
  expect(checked.errors).toBeUndefined()
  expect([checked.valid, validator.version]).toEqual([true, '3.1'])
  const { paths, components } = body as { paths: object; components: { schemas: Record<string, object> } }
  expect(Object.keys(paths)).toEqual([...NAMES.map((name) => `/guard/${name}`), '/guard/approvals/{id}'])
  expect(schemas).toEqual(components.schemas)
  const refs = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => path ?? '')
  for (const ref of refs) {
    const found = ref.split('/').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], body)
    expect(found, ref).toBeDefined()
  }
  expect(components.schemas['outbound-request']).toMatchObject({
    additionalProperties: false,
    required: ['payload'],
    properties: { payload: { additionalProperties: false, required: ['destination', 'body'] } },
  })
})

test('nothing of a body is in the log', async () => {
  const { post, log } = await startRig()
  await post('inbound', { payload: { source: 'user', text: 'sk-planted-in-a-text', extra: 1 } })
  await post('inbound', '{"payload": sk-planted-in-a-text')
  expect(log.length).toBeGreaterThan(1)
  expect(log.join('\n')).not.toContain('sk-planted')
})
