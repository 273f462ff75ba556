import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

/** The store of the tests takes no checkpoints; with this config every batch has one. */
export const BROKEN: JsonObject = { checkpointRecords: 1 }
const denied = { code: 'AUDIT_UNAVAILABLE', kind: 'deny' } as const

/** What the layer passes, what it stops, and, at the end, what it does not see. */
export const CASES: readonly Case[] = [
  {
    name: 'every record is written',
    steps: [
      { hook: 'onInbound', input: 'a', expect: 'pass' },
      { hook: 'onOutbound', input: 'b', expect: 'pass' },
      { hook: 'onMemoryWrite', input: 'c', expect: 'pass' },
      { hook: 'onToolCall', payload: { tool: 'read', args: {} }, expect: 'pass' },
    ],
  },
  {
    name: 'a store that takes no records stops every call',
    config: BROKEN,
    steps: [
      { hook: 'onInbound', input: 'a', expect: denied },
      { hook: 'onToolCall', payload: { tool: 'read', args: {} }, expect: denied },
      { hook: 'onOutbound', input: 'x', expect: denied },
      { hook: 'onMemoryWrite', input: 'x', expect: denied },
    ],
  },
  {
    name: 'a store that takes no records stops nothing where the operator wants that',
    config: { ...BROKEN, onWriteFailure: 'continue' },
    steps: [
      { hook: 'onInbound', input: 'a', expect: 'pass' },
      { hook: 'onInbound', input: 'b', miss: 'with `continue`, calls go on although they are not on record yet' },
    ],
  },
]
