import type { JsonObject } from '@ringwall/core'
import { z } from 'zod'
import { fail } from './errors.ts'
import { MODEL_NAME } from './request.ts'

/** The fields of a reply that hold text for the user. */
export const TEXT_FIELDS = ['content', 'refusal', 'reasoning_content'] as const
/** One of TEXT_FIELDS. */
export type TextField = (typeof TEXT_FIELDS)[number]

type Texts = { readonly [F in TextField]?: string | null | undefined }
/** How many tokens a reply took. */
export interface Usage {
  readonly prompt_tokens?: number | undefined
  readonly completion_tokens?: number | undefined
  readonly total_tokens?: number | undefined
  readonly prompt_tokens_details?:
    | { readonly cached_tokens?: number | undefined; readonly cache_write_tokens?: number | undefined }
    | undefined
  readonly completion_tokens_details?: object | undefined
}
/** What stands around the choices. Labels that are not plain identifiers are dropped: they could carry text past the layers. */
export interface Envelope {
  readonly id?: string | undefined
  readonly created?: number | undefined
  readonly model?: string | undefined
  readonly system_fingerprint?: string | undefined
  readonly service_tier?: string | undefined
}
/** A choice of a whole reply, as much of it as is passed on. */
export interface CompletionChoice {
  readonly index: number
  readonly message: Texts & {
    readonly tool_calls?:
      | readonly {
          readonly id?: string | null | undefined
          readonly function: { readonly name: string; readonly arguments: string }
        }[]
      | null
      | undefined
  }
  readonly finish_reason?: string | null | undefined
}
/** A piece of a tool call. Pieces of one call have one index. */
export interface CallDelta {
  readonly index: number
  readonly id?: string | null | undefined
  readonly function?:
    | { readonly name?: string | null | undefined; readonly arguments?: string | null | undefined }
    | null
    | undefined
}
/** A choice in one event of a stream. */
export interface ChunkChoice {
  readonly index: number
  readonly delta?: (Texts & { readonly tool_calls?: readonly CallDelta[] | null | undefined }) | null | undefined
  readonly finish_reason?: string | null | undefined
}
/** A reply or an event of one. */
export interface Shape<Choice> extends Envelope {
  readonly choices: readonly Choice[]
  readonly usage?: Usage | undefined
}

const FINISH_REASONS = ['stop', 'length', 'tool_calls', 'content_filter'] as const
const Text = z.string().nullish()
const Count = z.number().optional().catch(undefined)
const Label = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional()
  .catch(undefined)

const UsageShape = z.object({
  prompt_tokens: Count,
  completion_tokens: Count,
  total_tokens: Count,
  prompt_tokens_details: z.object({ cached_tokens: Count, audio_tokens: Count }).optional().catch(undefined),
  completion_tokens_details: z
    .object({
      reasoning_tokens: Count,
      audio_tokens: Count,
      accepted_prediction_tokens: Count,
      rejected_prediction_tokens: Count,
    })
    .optional()
    .catch(undefined),
})
const envelope = {
  id: Label,
  created: Count,
  model: z.string().regex(MODEL_NAME).optional().catch(undefined),
  system_fingerprint: Label,
  service_tier: Label,
  usage: UsageShape.optional().catch(undefined),
}
const texts = { content: Text, refusal: Text, reasoning_content: Text }
const Finish = z.string().nullish()

const CompletionShape = z.object({
  ...envelope,
  choices: z
    .array(
      z.object({
        index: z.int().min(0),
        message: z.object({
          ...texts,
          tool_calls: z
            .array(
              z.object({ id: z.string().nullish(), function: z.object({ name: z.string(), arguments: z.string() }) }),
            )
            .max(128)
            .nullish(),
        }),
        finish_reason: Finish,
      }),
    )
    .min(1),
})
const ChunkShape = z.object({
  ...envelope,
  choices: z.array(
    z.object({
      index: z.int().min(0),
      delta: z
        .object({
          ...texts,
          tool_calls: z
            .array(
              z.object({
                index: z.int().min(0).max(127),
                id: z.string().nullish(),
                function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
              }),
            )
            .nullish(),
        })
        .nullish(),
      finish_reason: Finish,
    }),
  ),
})

/** A whole reply. Throws UPSTREAM_INVALID. */
export function parseCompletion(text: string): Shape<CompletionChoice> {
  const parsed = CompletionShape.safeParse(parseJson(text, 'it is not JSON'))
  if (parsed.success) return parsed.data
  throw fail('UPSTREAM_INVALID', { problem: 'it is not a chat completion' }, parsed.error)
}

/** One event of a stream. Throws UPSTREAM_INVALID. */
export function parseChunk(data: string): Shape<ChunkChoice> {
  const parsed = ChunkShape.safeParse(parseJson(data, 'an event is not JSON'))
  if (parsed.success) return parsed.data
  throw fail('UPSTREAM_INVALID', { problem: 'an event is not a chunk of a chat completion' }, parsed.error)
}

/** The JSON value in a text of upstream's. Throws UPSTREAM_INVALID with the problem given. */
export function parseJson(text: string, problem: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fail('UPSTREAM_INVALID', { problem }, cause)
  }
}

/** Why a choice ended. */
export type FinishReason = (typeof FINISH_REASONS)[number]

/** The reason as the protocol knows it; `stop` for any other. */
export function finishReason(reason: string): FinishReason {
  return FINISH_REASONS.find((known) => known === reason) ?? 'stop'
}

/** The fields around the choices: those of upstream where they are sane, our own otherwise. */
export function envelopeOf(source: Envelope, model: string): JsonObject {
  const { id, created, system_fingerprint: fingerprint, service_tier: tier } = source
  return {
    id: id ?? `chatcmpl-${crypto.randomUUID()}`,
    created: created ?? Math.floor(Date.now() / 1000),
    model: source.model ?? model,
    ...(fingerprint === undefined ? {} : { system_fingerprint: fingerprint }),
    ...(tier === undefined ? {} : { service_tier: tier }),
  }
}

/** What a choice, or a piece of it, says, in bytes of UTF-8: its texts and its calls. */
export function saidBytes(said: ChunkChoice['delta'] | CompletionChoice['message']): number {
  const texts = TEXT_FIELDS.map((field) => said?.[field])
  const calls = (said?.tool_calls ?? []).flatMap(({ function: called }) => [called?.name, called?.arguments])
  return [...texts, ...calls].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0)
}

/** Usage as JSON, without the fields that upstream left out. */
export function usageOf(usage: Usage): JsonObject {
  return JSON.parse(JSON.stringify(usage)) as JsonObject // numbers alone: zod dropped the rest
}
