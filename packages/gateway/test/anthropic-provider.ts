import type { ServerResponse } from 'node:http'
import Anthropic from '@anthropic-ai/sdk'
import type { JsonObject, JsonValue } from '@ringwall/core'
import { openSse, sendJson, startProvider, startRig, TOKEN, type Provider, type Rig } from './harness.ts'

export const MODEL = 'claude-test-1'
/** The usage that the provider tells unless a test says otherwise. */
export const USAGE = {
  input_tokens: 12,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 3,
  output_tokens: 7,
  service_tier: 'standard',
}

/** A whole message as the provider writes it. */
export function message(content: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    id: 'msg_01XFDUDYJgAACzvnptvVoYEL',
    type: 'message',
    role: 'assistant',
    model: MODEL,
    content,
    stop_reason: content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: USAGE,
    ...more,
  }
}

/** An event with its name, as the provider writes it. */
export function sse(data: JsonObject): string {
  return `event: ${String(data.type)}\ndata: ${JSON.stringify(data)}\n\n`
}

export const start: string = sse({
  type: 'message_start',
  message: { ...message([]), stop_reason: null, usage: { ...USAGE, output_tokens: 1 } },
})
export const ping: string = sse({ type: 'ping' })

/** One block in as many deltas as given. */
export function block(index: number, content: JsonObject, deltas: readonly JsonObject[]): string {
  return [
    sse({ type: 'content_block_start', index, content_block: content }),
    ...deltas.map((delta) => sse({ type: 'content_block_delta', index, delta })),
    sse({ type: 'content_block_stop', index }),
  ].join('')
}
export function textBlock(index: number, ...texts: readonly string[]): string {
  return block(
    index,
    { type: 'text', text: '' },
    texts.map((text) => ({ type: 'text_delta', text })),
  )
}
export function callBlock(index: number, name: string, ...parts: readonly string[]): string {
  return block(
    index,
    { type: 'tool_use', id: `toolu_0${index}`, name, input: {} },
    parts.map((part) => ({ type: 'input_json_delta', partial_json: part })),
  )
}
export function end(reason = 'end_turn'): string {
  return (
    sse({ type: 'message_delta', delta: { stop_reason: reason, stop_sequence: null }, usage: { output_tokens: 7 } }) +
    sse({ type: 'message_stop' })
  )
}

/** The provider, the gateway before it and the official client before that. */
export interface Front extends AsyncDisposable {
  readonly rig: Rig
  readonly provider: Provider
  readonly client: Anthropic
  /** The last body that the provider got. */
  sent(): JsonObject
  /** What the provider answers next: a message, or the events of a stream. */
  plays(next: JsonObject | string | ((response: ServerResponse) => unknown)): void
  /** The answer of the gateway as it comes over the wire. */
  raw(body: JsonObject, headers?: Record<string, string>): Promise<Response>
}

export async function startFront(
  ...[change, more]: [Parameters<typeof startRig>[1]?, Parameters<typeof startRig>[2]?]
): Promise<Front> {
  let next: Parameters<Front['plays']>[0] = message([{ type: 'text', text: 'hello' }])
  const provider = await startProvider((response) => {
    if (typeof next === 'function') return next(response)
    return typeof next === 'string' ? openSse(response).end(next) : sendJson(response, next)
  })
  const rig = await startRig(provider, change, more)
  return {
    rig,
    provider,
    client: new Anthropic({ baseURL: rig.gateway.url, apiKey: TOKEN, maxRetries: 0 }),
    sent: () => provider.requests.at(-1)?.body ?? {},
    plays: (what) => {
      next = what
    },
    raw: (body, headers = {}) =>
      fetch(`${rig.gateway.url}/v1/messages`, {
        method: 'POST',
        headers: {
          'x-api-key': TOKEN,
          'anthropic-version': '2023-06-01',
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    async [Symbol.asyncDispose]() {
      await rig[Symbol.asyncDispose]()
      await provider.close()
    },
  }
}

/** A request with one user message. */
export function question(content: JsonValue, more: JsonObject = {}): JsonObject {
  return { model: MODEL, max_tokens: 100, messages: [{ role: 'user', content }], ...more }
}
