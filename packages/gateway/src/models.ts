import { z } from 'zod'
import { errorResponse, fail } from './errors.ts'
import { guardObject, type Exit } from './outbound.ts'
import { parseJson } from './reply-shape.ts'
import { MODEL_NAME } from './request.ts'
import { readText, UpstreamCall, type CallOptions } from './upstream-call.ts'
import { upstreamError } from './upstream-error.ts'
import { jsonReply } from './json-reply.ts'

const Models = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      created: z.number().optional().catch(undefined),
      owned_by: z
        .string()
        .regex(/^[\w .:-]{1,64}$/)
        .optional()
        .catch(undefined),
    }),
  ),
})

/** Upstream's list of models, rebuilt from the fields of the protocol. Throws GatewayError. */
export async function answerModels(exit: Exit, options: CallOptions): Promise<Response> {
  const call = new UpstreamCall(options)
  try {
    const response = await call.send('/models')
    if (!response.ok) return errorResponse(await upstreamError(call, response, exit))
    const body = { object: 'list', data: readModels(await readText(call)) }
    const { value, denial } = await guardObject(exit, { destination: 'api', body })
    if (denial) throw fail('REPLY_WITHHELD')
    return jsonReply(value)
  } finally {
    call.abort()
  }
}

function readModels(text: string): { id: string; object: string; created: number; owned_by: string }[] {
  const parsed = Models.safeParse(parseJson(text, 'it is not JSON'))
  if (!parsed.success) throw fail('UPSTREAM_INVALID', { problem: 'it is not a list of models' }, parsed.error)
  return parsed.data.data
    .filter(({ id }) => MODEL_NAME.test(id))
    .map(({ id, created, owned_by: owner }) => ({
      id,
      object: 'model',
      created: created ?? 0,
      owned_by: owner ?? 'unknown',
    }))
}
