import type { Decision, Ruling } from '@ringwall/core'
import { expect, test } from 'vitest'
import { denialOf, STOPPED } from '../src/index.ts'

function ruling(kind: Ruling['kind'], code: string, enforced: boolean, message?: string): Ruling {
  const said = { layer: 'words', kind, code, enforced, detail: 'for the operator', ...(message && { message }) }
  return said as unknown as Ruling
}
function decision(outcome: Decision['outcome'], ...rulings: readonly Ruling[]): Decision {
  return { outcome, rulings, traceId: 't-1' } as unknown as Decision
}

test('an allow has no denial, whatever layers that only observe would have said', () => {
  expect(denialOf(decision('allow', ruling('deny', 'EVIL', false)))).toBeUndefined()
})

test('a denial is that of the last ruling that counts, without its detail', () => {
  const rulings = [
    ruling('deny', 'FIRST', true, 'One.'),
    ruling('deny', 'LAST', true, 'Two.'),
    ruling('flag', 'ODD', true),
    ruling('deny', 'SEEN', false),
  ]
  expect(denialOf(decision('deny', ...rulings))).toStrictEqual({
    outcome: 'deny',
    code: 'LAST',
    layer: 'words',
    message: 'Two.',
    traceId: 't-1',
  })
})

test('an ask is that of who asks, and has words of its own', () => {
  const denial = denialOf(decision('ask', ruling('ask', 'ASK', true), ruling('deny', 'SEEN', false)))
  expect(denial).toMatchObject({ outcome: 'ask', code: 'ASK' })
  expect(denial?.message).toContain('approval of a person')
})

test('a denial that nobody explains is one all the same', () => {
  expect(denialOf(decision('deny'))).toMatchObject({ code: 'DENIED', layer: 'kernel', message: STOPPED })
})
