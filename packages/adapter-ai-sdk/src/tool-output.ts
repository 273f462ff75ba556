import type { JSONValue, LanguageModelV4ToolResultPart } from '@ai-sdk/provider'
import { Denied } from './denied.ts'
import type { AiSdkErrorCode } from './errors.ts'
import { guardFile, type Unscanned } from './files.ts'
import { viewOf, type Inspector, type Origin } from './inspector.ts'
import type { PassedResults } from './passed.ts'
import { guardJoin, json, unknown } from './parts.ts'

const UNREADABLE = new Set<string>(['AI_CONTENT_UNSCANNED', 'AI_PART_UNKNOWN'] satisfies AiSdkErrorCode[])

type Output = LanguageModelV4ToolResultPart['output']
type ContentItem = Extract<Output, { type: 'content' }>['value'][number]

/** What outputs of tools are judged with. */
export interface OutputRules {
  readonly passed: PassedResults
  readonly unscanned: ReadonlySet<Unscanned>
  readonly origin: Origin
}

/** The output of a tool as the model may read it; what came of this call through this guard was judged there. Throws Denied. */
export async function guardOutput(
  output: Output,
  callId: string,
  inspector: Inspector,
  { passed, unscanned, origin }: OutputRules,
): Promise<Output> {
  const isPassed = (text: string): boolean => {
    const instructions = passed.find(callId, text)
    for (const line of instructions ?? []) inspector.instructions.add(line)
    return instructions !== undefined
  }
  const failed = { ...origin, meta: { ...origin.meta, failed: true } }
  switch (output.type) {
    case 'text':
      return isPassed(output.value) ? output : { ...output, value: await inspector.text(output.value, origin) }
    case 'error-text':
      return isPassed(output.value) ? output : { ...output, value: await inspector.text(output.value, failed) }
    case 'json':
    case 'error-json': {
      const value = json(output.value)
      if (isPassed(viewOf(value))) return output
      const after = await inspector.result(value, output.type === 'json' ? origin : failed)
      return { ...output, value: after as JSONValue }
    }
    case 'execution-denied':
      if (output.reason !== undefined) await inspector.unchanged(output.reason, { ...origin, source: 'user' })
      return output
    case 'content': {
      const value: ContentItem[] = []
      const texts: string[] = []
      for (const item of output.value) {
        const { part, text } = await guardItem(item, inspector, origin, unscanned).catch(withheld)
        if (text !== undefined) texts.push(text)
        value.push(part)
      }
      await guardJoin(texts, inspector, origin)
      return { ...output, value }
    }
    default:
      throw unknown(output)
  }
}

/** One picture does not cost the model the rest of a result: a note takes its place. Throws what says more than that nobody can read it. */
function withheld(error: unknown): { readonly part: ContentItem; readonly text?: string } {
  if (!(error instanceof Denied) || !UNREADABLE.has(error.code)) throw error
  return { part: { type: 'text', text: `[${error.code}: ${error.reason}]` } }
}

async function guardItem(
  item: ContentItem,
  inspector: Inspector,
  origin: Origin,
  unscanned: ReadonlySet<Unscanned>,
): Promise<{ readonly part: ContentItem; readonly text?: string }> {
  switch (item.type) {
    case 'text':
      return { part: { ...item, text: await inspector.text(item.text, origin) }, text: item.text }
    case 'file': {
      const { file, text } = await guardFile(item, inspector, origin, unscanned)
      return { part: file, ...(text === undefined ? {} : { text }) }
    }
    case 'custom':
      await inspector.unchanged(json(item.providerOptions ?? {}), origin)
      return { part: item }
    default:
      throw unknown(item)
  }
}
