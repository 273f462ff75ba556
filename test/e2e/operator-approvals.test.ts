// Approvals answered over the operator API: by whom, of whose calls, and from whichever process.
import { AGENT_SCOPES, type Scope } from '@ringwall/plugin-gateway-auth'
import { expect, test } from 'vitest'
import {
  ask,
  askToDeploy,
  logIn,
  setScene,
  type Answer,
  type Running,
  type Scene,
  type Loose,
} from './operator-scene.ts'

interface Waiting {
  readonly scene: Scene
  readonly agent: string
  readonly admin: string
  readonly one: Loose
}

async function waiting(args: object = { to: 'staging' }): Promise<Waiting> {
  const scene = await setScene()
  const agent = await scene.make(AGENT_SCOPES, { agent: 'helper' })
  const admin = await scene.make(['admin'], { user: 'olga' })
  expect((await askToDeploy(scene, agent, args)).body.outcome).toBe('ask')
  const [one] = await pendingOf(scene, admin)
  return { scene, agent, admin, one }
}

async function pendingOf(running: Running, token: string): Promise<Loose[]> {
  return (await ask(running, token, '/api/approvals?status=pending')).body.pending
}

const approve = (running: Running, token: string, one: Loose, body: object = {}): Promise<Answer> =>
  ask(running, token, `/api/approvals/${one.id}/approve`, { hash: one.hash, ...body })

test('what is approved is what was shown, and it runs once', async () => {
  const { scene, agent, admin, one } = await waiting()
  expect(one).toMatchObject({
    tool: 'deploy',
    args: '{"to":"staging"}',
    redacted: false,
    tenant: 'acme',
    agent: 'helper',
    session: 's1',
    user: null,
    reasons: [{ code: 'approval-gate/deploy' }],
  })
  expect(one.expiresAt).toBeGreaterThan((await ask(scene, admin, '/api/approvals')).body.now)
  const approved = await approve(scene, admin, one, { note: 'window at ten' })
  expect(approved).toMatchObject({
    status: 200,
    body: { approved: { id: one.id, scope: 'once', note: 'window at ten' } },
  })
  expect(approved.body.approved.by).toMatch(/^olga\/[0-9a-f]{16}$/)
  expect(await pendingOf(scene, admin)).toEqual([])
  expect((await askToDeploy(scene, agent)).body.outcome).toBe('allow')
  expect((await askToDeploy(scene, agent)).body.outcome).toBe('ask')
})

test('the answer is on record before it counts, with who gave it', async () => {
  const { scene, admin, one } = await waiting()
  const by = (await approve(scene, admin, one)).body.approved.by
  const { records } = (await ask(scene, admin, '/api/audit?type=operator')).body
  expect(records.map(({ record }: Loose) => record)).toMatchObject([
    { action: 'approvals.approve', target: one.id, by, outcome: 'done', tenant: 'acme', agent: 'helper' },
    { action: 'approvals.approve', target: one.id, by, outcome: 'started' },
  ])
  const told = (await ask(scene, admin, '/api/audit?type=approval')).body.records
  expect(told[0].record).toMatchObject({ kind: 'granted', by })
})

test('denied and taken back, each with its refusals', async () => {
  const { scene, agent, admin, one } = await waiting()
  expect(await ask(scene, admin, `/api/approvals/${one.id}/deny`, { note: 'no' })).toMatchObject({
    status: 200,
    body: { id: one.id, state: 'denied' },
  })
  expect((await askToDeploy(scene, agent)).body.outcome).toBe('deny')
  await askToDeploy(scene, agent, { to: 'production' })
  const [other] = await pendingOf(scene, admin)
  await approve(scene, admin, other, { scope: 'args', minutes: 5 })
  const { standing, settled } = (await ask(scene, admin, '/api/approvals?status=settled')).body
  expect(standing).toMatchObject([{ id: other.id, scope: 'args' }])
  expect(settled).toMatchObject([
    { id: other.id, state: 'granted', by: expect.stringMatching(/^olga/) },
    { id: one.id, state: 'denied', note: 'no' },
  ])
  expect((await ask(scene, admin, `/api/approvals/${other.id}/revoke`, {})).body).toEqual({
    id: other.id,
    state: 'revoked',
  })
  expect((await askToDeploy(scene, agent, { to: 'production' })).body.outcome).not.toBe('allow')
})

