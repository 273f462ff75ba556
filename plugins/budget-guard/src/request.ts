import { isJsonObject, type JsonObject, type JsonValue, type Outbound } from '@ringwall/core'
import { z } from 'zod'
import type { BudgetGuardConfig } from './config.ts'
import type { Known } from './models.ts'
import { CALL_OUTCOMES, type CallReport, type ModelRequest, type Usage } from './service.ts'

/** The most that one count may be. Larger ones are no counts of tokens. */
const MAX_COUNT = 1_000_000_000
/** What a token is taken to be in bytes where the filling of a context is estimated: text in most languages has more in each. */
const CONTEXT_BYTES = 3
/** What a token of a reply has at most, in bytes on the average: four in plain English, less than half of this in any script. */
const MAX_TOKEN_BYTES = 32

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
const RequestShape = z.strictObject(fields).refine(isCounted)
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
  outputBytes: whole.optional(),
})

/** A request of a host's, with the id under which a hook reserves it. */
export interface HostRequest extends ModelRequest {
  readonly id: string
}
/** A report of a host's. */
export interface HostReport extends CallReport {
  readonly requestId: string
}

/** True where somebody counted what goes in. A call of which nobody did would be reserved as next to nothing. */
export function isCounted({ inputTokens, inputBytes }: Pick<ModelRequest, 'inputTokens' | 'inputBytes'>): boolean {
  return inputTokens !== undefined || inputBytes !== undefined
}

/** What a report says of what a call took. */
type Reported = Pick<CallReport, 'usage' | 'outputBytes'>

/** The request, if every field of it can be read and its input was counted. */
export function readRequest(value: unknown): ModelRequest | undefined {
  return RequestShape.safeParse(value).data
}

/** The request in the meta of an inbound text: undefined where there is none, null where it cannot be read. */
export function readHostRequest(meta: JsonObject | undefined): HostRequest | null | undefined {
  return meta && 'request' in meta ? (HostRequestShape.safeParse(meta['request']).data ?? null) : undefined
}

/** The report in the meta of an outbound body: undefined where there is none, null where it cannot be read. A reply that it stands on was seen. */
export function readHostReport({ meta, body, destination }: Outbound): HostReport | null | undefined {
  if (!meta || !('requestId' in meta)) return undefined
  const report = ReportShape.safeParse(meta).data
  if (!report) return null
  const isReply = typeof body === 'string' && destination !== 'log'
  const outputBytes = report.outputBytes ?? (isReply ? Buffer.byteLength(body) : 0)
  return { ...report, outputBytes, usage: meta['usage'] }
}

/** The usage, if it is one and no less than what was seen to come out. */
export function readUsage({ usage, outputBytes }: Reported): Usage | undefined {
  const read = UsageShape.safeParse(usage).data
  const seen = whole.safeParse(outputBytes ?? 0).data
  return read && seen !== undefined && read.outputTokens * MAX_TOKEN_BYTES >= seen ? read : undefined
}

/** As much of a broken usage as can be believed, and of what came out as was seen, for what it at least was. */
export function salvageUsage({ usage, outputBytes }: Reported): Usage {
  const parts =
    typeof usage === 'object' && usage !== null && isJsonObject(usage as JsonValue) ? (usage as JsonObject) : {}
  const part = (key: string): number => whole.safeParse(parts[key]).data ?? 0
  const seen = Math.ceil((whole.safeParse(outputBytes).data ?? 0) / CONTEXT_BYTES)
  return { inputTokens: part('inputTokens'), outputTokens: Math.max(part('outputTokens'), seen) }
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
