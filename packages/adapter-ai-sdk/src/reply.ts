import type { LanguageModelV4Content, LanguageModelV4GenerateResult, SharedV4ProviderMetadata } from '@ai-sdk/provider'
import { refuse, toDenied, type Denied } from './denied.ts'
import { guardPart, withoutChanged, type ModelCall } from './reply-parts.ts'
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
  const texts: LanguageModelV4Content[] = []
  try {
    texts.push(...(await guardTexts(content, call)))
    const structured =
      structuredOutputText === undefined
        ? {}
        : { structuredOutputText: await guardText(structuredOutputText, call, 'content') }
    const guarded: LanguageModelV4Content[] = []
    let at = 0
    for (const part of content) {
      const text = isText(part) ? texts[at++] : undefined
      guarded.push(isText(part) ? (text ?? part) : await guardPart(part, call))
    }
    return await withoutChanged({ ...envelope, ...structured, content: guarded }, call)
  } catch (error) {
    const denied = toDenied(error, call.inspector.session.traceId)
    const said: LanguageModelV4Content[] = [...texts, { type: 'text', text: denied.reason }]
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

/** Texts are shown in one go, so one cut into parts is judged in one go too. Throws Denied. */
async function guardTexts(content: readonly LanguageModelV4Content[], call: ModelCall): Promise<readonly TextPart[]> {
  const out: TextPart[] = []
  for (const part of content.filter(isText)) {
    if (typeof part.text !== 'string') throw unknown(part)
    const field = part.type === 'text' ? 'content' : part.type
    const text = await guardText(part.text, call, field)
    // A signature or a citation is of the text as it was.
    out.push(text === part.text ? await withJudgedCitations(part, call) : { type: part.type, text })
  }
  for (const type of ['text', 'reasoning'] as const) {
    const before = content.filter(isText).filter((part) => part.type === type)
    if (before.length < 2) continue
    const whole = await guardText(before.map(({ text }) => text).join(''), call, type === 'text' ? 'content' : type)
    const after = out.filter((part) => part.type === type).map(({ text }) => text)
    if (whole !== after.join('')) throw refuse('AI_REWRITE_IMPOSSIBLE', {}, call.inspector.session.traceId)
  }
  return out
}

async function withJudgedCitations(part: TextPart, call: ModelCall): Promise<TextPart> {
  if (part.type !== 'text' || part.citations === undefined) return part
  const { citations } = await withoutChanged({ citations: part.citations }, call)
  const { citations: _unjudged, ...rest } = part
  return citations === undefined ? rest : { ...rest, citations }
}

function guardText(text: string, { inspector, model }: ModelCall, field: string): Promise<string> {
  return inspector.outboundText(text, { model, field })
}
