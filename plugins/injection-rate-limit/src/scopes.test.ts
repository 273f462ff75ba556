import type { Session } from '@ringwall/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { configSchema } from './config.ts'
import { actorOf } from './scopes.ts'

const config = configSchema.parse({})
const name = fc.oneof(fc.constantFrom('a', 'b', 'user', 'a","b'), fc.string({ minLength: 1 }))
const session = fc.record({ tenantId: name, sessionId: name, userId: fc.option(name, { nil: undefined }) })

function keysOf({
  userId,
  ...rest
}: {
  tenantId: string
  sessionId: string
  userId: string | undefined
}): readonly string[] {
  const whole: Session = { agentId: 'x', ...rest, ...(userId !== undefined && { userId }) }
  return actorOf(whole, 'user', config).scopes.map(({ key }) => key)
}

it('no two scopes of anybody meet', () => {
  fc.assert(
    fc.property(session, session, (one, other) => {
      const [first, second] = [keysOf(one), keysOf(other)]
      expect(new Set(first).size).toBe(first.length)
      const isSame = one.tenantId === other.tenantId && one.userId === other.userId
      const isSameActor = isSame && (one.userId !== undefined || one.sessionId === other.sessionId)
      expect(first[0] === second[0]).toBe(isSameActor)
      if (!isSameActor) expect(first.some((key) => second.includes(key))).toBe(false)
    }),
  )
})

it('keys have one length, whatever the names', () => {
  const [key = ''] = keysOf({ tenantId: 't'.repeat(5000), sessionId: '\u0000', userId: undefined })
  expect(key).toHaveLength(43)
})
