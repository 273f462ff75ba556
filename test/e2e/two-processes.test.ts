// Two processes of `ringwall serve` on one store: what one of them learns, the other one knows.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../packages/gateway/test/harness.ts'
import { describeWith } from '../servers/describe-with.ts'
import { findPostgres, startPostgres, type PostgresServer } from '../servers/postgres.ts'
import { findRedis, startRedis, type RedisTestServer } from '../servers/redis.ts'
import { folderWith, ringwall, serve, type Served } from './serve-process.ts'

interface Reply {
  readonly status: number
  readonly code: string | undefined
  readonly reason: string | undefined
  readonly trace: string
}

async function chat({ url }: Served, token: string, content: string, tool?: string): Promise<Reply> {
  const tools = tool === undefined ? {} : { tools: [{ type: 'function', function: { name: tool, parameters: {} } }] }
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-ringwall-session': 'one-conversation',
    },
    body: JSON.stringify({
      model: 'ringwall-stand-in',
      messages: [{ role: 'user', content }],
      max_tokens: 50,
      ...tools,
    }),
  })
  const body = (await response.json()) as {
    choices?: { finish_reason: string }[]
    ringwall?: { code: string }
    error?: { code: string }
  }
  return {
    status: response.status,
    code: body.ringwall?.code ?? body.error?.code,
    reason: body.choices?.[0]?.finish_reason,
    trace: response.headers.get('x-ringwall-trace-id') ?? '',
  }
}

/** Two gateways on one store. */
interface Pair {
  readonly folder: string
  readonly one: Served
  readonly two: Served
  readonly token: string
}

async function start(place: Place, layers: string): Promise<Pair> {
  const folder = await folderWith(`preset: none\nstore: ${place.store}\nlayers: { gateway-auth: on${layers} }\n`)
  const one = await serve(folder, place.env())
  const two = await serve(folder, place.env())
  return { folder, one, two, token: one.token ?? '' }
}

/** A store as a config names it, and what its references lead to once it runs. */
interface Place {
  readonly store: string
  readonly env: () => NodeJS.ProcessEnv
}

function killed(place: Place): void {
  test('one that is killed under load: the other goes on, and whatever a client was told is on record in an unbroken chain', async () => {
    const { folder, one, two, token } = await start(
      place,
      ', audit-log: { keyFile: k/audit.key, anchorFile: k/anchors }',
    )
    const told: string[] = []
    let failed = 0
    /** Asks one after the other until its gateway is gone. */
    const talk = async (served: Served, turns: number): Promise<void> => {
      for (let turn = 0; turn < turns; turn++) {
        try {
          const { status, trace } = await chat(served, token, `hello ${turn}`)
          expect(status).toBe(200)
          told.push(trace)
        } catch {
          failed++
          return
        }
      }
    }
    const talks = [one, one, one, one].map((served) => talk(served, 10_000))
    const others = [two, two, two, two].map((served) => talk(served, 25))
    await until(() => told.length > 40)
    one.child.kill('SIGKILL')
    await Promise.all([...talks, ...others])
    expect(failed).toBe(4)
    const again = await serve(folder, place.env())
    await talk(again, 5)
    const records = (await ringwall(folder, place.env(), 'audit', 'export', '--format', 'jsonl'))
      .split('\n')
      .filter(Boolean)
    const traces = new Set(records.map((line) => (JSON.parse(line) as { trace?: string }).trace))
    expect(told.filter((trace) => !traces.has(trace))).toEqual([])
    expect(JSON.parse(await ringwall(folder, place.env(), 'audit', 'verify', '--json'))).toMatchObject({
      status: 'ok',
      problemsTotal: 0,
    })
  })
}

function testsOn(place: Place): void {
  test('a token: made by one, known to both, and revoked for both', async () => {
    const { folder, one, two, token } = await start(place, '')
    expect([token.length > 0, two.token]).toEqual([true, undefined])
    for (const each of [one, two]) expect((await chat(each, token, 'hello')).status).toBe(200)
    const { tokens } = JSON.parse(await ringwall(folder, place.env(), 'tokens', 'list', '--json')) as {
      tokens: { id: string }[]
    }
    await ringwall(folder, place.env(), 'tokens', 'revoke', tokens[0]?.id ?? '')
    for (const each of [one, two]) expect((await chat(each, token, 'hello')).status).toBe(401)
  })

  test('a budget: what one has spent is spent', async () => {
    const { one, two, token } = await start(place, ', budget-guard: { tokensPerHour: 1000 }')
    let answered = 0
    while ((await chat(one, token, 'hello')).reason === 'stop') answered++
    expect(answered).toBeGreaterThan(0)
    expect((await chat(two, token, 'hello')).reason).toBe('content_filter')
  })
}

/** Also where a server keeps the store: the one that waits is told by it. */
function approved(place: Place): void {
  test('an approval: asked at one, given elsewhere, and good at both', async () => {
    const { folder, one, two, token } = await start(place, ', approval-gate: { rules: [{ tool: pay, action: ask }] }')
    const waiting = chat(one, token, 'call pay {"n":1}', 'pay')
    let id = ''
    await until(async () => {
      const { pending } = JSON.parse(await ringwall(folder, place.env(), 'approvals', 'list', '--json')) as {
        pending: { id: string }[]
      }
      id = pending[0]?.id ?? ''
      return id !== ''
    })
    await ringwall(folder, place.env(), 'approvals', 'approve', id, '--scope', 'args', '--for', '10m')
    expect((await waiting).reason).toBe('tool_calls')
    expect((await chat(two, token, 'call pay {"n":1}', 'pay')).reason).toBe('tool_calls')
  })
}

describe('on one SQLite file', { timeout: 120_000 }, () => {
  const place = { store: '{ file: state/ringwall.db }', env: () => ({}) }
  testsOn(place)
  approved(place)
  killed(place)
})

describeWith('PostgreSQL', findPostgres() !== undefined, 'on one PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server?.process.remove('SIGTERM'))
  describe('as the store', { timeout: 120_000 }, () => {
    killed({ store: "'${POSTGRES_URL}'", env: () => ({ POSTGRES_URL: server.url }) })
  })
})

describeWith('Redis', findRedis() !== undefined, 'on one Redis', () => {
  let server: RedisTestServer
  beforeAll(async () => {
    server = await startRedis()
  })
  beforeEach(() => server.call('FLUSHALL'))
  afterAll(() => server?.process.remove('SIGTERM'))
  describe('as the store', { timeout: 120_000 }, () => {
    const place = { store: "'${REDIS_URL}'", env: () => ({ REDIS_URL: server.url }) }
    approved(place)
    killed(place)
  })
})
