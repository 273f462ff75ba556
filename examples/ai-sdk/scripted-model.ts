import type { LanguageModelV4Content, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { simulateReadableStream } from 'ai'
import { MockLanguageModelV4 } from 'ai/test'

/** What the model does in one step. */
export type Step = { readonly say: string } | { readonly call: string; readonly args: object }

const usage = {
  inputTokens: { total: 10, noCache: 10, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 10, text: 10, reasoning: undefined },
}

/** A model that follows a script, whatever it is told. It streams in pieces of three characters. */
export function scriptedModel(script: readonly Step[]): MockLanguageModelV4 {
  const steps = [...script]
  let count = 0
  const next = (): LanguageModelV4Content => {
    const step = steps.shift() ?? { say: 'Done.' }
    if ('say' in step) return { type: 'text', text: step.say }
    return { type: 'tool-call', toolCallId: `call-${++count}`, toolName: step.call, input: JSON.stringify(step.args) }
  }
  const reasonFor = ({ type }: LanguageModelV4Content) =>
    ({ unified: type === 'tool-call' ? 'tool-calls' : 'stop', raw: undefined }) as const
  return new MockLanguageModelV4({
    modelId: 'scripted',
    doGenerate: async () => {
      const part = next()
      return { content: [part], finishReason: reasonFor(part), usage, warnings: [] }
    },
    doStream: async () => {
      const part = next()
      const chunks = [...pieces(part), { type: 'finish', finishReason: reasonFor(part), usage } as const]
      return { stream: simulateReadableStream<LanguageModelV4StreamPart>({ chunks }) }
    },
  })
}

function pieces(part: LanguageModelV4Content): readonly LanguageModelV4StreamPart[] {
  if (part.type === 'tool-call') return [part]
  const text = part.type === 'text' ? part.text : ''
  const deltas = (text.match(/.{1,3}/gsu) ?? []).map((delta) => ({ type: 'text-delta', id: '1', delta }) as const)
  return [{ type: 'text-start', id: '1' }, ...deltas, { type: 'text-end', id: '1' }]
}
