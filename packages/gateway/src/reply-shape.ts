import type { JsonObject } from '@ringwall/core'
import { z } from 'zod'
import { MODEL_NAME } from './request.ts'

/** The fields of a reply that hold text for the user. */
export const TEXT_FIELDS = ['content', 'refusal', 'reasoning_content'] as const
/** One of TEXT_FIELDS. */
export type TextField = (typeof TEXT_FIELDS)[number]

/** Stands between what a choice said already and the reason why it ends. */
export const PARAGRAPH = '\n\n'

const FINISH_REASONS = ['stop', 'length', 'tool_calls', 'content_filter'] as const
const Text = z.string().nullish()
const Count = z.number().optional().catch(undefined)
const Label = z
  .string()
  .regex(/^[\w.:-]{1,128}$/)
  .optional()
  .catch(undefined)

const Usage = z.object({
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
  usage: Usage.optional().catch(undefined),
}
const texts = { content: Text, refusal: Text, reasoning_content: Text }
const Finish = z.string().nullish()

/** A whole reply, as much of it as is passed on. Labels that are not plain identifiers are dropped: they could carry text past the layers. */
export const Completion = z.object({
  ...envelope,
  choices: z
    .array(
      z.object({
        index: z.int().min(0),
        message: z.object({
          ...texts,
          tool_calls: z
            .array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }))
            .max(128)
            .nullish(),
        }),
        finish_reason: Finish,
      }),
    )
    .min(1),
})
/** One event of a streamed reply. */
export const Chunk = z.object({
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

/** A choice of a whole reply. */
export type CompletionChoice = z.output<typeof Completion>['choices'][number]
/** A choice in one event of a stream. */
export type ChunkChoice = z.output<typeof Chunk>['choices'][number]
/** How many tokens a reply took. */
export type Usage = z.output<typeof Usage>
/** Why a choice ended. */
export type FinishReason = (typeof FINISH_REASONS)[number]

/** The reason as the protocol knows it; `stop` for any other. */
export function finishReason(reason: string): FinishReason {
  return FINISH_REASONS.find((known) => known === reason) ?? 'stop'
}

/** The fields around the choices: those of upstream where they are sane, our own otherwise. */
export function envelopeOf(source: Partial<Omit<z.output<typeof Chunk>, 'choices'>>, model: string): JsonObject {
  const { id, created, system_fingerprint: fingerprint, service_tier: tier } = source
  return {
    id: id ?? `chatcmpl-${crypto.randomUUID()}`,
    created: created ?? Math.floor(Date.now() / 1000),
    model: source.model ?? model,
    ...(fingerprint === undefined ? {} : { system_fingerprint: fingerprint }),
    ...(tier === undefined ? {} : { service_tier: tier }),
  }
}

/** Usage as JSON, without the fields that upstream left out. */
export function usageOf(usage: Usage): JsonObject {
  return JSON.parse(JSON.stringify(usage)) as JsonObject // numbers alone: zod dropped the rest
}
