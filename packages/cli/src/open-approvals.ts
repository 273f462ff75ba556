import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { loadConfig, openStore } from '@ringwall/config'
import { approvalGateConfig, fileKey, fixedKey, openApprovals, type ApprovalDesk } from '@ringwall/plugin-approval-gate'
import { RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import { write, type Io } from './io.ts'
import { auditedBy, type Audited } from './open-audit.ts'
import { visible } from './print.ts'

/** The approvals of a config, and the clock that they go by. */
export interface CliApprovals {
  readonly desk: ApprovalDesk
  readonly now: () => Promise<number>
  /** Puts what an approver does on record. */
  readonly auditedAs: (approver: string) => Audited
}

/** Runs `action` on the approvals of the config, and closes the store whatever comes of it. */
export async function withApprovals<T>(
  io: Io,
  { config }: { readonly config?: string },
  action: (approvals: CliApprovals) => Promise<T>,
): Promise<T> {
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const model = await loadConfig({ ...where, ...(config !== undefined && { file: config }) })
  const line = model.layers.find(({ plugin }) => plugin.name === 'approval-gate')
  if (!line) throw fail('APPROVALS_UNGUARDED')
  if ('file' in model.store && model.store.file === ':memory:') throw fail('APPROVALS_EPHEMERAL')
  const { key, keyFile } = approvalGateConfig.parse(line.config)
  const source = key === undefined ? fileKey(resolve(io.cwd, keyFile)) : fixedKey(key)
  if ('file' in model.store && (await isAbsent(model.store.file)))
    await write(
      io.stderr,
      `note: Ringwall has not run here with this config: there is no ${visible(model.store.file)}\n`,
    )
  const { store } = await openStore(model.store)
  try {
    const auditedAs = (approver: string): Audited => auditedBy(io, model, store, approver)
    return await action({ desk: openApprovals(store, source), now: () => store.time(), auditedAs })
  } finally {
    await store.close()
  }
}

/** What cannot be looked at is not absent. */
async function isAbsent(file: string): Promise<boolean> {
  try {
    await stat(file)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}
