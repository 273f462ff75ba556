import type { DecisionEvent, Events, JsonObject, Logger } from '@ringwall/core'
import { NAME } from './codes.ts'
import type { HostCalls } from './host-calls.ts'
import type { Reporter } from './reporter.ts'
import { readHostReport, readHostRequest, type HostReport } from './request.ts'

/** What other layers make of the dispatches in which calls are announced and reported. */
export interface Dispatches {
  /** In the dispatch with this meta, a call was reserved. */
  reserved(meta: JsonObject): void
  /** Resolves once what was seen so far is in the books. */
  written(): Promise<unknown>
  /** Ends the watch, once what it does is done. */
  end(): Promise<void>
}

/**
 * Watches decisions: a call that a later layer denied will not be made, so what was reserved for it is free again; and a report on a reply
 * that an earlier layer denied, before this one had its turn, counts all the same. The kernel keeps the meta of a dispatch as one object.
 */
export function watchDispatches(events: Events, calls: HostCalls, reporter: Reporter, logger: Logger): Dispatches {
  const reserved = new WeakSet<JsonObject>()
  const pending = new Set<Promise<void>>()

  const close = async ({ session }: DecisionEvent, report: HostReport): Promise<void> => {
    try {
      const settlement = await calls.close(session, report)
      reporter.closed(session, settlement.hold, settlement)
      // Of a report that this layer had heard already, everything is told.
      if (settlement.settled && settlement.code)
        reporter.ruled(session, 'flag', { code: settlement.code, rule: 'usage' })
    } catch (error) {
      logger.error(`${NAME}: a call could not be settled; what was reserved stays spent`, { problem: String(error) })
    }
  }
  const stop = events.on('decision', (event) => {
    const report = reportOf(event, reserved)
    if (!report) return
    const closing = close(event, report).finally(() => pending.delete(closing))
    pending.add(closing)
  })
  return {
    reserved: (meta) => void reserved.add(meta),
    written: () => Promise.all(pending),
    async end() {
      stop()
      await Promise.all(pending)
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
  if (hook === 'onOutbound') return readHostReport(meta) ?? undefined
  if (hook !== 'onInbound' || !reserved.has(meta)) return undefined
  const request = readHostRequest(meta)
  return request ? { requestId: request.id, outcome: 'cancelled' } : undefined
}
