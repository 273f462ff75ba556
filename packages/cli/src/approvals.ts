import { userInfo } from 'node:os'
import { isRingwallError } from '@ringwall/core'
import type { Owner, Scope } from '@ringwall/plugin-approval-gate'
import { changeText, listText, pendingText, standingText } from './approvals-text.ts'
import { fail } from './errors.ts'
import { write, type Io } from './io.ts'
import { withApprovals } from './open-approvals.ts'
import type { Audited } from './open-audit.ts'
import { asciiJson, visible } from './print.ts'

/** What all commands on approvals take. */
export interface ApprovalsOptions {
  readonly config?: string
  readonly json: boolean
}
/** Who settles it, and what they note. */
export interface SettleFlags extends ApprovalsOptions {
  readonly as?: string
  readonly note?: string
}
/** How it is approved. */
export interface ApproveFlags extends SettleFlags {
  readonly scope?: Scope
  /** In milliseconds. */
  readonly for?: number
  /** In milliseconds since 1970. */
  readonly until?: number
  readonly hash?: string
}

/** What is not there any more is no mistake of the command line. */
const GONE: ReadonlySet<string> = new Set(['APPROVALS_UNKNOWN', 'APPROVALS_SETTLED', 'APPROVALS_CHANGED'])

/** Prints what waits, and what is approved. */
export function listApprovals(io: Io, options: ApprovalsOptions): Promise<number> {
  return withApprovals(io, options, async ({ desk, now }) => {
    const list = await desk.list()
    return tell(io, options, list, listText(list, await now()))
  })
}

/** Approves one request, as it is printed. Returns 1 where it is there no more. */
export function approve(io: Io, id: string, options: ApproveFlags): Promise<number> {
  const { scope, for: forMs, until: time, hash, note } = options
  const problem = findTimeProblem(options)
  if (problem !== undefined) throw fail('USAGE', { command: 'ringwall approvals approve', problem })
  const approver = approverOf(options)
  return settling(io, options, async ({ desk, now, auditedAs }) => {
    const request = await desk.get(id)
    const at = await now()
    const until = forMs === undefined ? time : at + forMs
    const how = {
      approver,
      expectedHash: hash ?? request.hash,
      ...(scope === undefined ? {} : { scope }),
      ...(until === undefined ? {} : { until }),
      ...(note === undefined ? {} : { note }),
    }
    const did = whatIsDone('approve', request.id, [request])
    const approval = await auditedAs(approver)(did, () => desk.approve(request.id, how), isDone)
    const text = `approved:\n${pendingText(request, at)}\n\n${standingText(approval)}\n`
    return tell(io, options, { approved: approval, request }, text)
  })
}

/** Denies one request, or removes one that is not authentic. Returns 1 where it is there no more. */
export function denyApproval(io: Io, id: string, options: SettleFlags): Promise<number> {
  const approver = approverOf(options)
  return settling(io, options, async ({ desk, auditedAs }) => {
    const did = whatIsDone('deny', id, (await desk.list()).pending)
    await auditedAs(approver)(did, () => desk.deny(id, { approver, ...noteOf(options) }), isDone)
    return tell(io, options, { denied: id, by: approver }, `denied ${visible(id)}\n`)
  })
}

/** Takes an approval back. Returns 1 where it is there no more. */
export function revokeApproval(io: Io, id: string, options: SettleFlags): Promise<number> {
  const approver = approverOf(options)
  return settling(io, options, async ({ desk, auditedAs }) => {
    const did = whatIsDone('revoke', id, (await desk.list()).standing)
    const revoked = await auditedAs(approver)(did, () => desk.revoke(id, { approver, ...noteOf(options) }), isDone)
    return tell(io, options, { revoked, by: approver }, `revoked:\n${standingText(revoked)}\n`)
  })
}

/** Prints every request as it comes, and what becomes of it, until SIGINT or SIGTERM. */
export function watchApprovals(io: Io, options: ApprovalsOptions): Promise<number> {
  return withApprovals(io, options, async ({ desk, now }) => {
    const ended = new AbortController()
    const stop = (): void => ended.abort()
    io.signals.on('SIGINT', stop)
    io.signals.on('SIGTERM', stop)
    try {
      if (!options.json) await write(io.stderr, 'waiting for requests; Ctrl-C ends it\n')
      const started = await now()
      const offset = started - Date.now()
      await desk.watch(
        (change) => {
          const text = options.json ? `${asciiJson(change)}\n` : `${changeText(change, Date.now() + offset)}\n`
          io.stdout.write(text)
        },
        { signal: ended.signal },
      )
    } finally {
      io.signals.off('SIGINT', stop)
      io.signals.off('SIGTERM', stop)
    }
    return 0
  })
}

async function settling(
  io: Io,
  options: ApprovalsOptions,
  action: Parameters<typeof withApprovals<number>>[2],
): Promise<number> {
  try {
    return await withApprovals(io, options, action)
  } catch (error) {
    if (!isRingwallError(error) || !GONE.has(error.code)) throw error
    const { code, message, fix } = error
    await tell(io, options, { error: { code, message, fix } }, `${visible(message)}\n${visible(fix)}\n`)
    return 1
  }
}

/** What did not happen has thrown. */
const isDone = (): boolean => true

/** For the record: the whole id, and whose call it is, where one is meant. */
function whatIsDone(
  verb: 'approve' | 'deny' | 'revoke',
  id: string,
  all: readonly (Owner & { readonly id: string })[],
): Parameters<Audited>[0] {
  const action = `approvals.${verb}`
  const [one, ...others] = all.filter((each) => each.id.startsWith(id))
  if (one === undefined || others.length > 0) return { action, target: id }
  const { tenant, agent, user } = one
  return { action, target: one.id, tenant, agent, ...(user === null ? {} : { user }) }
}

function findTimeProblem({ scope = 'once', for: forMs, until }: ApproveFlags): string | undefined {
  if (forMs !== undefined && until !== undefined) return '--for and --until say the same thing; give one'
  const hasTime = forMs !== undefined || until !== undefined
  if (scope === 'once' && hasTime) return '--for and --until need --scope args, session or until'
  return scope === 'until' && !hasTime ? '--scope until needs --for or --until' : undefined
}

/** Recorded as it is given: who may run this command with the key can give any name. */
function approverOf({ as: name }: SettleFlags): string {
  if (name !== undefined) return name
  try {
    return userInfo().username
  } catch (error) {
    throw fail('USAGE', { command: 'ringwall approvals', problem: 'this user has no name; give --as NAME' }, error)
  }
}

function noteOf({ note }: SettleFlags): { readonly note?: string } {
  return note === undefined ? {} : { note }
}

async function tell(io: Io, { json }: ApprovalsOptions, value: object, text: string): Promise<number> {
  await write(io.stdout, json ? `${asciiJson(value)}\n` : text)
  return 0
}
