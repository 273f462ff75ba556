import type { ServerResponse } from 'node:http'
import type { JsonObject } from '@ringwall/core'
import OpenAI from 'openai'
import { openSse, sendJson, startProvider, startRig, TOKEN, type Provider, type Rig } from './harness.ts'

export const MODEL = 'gpt-test-1'
const USAGE = {
  input_tokens: 36,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 87,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 123,
}

/** A whole response as the provider writes it. */
export function response(output: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    id: 'resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41',
    object: 'response',
    created_at: 1741476777,
    status: 'completed',
    completed_at: 1741476778,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model: MODEL,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: 1,
    truncation: 'disabled',
    usage: USAGE,
    user: null,
    metadata: {},
    ...more,
  }
}
export function text(said: string, id = 'msg_1', status = 'completed'): JsonObject {
  const content = [{ type: 'output_text', text: said, annotations: [], logprobs: [] }]
  return { id, type: 'message', status, role: 'assistant', content }
}
export function call(name: string, args: string, id = 'fc_1'): JsonObject {
  return { id, type: 'function_call', status: 'completed', call_id: `call_${id}`, name, arguments: args }
}

/** Events with their names and numbers, as the provider writes them. */
export function sse(...events: readonly JsonObject[]): string {
  return events
    .map(
      ({ type, ...event }, at) =>
        `event: ${String(type)}\ndata: ${JSON.stringify({ type, sequence_number: at, ...event })}\n\n`,
    )
    .join('')
}
export const start: readonly JsonObject[] = ['response.created', 'response.in_progress'].map((type) => {
  const { completed_at: _at, ...open } = response([], { status: 'in_progress', usage: null })
  return { type, response: open }
})
/** A message in as many deltas as given. */
export function textEvents(index: number, ...deltas: readonly string[]): readonly JsonObject[] {
  const item = text(deltas.join(''), `msg_${index}`)
  const place = { item_id: `msg_${index}`, output_index: index, content_index: 0 }
  const part = { type: 'output_text', text: '', annotations: [], logprobs: [] }
  return [
    { type: 'response.output_item.added', output_index: index, item: { ...item, content: [], status: 'in_progress' } },
    { type: 'response.content_part.added', ...place, part },
    ...deltas.map((delta) => ({ type: 'response.output_text.delta', ...place, delta, logprobs: [] })),
    { type: 'response.output_text.done', ...place, text: deltas.join(''), logprobs: [] },
    { type: 'response.content_part.done', ...place, part: { ...part, text: deltas.join('') } },
    { type: 'response.output_item.done', output_index: index, item },
  ]
}
/** An item in one piece, or a function call in as many deltas as given. */
export function itemEvents(index: number, item: JsonObject, ...deltas: readonly string[]): readonly JsonObject[] {
  const place = { item_id: item.id ?? '', output_index: index }
  return [
    {
      type: 'response.output_item.added',
      output_index: index,
      item: { ...item, ...(item.arguments !== undefined && { arguments: '' }), status: 'in_progress' },
    },
    ...deltas.map((delta) => ({ type: 'response.function_call_arguments.delta', ...place, delta })),
    ...(deltas.length > 0
      ? [{ type: 'response.function_call_arguments.done', ...place, arguments: deltas.join('') }]
      : []),
    { type: 'response.output_item.done', output_index: index, item },
  ]
}
export function end(output: readonly JsonObject[] = [], more: JsonObject = {}): JsonObject {
  return { type: 'response.completed', response: response(output, more) }
}

/** The provider, the gateway before it and the official client before that. */
export interface Front extends AsyncDisposable {
  readonly rig: Rig
  readonly provider: Provider
  readonly client: OpenAI
  /** The last body that the provider got. */
  sent(): JsonObject
  /** What the provider answers next: a response, or the events of a stream. */
  plays(next: JsonObject | string | ((response: ServerResponse) => unknown)): void
  /** The answer of the gateway as it comes over the wire. */
  raw(body: JsonObject, path?: string, method?: string): Promise<Response>
}

export async function startFront(
  ...[change, more]: [Parameters<typeof startRig>[1]?, Parameters<typeof startRig>[2]?]
): Promise<Front> {
  let next: Parameters<Front['plays']>[0] = response([text('hello')])
  const provider = await startProvider((answer) => {
    if (typeof next === 'function') return next(answer)
    return typeof next === 'string' ? openSse(answer).end(next) : sendJson(answer, next)
  })
  const rig = await startRig(provider, change, more)
  return {
    rig,
    provider,
    client: new OpenAI({ baseURL: `${rig.gateway.url}/v1`, apiKey: TOKEN, maxRetries: 0 }),
    sent: () => provider.requests.at(-1)?.body ?? {},
    plays: (what) => {
      next = what
    },
    raw: (body, path = '/v1/responses', method = 'POST') =>
      fetch(rig.gateway.url + path, {
        method,
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: JSON.stringify(body) }),
      }),
    async [Symbol.asyncDispose]() {
      await rig[Symbol.asyncDispose]()
      await provider.close()
    },
  }
}
