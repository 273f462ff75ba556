import type { LanguageModelV4CallOptions, LanguageModelV4Content, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import {
  createKernel,
  definePlugin,
  use,
  type Hook,
  type JsonValue,
  type Kernel,
  type Session,
  type Use,
} from '@ringwall/core'
import { simulateReadableStream } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { createGuard, type AiSdkGuard, type GuardOptions } from '../src/index.ts'

export const session: Session = { tenantId: 'acme', agentId: 'assistant', sessionId: 'today', userId: 'ada' }

/** What a layer of these tests saw. */
export interface Seen {
  readonly hook: Hook
  readonly source?: string
  readonly tool?: string
  readonly text: string
  readonly meta: unknown
}

/**
 * In: EVIL is denied, also where it is in parts, `hush` becomes [gone], what tools return is put in marks, `canary` adds an instruction. Calls:
 * `rm` is denied, `pay` is asked about, an argument `to: "NAME"` becomes "ada". Out: SECRET-1234 becomes [gone], LEAK is denied.
 */
function words(seen: Seen[]): Use {
  const see = (hook: Hook, text: string, meta: unknown, more: Partial<Seen> = {}): void =>
    void seen.push({ hook, text, meta, ...more })
  return use(
    definePlugin({
      name: 'words',
      version: '1.0.0',
      manifest: {
        api: 1,
        hooks: {
          onInbound: { judge: ['deny', 'instruct'], finish: ['rewrite'] },
          onToolCall: { normalize: ['rewrite'], judge: ['deny', 'ask'] },
          onOutbound: { judge: ['deny'], finish: ['rewrite'] },
        },
        rewrites: ['/**'],
        streaming: { window: 12 },
      },
      codes: { EVIL: 'x', HUSH: 'x', MARK: 'x', CANARY: 'x', TOOL: 'x', ASK: 'x', NAME: 'x', SECRET: 'x', LEAK: 'x' },
      config: z.strictObject({}),
      setup: () => ({
        onInbound: {
          judge({ payload: { source, text, meta } }) {
            see('onInbound', text, meta, { source })
            if (text.includes('EVIL')) return { kind: 'deny', code: 'EVIL', message: 'An evil word.' }
            return text.includes('canary') ? { kind: 'instruct', code: 'CANARY', text: 'Mind the canary.' } : undefined
          },
          finish({ payload: { source, text, meta } }) {
            const edits = [...text.matchAll(/hush/g)].map(({ index }) => ({
              start: index,
              end: index + 4,
              text: '[gone]',
            }))
            if (source === 'tool' && meta?.structured !== true) {
              edits.unshift({ start: 0, end: 0, text: '<<' })
              edits.push({ start: text.length, end: text.length, text: '>>' })
            }
            return edits.length > 0 ? { kind: 'rewrite', code: 'HUSH', edits } : undefined
          },
        },
        onToolCall: {
          normalize: ({ payload: { args } }) =>
            args.to === 'NAME' ? { kind: 'rewrite', code: 'NAME', set: [{ path: '/to', value: 'ada' }] } : undefined,
          judge({ payload: { tool, args, meta } }) {
            see('onToolCall', JSON.stringify(args), meta, { tool })
            if (tool === 'rm') return { kind: 'deny', code: 'TOOL', message: 'Not that tool.' }
            return tool === 'pay' ? { kind: 'ask', code: 'ASK' } : undefined
          },
        },
        onOutbound: {
          judge({ payload: { body, meta } }) {
            see('onOutbound', textOf(body), meta)
            return textOf(body).includes('LEAK') ? { kind: 'deny', code: 'LEAK', message: 'It stays here.' } : undefined
          },
          finish({ payload: { body } }) {
            if (typeof body !== 'string') return undefined
            const edits = [...body.matchAll(/SECRET-1234/g)].map(({ index }) => ({
              start: index,
              end: index + 11,
              text: '[gone]',
            }))
            return edits.length > 0 ? { kind: 'rewrite', code: 'SECRET', edits } : undefined
          },
        },
      }),
    }),
  )
}

/** A layer that denies what comes in with a phrase. */
export function phrase(words: string): Use {
  return use(
    definePlugin({
      name: 'phrase',
      version: '1.0.0',
      manifest: { api: 1, hooks: { onInbound: { judge: ['deny'] } } },
      codes: { PHRASE: 'x' },
      config: z.strictObject({}),
      setup: () => ({
        onInbound: {
          judge: ({ payload: { text } }) => (text.includes(words) ? { kind: 'deny', code: 'PHRASE' } : undefined),
        },
      }),
    }),
  )
}

function textOf(body: JsonValue): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** A guard on a kernel of its own, and what its layer saw. */
export async function setUp(
  options: Partial<GuardOptions> & { readonly plugins?: readonly Use[] } = {},
): Promise<{ readonly guard: AiSdkGuard; readonly seen: readonly Seen[]; readonly kernel: Kernel }> {
  const seen: Seen[] = []
  const { plugins = [], ...rest } = options
  const kernel = await createKernel({ plugins: [words(seen), ...plugins] })
  onTestFinished(() => kernel.close())
  return { guard: createGuard({ kernel, session, ...rest }), seen, kernel }
}

export const usage = {
  inputTokens: { total: 7, noCache: 5, cacheRead: 2, cacheWrite: undefined },
  outputTokens: { total: 3, text: 3, reasoning: undefined },
}

/** What one step of a stub model answers. */
export type Step = readonly LanguageModelV4Content[]

export const say = (text: string): LanguageModelV4Content => ({ type: 'text', text })
export const call = (toolName: string, input: object, toolCallId = `call-${toolName}`): LanguageModelV4Content => ({
  type: 'tool-call',
  toolCallId,
  toolName,
  input: JSON.stringify(input),
})

/** A model that answers by a script, whole or in pieces of three characters. */
export function model(...steps: readonly Step[]): MockLanguageModelV4 {
  let at = 0
  const next = (): Step => steps[at++] ?? []
  const reason = (step: Step): { unified: 'tool-calls' | 'stop'; raw: undefined } => ({
    unified: step.some(({ type }) => type === 'tool-call') ? 'tool-calls' : 'stop',
    raw: undefined,
  })
  return new MockLanguageModelV4({
    doGenerate: async () => {
      const step = next()
      return { content: [...step], finishReason: reason(step), usage, warnings: [], response: { body: { step } } }
    },
    doStream: async () => {
      const step = next()
      const parts = step.flatMap((part, index) => pieces(part, String(index)))
      return streamOf([...parts, { type: 'finish', finishReason: reason(step), usage }])
    },
  })
}

/** A stream of parts as a provider gives it. */
export function streamOf(parts: readonly LanguageModelV4StreamPart[]): {
  stream: ReadableStream<LanguageModelV4StreamPart>
} {
  const chunks: LanguageModelV4StreamPart[] = [{ type: 'stream-start', warnings: [] }, ...parts]
  return { stream: simulateReadableStream({ chunks, initialDelayInMs: null, chunkDelayInMs: null }) }
}

function pieces(part: LanguageModelV4Content, id: string): readonly LanguageModelV4StreamPart[] {
  if (part.type !== 'text' && part.type !== 'reasoning') return [part]
  const deltas = (part.text.match(/.{1,3}/gsu) ?? []).map((delta) => ({
    type: `${part.type}-delta` as const,
    id,
    delta,
  }))
  return [{ type: `${part.type}-start`, id }, ...deltas, { type: `${part.type}-end`, id }]
}

/** The prompt of the nth call, as text. */
export function promptOf(calls: readonly LanguageModelV4CallOptions[], at: number): string {
  return JSON.stringify(calls[at]?.prompt)
}
