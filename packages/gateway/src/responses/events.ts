import type { JsonObject } from '@ringwall/core'

/** A kind of text that grows word by word. */
export type Kind = 'output_text' | 'refusal' | 'reasoning_text' | 'summary_text'
/** Which part of which item. */
export interface Place {
  readonly item_id: string
  readonly output_index: number
  readonly at: number
}

/** The stems of the events of a part, and the key that its end has the whole text under. */
const STEMS: Readonly<Record<Kind, readonly [string, string]>> = {
  output_text: ['response.output_text', 'text'],
  refusal: ['response.refusal', 'refusal'],
  reasoning_text: ['response.reasoning_text', 'text'],
  summary_text: ['response.reasoning_summary_text', 'text'],
}

/** An item begins. */
export function itemAdded(index: number, item: JsonObject): JsonObject {
  return { type: 'response.output_item.added', output_index: index, item }
}

/** An item has ended. */
export function itemDone(index: number, item: JsonObject): JsonObject {
  return { type: 'response.output_item.done', output_index: index, item }
}

/** A part begins. */
export function startOfPart(kind: Kind, place: Place): JsonObject {
  return aroundPart(kind, place, 'added', '')
}

/** One more piece of a part. */
export function deltaOf(kind: Kind, place: Place, delta: string): JsonObject {
  return { type: `${STEMS[kind][0]}.delta`, ...placed(kind, place), delta, ...besideText(kind) }
}

/** A part has ended. */
export function endOfPart(kind: Kind, place: Place, text: string): readonly JsonObject[] {
  const [stem, key] = STEMS[kind]
  const done = { type: `${stem}.done`, ...placed(kind, place), [key]: text, ...besideText(kind) }
  return [done, aroundPart(kind, place, 'done', text)]
}

/** A part as it stands in its item. */
export function partOf(kind: Kind, text: string): JsonObject {
  if (kind === 'refusal') return { type: kind, refusal: text }
  return kind === 'output_text' ? { type: kind, annotations: [], logprobs: [], text } : { type: kind, text }
}

/** A call, whole. Those whose arguments are text are told of as such, too. */
export function callEvents(index: number, item: JsonObject): readonly JsonObject[] {
  const place = { item_id: String(item.id), output_index: index }
  const pending = { ...item, ...(item.status !== undefined && { status: 'in_progress' }) }
  for (const [type, key, stem] of [
    ['function_call', 'arguments', 'response.function_call_arguments'],
    ['custom_tool_call', 'input', 'response.custom_tool_call_input'],
  ] as const) {
    if (item.type !== type) continue
    const text = String(item[key])
    return [
      itemAdded(index, { ...pending, [key]: '' }),
      { type: `${stem}.delta`, ...place, delta: text },
      { type: `${stem}.done`, ...place, ...(type === 'function_call' && { name: item.name }), [key]: text },
      itemDone(index, item),
    ] as readonly JsonObject[]
  }
  return [itemAdded(index, pending), itemDone(index, item)]
}

function aroundPart(kind: Kind, place: Place, what: 'added' | 'done', text: string): JsonObject {
  const stem = kind === 'summary_text' ? 'response.reasoning_summary_part' : 'response.content_part'
  return { type: `${stem}.${what}`, ...placed(kind, place), part: partOf(kind, text) }
}

function placed(kind: Kind, { at, ...place }: Place): JsonObject {
  return { ...place, [kind === 'summary_text' ? 'summary_index' : 'content_index']: at }
}

function besideText(kind: Kind): JsonObject {
  return kind === 'output_text' ? { logprobs: [] } : {}
}
