import type { DecisionEvent, JsonObject } from '@ringwall/core'
import type { HostCalls } from './host-calls.ts'
import type { Reporter } from './reporter.ts'
import { readHostReport, readHostRequest, type HostReport } from './request.ts'

/** What other layers make of the dispatches in which calls are announced and reported. */
export interface Dispatches {
  /** In the dispatch with this meta, a call was reserved. */
  reserved(meta: JsonObject): void
  /** Puts the end of a dispatch into the books, before the host learns it. Rejects when the store does. */
  record(event: DecisionEvent): void | Promise<void>
}

/**
 * Looks at how dispatches end: a call that a later layer did not let go on will not be made, so what was reserved for it is free again; and a
 * report on a reply that an earlier layer denied, before this one had its turn, counts all the same. The kernel keeps the meta of a dispatch as one object.
 */
export function followDispatches(calls: HostCalls, reporter: Reporter): Dispatches {
  const reserved = new WeakSet<JsonObject>()
  return {
    reserved: (meta) => void reserved.add(meta),
    record(event) {
      const { session } = event
      const report = reportOf(event, reserved)
      return (
        report &&
        calls.close(session, report).then((settlement) => {
          // Of a report that this layer had heard already, everything is told.
          if (!settlement.settled) return
          reporter.closed(session, settlement.hold, settlement)
        })
      )
    },
  }
}

/** What the outcome of a dispatch says of a call. */
function reportOf(
  { hook, payload, decision }: DecisionEvent,
  reserved: Pick<WeakSet<JsonObject>, 'has'>,
): HostReport | undefined {
  const meta = payload?.meta
  if (!meta || decision.outcome === 'allow') return undefined
  if (hook === 'onOutbound' && 'destination' in payload) return readHostReport(payload) ?? undefined
  if (hook !== 'onInbound' || !reserved.has(meta)) return undefined
  const request = readHostRequest(meta)
  return request ? { requestId: request.id, outcome: 'cancelled' } : undefined
}
