import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'
import type { BudgetGuardConfig } from './config.ts'
import type { Known } from './models.ts'
import { CALL_OUTCOMES, type CallReport, type ModelRequest, type Usage } from './service.ts'

/** The most that one count may be. Larger ones are no counts of tokens. */
const MAX_COUNT = 1_000_000_000
/** What a token is taken to be in bytes where the filling of a context is estimated: text in most languages has more in each. */
const CONTEXT_BYTES = 3

const whole = z.number().int().min(0).max(MAX_COUNT)
const name = z.string().min(1).max(256)
const fields = {
  provider: name,
  model: name,
  inputTokens: whole.optional(),
  inputBytes: whole.optional(),
  maxOutputTokens: whole.optional(),
  choices: z.number().int().min(1).max(1024).optional(),
  contextWindow: whole.min(1).optional(),
}
/** Strict, so that a misspelt count is an error and not an absent one. */
const RequestShape = z.strictObject(fields)
const HostRequestShape = z.strictObject({ ...fields, id: z.string().min(1).max(512) })
/** Loose: providers tell more than is counted here. No call of a model takes no input. */
const UsageShape = z
  .object({
    inputTokens: whole.min(1),
    outputTokens: whole,
    cachedInputTokens: whole.optional(),
    cacheWriteTokens: whole.optional(),
  })
  .refine(
    ({ inputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 }) =>
      cachedInputTokens + cacheWriteTokens <= inputTokens,
  )
const ReportShape = z.object({
  requestId: z.string().min(1).max(512),
  outcome: z.enum(CALL_OUTCOMES).default('answered'),
})

/** A request of a host's, with the id under which a hook reserves it. */
export interface HostRequest extends ModelRequest {
  readonly id: string
}
/** A report of a host's. */
export interface HostReport extends CallReport {
  readonly requestId: string
}

/** The request, if every field of it can be read. */
export function readRequest(value: unknown): ModelRequest | undefined {
  return RequestShape.safeParse(value).data
}

/** The request in the meta of an inbound text: undefined where there is none, null where it cannot be read. */
export function readHostRequest(meta: JsonObject | undefined): HostRequest | null | undefined {
  return meta && 'request' in meta ? (HostRequestShape.safeParse(meta['request']).data ?? null) : undefined
}

/** The report in the meta of an outbound body: undefined where there is none, null where it cannot be read. */
export function readHostReport(meta: JsonObject | undefined): HostReport | null | undefined {
  if (!meta || !('requestId' in meta)) return undefined
  const report = ReportShape.safeParse(meta).data
  return report ? { ...report, usage: meta['usage'] } : null
}

/** The usage, if it is one. */
export function readUsage(value: unknown): Usage | undefined {
  return UsageShape.safeParse(value).data
}

/** As much of a broken usage as can be believed, for what it at least was. */
export function salvageUsage(value: unknown): Usage {
  const parts =
    typeof value === 'object' && value !== null && isJsonObject(value as JsonValue) ? (value as JsonObject) : {}
  const part = (key: string): number => whole.safeParse(parts[key]).data ?? 0
  return { inputTokens: part('inputTokens'), outputTokens: part('outputTokens') }
}

/** What a call may take at most, as far as anybody knows, and how far it fills the context; `part` is null where no window is known. */
export interface Estimate {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly part: number | null
}

/** The estimate of a call. Each byte is taken for a token where nobody counted: that is never too little, and settled later. */
export function estimate(request: ModelRequest, known: Known, config: BudgetGuardConfig): Estimate {
  const { inputTokens, inputBytes = 0, maxOutputTokens, choices = 1, contextWindow } = request
  const output = maxOutputTokens ?? known.maxOutputTokens ?? config.assumedOutputTokens
  const told = [contextWindow, known.contextWindow].filter((window) => window !== undefined)
  const window = told.length > 0 ? Math.min(...told) : config.contextWindow
  const filled = inputTokens ?? Math.ceil(inputBytes / CONTEXT_BYTES)
  return {
    inputTokens: Math.max(1, inputTokens ?? inputBytes),
    outputTokens: output * choices,
    part: window === 'unlimited' ? null : filled / window,
  }
}
