import { createKernel, definePlugin, use, type HostService, type Kernel } from '@ringwall/core'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { TextSink, TracedSession } from '../src/index.ts'

export const session: TracedSession = { tenantId: 'acme', agentId: 'assistant', sessionId: 'today', traceId: 't-1' }

/** Out: SECRET-12 becomes [gone], LEAK is denied, `broken` throws. Calls: those of `rm` are denied. */
export const words = definePlugin({
  name: 'words',
  version: '1.0.0',
  manifest: {
    api: 1,
    hooks: { onToolCall: { judge: ['deny'] }, onOutbound: { judge: ['deny'], finish: ['rewrite'] } },
    rewrites: ['/**'],
    streaming: { window: 12 },
  },
  codes: { LEAK: 'x', SECRET: 'x', TOOL: 'x' },
  config: z.strictObject({}),
  setup: () => ({
    onToolCall: {
      judge: ({ payload: { tool } }) => (tool === 'rm' ? { kind: 'deny', code: 'TOOL', detail: 'inside' } : undefined),
    },
    onOutbound: {
      judge({ payload: { body } }) {
        if (String(body).includes('broken')) throw new Error('broken')
        return String(body).includes('LEAK') ? { kind: 'deny', code: 'LEAK', message: 'A leak.' } : undefined
      },
      finish({ payload: { body } }) {
        const edits = [...String(body).matchAll(/SECRET-\d\d/g)].map(({ index, 0: found }) => ({
          start: index,
          end: index + found.length,
          text: '[gone]',
        }))
        return edits.length > 0 ? { kind: 'rewrite', code: 'SECRET', edits } : undefined
      },
    },
  }),
})

/** A kernel with the layer above, and services of other layers. */
export async function startKernel(...services: readonly HostService[]): Promise<Kernel> {
  const kernel = await createKernel({ plugins: [use(words)], services })
  onTestFinished(() => kernel.close())
  return kernel
}

/** A sink that notes what it is given. */
export function listen(told: string[] = []): TextSink & { readonly told: string[] } {
  return {
    told,
    emit: async (text) => void told.push(text),
    deny: async ({ code, layer, message }) => void told.push(`${layer} ${code} ${message}`),
    fail: async (error) => void told.push(`failed: ${String(error)}`),
  }
}
