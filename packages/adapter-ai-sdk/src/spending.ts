import type { LanguageModelV4CallOptions, LanguageModelV4Usage } from '@ai-sdk/provider'
import { outcomeOfError, outcomeOfStatus, Reservation, type CallOutcome, type CallSeen } from '@ringwall/host'
import { APICallError } from 'ai'
import { deniedBy } from './denied.ts'
import { isTextType } from './files.ts'
import type { Inspector } from './inspector.ts'

/** What a file is taken to cost, in bytes of text. */
const FILE_BYTES = 4096
/** What came of a call: the provider's count, if it told one, and the bytes that it was seen to say. */
export interface Seen {
  readonly usage?: LanguageModelV4Usage | undefined
  readonly outputBytes: number
}

/** What one call of a model may cost, in the words of the SDK. */
export class Spending {
  readonly #reservation: Reservation

  private constructor(reservation: Reservation) {
    this.#reservation = reservation
  }

  /** Reserves what the call may cost at most. Throws Denied if a budget or a breaker refuses. */
  static async open(
    { kernel, session }: Inspector,
    { provider, modelId: model }: { readonly provider: string; readonly modelId: string },
    params: LanguageModelV4CallOptions,
  ): Promise<Spending> {
    const { maxOutputTokens } = params
    const asked = { provider, model, choices: 1, inputBytes: inputBytes(params), maxOutputTokens }
    const { value, denial } = await Reservation.open(kernel, session, asked)
    if (denial) throw deniedBy(denial)
    return new Spending(value)
  }

  /** Counts the end of the call; of several ends the first. */
  async end(outcome: CallOutcome, { usage, outputBytes }: Seen): Promise<void> {
    await this.#reservation.settle(outcome, { outputBytes, usage: usage && counts(usage) })
  }

  /** The model threw, or its stream broke off. A status says that somebody answered; behind words it undoes nothing. */
  async endWithError(error: unknown, signal: AbortSignal | undefined, outputBytes = 0): Promise<void> {
    const status = APICallError.isInstance(error) ? error.statusCode : undefined
    const outcome =
      status === undefined || outputBytes > 0 ? outcomeOfError(error, outputBytes) : outcomeOfStatus(status)
    await this.end(signal?.aborted ? 'abandoned' : outcome, { outputBytes })
  }
}

/** Everything in a call is read by the model, or might be. */
function inputBytes(params: LanguageModelV4CallOptions): number {
  let files = 0
  const { prompt, tools, responseFormat, providerOptions } = params
  const text = JSON.stringify({ prompt, tools, responseFormat, providerOptions }, (_key, value: unknown) => {
    const isFile = typeof value === 'object' && value !== null && 'mediaType' in value && 'data' in value
    if (!isFile || isText(value)) return value
    files++
    return undefined
  })
  return Buffer.byteLength(text) + files * FILE_BYTES
}

function isText({ data, mediaType }: { readonly data: unknown; readonly mediaType: unknown }): boolean {
  if (typeof mediaType === 'string' && isTextType(mediaType)) return true
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'text'
}

/** Counts as the service wants them, as the provider sent them. */
function counts({ inputTokens: input, outputTokens: output }: LanguageModelV4Usage): CallSeen['usage'] {
  const { total: inputTokens, cacheRead: cachedInputTokens, cacheWrite: cacheWriteTokens } = input
  return { inputTokens, outputTokens: output.total, cachedInputTokens, cacheWriteTokens }
}
