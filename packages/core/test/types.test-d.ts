// Compiled, never run: each @ts-expect-error must be an error, or the check of types fails.
import { z } from 'zod'
import {
  createKernel,
  definePlugin,
  use,
  type Handlers,
  type Kernel,
  type Verdict,
  type VerdictIn,
} from '../src/index.ts'

const config = z.strictObject({ limit: z.number().default(1), mode: z.enum(['soft', 'hard']).optional() })
const plugin = definePlugin({
  name: 'typed',
  version: '1.0.0',
  manifest: { api: 1, hooks: { onInbound: { judge: ['deny'] } } },
  codes: { X: 'x' },
  config,
  setup: ({ config: { limit } }) => ({
    onInbound: {
      judge: (event) => (event.payload.text.length > limit ? { kind: 'deny', code: 'X' } : undefined),
    },
  }),
})

use(plugin)
use(plugin, { limit: 2, mode: 'hard' })
// @ts-expect-error: a wrong type in a config does not compile
use(plugin, { limit: '2' })
// @ts-expect-error: nor an unknown key
use(plugin, { limits: 2 })
// @ts-expect-error: nor a value outside an enum
use(plugin, { mode: 'medium' })
// @ts-expect-error: nor an unknown option
use(plugin, {}, { onFailure: 'allow' })

export const handlers: readonly Handlers[] = [
  // @ts-expect-error: a judge cannot rewrite
  { onInbound: { judge: () => ({ kind: 'rewrite', code: 'X', edits: [] }) } },
  // @ts-expect-error: also not later
  { onInbound: { judge: async () => ({ kind: 'rewrite' as const, code: 'X', edits: [] }) } },
  // @ts-expect-error: nor does admit
  { onToolCall: { admit: () => ({ kind: 'rewrite', code: 'X', set: [] }) } },
  // @ts-expect-error: only decide grants
  { onToolCall: { judge: () => ({ kind: 'grant', code: 'X' }) } },
  // @ts-expect-error: nobody asks after decide
  { onToolCall: { finish: () => ({ kind: 'ask', code: 'X' }) } },
  // @ts-expect-error: there is no fifth hook
  { onSomething: {} },
  // @ts-expect-error: there is no sixth stage
  { onInbound: { prepare: () => undefined } },
  // @ts-expect-error: a verdict has a code
  { onInbound: { judge: () => ({ kind: 'deny' }) } },
  // @ts-expect-error: an event is read-only
  { onInbound: { judge: (event) => void (event.payload.text = '') } },
  // @ts-expect-error: a tool call has no text
  { onToolCall: { judge: (event) => void event.payload.text } },
  {
    onInbound: { normalize: () => ({ kind: 'rewrite', code: 'X', edits: [{ start: 0, end: 1, text: '' }] }) },
  },
  { onToolCall: { decide: async () => [{ kind: 'grant', code: 'X' }] } },
]

definePlugin({
  name: 'wrong',
  version: '1.0.0',
  // @ts-expect-error: a manifest cannot give a judge the power to rewrite
  manifest: { api: 1, hooks: { onInbound: { judge: ['rewrite'] } } },
  codes: {},
  config,
  setup: () => ({}),
})

export async function host(kernel: Kernel): Promise<string> {
  const decision = await kernel.onInbound({ source: 'user', text: '' }, { tenantId: 't', agentId: 'a', sessionId: 's' })
  // @ts-expect-error: a denied decision has no payload, so the outcome must be looked at first
  const unchecked = decision.payload.text
  // @ts-expect-error: a plugin list holds uses, not plugins
  await createKernel({ plugins: [plugin] })
  return decision.outcome === 'allow' ? decision.payload.text : unchecked
}

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
export const judged: Same<VerdictIn<'judge'>, Exclude<Verdict, { kind: 'rewrite' | 'grant' }>> = true
