// Spans through an SDK that is registered as a host registers it.
import { trace } from '@opentelemetry/api'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { expect, onTestFinished, test } from 'vitest'
import { ask, startRig, TOKEN } from './harness.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = 'b7ad6b7169203331'

test('without an SDK nothing is recorded; with one there is a span for each decision, and no content in it', async () => {
  await using rig = await startRig()
  await (await rig.post(ask('EVIL before'))).text()

  const exporter = new InMemorySpanExporter()
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  provider.register()
  onTestFinished(() => {
    trace.disable()
    return provider.shutdown()
  })
  const response = await rig.post(ask('EVIL things of alice'), {
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      traceparent: `00-${TRACE}-${PARENT}-01`,
    },
  })
  await response.text()
  const spans = exporter.getFinishedSpans().filter(({ name }) => name === 'ringwall.decision')
  const denied = spans.filter(({ attributes }) => attributes['ringwall.outcome'] === 'deny')
  expect(denied).toHaveLength(1)
  for (const span of spans) {
    expect(span.spanContext().traceId).toBe(TRACE)
    expect(span.parentSpanContext?.spanId).toBe(PARENT)
  }
  const [{ attributes, startTime, endTime }] = denied as [(typeof denied)[number]]
  expect(attributes).toEqual({
    'ringwall.hook': 'onInbound',
    'ringwall.outcome': 'deny',
    'ringwall.rulings': ['marks/MARK'],
    'ringwall.duration_ms': expect.any(Number),
    'ringwall.trace_id': TRACE,
  })
  expect(endTime[0] * 1e9 + endTime[1]).toBeGreaterThanOrEqual(startTime[0] * 1e9 + startTime[1])
  expect(JSON.stringify(spans.map(({ attributes, events }) => [attributes, events]))).not.toMatch(/EVIL|alice|helper/)
})

test('a stream that the client reads later still belongs to its trace', async () => {
  const exporter = new InMemorySpanExporter()
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  provider.register()
  onTestFinished(() => {
    trace.disable()
    return provider.shutdown()
  })
  await using rig = await startRig()
  const response = await rig.post(ask('hello', { stream: true }), {
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      traceparent: `00-${TRACE}-${PARENT}-01`,
    },
  })
  await response.text()
  const outbound = exporter.getFinishedSpans().filter(({ attributes }) => attributes['ringwall.hook'] === 'onOutbound')
  expect(outbound.length).toBeGreaterThan(0)
  expect(new Set(outbound.map((span) => span.parentSpanContext?.spanId))).toEqual(new Set([PARENT]))
})
