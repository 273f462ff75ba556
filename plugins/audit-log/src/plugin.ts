import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { performance } from 'node:perf_hooks'
import {
  definePlugin,
  token,
  type DecisionEvent,
  type Deny,
  type Events,
  type Manifest,
  type Plugin,
  type Ruling,
  type Token,
  type ToolCall,
} from '@ringwall/core'
import { StoreToken } from '@ringwall/store'
import { openAudit, toBody } from './audit.ts'
import { Bursts, type Burst } from './bursts.ts'
import type { Body } from './chain/seal.ts'
import { auditLogConfig } from './config.ts'
import { listenToOthers } from './other-events.ts'
import {
  clip,
  recordDecision,
  recordFailure,
  recordFinding,
  recordReload,
  recordSecret,
  stamp,
  type ActionClass,
} from './record.ts'
import type { Writer } from './chain/writer.ts'
import { AuditTrailToken, createTrail } from './trail.ts'

declare module '@ringwall/core' {
  interface KernelEvents {
    /** A starting audit log asks whether another one of the same kernel records already; that one answers with the rulings that it recorded. */
    'audit-log.claim': { readonly answer: (recorded: WeakSet<Ruling>) => void }
  }
}

/** The service of action-classifier, as far as it is used here. */
interface Actions {
  classify(call: ToolCall): { readonly class: ActionClass }
}
const ActionsToken: Token<Actions> = token<Actions>('Actions')
/** A host's word that nothing may be left behind. */
const DryRunToken: Token<true> = token<true>('DryRun')

/** How the log is doing, for whoever runs it. */
export interface AuditStatus {
  /** Whether the last record could be written; where it could not, or none was yet, tries first. */
  isWritable(): Promise<boolean>
  /** Records that wait to be written. */
  backlog(): number
}
/** The service under which hosts find AuditStatus. */
export const AuditStatusToken: Token<AuditStatus> = token<AuditStatus>('AuditStatus')

/** A host's word that it awaits WrittenLater before it acts on a decision or lets anything of it leave. */
const FlushesToken: Token<true> = token<true>('Flushes')
/** The service by which such a host waits for the records so far. */
const WrittenLaterToken: Token<{ flush(): Promise<void> }> = token('WrittenLater')

const NAME = 'audit-log'
/** Longer than a server's store takes to say that it does not answer. */
const DEADLINE_MS = 10_000
const BURST_CHECK_MS = 10_000
const UNAVAILABLE: Deny = {
  kind: 'deny',
  code: 'AUDIT_UNAVAILABLE',
  message: 'This is not possible at the moment.',
  detail: 'the audit log cannot be written, so nothing may happen that it would not show',
}

const manifest: Manifest = {
  api: 1,
  hooks: {
    onInbound: { admit: ['deny'] },
    onToolCall: { admit: ['deny'] },
    onOutbound: { admit: ['deny'] },
    onMemoryWrite: { admit: ['deny'] },
  },
  requires: ['Store'],
  provides: ['AuditStatus', 'AuditTrail', 'WrittenLater'],
  optional: ['Actions', 'DryRun', 'Flushes'],
  effects: ['fs'],
  streaming: { window: 0 },
  deadlineMs: DEADLINE_MS,
}

