import { randomUUID } from 'node:crypto'
import { messageOf, type Logger } from '@ringwall/core'
import { isEphemeral, type Store } from '@ringwall/store'
import { openAnchors } from './chain/anchors.ts'
import type { Body } from './chain/seal.ts'
import { NO_ANCHORS, type AuditLogConfig } from './config.ts'
import { createCopy } from './copy.ts'
import { keyPlace, passingKey } from './chain/keys.ts'
import { Ledger } from './chain/ledger.ts'
import { openChain, type ChainSetup } from './chain/open-chain.ts'
import { recordOperator, type AuditRecord, type OperatorRecord } from './record.ts'
import { retain } from './chain/retention.ts'
import { Writer } from './chain/writer.ts'

const RETENTION_EVERY_MS = 3_600_000

/** What an audit log works on. */
export interface AuditSetup {
  readonly store: Store
  readonly config: AuditLogConfig
  readonly logger: Logger
  /** True leaves nothing outside of the store. */
  readonly isDry?: boolean
  /** The clock of the retention; default: the store's. */
  readonly now?: () => Promise<number>
}

/** An audit log that is open. */
export interface Audit {
  readonly writer: Writer
  /** Removes what the retention lets go, and answers how many records went; joins a removal that is under way. */
  retain(): Promise<number>
  close(): Promise<void>
}

/** Opens the audit log of a store, or begins it. Throws where it cannot be continued: AUDIT_CHAIN_BROKEN and the like. */
export async function openAudit({ store, logger, now, isDry = false, ...given }: AuditSetup): Promise<Audit> {
  // Anchors of a store in memory would tell of a log that is gone with it.
  const anchorFile = isDry || isEphemeral(store) ? NO_ANCHORS : given.config.anchorFile
  const config: AuditLogConfig = { ...given.config, anchorFile, ...(isDry && { copy: 'none', retention: {} }) }
  const setup = { ...chainSetup(store, config, logger), ...(isDry && dryChain(store)) }
  const { ledger, anchors } = setup
  const { tail, signer } = await openChain(setup)
  const writer = new Writer({ ledger, anchors, signer, tail, config, logger, onWritten: createCopy(config, logger) })
  const { days, maxRecords } = config.retention
  const isLimited = days !== undefined || maxRecords !== undefined
  const retainNow = async (): Promise<number> =>
    isLimited
      ? retain({
          ledger,
          writer,
          retention: config.retention,
          now: await (now ?? store.time.bind(store))(),
          keys: [signer.publicKey, ...(await setup.keys.trusted())],
        })
      : 0
  let retaining: Promise<number> | undefined
  // One at a time: two would say of the same records that they remove them.
  const clean = (): Promise<number> => (retaining ??= retainNow().finally(() => (retaining = undefined)))
  const cleanQuietly = (): void => {
    clean().catch((error: unknown) =>
      logger.error('old audit records could not be removed', { problem: messageOf(error) }),
    )
  }
  const timer = isLimited ? setInterval(cleanQuietly, RETENTION_EVERY_MS).unref() : undefined
  if (isLimited) cleanQuietly()
  return {
    writer,
    retain: clean,
    async close() {
      clearInterval(timer)
      await writer.close()
    },
  }
}

/** A chain of one's own under a key that nobody keeps: several kernels of one dry run do not know each other's. */
function dryChain(store: Store): Pick<ChainSetup, 'ledger' | 'keys'> {
  return { ledger: new Ledger(store, `audit-log-dry-${randomUUID()}`), keys: passingKey() }
}

/** Where a config keeps its chain, key and anchors. */
export function chainSetup(store: Store, config: AuditLogConfig, logger: Logger): ChainSetup {
  const ledger = new Ledger(store)
  return { ledger, keys: keyPlace(config), anchors: openAnchors(config.anchorFile, ledger), logger }
}

/** Records are JSON already; their types only do not say so. */
export function toBody(record: AuditRecord): Body {
  return record as unknown as Body
}

/** What an operator does, as it is recorded: names alone, never a value. */
export type OperatorAction = Pick<OperatorRecord, 'action' | 'target' | 'names' | 'tenant' | 'agent' | 'user' | 'by'>

/**
 * Runs what an operator does between two records of it: `started` is durable before anything is changed, so that what cannot be recorded does not
 * happen. A result of false is recorded as failed. Throws what `action` throws, and what keeps the log from being opened or written.
 */
export async function withOperatorRecord<T>(
  setup: AuditSetup,
  did: OperatorAction,
  action: () => Promise<T>,
  isDone: (result: T) => boolean,
): Promise<T> {
  const audit = await openAudit(setup)
  try {
    return await recordingBy(audit.writer)(did, action, isDone)
  } finally {
    await audit.close()
  }
}

/** The same by a log that is open already. */
export function recordingBy(
  writer: Writer,
): <T>(did: OperatorAction, action: () => Promise<T>, isDone: (result: T) => boolean) => Promise<T> {
  return async (did, action, isDone) => {
    const tell = (outcome: OperatorRecord['outcome']): Promise<void> =>
      writer.writeSigned(toBody(recordOperator({ ...did, outcome })))
    await tell('started')
    let isGood = false
    try {
      const result = await action()
      isGood = isDone(result)
      return result
    } finally {
      await tell(isGood ? 'done' : 'failed')
    }
  }
}
