import type { DeliverySettings } from '@ringwall/config'
import type { JsonObject, Logger } from '@ringwall/core'
import { fail } from '../errors.ts'
import type { Exit } from '../outbound.ts'
import { deliver } from './deliver.ts'
import { judge, type Piece } from './judge.ts'
import { jsonReply } from '../json-reply.ts'

/** What came in by an inlet. */
export interface Incoming {
  readonly source: 'webhook' | 'email'
  readonly inlet: string
  readonly pieces: readonly Piece[]
  /** The answer's further fields, made from the texts that were allowed. */
  readonly more?: (texts: readonly string[]) => JsonObject
  readonly deliverTo: DeliverySettings | undefined
  /** The same whenever the sender sends it again; absent where nothing tells that it is the same. */
  readonly key?: string
}

/** Judges what came in, takes it to the operator's program if it is allowed, and tells the sender. Throws INLET_UNDELIVERED. */
export async function answerIncoming(incoming: Incoming, exit: Exit, logger: Logger): Promise<Response> {
  const { kernel, session } = exit
  const { source, inlet, pieces, more, deliverTo, key } = incoming
  const { outcome, rulings, texts, instructions } = await judge(kernel, session, pieces)
  const [first] = texts
  const content =
    outcome === 'allow' && first
      ? { payload: { source, text: first.text }, instructions, ...more?.(texts.map(({ text }) => text)) }
      : {}
  const { traceId, sessionId } = session
  const label = { source, inlet, trust: 'external' }
  const answer = { outcome, label, ...content, rulings, traceId, sessionId }
  const isDue = outcome === 'allow' && deliverTo !== undefined
  if (isDue) {
    await exit.flush()
    const delivered = await deliver(deliverTo, { id: `msg_${key ?? traceId}`, body: JSON.stringify(answer) })
    if (!delivered.ok) {
      logger.warn('allowed content could not be delivered', { inlet, problem: delivered.problem })
      throw fail('INLET_UNDELIVERED')
    }
  }
  const headers = { 'cache-control': 'no-store', 'x-ringwall-outcome': outcome }
  return jsonReply({ ...answer, delivered: isDue }, { headers })
}
