import { definePlugin, token, use, type Finding, type Use } from '@ringwall/core'
import { z } from 'zod'
import { ApprovalsToken, type PendingApproval } from '../src/approvals.ts'

/** What the made-up layers of these tests saw, in its order. */
export interface Seen {
  readonly hook: string
  readonly payload: unknown
  readonly traceId: string | undefined
}

const findings: readonly Finding[] = []

/** Denies texts with EVIL, turns hush into [gone], and denies what leaves with LEAK; keeps what it saw. */
export function words(seen: Seen[] = []): Use {
  return use(
    definePlugin({
      name: 'words',
      version: '1.0.0',
      manifest: {
        api: 1,
        hooks: {
          onInbound: { judge: ['deny'], finish: ['rewrite'] },
          onOutbound: { judge: ['deny'], finish: ['rewrite'] },
          onToolCall: { judge: ['deny'] },
        },
        rewrites: ['/**'],
      },
      codes: { EVIL: 'an evil word', HUSH: 'a word that is not said', LEAK: 'a word that stays here' },
      config: z.strictObject({}),
      setup: () => ({
        onInbound: {
          judge: ({ hook, payload, session }) => {
            seen.push({ hook, payload, traceId: session.traceId })
            return /EVIL/.test(payload.text.replaceAll(' ', ''))
              ? { kind: 'deny', code: 'EVIL', message: 'An evil word.', findings }
              : undefined
          },
          finish: ({ payload: { text } }) => {
            const edits = [...text.matchAll(/hush/g)].map(({ index }) => ({
              start: index,
              end: index + 4,
              text: '[gone]',
            }))
            return edits.length > 0 ? { kind: 'rewrite', code: 'HUSH', edits } : undefined
          },
        },
        onOutbound: {
          judge: ({ hook, payload, session }) => {
            seen.push({ hook, payload, traceId: session.traceId })
            return JSON.stringify(payload.body).includes('LEAK')
              ? { kind: 'deny', code: 'LEAK', message: 'It stays here.' }
              : undefined
          },
          finish: ({ payload: { body } }) =>
            typeof body === 'object' && body !== null && 'uri' in body && body.uri === 'hush://x'
              ? { kind: 'rewrite', code: 'HUSH', set: [{ path: '/uri', value: 'gone://x' }] }
              : undefined,
        },
        onToolCall: {
          judge: ({ hook, payload, session }) => {
            seen.push({ hook, payload, traceId: session.traceId })
            return JSON.stringify(payload).includes('EVIL')
              ? { kind: 'deny', code: 'EVIL', message: 'An evil word.' }
              : undefined
          },
        },
      }),
    }),
  )
}

/** Throws at everything: what fails must not let anything pass. */
export function broken(hook: 'onInbound' | 'onToolCall' | 'onOutbound'): Use {
  const handler = (): never => {
    throw new Error('a secret of the inside')
  }
  return use(
    definePlugin({
      name: 'broken',
      version: '1.0.0',
      manifest: { api: 1, hooks: { [hook]: { judge: ['deny'] } } },
      codes: { NEVER: 'never said' },
      config: z.strictObject({}),
      setup: () => ({ [hook]: { judge: handler } }),
    }),
  )
}

/** A stand-in for approval-gate: every call of a tool asks, and waits, returns, or returns only once somebody has answered. */
export function gate(mode: 'wait' | 'return' | 'late', log: string[] = []): readonly Use[] {
  const asks = definePlugin({
    name: 'asks',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onToolCall: { judge: ['ask'] } } },
    codes: { LOOK: 'somebody should look' },
    config: z.strictObject({}),
    setup: () => ({ onToolCall: { judge: () => ({ kind: 'ask', code: 'LOOK', message: 'Look at it.' }) } }),
  })
  const gates = definePlugin({
    name: 'gate',
    version: '1.0.0',
    manifest: {
      api: 1,
      hooks: { onToolCall: { decide: ['deny', 'grant'] } },
      provides: ['Approvals'],
      deadlineMs: 60_000,
    },
    codes: { GRANTED: 'granted', REFUSED: 'refused' },
    config: z.strictObject({}),
    setup({ provide }) {
      const pending = new Map<string, PendingApproval>()
      const granted = new Set<string>()
      const listeners = new Set<(change: { kind: string; request?: PendingApproval }) => unknown>()
      const waiting = new Map<string, (isGranted: boolean) => void>()
      const settle = (id: string, isGranted: boolean): void => {
        const request = pending.get(id)
        if (!request) throw new Error('it is settled')
        pending.delete(id)
        if (isGranted && mode !== 'wait') granted.add(request.tool + request.args)
        waiting.get(id)?.(isGranted)
      }
      provide(ApprovalsToken, {
        list: async () => ({ pending: [...pending.values()] }),
        async approve(id, { approver, expectedHash }) {
          log.push(`approve by ${approver}`)
          if (pending.get(id)?.hash !== expectedHash) throw new Error('another hash')
          settle(id, true)
        },
        async deny(id, { approver }) {
          log.push(`deny by ${approver}`)
          settle(id, false)
        },
        async watch(listener, { signal }) {
          listeners.add(listener)
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          listeners.delete(listener)
        },
        withdraw({ sessionId }) {
          log.push('withdraw')
          const own = [...pending.values()].filter(({ session }) => session === sessionId)
          for (const { id } of own) waiting.get(id)?.(false) // what was asked can still be answered
          return own.filter(({ id }) => waiting.has(id)).length
        },
        stop: () => undefined,
      })
      return {
        onToolCall: {
          async decide({ payload: { tool, args }, session: { tenantId, agentId, sessionId, userId } }) {
            const text = JSON.stringify(args)
            if (granted.delete(tool + text)) return { kind: 'grant', code: 'GRANTED' }
            const id = `r${pending.size + log.length}`
            const request = {
              id,
              hash: `h-${id}`,
              tenant: tenantId,
              agent: agentId,
              session: sessionId,
              user: userId ?? null,
              tool,
              args: text,
              reasons: [{ code: 'asks/LOOK', message: 'Look at it.' }],
            }
            pending.set(id, request)
            for (const listener of listeners) listener({ kind: 'pending', request })
            if (mode === 'return') return undefined
            const isGranted = await new Promise<boolean>((resolve) => waiting.set(id, resolve))
            if (mode === 'late') return undefined // settled before its call has come back
            return isGranted
              ? { kind: 'grant', code: 'GRANTED' }
              : { kind: 'deny', code: 'REFUSED', message: 'A person refused it.' }
          },
        },
      }
    },
  })
  return [use(asks), use(gates)]
}

/** A stand-in for tool-policy: shows the names of which that is true. */
export function policy(isShown: (name: string) => boolean): Use {
  return use(
    definePlugin({
      name: 'policy',
      version: '1.0.0',
      manifest: { api: 1, hooks: {}, provides: ['ToolPolicy'] },
      codes: {},
      config: z.strictObject({}),
      setup({ provide }) {
        const visible = async (names: readonly string[]): Promise<readonly string[]> => names.filter(isShown)
        provide(token<{ visible: typeof visible }>('ToolPolicy'), { visible })
        return {}
      },
    }),
  )
}
