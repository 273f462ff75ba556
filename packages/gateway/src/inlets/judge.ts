import type { Decision, Inbound, Session } from '@ringwall/core'
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

/** Judges the pieces in their order, up to the first that is not allowed: one of them stops all. */
export async function judge(kernel: Guard, session: Session, pieces: readonly Piece[]): Promise<Judged> {
  const rulings: object[] = []
  const texts: Judged['texts'][number][] = []
  const instructions = new Set<string>()
  for (const { payload, isView = false } of pieces) {
    const decision = await kernel.onInbound(payload, session)
    rulings.push(...decision.rulings.map((ruling) => toRuling(ruling, false)))
    if (decision.outcome !== 'allow' || !decision.payload)
      return { outcome: decision.outcome === 'ask' ? 'ask' : 'deny', rulings, texts: [], instructions: [] }
    for (const line of decision.instructions) instructions.add(line)
    if (!isView) texts.push({ source: decision.payload.source, text: decision.payload.text })
  }
  return { outcome: 'allow', rulings, texts, instructions: [...instructions] }
}
