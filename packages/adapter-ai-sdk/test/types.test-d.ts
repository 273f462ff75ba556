// What the compiler says about the guard and the SDK's own types; `tsc -p tsconfig.check.json` reads it.
import type { LanguageModelV4 } from '@ai-sdk/provider'
import type { Kernel, Session } from '@ringwall/core'
import {
  generateText,
  Output,
  streamText,
  tool,
  ToolLoopAgent,
  wrapLanguageModel,
  type LanguageModel,
  type ToolSet,
} from 'ai'
import { z } from 'zod'
import { createGuard, type AiSdkGuard } from '../src/index.ts'

declare const kernel: Kernel
declare const session: Session
declare const model: LanguageModelV4

const guard: AiSdkGuard = createGuard({ kernel, session, unscanned: ['image'], approvals: 'sdk' })
const guarded: LanguageModel = guard.model(model)
wrapLanguageModel({ model, middleware: [guard.middleware] }) satisfies LanguageModel

const weather = tool({ inputSchema: z.object({ city: z.string() }), execute: ({ city }) => ({ city, degrees: 21 }) })
const tools = guard.tools({ weather }, { server: 'meteo' })
tools satisfies ToolSet
tools.weather satisfies typeof weather

/** Tools keep the types of their input and output. */
export async function typed(): Promise<number | undefined> {
  const { toolResults } = await generateText({ model: guarded, tools, prompt: 'x' })
  const [first] = toolResults
  return first?.dynamic ? undefined : first?.output.degrees
}
/** Output keeps its type too. */
export async function structured(): Promise<string> {
  const { output } = await generateText({
    model: guarded,
    output: Output.object({ schema: z.object({ a: z.string() }) }),
    prompt: 'x',
  })
  return output.a
}
new ToolLoopAgent({ model: guarded, tools }) satisfies object
streamText({ model: guarded, tools, prompt: 'x' }) satisfies object

// @ts-expect-error a guard is of one session
createGuard({ kernel })
// @ts-expect-error there is no such kind of content
createGuard({ kernel, session, unscanned: ['hologram'] })
// @ts-expect-error the name of a model is no model: a gateway would be asked around the guard
guard.model('openai/gpt-5')
// @ts-expect-error a tool needs an input schema
guard.tools({ weather: { execute: () => 1 } })
