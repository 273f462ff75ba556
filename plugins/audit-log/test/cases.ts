import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'
import type { AuditSink } from '../src/index.ts'

/** A sink that fails from the first line on. */
export const BROKEN: AuditSink = {
  write() {
    throw new Error('no space left on device')
  },
}
/** Calls go to the sink of the host, which the tests break. */
export const HOST: JsonObject = { sink: 'host' }
const denied = { code: 'AUDIT_UNAVAILABLE', kind: 'deny' } as const

/** What the layer passes, what it stops, and, at the end, what it does not see. The host's sink is BROKEN in all of them. */
export const CASES: readonly Case[] = [
  {
    name: 'the file takes every line',
    steps: [
      { hook: 'onInbound', input: 'a', expect: 'pass' },
      { hook: 'onOutbound', input: 'b', expect: 'pass' },
    ],
  },
  {
    name: 'the log of the kernel takes every line',
    config: { sink: 'logger' },
    steps: [
      { hook: 'onMemoryWrite', input: 'a', expect: 'pass' },
      { hook: 'onToolCall', payload: { tool: 'read', args: {} }, expect: 'pass' },
    ],
  },
  {
    name: 'a broken sink stops what follows',
    config: HOST,
    steps: [
      {
        hook: 'onInbound',
        input: 'the first',
        miss: 'a line is written after its decision, so the first lost line stops the next call',
      },
      { hook: 'onInbound', input: 'the second', expect: denied },
      { hook: 'onToolCall', payload: { tool: 'read', args: {} }, expect: denied },
      { hook: 'onOutbound', input: 'x', expect: denied },
      { hook: 'onMemoryWrite', input: 'x', expect: denied },
    ],
  },
  {
    name: 'a broken sink stops nothing where the operator wants that',
    config: { ...HOST, onWriteFailure: 'continue' },
    steps: [
      { hook: 'onInbound', input: 'a', expect: 'pass' },
      { hook: 'onInbound', input: 'b', expect: 'pass' },
    ],
  },
]
