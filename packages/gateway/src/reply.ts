import type { JsonObject, JsonValue } from '@ringwall/core'
import { PARAGRAPH, type Denial } from '@ringwall/host'
import { denialExtension } from './denial.ts'
import { fail } from './errors.ts'
import { guardText, type Exit } from './outbound.ts'
import {
  envelopeOf,
  finishReason,
  parseCompletion,
  saidBytes,
  TEXT_FIELDS,
  usageOf,
  type CompletionChoice,
  type TextField,
} from './reply-shape.ts'
import type { ChatRequest } from './request.ts'
import type { Seen } from './spending.ts'
import { CallIds, guardToolCall } from './tool-calls.ts'

/** A reply, or a part of one, ready to send, and the first thing in it that was stopped. */
export interface GuardedReply {
  readonly body: JsonObject
  readonly denial?: Denial | undefined
}

/**
 * Builds the client's reply from the checked parts of upstream's; whatever is not on the list is dropped. `answered` is told what upstream
 * counted and said before anything is checked: a call in the reply may wait for a person. Throws UPSTREAM_INVALID.
 */
export async function guardReply(
  text: string,
  request: ChatRequest,
  exit: Exit,
  answered: (seen: Seen) => void,
): Promise<GuardedReply> {
  const { choices, usage, ...rest } = parseCompletion(text)
  checkChoices(choices, request.choices)
  answered({ usage, outputBytes: choices.reduce((sum, { message }) => sum + saidBytes(message), 0) })
  for (const { message } of choices) checkIds(message)
  const envelope = envelopeOf(rest, request.model)
  const guarded: JsonValue[] = []
  let first: Denial | undefined
  for (const choice of choices) {
    const { body, denial } = await guardChoice(choice, exit, String(envelope.model))
    guarded.push(body)
    first ??= denial
  }
  return {
    body: {
      ...envelope,
      object: 'chat.completion',
      choices: guarded,
      ...(usage ? { usage: usageOf(usage) } : {}),
      ...(first ? { ringwall: denialExtension(first) } : {}),
    },
    denial: first,
  }
}

function checkChoices(choices: readonly CompletionChoice[], expected: number): void {
  if (choices.length > expected || new Set(choices.map(({ index }) => index)).size !== choices.length)
    throw fail('UPSTREAM_INVALID', { problem: 'it has other choices than were asked for' })
}

/** Choices stand for one another, so each has ids of its own. */
function checkIds({ tool_calls: calls }: CompletionChoice['message']): void {
  const ids = new CallIds()
  for (const { id } of calls ?? []) ids.add(id ?? '')
}

async function guardChoice(
  { index, message, finish_reason }: CompletionChoice,
  exit: Exit,
  model: string,
): Promise<GuardedReply> {
  const texts: Partial<Record<TextField, string>> = {}
  for (const field of TEXT_FIELDS) {
    const body = message[field]
    if (body === undefined || body === null) continue
    const { value, denial } = await guardText(exit, {
      destination: 'user',
      body,
      meta: { model, choice: index, field },
    })
    if (denial) return stopped(index, denial)
    texts[field] = value
  }
  const calls: JsonValue[] = []
  let first: Denial | undefined
  for (const { id, function: called } of message.tool_calls ?? []) {
    const { value, denial } = await guardToolCall(exit, { id: id ?? '', name: called.name, args: called.arguments })
    if (value) calls.push(value)
    first ??= denial
  }
  const out = {
    role: 'assistant',
    refusal: null,
    ...texts,
    content: first ? [texts.content, first.message].filter(Boolean).join(PARAGRAPH) : (texts.content ?? null),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  }
  const reason = first ? 'content_filter' : finishReason(finish_reason ?? 'stop')
  return { body: { index, message: out, finish_reason: reason }, denial: first }
}

function stopped(index: number, denial: Denial): GuardedReply {
  const message = { role: 'assistant', content: denial.message, refusal: null }
  return { body: { index, message, finish_reason: 'content_filter' }, denial }
}
