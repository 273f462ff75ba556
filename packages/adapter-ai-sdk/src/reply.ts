import type { LanguageModelV4Content, LanguageModelV4GenerateResult, SharedV4ProviderMetadata } from '@ai-sdk/provider'
import { toDenied, type Denied } from './denied.ts'
import { checkCallIds, guardPart, withoutChanged, type ModelCall } from './reply-parts.ts'
import { unknown } from './parts.ts'

/** The reply as the caller may have it. What was stopped is told in its place, and no call of it is left. Never rejects. */
export async function guardReply(
  result: LanguageModelV4GenerateResult,
  call: ModelCall,
): Promise<LanguageModelV4GenerateResult> {
  const { response, structuredOutputText, content, ...rest } = result
  // The body holds everything once more, as nobody has judged it.
  const { body: _body, ...head } = response ?? {}
  const envelope = { ...rest, ...(response ? { response: head } : {}) }
  const texts = new Map<LanguageModelV4Content, TextPart>()
  try {
    for (const type of ['text', 'reasoning'] as const) await guardTexts(content, type, call, texts)
    checkCallIds(content)
    const structured =
      structuredOutputText === undefined
        ? {}
        : { structuredOutputText: await guardText(structuredOutputText, call, 'text') }
    const guarded: LanguageModelV4Content[] = []
    for (const part of content) {
      const kept = isText(part) ? texts.get(part) : await guardPart(part, call)
      if (kept) guarded.push(kept)
    }
    return await withoutChanged({ ...envelope, ...structured, content: guarded }, call)
  } catch (error) {
    const denied = toDenied(error, call.inspector.session.traceId)
    const said: LanguageModelV4Content[] = [...texts.values(), { type: 'text', text: denied.reason }]
    return { ...envelope, content: said, ...stoppedBy(denied) }
  }
}

/** How a reply ends that was stopped. */
export function stoppedBy({ outcome, code, layer, traceId }: Denied): {
  readonly finishReason: LanguageModelV4GenerateResult['finishReason']
  readonly providerMetadata: SharedV4ProviderMetadata
} {
  return {
    finishReason: { unified: 'content-filter', raw: code },
    providerMetadata: { ringwall: { outcome, code, layer, ...(traceId === undefined ? {} : { traceId }) } },
  }
}

/** What a model was seen to say, in bytes. */
export function saidBytes(parts: readonly LanguageModelV4Content[]): number {
  const said = parts.map((part) => (isText(part) ? part.text : part.type === 'tool-call' ? part.input : ''))
  return said.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}

type TextPart = Extract<LanguageModelV4Content, { type: 'text' | 'reasoning' }>

function isText(part: LanguageModelV4Content): part is TextPart {
  return part.type === 'text' || part.type === 'reasoning'
}

/** Texts are shown in one go, and so judged in one go; where that changes them, the first one has all of it, as in a stream. Throws Denied. */
async function guardTexts(
  content: readonly LanguageModelV4Content[],
  type: TextPart['type'],
  call: ModelCall,
  out: Map<LanguageModelV4Content, TextPart>,
): Promise<void> {
  const parts = content.filter(isText).filter((part) => part.type === type)
  for (const part of parts) if (typeof part.text !== 'string') throw unknown(part)
  const whole = parts.map(({ text }) => text).join('')
  const after = await guardText(whole, call, type)
  for (const [at, part] of parts.entries()) {
    // A signature or a citation is of the text as it was.
    if (after === whole) out.set(part, await withJudgedCitations(part, call))
    else if (at === 0) out.set(part, { type, text: after })
  }
}

async function withJudgedCitations(part: TextPart, call: ModelCall): Promise<TextPart> {
  if (part.type !== 'text' || part.citations === undefined) return part
  const { citations } = await withoutChanged({ citations: part.citations }, call)
  const { citations: _unjudged, ...rest } = part
  return citations === undefined ? rest : { ...rest, citations }
}

function guardText(text: string, { inspector, model }: ModelCall, type: TextPart['type']): Promise<string> {
  return inspector.outboundText(text, { model, field: type === 'text' ? 'content' : type })
}
