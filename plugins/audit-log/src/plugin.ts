import { randomUUID } from 'node:crypto'
import { definePlugin, type Deny, type Events, type Plugin, type SetupContext } from '@ringwall/core'
import { auditLogConfig, type AuditLogConfig } from './config.ts'
import { fail } from './errors.ts'
import { Journal } from './journal.ts'
import { recordDecision, recordFailure, recordReload, recordSecret } from './record.ts'
import { AuditSinkToken, openFile, standardSink, type AuditSink } from './sink.ts'

declare module '@ringwall/core' {
  interface KernelEvents {
    /** A starting audit log asks whether another one of the same kernel records already. */
    'audit-log.claim': { readonly answer: () => void }
  }
}

const NAME = 'audit-log'
const UNAVAILABLE: Deny = {
  kind: 'deny',
  code: 'AUDIT_UNAVAILABLE',
  message: 'This is not possible at the moment.',
  detail: 'the audit log cannot be written, so nothing may happen that it would not show',
}

/** The layer: one line for every decision, failure, read of a secret and reload; while lines cannot be written, nothing is allowed. */
export const auditLog: Plugin<typeof auditLogConfig> = definePlugin({
  name: NAME,
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: {
      onInbound: { admit: ['deny'] },
      onToolCall: { admit: ['deny'] },
      onOutbound: { admit: ['deny'] },
      onMemoryWrite: { admit: ['deny'] },
    },
    optional: [AuditSinkToken.name],
    effects: ['fs'],
    streaming: { window: 0 },
  },
  codes: { AUDIT_UNAVAILABLE: 'The audit log cannot be written, so nothing is allowed until it can.' },
  config: auditLogConfig,
  setup(context) {
    const { config, events, logger } = context
    const journal = new Journal(openSink(context), logger, config.maxPending)
    const stop = listen(events, journal)
    const admit = (): Deny | undefined =>
      journal.flush() || config.onWriteFailure === 'continue' ? undefined : UNAVAILABLE
    let isOpen = true
    return {
      onInbound: { admit },
      onToolCall: { admit },
      onOutbound: { admit },
      onMemoryWrite: { admit },
      dispose() {
        if (!isOpen) return
        isOpen = false
        stop()
        journal.close()
      },
    }
  },
})

function openSink({ config, logger, find }: SetupContext<AuditLogConfig>): AuditSink {
  if (config.sink === 'file') return openFile(config.file)
  if (config.sink === 'stdout') return standardSink(1)
  if (config.sink === 'stderr') return standardSink(2)
  if (config.sink === 'logger') {
    return {
      write(bytes) {
        logger.info('audit', { record: JSON.parse(Buffer.from(bytes).toString()) })
        return bytes.length
      },
    }
  }
  const sink = find(AuditSinkToken)
  if (!sink) throw fail('AUDIT_SINK_MISSING')
  return sink
}

/**
 * Records what the kernel tells. During a reload two generations hear the same events: the new one waits until the
 * kernel says that it took over, and only then the old one falls silent, so that each event is recorded once.
 */
function listen(events: Events, journal: Journal): () => void {
  let state: 'waiting' | 'recording' | 'retired' = 'recording'
  events.emit('audit-log.claim', { answer: () => void (state = 'waiting') })
  const stops = [
    events.on('audit-log.claim', ({ answer }) => {
      if (state === 'recording') answer()
    }),
    events.on('reload', (event) => {
      if (event.layers.includes(NAME)) state = state === 'waiting' ? 'recording' : 'retired'
      if (state === 'recording') journal.append(recordReload(event, randomUUID()))
    }),
    events.on('decision', (event) => {
      if (state === 'recording') journal.append(recordDecision(event, randomUUID()))
    }),
    events.on('failure', (event) => {
      if (state === 'recording') journal.append(recordFailure(event, randomUUID()))
    }),
    events.on('secret-access', (event) => {
      if (state === 'recording') journal.append(recordSecret(event, randomUUID()))
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
