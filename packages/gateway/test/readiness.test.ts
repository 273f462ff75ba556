// /readyz as a machine without a token and as an operator see it.
import { createKernel, token, type Kernel } from '@ringwall/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { measureReadiness } from '../src/readiness.ts'
import { silent, startRig, TOKEN } from './harness.ts'

const OPERATOR = 'operator-token-0123456789-0123456789'
const TOKENS = [
  { token: TOKEN, agent: 'helper', tenant: 'acme' },
  { token: OPERATOR, agent: 'default', tenant: 'default', operator: true },
]
const UNMEASURED = { state: 'not-measured' }

/** A kernel without layers, with these services. */
async function kernelWith(given: Readonly<Record<string, object>>): Promise<Kernel> {
  const services = Object.entries(given).map(([name, value]) => ({ token: token(name), value }))
  const kernel = await createKernel({ plugins: [], services, logger: silent() })
  onTestFinished(() => kernel.close())
  return kernel
}

async function checksOf(services: Readonly<Record<string, object>>) {
  const kernel = await kernelWith(services)
  return measureReadiness({ for: () => kernel }, () => false)
}

describe('who asks', () => {
  test('without an operator’s token there is one word; an operator sees every check, and nothing passes that was not measured', async () => {
    await using rig = await startRig(undefined, { tokens: TOKENS })
    const get = (bearer?: string): Promise<Response> =>
      fetch(`${rig.gateway.url}/readyz`, bearer === undefined ? {} : { headers: { authorization: `Bearer ${bearer}` } })
    for (const bearer of [undefined, TOKEN]) {
      const response = await get(bearer)
      expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }])
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
    expect(await (await get(OPERATOR)).json()).toEqual({
      status: 'ready',
      checks: {
        accepting: { state: 'ok' },
        kernel: UNMEASURED,
        store: UNMEASURED,
        audit: UNMEASURED,
        sandbox: UNMEASURED,
        tls: UNMEASURED,
      },
    })
    expect((await get('wrong-token-0123456789-0123456789-x')).status).toBe(401)
  })
})

describe('what fails', () => {
  const secret = new Error('connect to redis://user:hunter2@host failed')

  test('a store that rejects, by code alone', async () => {
    const readiness = await checksOf({ Store: { get: () => Promise.reject(secret) } })
    expect(readiness).toMatchObject({
      isReady: false,
      checks: { store: { state: 'failed', detail: { problem: 'ERROR' } } },
    })
    expect(JSON.stringify(readiness)).not.toContain('hunter2')
  })

  test.for([
    ['does not come back', () => new Promise<never>(() => {}), 'TIMEOUT'],
    ['fails', () => Promise.reject(secret), 'ERROR'],
  ] as const)('a disk that %s: no answer would leave', async ([, flush, problem]) => {
    const kernel = await kernelWith({ Store: { get: async () => undefined } })
    const { isReady, checks } = await measureReadiness({ for: () => kernel, flush }, () => false)
    expect([isReady, checks.store]).toEqual([false, { state: 'failed', detail: { problem } }])
  })

  test('a part that does not answer, within a bounded time', async () => {
    const { isReady, checks } = await checksOf({ Exec: { ready: () => new Promise(() => undefined) } })
    expect([isReady, checks.sandbox]).toEqual([false, { state: 'failed', detail: { problem: 'TIMEOUT' } }])
  })

  test.for([
    [
      'an audit log that cannot be written',
      { AuditStatus: { isWritable: async () => false } },
      'audit',
      'AUDIT_UNAVAILABLE',
    ],
    ['a sandbox that is not there', { Exec: { ready: () => Promise.reject(secret) } }, 'sandbox', 'ERROR'],
    [
      'a certificate past its end',
      { TlsOptions: { isOn: true, status: () => ({ isReady: false, notAfter: 0 }) } },
      'tls',
      'TLS_EXPIRED',
    ],
    [
      'a certificate of which nothing is known',
      {
        TlsOptions: {
          isOn: true,
          status: () => {
            throw secret
          },
        },
      },
      'tls',
      'ERROR',
    ],
  ] as const)('%s', async ([, services, check, problem]) => {
    const { isReady, checks } = await checksOf(services)
    expect(isReady).toBe(false)
    expect(checks[check]).toMatchObject({ state: 'failed', detail: { problem } })
  })

  test('TLS that is off is not measured, and on it has an end', async () => {
    expect((await checksOf({ TlsOptions: { isOn: false } })).checks.tls).toEqual(UNMEASURED)
    const on = { isOn: true, status: () => ({ isReady: true, notAfter: 86_400_000 }) }
    expect((await checksOf({ TlsOptions: on })).checks.tls).toEqual({
      state: 'ok',
      detail: { notAfter: '1970-01-02T00:00:00.000Z' },
    })
  })

  test('one of several kernels', async () => {
    const kernel = await kernelWith({})
    const audits = [true, false].map((is) => ({ isWritable: async () => is }))
    const wall = {
      for: () => kernel,
      isOpen: true,
      findAll: ({ name }: { name: string }) => (name === 'AuditStatus' ? audits : []) as never,
    }
    const { isReady, checks } = await measureReadiness(wall, () => false)
    expect([isReady, checks.kernel.state, checks.audit.state]).toEqual([false, 'ok', 'failed'])
  })

  test('a wall that is closed, or that throws', async () => {
    const kernel = await kernelWith({})
    const closed = await measureReadiness({ for: () => kernel, isOpen: false }, () => false)
    expect(closed).toMatchObject({ isReady: false, checks: { kernel: { detail: { problem: 'KERNEL_CLOSED' } } } })
    const broken = {
      for: () => {
        throw secret
      },
    }
    const { isReady, checks } = await measureReadiness(broken, () => false)
    expect([isReady, checks.store.state, checks.tls.state]).toEqual([false, 'failed', 'failed'])
  })
})
