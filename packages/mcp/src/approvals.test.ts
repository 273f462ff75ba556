import type { Session } from '@ringwall/core'
import { expect, test } from 'vitest'
import { findPending, type Approvals, type PendingApproval } from './approvals.ts'

const session: Session = { tenantId: 'acme', agentId: 'helper', sessionId: 's1', userId: 'ada' }
const own = { id: 'own', hash: 'h', tenant: 'acme', agent: 'helper', session: 's1', user: 'ada' }
const request = (change: Partial<PendingApproval>): PendingApproval => ({
  ...own,
  tool: 'go',
  args: '{"path":"a"}',
  reasons: [],
  ...change,
})

test('the same call in a session of the same name is no request of this session where tenant, agent or user differ', async () => {
  const others = [{ tenant: 'other' }, { agent: 'other' }, { session: 's2' }, { user: 'eve' }, { user: null }]
  const find = (...pending: readonly PendingApproval[]): Promise<PendingApproval | undefined> =>
    findPending(
      { list: async () => ({ pending }) } as Partial<Approvals> as Approvals,
      { tool: 'go', args: { path: 'a' } },
      session,
    )
  const foreign = others.map((change) => request({ id: 'foreign', ...change }))
  expect(await find(...foreign)).toBeUndefined()
  expect(await find(...foreign, request({ args: '{"path":"b"}' }), request({ tool: 'stop' }))).toBeUndefined()
  expect((await find(...foreign, request({})))?.id).toBe('own')
})
