import type * as Api from '@opentelemetry/api'
import type { DecisionEvent } from '@ringwall/core'
import { listenTo, type WatchedWall } from './watched-wall.ts'

type Telemetry = typeof Api

/** Spans for OpenTelemetry, where the host has its API installed and an SDK registered; else nothing. */
export interface Traces {
  /** Runs the work of one request under the span that its headers name, unless there is one already. */
  run<T>(headers: Headers, work: () => Promise<T>): Promise<T>
  dispose(): void
}

/** Makes one span for each decision from here on. Never rejects: without the API there are none. */
export async function traceDecisions(wall: WatchedWall): Promise<Traces> {
  const api = await import('@opentelemetry/api').catch(() => undefined)
  if (api === undefined) return NO_TRACES
  const tracer = api.trace.getTracer('@ringwall/gateway')
  const stop = listenTo(wall, 'decision', (event) => {
    const { time, durationMs, hook, decision } = event as unknown as DecisionEvent
    // Whoever listens is called within the dispatch, so that the context is the request's.
    const span = tracer.startSpan('ringwall.decision', { startTime: time - durationMs })
    if (span.isRecording()) {
      span.setAttributes({
        'ringwall.hook': hook,
        'ringwall.outcome': decision.outcome,
        'ringwall.rulings': decision.rulings.map(({ layer, code }) => `${layer}/${code}`),
        'ringwall.duration_ms': durationMs,
        'ringwall.trace_id': decision.traceId,
      })
    }
    span.end(time)
  })
  return { run: (headers, work) => runWithin(api, headers, work), dispose: stop }
}

/** No spans. */
export const NO_TRACES: Traces = { run: (_headers, work) => work(), dispose: () => undefined }

function runWithin<T>(api: Telemetry, headers: Headers, work: () => Promise<T>): Promise<T> {
  if (api.propagation.fields().length === 0) return work() // nobody has registered what could read them
  const active = api.context.active()
  if (api.trace.getSpan(active) !== undefined) return work()
  const parent = api.propagation.extract(active, headers, {
    get: (carrier, key) => carrier.get(key) ?? undefined,
    keys: (carrier) => [...carrier.keys()],
  })
  return api.context.with(parent, work)
}
