import { createWall, loadConfig } from '@ringwall/config'
import type { Session } from '@ringwall/core'
import { createGuardedMemory, type GuardedMemory, type QuarantineEntry } from '@ringwall/plugin-memory-guard'
import { StoreToken } from '@ringwall/store'
import { plainLogger, RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import { write, type Io } from './io.ts'
import type { MemoryAction } from './memory-program.ts'
import { auditedBy, type Audited } from './open-audit.ts'
import { quote, visible } from './print.ts'

/** Whose memory it is, and who looks at it. */
export interface MemoryOptions {
  readonly config?: string
  readonly tenant: string
  readonly agent: string
  /** Absent: the agent's memory of no user. */
  readonly user?: string
  readonly reviewer?: string
  readonly trust?: 'learned' | 'external'
  readonly json: boolean
}

/** Lists a quarantine, or releases or discards one entry of it, on the store of the config. Returns 1 where the entry stays. */
export async function runMemory(
  io: Io,
  action: MemoryAction,
  id: string | undefined,
  options: MemoryOptions,
): Promise<number> {
  const { config, tenant, agent, user, json } = options
  if ((action === 'quarantine') !== (id === undefined))
    throw fail('USAGE', {
      command: 'ringwall memory',
      problem: `${action} takes ${id === undefined ? 'the id of an entry' : 'no id'}`,
    })
  const where = { cwd: io.cwd, env: io.env, resolveFrom: RESOLVE_FROM }
  const model = await loadConfig({ ...where, ...(config !== undefined && { file: config }) })
  const wall = await createWall(model, { logger: plainLogger(io) })
  try {
    const session: Session = {
      tenantId: tenant,
      agentId: agent,
      sessionId: 'ringwall memory',
      ...(user !== undefined && { userId: user }),
    }
    const memory = createGuardedMemory({ kernel: wall.for(agent), session, shared: user === undefined })
    if (id === undefined) return await list(io, await memory.quarantine(), json)
    const store = wall.for(agent).find(StoreToken)
    if (!store) throw fail('INTERNAL', { problem: 'the wall has no store' })
    const audited = auditedBy(io, model, store, options.reviewer)
    return await settle(io, { memory, audited }, action, id, options)
  } finally {
    await wall.close()
  }
}

async function list(io: Io, entries: readonly QuarantineEntry[], json: boolean): Promise<number> {
  await write(io.stdout, json ? `${JSON.stringify({ entries })}\n` : toText(entries))
  return 0
}

async function settle(
  io: Io,
  { memory, audited }: { readonly memory: GuardedMemory; readonly audited: Audited },
  action: string,
  id: string,
  options: MemoryOptions,
): Promise<number> {
  const { reviewer, trust, json, tenant, agent, user } = options
  const did = { action: `memory.${action}`, target: id, tenant, agent, ...(user !== undefined && { user }) }
  if (reviewer === undefined)
    throw fail('USAGE', { command: 'ringwall memory', problem: `${action} needs --reviewer NAME` })
  if (action === 'discard') {
    const discarded = await audited(did, () => memory.discard(id, reviewer), Boolean)
    await write(
      io.stdout,
      json ? `${JSON.stringify({ discarded })}\n` : `${discarded ? 'discarded' : 'there is no such entry'}\n`,
    )
    return discarded ? 0 : 1
  }
  const release = () => memory.release(id, { reviewer, ...(trust !== undefined && { trust }) })
  const result = await audited(did, release, ({ status }) => status === 'stored')
  const told = result.status === 'stored' ? `stored as ${result.trust}` : `${result.status}: ${result.code}`
  await write(io.stdout, json ? `${JSON.stringify(result)}\n` : `${told}\n`)
  return result.status === 'stored' ? 0 : 1
}

const MAX_TEXT = 2000

function toText(entries: readonly QuarantineEntry[]): string {
  if (entries.length === 0) return 'nothing is in quarantine\n'
  return entries
    .map(({ id, key, reason, trust, text, findings, provenance, at, intact }) =>
      [
        `${visible(id)}  ${reason}${intact ? '' : ', changed since: can only be discarded'}`,
        `  key ${quote(key, MAX_TEXT)}, claims ${trust}, ${new Date(at).toISOString()}`,
        `  from ${quote(JSON.stringify(provenance), MAX_TEXT)}`,
        `  found ${findings.map(visible).join(', ') || 'nothing'}`,
        `  text ${quote(text, MAX_TEXT)}`,
      ].join('\n'),
    )
    .join('\n\n')
    .concat('\n')
}
