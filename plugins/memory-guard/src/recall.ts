import {
  TRUST_LEVELS,
  type Deny,
  type Flag,
  type HookEvent,
  type Inbound,
  type JsonValue,
  type Session,
  type Trust,
} from '@ringwall/core'
import { viewsOf } from '@ringwall/text'
import { deny } from './codes.ts'
import type { MemoryGuardConfig } from './config.ts'
import type { Judge } from './judgement.ts'
import { isGuarded } from './pass.ts'
import type { Ranks } from './ranks.ts'
import { mayReplace, ownerOf } from './record.ts'
import { checkReview } from './review.ts'
import type { Signer } from './signature.ts'

/** How far a recalled text may be believed, and to whose thresholds it is held. */
export interface Belief {
  readonly trust: Trust
  readonly judgedAs: Trust
}

const OUTSIDE: Belief = { trust: 'external', judgedAs: 'external' }

/** Anybody can say `trust: system`: what was not allowed at a write, and does not come from a guarded memory, is external. */
export async function believe(
  { text, meta = {} }: Inbound,
  session: Session,
  signer: Signer,
  ranks: Ranks | undefined,
): Promise<Belief> {
  const trust = trustOf(meta['trust'])
  const key = typeof meta['key'] === 'string' ? meta['key'] : undefined
  // What was lowered when it was written was held to the thresholds of what it claimed to be.
  const claimed = meta['claimed'] === undefined ? trust : trustOf(meta['claimed'])
  const passing = { way: 'recall', session, key: key ?? '', text, trust, claimed } as const
  if (isGuarded(meta['guarded'], passing, signer)) return { trust, judgedAs: claimed }
  if (trust === 'external' || ranks === undefined) return OUTSIDE
  const allowed = await ranks.trustOf(ownerOf(session, false), { key, text })
  const lower = mayReplace(trust, allowed) ? allowed : trust
  return { trust: lower, judgedAs: lower }
}

/** Judges a recalled text anew. */
export function judgeRecall(
  event: HookEvent<'onInbound'>,
  { judgedAs }: Belief,
  { recall }: MemoryGuardConfig,
  judge: Judge,
  signer: Signer,
): Deny | Flag | undefined {
  const { payload, session } = event
  const { text, meta = {} } = payload
  event.score(0)
  const trust = trustOf(meta['trust'])
  const key = typeof meta['key'] === 'string' ? meta['key'] : ''
  const owner = { tenant: session.tenantId, agent: session.agentId }
  const review = checkReview(meta['review'], { way: 'recall', owner, key, text, trust }, signer)
  if (review.state === 'invalid') return deny('MEMORY_REVIEW_INVALID')
  if (review.state === 'valid') return { kind: 'flag', code: 'MEMORY_REVIEWED', detail: `by ${review.reviewer}` }
  const { grade, score, findings } = judge.text(viewsOf(payload, text), judgedAs)
  event.score(score)
  if (grade === 'clean') return undefined
  if (grade === 'critical' && recall === 'deny') return deny('MEMORY_RECALL_DENIED', findings)
  return { kind: 'flag', code: 'MEMORY_RECALL_DOUBTFUL', findings }
}

/** A level that nobody gave is the lowest. */
function trustOf(value: JsonValue | undefined): Trust {
  return TRUST_LEVELS.find((level) => level === value) ?? 'external'
}