/** The layer: a signed chain of records, one for every decision, before anybody outside learns of it; while none can be written, nothing is allowed. */
export const auditLog: Plugin<typeof auditLogConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest,
  codes: { AUDIT_UNAVAILABLE: 'The audit log cannot be written, so nothing is allowed until it can.' },
  config: auditLogConfig,
  async setup(context) {
    const { config, events, logger, find, provide } = context
    const isDry = find(DryRunToken) === true
    const flushes = find(FlushesToken) === true
    const store = context.require(StoreToken)
    const audit = await openAudit({ store, config, logger, isDry })
    const { writer } = audit
    provide(AuditStatusToken, { isWritable: () => writer.isHealthy(), backlog: () => writer.backlog })
    provide(WrittenLaterToken, { flush: () => writer.flush() })
    provide(AuditTrailToken, createTrail({ store, config }, writer))
    writer.note(stamp({ type: 'open', pid: process.pid, host: clip(hostname()) }))
    const actions = find(ActionsToken)
    const bursts = new Bursts(config.burstThreshold, () => performance.now())
    const noteBursts = (ended: readonly Burst[]): void => {
      for (const burst of ended) writer.note(stamp(burst))
    }
    const timer = setInterval(() => noteBursts(bursts.endIfOver()), BURST_CHECK_MS).unref()
    const { recorded, stop } = listen(events, writer)
    const admit = async (): Promise<Deny | undefined> => {
      await writer.room()
      return (await writer.isHealthy()) || config.onWriteFailure === 'continue' ? undefined : UNAVAILABLE
    }
    let isOpen = true
    return {
      onInbound: { admit },
      onToolCall: { admit },
      onOutbound: { admit },
      onMemoryWrite: { admit },
      record(event) {
        for (const ruling of event.decision.rulings) recorded.add(ruling)
        const record = recordDecision(event, randomUUID(), classOf(actions, event))
        if (isOpen) noteBursts(bursts.add(record))
        const body = toBody(record)
        const written = flushes ? writer.defer(body) : writer.write(body)
        // A denial stands whether or not it could be written; its record is kept like any other.
        return record.outcome === 'deny' ? written?.catch(() => undefined) : written
      },
      async dispose() {
        if (!isOpen) return
        isOpen = false
        stop()
        clearInterval(timer)
        noteBursts(bursts.end())
        await audit.close()
      },
    }
  },
})

function classOf(actions: Actions | undefined, { payload }: DecisionEvent): ActionClass | undefined {
  if (!actions || !payload || !('tool' in payload)) return undefined
  try {
    return actions.classify(payload).class
  } catch {
    return undefined // the decision is recorded all the same, and without a class it says of none
  }
}

/**
 * Records what else the kernel tells. During a reload two generations hear the same events: the new one waits until the
 * kernel says that it took over, and only then the old one falls silent, so that each event is recorded once.
 */
/** What listening leaves with the layer. */
interface Listening {
  /** The rulings of decisions, of which the kernel tells as findings too. */
  readonly recorded: WeakSet<Ruling>
  stop(): void
}

function listen(events: Events, writer: Writer): Listening {
  let recorded = new WeakSet<Ruling>()
  let hasSuccessor = false
  let state: 'waiting' | 'recording' | 'retired' = 'recording'
  const note = (make: () => Body): void => {
    if (state === 'recording') writer.note(make())
  }
  const answer = (theirs: WeakSet<Ruling>): void => {
    state = 'waiting'
    recorded = theirs
  }
  events.emit('audit-log.claim', { answer })
  const stops = [
    events.on('audit-log.claim', ({ answer }) => {
      if (state !== 'recording') return
      hasSuccessor = true
      answer(recorded)
    }),
    events.on('reload', (event) => {
      // A wall tells its new kernels of a reload too: there this one is the first, and nobody takes over from it.
      if (event.layers.includes(NAME)) state = state === 'waiting' || !hasSuccessor ? 'recording' : 'retired'
      note(() => toBody(recordReload(event, randomUUID())))
    }),
    // What a layer tells beside the decisions: of a text that it saw too late to stop, of a row of its store.
    events.on('finding', (event) => {
      if (!recorded.has(event.ruling)) note(() => toBody(recordFinding(event, randomUUID())))
    }),
    events.on('failure', (event) => note(() => toBody(recordFailure(event, randomUUID())))),
    events.on('secret-access', (event) => note(() => toBody(recordSecret(event, randomUUID())))),
    listenToOthers(events, (body) => note(() => body)),
  ]
  return {
    recorded,
    stop() {
      for (const stop of stops) stop()
    },
  }
}
