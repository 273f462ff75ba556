import type { Wall } from '@ringwall/config'
import type { Caller } from './auth.ts'
import { fail } from './errors.ts'
import { guardObject, type Exit } from './outbound.ts'
import { jsonReply } from './json-reply.ts'

/** The config in force for an operator, redacted by the wall and then by the layers of whoever asks. Throws GatewayError. */
export async function answerConfig(
  exit: Exit,
  wall: Partial<Pick<Wall, 'describe'>>,
  { isOperator }: Pick<Caller, 'isOperator'>,
): Promise<Response> {
  // An agent that knows the layers and their limits knows what to evade.
  if (!isOperator) throw fail('OPERATOR_ONLY')
  if (wall.describe === undefined) throw fail('CONFIG_ABSENT')
  const { body, meta } = await wall.describe()
  const { value, denial } = await guardObject(exit, {
    destination: 'operator',
    body,
    meta: { ...meta, contentType: 'application/json' },
  })
  if (denial) throw fail('REPLY_WITHHELD')
  return jsonReply(value, { headers: { 'cache-control': 'no-store' } })
}
