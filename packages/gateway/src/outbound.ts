import { isJsonObject, type JsonObject, type JsonValue, type Outbound } from '@ringwall/core'
import { denialOf, type Checked, type TracedSession } from '@ringwall/host'
import { ownDenial } from './denial.ts'
import type { Guard } from './guard.ts'

/** The way out: a kernel and whose conversation it guards. */
export interface Exit {
  readonly kernel: Guard
  readonly session: TracedSession
  /** Aborted once the client has gone. */
  readonly signal: AbortSignal
  /** Resolves once everything that was decided so far is on the disk: to be awaited before anything leaves. Rejects with NOT_DURABLE. */
  readonly flush: () => Promise<void>
}

/** The text as it may leave. */
export async function guardText(exit: Exit, payload: Outbound & { readonly body: string }): Promise<Checked<string>> {
  const { value, denial } = await guardBody(exit, payload)
  if (denial) return { denial }
  return typeof value === 'string' ? { value } : { denial: ownDenial('REPLY_INVALID', exit.session.traceId) }
}

/** The object as it may leave. */
export async function guardObject(
  exit: Exit,
  payload: Outbound & { readonly body: JsonObject },
): Promise<Checked<JsonObject>> {
  const { value, denial } = await guardBody(exit, payload)
  if (denial) return { denial }
  return isJsonObject(value) ? { value } : { denial: ownDenial('REPLY_INVALID', exit.session.traceId) }
}

async function guardBody({ kernel, session }: Exit, payload: Outbound): Promise<Checked<JsonValue>> {
  const decision = await kernel.onOutbound(payload, session)
  const denial = denialOf(decision)
  if (denial) return { denial }
  return decision.payload ? { value: decision.payload.body } : { denial: ownDenial('DENIED', decision.traceId) }
}
