import { randomInt } from 'node:crypto'
import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
/** Lengths of streamed pieces, in code points: odd on purpose, so that nothing falls on a border by luck. */
const PIECES = [1, 3, 2, 7, 5]

/** What it says, or the tool that it calls. */
export interface Answer {
  readonly text: string
  readonly call?: { readonly id: string; readonly name: string; readonly args: string }
}

/** The answer to the last message of a chat. */
export function answerTo(body: JsonObject): Answer {
  const messages = objects(body.messages)
  const last = messages.at(-1)
  const text = textOf(last?.content)
  if (last?.role === 'tool') return { text: `stand-in model: the tool said ${JSON.stringify(text)}` }
  const call = callIn(text, objects(body.tools))
  if (call) return { text: '', call: { ...call, id: `call_${crypto.randomUUID().replaceAll('-', '')}` } }
  if (text.toLowerCase().includes('planted secret'))
    return {
      text:
        `stand-in model: the deploy key is AKIA${random(CAPITALS, 16)} and the token is ghp_${random(ALPHANUMERIC, 36)}, ` +
        'both made up for this reply.',
    }
  return { text: `stand-in model: you said ${JSON.stringify(text)}` }
}

/** `call TOOL JSON`, for the first of the request's tools that is named so. */
function callIn(text: string, tools: readonly JsonObject[]): { name: string; args: string } | undefined {
  for (const tool of tools) {
    const name = isJsonObject(tool.function ?? null) ? String((tool.function as JsonObject).name) : ''
    const mark = `call ${name} `
    const at = text.indexOf(mark)
    if (at >= 0) return { name, args: text.slice(at + mark.length).trim() }
  }
  return undefined
}

function textOf(content: JsonValue | undefined): string {
  if (typeof content === 'string') return content
  return objects(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join(' ')
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter((item: JsonValue) => isJsonObject(item)) : []
}

/** The text as it is streamed. */
export function pieces(text: string): readonly string[] {
  const points = Array.from(text)
  const out: string[] = []
  for (let at = 0, turn = 0; at < points.length; turn++) {
    const size = PIECES[turn % PIECES.length] ?? 1
    out.push(points.slice(at, at + size).join(''))
    at += size
  }
  return out
}

function random(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('')
}

/** Counted as four characters a token: the stand-in has no tokenizer. */
export function usage(body: JsonObject, answers: readonly Answer[]): Readonly<Record<string, number>> {
  const tokens = (text: string): number => Math.ceil(text.length / 4)
  const prompt = objects(body.messages).reduce((sum, { content }) => sum + tokens(textOf(content)), 0)
  const completion = answers.reduce((sum, { text, call }) => sum + tokens(text + (call?.args ?? '')), 0)
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion }
}
