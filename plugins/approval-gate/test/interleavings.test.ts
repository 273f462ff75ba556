import type { Kernel } from '@ringwall/core'
import { openSqliteStore, type Store } from '@ringwall/store'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileKey, openApprovals, type ApprovalDesk } from '../src/index.ts'
import { codesOf, makeWorld, SESSION } from './world.ts'

/** The methods between which anything may happen. */
const STEPS = ['get', 'list', 'transact', 'delete', 'reserve', 'settle', 'time'] as const

/** The same store, whose every call waits for its turn before it is made, and after. */
function scheduled(store: Store, scheduler: fc.Scheduler): Store {
  const steps = Object.fromEntries(
    STEPS.map((name) => {
      const call = (store[name] as (...args: readonly unknown[]) => Promise<unknown>).bind(store)
      const turn = scheduler.scheduleFunction(async (...args: readonly unknown[]) => call(...args))
      return [name, async (...args: readonly unknown[]) => turn(...args)]
    }),
  )
  return new Proxy(store, {
    get: (target, name) => {
      const own: unknown = Object.hasOwn(steps, name) ? steps[String(name)] : Reflect.get(target, name)
      return typeof own === 'function' && !Object.hasOwn(steps, name) ? own.bind(target) : own
    },
  })
}

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('call' as const), kernel: fc.nat(2), args: fc.nat(1) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('approve' as const),
      scope: fc.constantFrom('once', 'once', 'once', 'args', 'session'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deny' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('revoke' as const) }) },
)
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never

/** Each round at once, one round after the other. */
const rounds = fc.array(fc.array(action, { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 4 })

function narrowed(step: Action, isNarrow: boolean): Action {
  return isNarrow && step.kind === 'approve' ? { kind: 'approve', scope: 'once' } : step
}

interface Outcome {
  allowed: number
  wide: number
  once: number
}

async function act(kernels: readonly Kernel[], desk: ApprovalDesk, step: Action, seen: Outcome): Promise<void> {
  if (step.kind === 'call') {
    const decision = await kernels[step.kernel]?.onToolCall({ tool: 'ask', args: { n: step.args } }, SESSION)
    if (decision?.outcome === 'allow') seen.allowed++
    expect(decision && codesOf(decision)).not.toContain('APPROVAL_UNAUTHENTIC')
    expect(decision && codesOf(decision)).not.toContain('LAYER_FAILED')
    return
  }
  const { pending, standing } = await desk.list()
  const [request, approval] = [pending[0], standing[0]]
  try {
    if (step.kind === 'approve' && request) {
      await desk.approve(request.id, { approver: 'ada', expectedHash: request.hash, scope: step.scope as 'once' })
      if (step.scope === 'once') seen.once++
      else seen.wide++
    }
    if (step.kind === 'deny' && request) await desk.deny(request.id, { approver: 'bob' })
    if (step.kind === 'revoke' && approval) await desk.revoke(approval.id, { approver: 'bob' })
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/^APPROVALS_(?:SETTLED|UNKNOWN)$/) })
  }
}

test('whatever happens in between, no more calls go on than were approved', { timeout: 300_000 }, async () => {
  const world = await makeWorld()
  const tally = { allowed: 0, spent: 0 }
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), rounds, fc.boolean(), async (scheduler, steps, isNarrow) => {
      const store = await openSqliteStore({ file: ':memory:', pollMs: 5 })
      const kernels: Kernel[] = []
      try {
        const own = scheduled(store, scheduler)
        for (let i = 0; i < 3; i++)
          kernels.push(await world.kernel({ onAsk: 'return', denialCacheMs: 0, asksPerSession: 1000 }, { store: own }))
        const desk = openApprovals(own, fileKey(world.keyFile))
        const seen: Outcome = { allowed: 0, wide: 0, once: 0 }
        const now = (round: readonly Action[]): Promise<unknown> =>
          scheduler.waitFor(Promise.all(round.map((step) => act(kernels, desk, narrowed(step, isNarrow), seen))))
        await now([0, 1].map((args): Action => ({ kind: 'call', kernel: args, args })))
        for (const round of steps) await now(round)
        // Then one after the other: what is left over serves a call each.
        const rest = [0, 1, 0, 1].map((args): Action => ({ kind: 'call', kernel: args, args }))
        for (const step of rest) await now([step])
        if (seen.wide === 0) expect(seen.allowed).toBeLessThanOrEqual(seen.once)
        tally.allowed += seen.wide === 0 ? seen.allowed : 0
        tally.spent += seen.once
      } finally {
        for (const kernel of kernels) await kernel.close()
        await store.close()
      }
    }),
    { numRuns: 150 },
  )
  // The property says something: approvals were given, and used.
  expect(tally.spent).toBeGreaterThan(50)
  expect(tally.allowed).toBeGreaterThan(20)
})
