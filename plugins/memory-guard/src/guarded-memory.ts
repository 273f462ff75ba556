import { isRingwallError, type JsonObject, type Session, type Trust } from '@ringwall/core'
import { fail } from './errors.ts'
import { guard, wasJudged, type GuardedKernel, type OpenDesk } from './guard.ts'
import { createKeeper } from './keeper.ts'
import { passMark } from './pass.ts'
import type { QuarantineEntry } from './quarantine.ts'
import { keyProblem, mayReplace, ownerOf, type MemoryRecord } from './record.ts'
import {
  denied,
  problemCode,
  type ForgetResult,
  type NewMemory,
  type Recall,
  type Recalled,
  type RecallQuery,
  type ReleaseOptions,
  type Withheld,
  type WriteResult,
} from './results.ts'
import { reviewMark } from './review.ts'
import { digest } from './signature.ts'

/** A memory of one agent, through which every text is judged on its way in and on its way out. */
export interface GuardedMemory {
  /** Judges a text and stores what passes. Never rejects for what the text is; a store that fails is a denial. */
  write(memory: NewMemory): Promise<WriteResult>
  /** Memories as they may enter the context now. Rejects when the store does: no answer is not an empty memory. */
  recall(query?: RecallQuery): Promise<Recall>
  /** Forgets a key, unless what stands there has a higher trust than `trust` (default: external). */
  forget(key: string, trust?: Trust): Promise<ForgetResult>
  /** What waits for a person. */
  quarantine(): Promise<readonly QuarantineEntry[]>
  /** Stores an entry after review: this very text, under its key; everything but the judgement of its text is done as at a write. */
  release(id: string, options: ReleaseOptions): Promise<WriteResult>
  /** Removes an entry for good; true for exactly one of several callers. The reviewer is told to the listeners of the kernel. */
  discard(id: string, reviewer: string): Promise<boolean>
}

/** What a guarded memory is made of. */
export interface GuardedMemoryOptions {
  readonly kernel: GuardedKernel
  readonly session: Session
  /** The agent's memory of no user: what is written there, every user's session recalls. Default: the memory of the session's user. */
  readonly shared?: boolean
}

/** Others may write one key first so many times. */
const RACES = 64
const MAX_LIMIT = 1000
const DEFAULT_LIMIT = 20

/**
 * Opens the memory of a session. Throws MEMORY_UNGUARDED where the kernel does not enforce memory-guard, and MEMORY_STORE_MISSING;
 * both are looked at anew at each call, as a reload may change them.
 */
