import { token, type DecisionEvent, type Token } from '@ringwall/core'
import { denialOf } from '@ringwall/host'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Transport } from './exchange.ts'
import { addProcessMetrics } from './process-metrics.ts'
import { AuditStatusToken } from './readiness.ts'
import { findAll, listenTo, type Told, type WatchedWall } from './watched-wall.ts'

const ApprovalsToken: Token<{ list(): Promise<{ readonly pending: readonly unknown[] }> }> = token('Approvals')

const DECISION_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30]
const UPSTREAM_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]
/** Sets of labels of one metric. Layers declare their codes, so no honest config comes near. */
const MAX_LABEL_SETS = 2_000
/** Models whose breaker is not closed; names of models are clients' to choose. */
const MAX_BREAKERS = 10_000
/** How long the store may take to say what waits, in milliseconds. */
const COLLECT_MS = 1_000
const OTHER = 'other'

/** What a gateway counts, in a registry of its own. Labels are what plugins declare and what is listed here: never a tool, a model, a user, an agent or a text. */
export class GatewayMetrics {
  readonly #registry = new Registry()
  readonly #streams: Gauge
  readonly #upstream: Histogram<'outcome'>
  readonly #stops: (() => void)[] = []

  constructor(wall: WatchedWall) {
    const registers = [this.#registry]
    this.#streams = new Gauge({ name: 'ringwall_streams_open', help: 'Streams that clients are reading.', registers })
    this.#upstream = new Histogram({
      name: 'ringwall_upstream_duration_seconds',
      help: 'Time until the head of the reply of the model provider, by class of status.',
      labelNames: ['outcome'],
      buckets: UPSTREAM_BUCKETS,
      registers,
    })
    this.#stops.push(addProcessMetrics(this.#registry))
    this.#countDecisions(wall)
    this.#countFailures(wall)
    this.#countApprovals(wall)
    this.#countSpending(wall)
    void new Gauge({
      name: 'ringwall_audit_backlog',
      help: 'Audit records that wait to be written; NaN where there is no audit log.',
      registers,
      collect() {
        const logs = findAll(wall, AuditStatusToken)
        this.set(logs.length === 0 ? NaN : logs.reduce((sum, log) => sum + log.backlog(), 0))
      },
    })
  }

  /** The text of a scrape, and its content type. */
  async scrape(): Promise<{ readonly text: string; readonly type: string }> {
    return { text: await this.#registry.metrics(), type: this.#registry.contentType }
  }

  /** The transport, timed. */
  timed(transport: Transport): Transport {
    return (request) => {
      const end = this.#upstream.startTimer()
      const exchange = transport(request)
      exchange.head.then(
        ({ status }) => void end({ outcome: `${Math.floor(status / 100)}xx` }),
        () => void end({ outcome: exchange.isAborted ? 'aborted' : 'error' }),
      )
      return exchange
    }
  }

  /** Counts a stream as open until the returned function is called. */
  openStream(): () => void {
    this.#streams.inc()
    return () => this.#streams.dec()
  }

  /** Stops counting. */
  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop()
  }

  #countDecisions(wall: WatchedWall): void {
    const decisions = this.#counter('ringwall_decisions_total', 'Decisions, with the layer and code that made them.', [
      'hook',
      'outcome',
      'layer',
      'code',
    ])
    const rulings = this.#counter('ringwall_rulings_total', 'Everything that layers said.', [
      'hook',
      'kind',
      'enforced',
      'layer',
      'code',
    ])
    const duration = new Histogram({
      name: 'ringwall_decision_duration_seconds',
      help: 'How long decisions took, waiting for persons included.',
      labelNames: ['hook'],
      buckets: DECISION_BUCKETS,
      registers: [this.#registry],
    })
    this.#listen(wall, 'decision', (event) => {
      const { hook, decision, durationMs } = event as unknown as DecisionEvent
      const { layer = '', code = '' } = denialOf(decision) ?? {}
      decisions({ hook, outcome: decision.outcome, layer, code })
      for (const { kind, enforced, layer, code } of decision.rulings)
        rulings({ hook, kind, enforced: String(enforced), layer, code })
      duration.observe({ hook }, durationMs / 1000)
    })
  }

  #countFailures(wall: WatchedWall): void {
    const failures = this.#counter('ringwall_layer_failures_total', 'Layers that threw or were late.', [
      'hook',
      'layer',
    ])
    const bypasses = this.#counter('ringwall_layer_bypasses_total', 'Failures after which the call went on.', [
      'hook',
      'layer',
    ])
    this.#listen(wall, 'failure', ({ hook, layer, bypassed }) => {
      const labels = { hook: String(hook), layer: String(layer) }
      failures(labels)
      if (bypassed === true) bypasses(labels)
    })
  }

  #countApprovals(wall: WatchedWall): void {
    const approvals = this.#counter('ringwall_approvals_total', 'What happened to requests for approval here.', [
      'kind',
    ])
    this.#listen(wall, 'approval', ({ kind }) => approvals({ kind: String(kind) }))
    void new Gauge({
      name: 'ringwall_approvals_pending',
      help: 'Requests that wait for a person, of all processes on the store; NaN where nobody knows.',
      registers: [this.#registry],
      async collect() {
        this.set(await pendingApprovals(wall))
      },
    })
  }

  #countSpending(wall: WatchedWall): void {
    const refusals = this.#counter('ringwall_budget_refusals_total', 'Calls that a budget or a breaker refused.', [
      'code',
      'enforced',
    ])
    this.#listen(wall, 'budget', ({ kind, code, enforced }) => {
      if (kind === 'refused') refusals({ code: String(code ?? OTHER), enforced: String(enforced !== false) })
    })
    const changes = this.#counter('ringwall_breaker_changes_total', 'Breakers that changed their state.', ['state'])
    const breakers = new Map<string, string>()
    this.#listen(wall, 'breaker', ({ provider, model, state }) => {
      changes({ state: String(state) })
      const key = JSON.stringify([provider, model])
      breakers.delete(key)
      if (state === 'closed') return
      breakers.set(key, String(state))
      for (const oldest of breakers.keys()) {
        if (breakers.size <= MAX_BREAKERS) break
        breakers.delete(oldest)
      }
    })
    void new Gauge({
      name: 'ringwall_breakers',
      help: 'Models whose breaker is not closed, as far as this process has seen.',
      labelNames: ['state'],
      registers: [this.#registry],
      collect() {
        const states = [...breakers.values()]
        for (const state of ['open', 'half-open']) this.set({ state }, states.filter((one) => one === state).length)
      },
    })
  }

  #listen(wall: WatchedWall, name: string, listener: (event: Told) => void): void {
    this.#stops.push(listenTo(wall, name, listener))
  }

  /** A counter that takes only so many sets of labels; what comes after them is counted as `other`. */
  #counter(name: string, help: string, labelNames: readonly string[]): (labels: Record<string, string>) => void {
    const counts = new Map<string, { readonly labels: Record<string, string>; count: number }>()
    const other = { labels: Object.fromEntries(labelNames.map((label) => [label, OTHER])), count: 0 }
    void new Counter({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      // Counted here and told at a scrape: the library looks a set of labels up by sorting and joining it.
      collect() {
        this.reset()
        for (const { labels, count } of counts.values()) this.inc(labels, count)
        if (other.count > 0) this.inc(other.labels, other.count)
      },
    })
    return (labels) => {
      const key = JSON.stringify(labels)
      const known = counts.get(key) ?? (counts.size < MAX_LABEL_SETS ? { labels, count: 0 } : other)
      if (known !== other) counts.set(key, known)
      known.count++
    }
  }
}

/** All kernels of a wall share one store, so that any of them knows. What is not known in time is not a number. */
async function pendingApprovals(wall: WatchedWall): Promise<number> {
  const [desk] = findAll(wall, ApprovalsToken)
  if (desk === undefined) return NaN
  const late = Promise.withResolvers<number>()
  const timer = setTimeout(() => late.resolve(NaN), COLLECT_MS)
  const listed = desk.list().then(
    ({ pending }) => pending.length,
    () => NaN,
  )
  return Promise.race([listed, late.promise]).finally(() => clearTimeout(timer))
}
