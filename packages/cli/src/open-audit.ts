import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { loadConfig, openStore, type Model } from '@ringwall/config'
import type { Logger } from '@ringwall/core'
import {
  auditLogConfig,
  NO_ANCHORS,
  openAuditReader,
  withOperatorRecord,
  type AuditLogConfig,
  type AuditReader,
  type OperatorAction,
} from '@ringwall/plugin-audit-log'
import type { Store } from '@ringwall/store'
import { plainLogger, RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import type { Io } from './io.ts'

/** The audit log of a config. */
export interface CliAudit {
  readonly store: Store
  readonly config: AuditLogConfig
  readonly reader: AuditReader
}

/** Runs `action` on the audit log of the config, and closes the store whatever comes of it. */
export async function withAudit<T>(
  io: Io,
  { config: file }: { readonly config?: string },
  action: (audit: CliAudit) => Promise<T>,
): Promise<T> {
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const model = await loadConfig({ ...where, ...(file !== undefined && { file }) })
  const config = auditConfigOf(io, model)
  if (!config) throw fail('AUDIT_UNGUARDED')
  if ('file' in model.store && model.store.file === ':memory:') throw fail('AUDIT_EPHEMERAL')
  const { store } = await openStore(model.store)
  try {
    return await action({ store, config, reader: openAuditReader(store, config) })
  } finally {
    await store.close()
  }
}

/** What an operator's command does, with a record before and after; where the audit log is off, without. */
export type Audited = <T>(
  did: Omit<OperatorAction, 'by'>,
  action: () => Promise<T>,
  isDone: (result: T) => boolean,
) => Promise<T>

/** Records what commands do to the state of a config, where its audit log is on. What cannot be recorded is not done. */
export function auditedBy(io: Io, model: Model, store: Store, by: string = operator()): Audited {
  const config = auditConfigOf(io, model)
  return (did, action, isDone) =>
    config === undefined
      ? action()
      : withOperatorRecord({ store, config, logger: quiet(io) }, { ...did, by }, action, isDone)
}

/** The account that runs the command. */
export function operator(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown' // a container may run as a number that has no name
  }
}

function auditConfigOf(io: Io, { layers }: Model): AuditLogConfig | undefined {
  const line = layers.find(({ plugin }) => plugin.name === 'audit-log')
  if (!line) return undefined
  const config = auditLogConfig.parse(line.config)
  const { keyFile, anchorFile } = config
  return {
    ...config,
    keyFile: resolve(io.cwd, keyFile),
    anchorFile: anchorFile === NO_ANCHORS ? anchorFile : resolve(io.cwd, anchorFile),
    // Output belongs to the command, and what a gateway removes is not removed on the way.
    copy: 'none',
    retention: {},
  }
}

/** Problems alone. */
function quiet(io: Io): Logger {
  return { ...plainLogger(io), warn: () => undefined }
}
