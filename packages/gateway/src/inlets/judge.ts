import { KERNEL_CODES, type Decision, type Inbound, type Session } from '@ringwall/core'
import { fail } from '../errors.ts'
import type { Guard } from '../guard.ts'
import { toRuling } from '../guard-api/answers.ts'

/** One text of what came in. */
export interface Piece {
  readonly payload: Inbound
  /** The same content in another spelling: it is judged, and not passed on. */
  readonly isView?: boolean
}
/** What was decided of all pieces. */
export interface Judged {
  readonly outcome: Decision['outcome']
  readonly rulings: readonly object[]
  /** Empty unless all were allowed. */
  readonly texts: readonly { readonly source: Inbound['source']; readonly text: string }[]
  readonly instructions: readonly string[]
}

/** Judges the pieces in their order, up to the first that is not allowed: one of them stops all. Throws INLET_UNJUDGED where a layer could not tell. */
export async function judge(kernel: Guard, session: Session, pieces: readonly Piece[]): Promise<Judged> {
  const rulings: object[] = []
  const texts: Judged['texts'][number][] = []
  const instructions = new Set<string>()
  for (const { payload, isView = false } of pieces) {
    const decision = await kernel.onInbound(payload, session)
    if (isFailure(decision)) throw fail('INLET_UNJUDGED')
    rulings.push(...decision.rulings.map((ruling) => toRuling(ruling, false)))
    if (decision.outcome !== 'allow' || !decision.payload)
      return { outcome: decision.outcome === 'ask' ? 'ask' : 'deny', rulings, texts: [], instructions: [] }
    for (const line of decision.instructions) instructions.add(line)
    if (!isView) texts.push({ source: decision.payload.source, text: decision.payload.text })
  }
  return { outcome: 'allow', rulings, texts, instructions: [...instructions] }
}

/** A denial because something does not work says nothing of the content. */
function isFailure({ outcome, rulings }: Decision): boolean {
  const last = rulings.findLast(({ enforced, kind }) => enforced && kind === 'deny')
  return outcome === 'deny' && last !== undefined && Object.hasOwn(KERNEL_CODES, last.code)
}