test('what was answered stays so, and what was changed is not approved', async () => {
  const { scene, admin, one } = await waiting()
  const wrong = await approve(scene, admin, { ...one, hash: '0'.repeat(64) })
  expect(wrong).toMatchObject({ status: 409, code: 'APPROVALS_CHANGED' })
  expect(await approve(scene, admin, { ...one, id: one.id.slice(0, 8) })).toMatchObject({
    status: 404,
    code: 'APPROVALS_UNKNOWN',
  })
  expect(await approve(scene, admin, { ...one, id: 'x'.repeat(20) })).toMatchObject({
    status: 404,
    code: 'APPROVALS_UNKNOWN',
  })
  expect((await approve(scene, admin, one)).status).toBe(200)
  expect(await approve(scene, admin, one)).toMatchObject({ status: 409, code: 'APPROVALS_SETTLED' })
  expect(await ask(scene, admin, `/api/approvals/${one.id}/deny`, {})).toMatchObject({
    status: 409,
    code: 'APPROVALS_SETTLED',
  })
})

test.each([
  [{ scope: 'until' }, 'minutes'],
  [{ scope: 'once', minutes: 5 }, 'minutes'],
  [{ scope: 'forever' }, 'scope'],
  [{ minutes: -1, scope: 'args' }, 'minutes'],
  [{ note: 'x'.repeat(501) }, 'note'],
  [{ hash: '' }, 'hash'],
  [{ approver: 'somebody' }, 'body'],
])('%j is no way to approve', async (body, param) => {
  const { scene, admin, one } = await waiting()
  const refused = await approve(scene, admin, one, body)
  expect(refused).toMatchObject({ status: 400, code: 'API_REQUEST_INVALID', body: { error: { param } } })
})

test('more time than the config permits is refused in its words', async () => {
  const { scene, admin, one } = await waiting()
  const refused = await approve(scene, admin, one, { scope: 'until', minutes: 100_000 })
  expect(refused).toMatchObject({ status: 400, code: 'APPROVALS_SCOPE_REFUSED' })
})

test('secrets in the arguments are not shown, and that is said', async () => {
  const key = `sk-proj-${'aB3dE5fG7hJ9kL1m'.repeat(3)}`
  const { scene, agent, admin, one } = await waiting({ to: 'staging', note: `use ${key}` })
  expect(one.redacted).toBe(true)
  expect(one.args).not.toContain(key)
  expect(one.args).toContain('[REDACTED:')
  expect((await approve(scene, admin, one)).status).toBe(200)
  expect((await askToDeploy(scene, agent, { to: 'staging', note: `use ${key}` })).body.outcome).toBe('allow')
})

const DECIDE: readonly Scope[] = ['approvals:decide']
test('rights: to look, to decide, of the own tenant', async () => {
  const { scene, agent, one } = await waiting()
  const reader = await scene.make(['approvals:read'])
  const decider = await scene.make(DECIDE)
  const foreign = await scene.make(DECIDE, { tenant: 'other' })
  expect(await pendingOf(scene, reader)).toHaveLength(1)
  expect(await pendingOf(scene, foreign)).toEqual([])
  expect(await approve(scene, reader, one)).toMatchObject({ status: 403, code: 'RIGHT_MISSING' })
  expect(await approve(scene, foreign, one)).toMatchObject({ status: 404, code: 'APPROVALS_UNKNOWN' })
  expect(await approve(scene, agent, one)).toMatchObject({ status: 403, code: 'RIGHT_MISSING' })
  for (const path of ['overview', 'audit', 'layers', 'memory', 'doctor'])
    expect((await ask(scene, decider, `/api/${path}`)).code, path).toBe('RIGHT_MISSING')
  expect((await approve(scene, decider, one)).status).toBe(200)
})

