import { createKernel, LAYER_FAILED, use } from '@ringwall/core'
import { describe, expect, it } from 'vitest'
import { FAULTS, TEST_SESSION, withFault, type Fault } from '../src/index.ts'
import { keyword } from './keyword-layer.ts'

const PROBLEMS: Record<Fault, string> = {
  throws: 'an injected fault',
  rejects: 'an injected fault',
  hangs: 'answered later than 5 ms',
  late: 'answered later than 5 ms',
  null: 'expected object, received null',
  number: 'expected object, received number',
  'unknown-kind': 'used the power permit',
  'undeclared-code': 'used the code UNDECLARED',
  'undeclared-power': 'used the power grant',
  'edit-out-of-range': 'lies outside the text',
  'edits-overlap': 'edits overlap at 1',
}

describe('each fault is the one that it is called', () => {
  it('has a row for each', () => expect(Object.keys(PROBLEMS)).toEqual(FAULTS))

  it.for(FAULTS)('%s', async (fault) => {
    // In finish, which may rewrite, so that the faults of edits are reached.
    const plugin = withFault(keyword, { hook: 'onOutbound', stage: 'finish' }, fault)
    const kernel = await createKernel({ plugins: [use(plugin, {}, { deadlineMs: 5 })] })
    try {
      const { outcome, rulings } = await kernel.onOutbound({ destination: 'user', body: 'some text' }, TEST_SESSION)
      expect(outcome).toBe('deny')
      expect(rulings).toMatchObject([{ layer: 'keyword', code: LAYER_FAILED }])
      expect(rulings[0]?.detail).toContain(PROBLEMS[fault])
      // The other handlers are silent, so that nothing stops a call before its fault.
      expect(await kernel.onInbound({ source: 'user', text: 'forbidden' }, TEST_SESSION)).toMatchObject({ rulings: [] })
    } finally {
      await kernel.close()
    }
  })
})