export function createGuardedMemory({ kernel, session, shared = false }: GuardedMemoryOptions): GuardedMemory {
  const owner = ownerOf(session, shared)
  const keeper = createKeeper(kernel, session, owner)
  guard(kernel)

  async function write({ key, text, trust = 'external', provenance = {} }: NewMemory): Promise<WriteResult> {
    const name = key ?? `text:${digest(text).slice(0, 22)}`
    return settled(() => keeper.store({ key: name, text, trust, provenance }))
  }

  async function recall(query: RecallQuery = {}): Promise<Recall> {
    const { key, prefix = '', limit = DEFAULT_LIMIT, external = false } = checkQuery(query)
    const desk = guard(kernel)
    const one = key === undefined ? undefined : await desk.state.vault.find(owner, key)
    const rows = key === undefined ? await desk.state.vault.list(owner, prefix) : one ? [one] : []
    const withheld: Withheld[] = []
    for (const row of rows) {
      if (row.problem === undefined) continue
      const id = await keeper.isolate(desk, row)
      desk.report(
        session,
        'MEMORY_ROW_REJECTED',
        row.problem,
        `key ${row.key}${id === undefined ? '' : `, quarantined as ${id}`}`,
      )
      withheld.push({ key: row.key, code: problemCode(row.problem), ...(id !== undefined && { quarantined: id }) })
    }
    const records = rows
      .flatMap(({ record }) => (record && (external || record.trust !== 'external') ? [record] : []))
      .toSorted((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1))
    const memories: Recalled[] = []
    for (const record of records.slice(0, limit)) {
      const decision = await kernel.onInbound(
        { source: 'memory', text: record.text, meta: metaOf(record, desk) },
        session,
      )
      const ruling = decision.rulings.findLast(({ kind, enforced }) => kind === 'deny' && enforced)
      if (decision.outcome === 'allow' && wasJudged(decision)) memories.push(toRecalled(record, decision.payload.text))
      else
        withheld.push({
          key: record.key,
          code: ruling?.code ?? (decision.outcome === 'ask' ? 'MEMORY_NOT_SETTLED' : 'MEMORY_UNGUARDED'),
        })
    }
    return { memories, withheld }
  }

  function metaOf({ key, text, trust, claimed, provenance, review }: MemoryRecord, desk: OpenDesk): JsonObject {
    const guarded = passMark({ way: 'recall', session, key, text, trust, claimed }, desk.signer)
    const meta = { key, trust, claimed, provenance, guarded }
    if (!review) return meta
    return { ...meta, review: reviewMark({ way: 'recall', owner, key, text, trust }, review.reviewer, desk.signer) }
  }

  async function release(id: string, { reviewer, trust = 'external' }: ReleaseOptions): Promise<WriteResult> {
    // From JavaScript, types hold nobody back.
    if (!['learned', 'external'].includes(trust))
      throw fail('MEMORY_ARGUMENT_INVALID', { argument: 'trust', problem: 'it is neither learned nor external' })
    checkReviewer(reviewer)
    return settled(async () => {
      const { quarantine } = guard(kernel).state
      const entry = (await quarantine.list(owner)).find((one) => one.id === id)
      if (entry === undefined) return denied('MEMORY_NOT_FOUND')
      if (!entry.intact) return denied('MEMORY_BROKEN_ENTRY')
      const { key, text, provenance } = entry
      const result = await keeper.store({ key, text, trust, provenance }, { reviewer, id, at: Date.now() })
      if (result.status === 'stored') await quarantine.take(owner, id)
      return result
    })
  }

  return {
    write,
    recall,
    release,
    async forget(key, trust = 'external') {
      const { vault } = guard(kernel).state
      for (let race = 0; race < RACES; race++) {
        const row = await vault.find(owner, key)
        if (row === undefined) return 'absent'
        if (row.record && !mayReplace(trust, row.record.trust)) return 'outranked'
        if (row.problem !== undefined && row.problem !== 'missing' && trust !== 'system') return 'outranked'
        if (await vault.remove(owner, row)) return 'forgotten'
      }
      throw fail('MEMORY_ARGUMENT_INVALID', { argument: 'key', problem: 'others keep writing it' })
    },
    quarantine: async () => guard(kernel).state.quarantine.list(owner),
    async discard(id, reviewer) {
      const desk = guard(kernel)
      checkReviewer(reviewer)
      const isGone = await desk.state.quarantine.take(owner, id)
      if (isGone) desk.report(session, 'MEMORY_DISCARDED', 'discarded', `${id}, by ${reviewer}`)
      return isGone
    },
  }
}

function checkReviewer(reviewer: unknown): void {
  const isNamed = typeof reviewer === 'string' && reviewer.trim() !== ''
  if (!isNamed) throw fail('MEMORY_ARGUMENT_INVALID', { argument: 'reviewer', problem: 'it is empty' })
}

/** A failure of the store, or a layer that is gone, is a denial. */
async function settled(action: () => Promise<WriteResult>): Promise<WriteResult> {
  try {
    return await action()
  } catch (error) {
    const code = isRingwallError(error) ? error.code : 'INTERNAL'
    return denied(code === 'MEMORY_UNGUARDED' ? code : 'MEMORY_STORE_FAILED', [code])
  }
}

function checkQuery(query: RecallQuery): RecallQuery {
  const { key, prefix, limit } = query
  for (const [argument, value] of [
    ['key', key],
    ['prefix', prefix],
  ] as const) {
    const problem = value === undefined || value === '' ? undefined : keyProblem(value.trim())
    if (problem !== undefined) throw fail('MEMORY_ARGUMENT_INVALID', { argument, problem })
  }
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT))
    throw fail('MEMORY_ARGUMENT_INVALID', { argument: 'limit', problem: `it is not an integer from 1 to ${MAX_LIMIT}` })
  return query
}

function toRecalled({ key, trust, provenance, at, revision, review }: MemoryRecord, text: string): Recalled {
  return { key, text, trust, provenance, at, revision, ...(review && { review }) }
}
