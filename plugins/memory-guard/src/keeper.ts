import type { Decision, JsonObject, Session } from '@ringwall/core'
import type { Desk } from './desk.ts'
import { guard, wasJudged, type GuardedKernel, type OpenDesk } from './guard.ts'
import { NAME } from './name.ts'
import { capByOrigin } from './origin.ts'
import { passMark } from './pass.ts'
import { quarantineId, type Reason } from './quarantine.ts'
import { mayReplace, textOfRow, type MemoryRecord, type Owner, type Review } from './record.ts'
import { denied, problemCode, type NewMemory, type WriteResult } from './results.ts'
import { reviewMark } from './review.ts'
import type { Row } from './vault.ts'

/** The only way to the rows: through the hook, and then by compare and set. Every method rejects when the store does. */
export interface Keeper {
  store(memory: Required<NewMemory>, review?: Review): Promise<WriteResult>
  /** Moves a row that cannot be believed to quarantine; it stays where it is, and is not recalled, where there is no room. */
  isolate(desk: OpenDesk, row: Row): Promise<string | undefined>
}

/** Others may write one key first so many times. */
const RACES = 64

/** Keeps the memories of one owner. */
export function createKeeper(kernel: GuardedKernel, session: Session, owner: Owner): Keeper {
  async function store(memory: Required<NewMemory>, review?: Review): Promise<WriteResult> {
    const { key, text, trust, provenance } = memory
    const desk = guard(kernel)
    const meta: JsonObject = {
      guarded: passMark({ way: 'write', session, key, text, trust, claimed: trust }, desk.signer),
      ...(review && {
        review: reviewMark({ way: 'write', owner, key, text, trust }, review.reviewer, desk.signer),
      }),
    }
    const decision = await kernel.onMemoryWrite({ key, text, trust, provenance, meta }, session)
    const codes = decision.rulings.filter(({ enforced }) => enforced).map((ruling) => ruling.code)
    if (decision.outcome === 'deny') return refuse(desk, decision, memory, codes)
    if (decision.outcome !== 'allow') return denied('MEMORY_NOT_SETTLED', codes)
    if (!wasJudged(decision)) return denied('MEMORY_UNGUARDED', codes)
    const { payload } = decision
    const rulings = decision.rulings.map(({ layer, code }) => `${layer} ${code}`)
    const facts = {
      key,
      text: payload.text,
      trust: payload.trust,
      claimed: review ? trust : capByOrigin(trust, provenance),
      provenance: payload.provenance ?? {},
      rulings,
      writer: { session: session.sessionId, user: session.userId ?? null },
    }
    return keep(desk, { ...owner, ...facts, ...(review && { review }) }, codes)
  }

  /** Compare and set: whoever was faster, what stands there in the end has the highest trust that was written. */
  async function keep(
    desk: OpenDesk,
    facts: Omit<MemoryRecord, 'format' | 'at' | 'epoch' | 'revision'>,
    codes: readonly string[],
  ): Promise<WriteResult> {
    const { vault } = desk.state
    const { key, trust } = facts
    const { maxKeys, maxExternalKeys } = desk.config
    const limit = trust === 'external' ? Math.min(maxKeys, maxExternalKeys) : maxKeys
    for (let race = 0; race < RACES; race++) {
      const present = await vault.find(owner, key)
      if (present?.problem && present.problem !== 'missing') {
        desk.report(session, 'MEMORY_ROW_REJECTED', present.problem, `key ${key}`)
        if ((await isolate(desk, present)) === undefined) return denied('MEMORY_QUARANTINE_FULL', codes)
        continue
      }
      if (present?.record && !mayReplace(trust, present.record.trust)) return denied('MEMORY_OUTRANKED', codes)
      const head = await vault.head(owner, key, present, async () => (await vault.count(owner)) < limit)
      if (head === undefined) return denied('MEMORY_FULL', codes)
      const record = { format: 1, ...facts, at: Date.now(), epoch: head.epoch, revision: head.revision + 1 } as const
      if (await vault.put(owner, record, present))
        return { status: 'stored', key, trust, revision: record.revision, codes }
    }
    return denied('MEMORY_BUSY', codes)
  }

  async function refuse(
    desk: OpenDesk,
    { rulings }: Decision,
    memory: Required<NewMemory>,
    codes: readonly string[],
  ): Promise<WriteResult> {
    const ruling = rulings.findLast(({ kind, enforced }) => kind === 'deny' && enforced)
    const code = ruling?.code ?? 'MEMORY_UNGUARDED'
    const message = ruling?.message ?? 'The text is not stored.'
    if (ruling?.layer !== NAME || code !== 'MEMORY_DANGEROUS') return { status: 'denied', code, message, codes }
    const text = desk.keepable(memory.text)
    const key = desk.keepable(memory.key)
    if (text === undefined || key !== memory.key) return denied('MEMORY_NOT_KEPT', codes)
    const findings = ruling.findings.map(({ rule }) => rule)
    const id = await isolateText(
      desk,
      { ...memory, text, provenance: keepable(desk, memory.provenance) },
      'dangerous',
      findings,
    )
    return id === undefined ? denied('MEMORY_QUARANTINE_FULL', codes) : { status: 'quarantined', id, code, codes }
  }

  async function isolateText(
    desk: OpenDesk,
    memory: Required<NewMemory>,
    reason: Reason,
    findings: readonly string[],
  ): Promise<string | undefined> {
    const { key, text } = memory
    const id = quarantineId(owner, key, text)
    const entry = {
      format: 1,
      ...owner,
      ...memory,
      id,
      reason,
      findings,
      session: session.sessionId,
      at: Date.now(),
    } as const
    return (await desk.state.quarantine.put(entry)) ? id : undefined
  }

  /** Moves a row that cannot be believed to quarantine; it stays where it is, and is not recalled, where there is no room. */
  async function isolate(desk: OpenDesk, row: Row): Promise<string | undefined> {
    const text = desk.keepable(textOfRow(row.value)) ?? '[withheld]'
    if (row.problem === undefined || row.problem === 'missing' || text.length > desk.config.maxLength) return undefined
    const memory = { key: row.key, text, trust: 'external', provenance: {} } as const
    const id = await isolateText(desk, memory, row.problem, [problemCode(row.problem)])
    if (id !== undefined) await desk.state.vault.remove(owner, row)
    return id
  }

  return { store, isolate }
}

function keepable(desk: Desk, provenance: JsonObject): JsonObject {
  const text = JSON.stringify(provenance)
  return desk.keepable(text) === text ? provenance : {}
}
