import type { Deny, Finding, Flag, HookEvent, JsonObject, Patch, Rewrite } from '@ringwall/core'
import { createViews, viewsOf } from '@ringwall/text'
import { deny } from './codes.ts'
import type { MemoryGuardConfig } from './config.ts'
import { formProblem, stringsOf, type Judge } from './judgement.ts'
import { NAME } from './name.ts'
import { capByOrigin } from './origin.ts'
import { isGuarded } from './pass.ts'
import type { Ranks } from './ranks.ts'
import { keyProblem, ownerOf } from './record.ts'
import { redactProvenance, toEdits, withEdits, type Redactor } from './redact.ts'
import { checkReview } from './review.ts'
import type { Signer } from './signature.ts'

/** Judges a text that is about to be remembered, and what stands beside it. */
export function judgeWrite(
  event: HookEvent<'onMemoryWrite'>,
  config: MemoryGuardConfig,
  judge: Judge,
  signer: Signer,
): Deny | Flag | undefined {
  const { payload, session } = event
  const { key, text, trust, provenance = {}, meta = {} } = payload
  event.score(0) // says that the layer had its turn
  const problem = formProblem(payload, config)
  if (problem) return deny(problem)
  if (key !== undefined && keyProblem(key) !== undefined) return deny('MEMORY_KEY_INVALID', [], keyProblem(key))
  const owner = { tenant: session.tenantId, agent: session.agentId }
  const review = checkReview(meta['review'], { way: 'write', owner, key: key ?? '', text, trust }, signer)
  const marks = { guarded: isGuardedWrite(event, signer), review: review.state === 'valid' }
  const labels = judge.labels(key, provenance, withoutMarks(meta, marks))
  if (labels.grade === 'critical') return deny('MEMORY_LABEL_DANGEROUS', labels.findings)
  if (review.state === 'invalid') return deny('MEMORY_REVIEW_INVALID')
  if (review.state === 'valid') return { kind: 'flag', code: 'MEMORY_REVIEWED', detail: `by ${review.reviewer}` }
  const { grade, score, findings } = judge.text(viewsOf(payload, text), capByOrigin(trust, provenance))
  event.score(score)
  if (grade === 'clean') return undefined
  return grade === 'critical' ? deny('MEMORY_DANGEROUS', findings) : { kind: 'flag', code: 'MEMORY_DOUBTFUL', findings }
}

/** Takes out what must not be stored, lowers the trust where it is not deserved, and remembers what was allowed. */
export async function finishWrite(
  event: HookEvent<'onMemoryWrite'>,
  { secrets: action }: MemoryGuardConfig,
  redactor: Redactor,
  signer: Signer,
  ranks: Ranks | undefined,
): Promise<readonly (Deny | Rewrite | Flag)[] | undefined> {
  const { payload, rulings, session } = event
  const { text, trust, key, provenance = {}, meta = {} } = payload
  const own = rulings.filter(({ layer }) => layer === NAME).map(({ code }) => code)
  const isReviewed = own.includes('MEMORY_REVIEWED')
  const isMarked = isGuardedWrite(event, signer)
  const views = viewsOf(payload, text)
  const fixed = [key ?? '', ...stringsOf(withoutMarks(meta, { guarded: isMarked, review: isReviewed }))]
  const beside = [...fixed, ...stringsOf(provenance)]
  if (redactor.hasCanary(views) || beside.some((label) => redactor.hasCanary(createViews(label))))
    return [deny('MEMORY_CANARY')]
  const secrets = redactor.secrets(views)
  const findings = secrets.map(({ start, end, rule }): Finding => ({
    rule,
    severity: 'critical',
    span: { start, end },
  }))
  const { patches, inNames } = redactProvenance(provenance, redactor)
  if (inNames || fixed.some((label) => redactor.secrets(createViews(label)).length > 0))
    return [deny('MEMORY_SECRET_DENIED')]
  const found = secrets.length + patches.length
  if (found > 0 && action === 'deny') return [deny('MEMORY_SECRET_DENIED', findings)]
  const isDoubtful = own.includes('MEMORY_DOUBTFUL')
  let rest = isDoubtful ? 'external' : isReviewed ? trust : capByOrigin(trust, provenance)
  const edits = toEdits(secrets)
  // A guarded memory ranks its rows itself.
  if (ranks && !isReviewed && !isMarked) {
    const admission = await ranks.admit(ownerOf(session, false), { key, text: withEdits(text, edits) }, rest)
    if (admission === 'outranked') return [deny('MEMORY_OUTRANKED')]
    // What cannot be remembered is not believed later, so it is not said now.
    if (admission === 'full') rest = 'external'
  }
  const isLowered = rest !== trust
  const lowered: readonly Patch[] = isLowered ? [{ path: '/trust', value: rest }] : []
  if (found === 0) return isLowered ? [{ kind: 'rewrite', code: 'MEMORY_LOWERED', set: lowered }] : undefined
  const set = [...lowered, ...patches]
  const rewrite = { kind: 'rewrite', code: 'MEMORY_REDACTED', findings, edits, set } as const
  return isLowered ? [rewrite, { kind: 'flag', code: 'MEMORY_LOWERED' }] : [rewrite]
}

function isGuardedWrite({ payload, session }: HookEvent<'onMemoryWrite'>, signer: Signer): boolean {
  const { key = '', text, trust, meta = {} } = payload
  return isGuarded(meta['guarded'], { way: 'write', session, key, text, trust, claimed: trust }, signer)
}

/** Meta without the marks that this layer signed itself: by chance a signature looks like a credential, one in 14,000. */
function withoutMarks(meta: JsonObject, isOwn: { readonly guarded: boolean; readonly review: boolean }): JsonObject {
  const { guarded, review, ...rest } = meta
  return {
    ...rest,
    ...(!isOwn.guarded && guarded !== undefined && { guarded }),
    ...(!isOwn.review && review !== undefined && { review }),
  }
}