test('a token that could have made the call does not approve it, whatever else it may', async () => {
  const { scene, one } = await waiting()
  for (const scopes of [['*'], ['chat', 'approvals:decide'], ['guard:tool-call', 'admin']] as const) {
    const own = await scene.make(scopes, { agent: 'helper' })
    expect(await approve(scene, own, one), scopes.join()).toMatchObject({ status: 403, code: 'APPROVAL_OWN' })
    const { ask: send } = await logIn(scene, own)
    const refused = await send(`/api/approvals/${one.id}/approve`, { hash: one.hash })
    expect(refused, `${scopes.join()} by cookie`).toMatchObject({ status: 403, code: 'APPROVAL_OWN' })
  }
  const mere = await scene.make(['approvals:decide'], { agent: 'helper' })
  expect((await approve(scene, mere, one)).status).toBe(200)
})

test('two gateways on one store have one queue, and one of them is first', async () => {
  const { scene, agent, admin, one } = await waiting()
  const second = await scene.another()
  expect(await pendingOf(second, admin)).toMatchObject([{ id: one.id, hash: one.hash, args: one.args }])
  const both = await Promise.all([approve(scene, admin, one), approve(second, admin, one)])
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409])
  for (const running of [scene, second]) {
    expect(await pendingOf(running, admin)).toEqual([])
    const { settled } = (await ask(running, admin, '/api/approvals?status=settled')).body
    expect(settled).toMatchObject([{ id: one.id, state: 'granted' }])
  }
  expect((await askToDeploy(second, agent)).body.outcome).toBe('allow')
  // The session of the browser is of one process; the token works with both.
  const { cookie } = await logIn(scene, admin)
  expect((await ask(second, undefined, '/api/session', undefined, { cookie })).status).toBe(401)
})

test('what is not authentic is named, grants nothing, and can be removed', async () => {
  const { scene, agent, admin, one } = await waiting()
  const rows = await scene.store.list('', { limit: 100 })
  const found = rows.find(({ key }) => key.includes(`request/${one.hash}`))
  if (!found) throw new Error(rows.map(({ key }) => key).join('\n'))
  await scene.store.set(found.key, { ...(found.value as object), forged: true })
  const { pending, forged } = (await ask(scene, admin, '/api/approvals')).body
  expect([pending, forged]).toEqual([[], [`request/${one.hash}`]])
  expect((await approve(scene, admin, one)).status).toBe(404)
  const path = `/api/approvals/~${Buffer.from(forged[0]).toString('base64url')}/deny`
  expect((await ask(scene, await scene.make(['approvals:decide']), path, {})).status).toBe(404)
  expect((await ask(scene, admin, path, {})).status).toBe(200)
  expect((await ask(scene, admin, '/api/approvals')).body.forged).toEqual([])
  expect((await askToDeploy(scene, agent)).body.outcome).toBe('ask')
})

test('without the layer there is nothing to approve', async () => {
  const scene = await setScene(['gateway-auth: {}'])
  const admin = await scene.make(['admin'])
  expect(await ask(scene, admin, '/api/approvals')).toMatchObject({ status: 404, code: 'LAYER_ABSENT' })
  expect(await ask(scene, admin, '/api/approvals/x/approve', { hash: 'x' })).toMatchObject({ code: 'LAYER_ABSENT' })
  expect(await ask(scene, admin, '/api/memory')).toMatchObject({ status: 404, code: 'LAYER_ABSENT' })
  expect(await ask(scene, admin, '/api/audit')).toMatchObject({ status: 404, code: 'LAYER_ABSENT' })
  expect((await ask(scene, admin, '/api/audit/status')).body).toMatchObject({
    state: 'not-measured',
    writable: null,
    last: null,
  })
})

test('what cannot be recorded is not done', async () => {
  const { scene, admin, one } = await waiting()
  await scene.wall.close()
  expect((await approve(scene, admin, one)).status).toBeGreaterThanOrEqual(500)
  expect(await pendingOf(await scene.another(), admin)).toHaveLength(1)
})
