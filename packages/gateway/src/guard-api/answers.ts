import { HOOKS, SEVERITIES, STAGES, type Decision, type Ruling } from '@ringwall/core'
import { z } from 'zod'
import { GUARD_PAYLOADS, type GuardName } from './requests.ts'

const APPROVAL_STATES = ['pending', 'granted', 'used', 'denied', 'expired'] as const
const KINDS = ['deny', 'ask', 'grant', 'rewrite', 'flag', 'instruct'] as const

/** A request for a person, as far as the one whose call it is may know it. */
export const ApprovalAnswer: z.ZodType = z.strictObject({
  id: z.string(),
  state: z
    .enum(APPROVAL_STATES)
    .describe('`granted`: make the same call again; `expired`: nobody answered, or the approval has ended.'),
  tool: z.string(),
  requestedAt: z.number().describe('Milliseconds since 1970, on the clock of the store.'),
  expiresAt: z.number(),
})

const ruling = z.strictObject({
  layer: z.string(),
  hook: z.enum(HOOKS),
  stage: z.enum(STAGES),
  kind: z.enum(KINDS),
  code: z.string(),
  message: z.string().optional().describe('Safe to show to the user.'),
  detail: z.string().optional().describe('For tokens of operators alone.'),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      severity: z.enum(SEVERITIES),
      span: z
        .strictObject({ start: z.number().int(), end: z.number().int() })
        .optional()
        .describe('UTF-16 code units of the text that was sent; `end` is exclusive.'),
      score: z.number().optional(),
    }),
  ),
  enforced: z.boolean().describe('False where the layer only observes.'),
})
const common = {
  rulings: z.array(ruling),
  traceId: z.string(),
  sessionId: z.string().describe('The conversation; made up where the request named none.'),
  scores: z.record(z.string(), z.number()).optional().describe('By layer; for tokens of operators alone.'),
}
const instructions = z.array(z.string()).describe('For the system prompt of this turn, in this order.')

/** The answer of each way in. Its payload, and no other, is what the host goes on with. */
export const GUARD_ANSWERS: { readonly [N in GuardName]: z.ZodType } = {
  inbound: answerOf('inbound'),
  'tool-call': answerOf('tool-call'),
  outbound: answerOf('outbound'),
  'memory-write': answerOf('memory-write'),
}

function answerOf(name: GuardName): z.ZodType {
  const payload = GUARD_PAYLOADS[name]
  return z.discriminatedUnion('outcome', [
    z.strictObject({ outcome: z.literal('allow'), payload, instructions, ...common }),
    z.strictObject({
      outcome: z.literal('ask'),
      ...(name === 'tool-call' ? { approval: ApprovalAnswer.optional() } : { payload }),
      instructions,
      ...common,
    }),
    z.strictObject({ outcome: z.literal('deny'), ...common }),
  ])
}

/** Who asked, as far as the answer depends on it. */
export interface Asker {
  readonly sessionId: string
  readonly isOperator: boolean
}

/** The decision as its client may see it. A call of a tool that waits for a person has no payload either: nobody has approved it, and its secrets are filled in. */
export function toAnswer(decision: Decision, { sessionId, isOperator }: Asker): object {
  const { outcome, traceId, scores } = decision
  const said = {
    rulings: decision.rulings.map((one) => toRuling(one, isOperator)),
    traceId,
    sessionId,
    ...(isOperator && { scores }),
  }
  if (outcome === 'deny') return { outcome, ...said }
  const { payload, instructions } = decision
  const isHeld = outcome === 'ask' && 'tool' in payload
  return { outcome, ...(!isHeld && { payload: withoutMeta(payload) }), instructions, ...said }
}

/** What the gateway put there is for the layers: a proof of one request must not serve another. */
function withoutMeta({ meta: _meta, ...payload }: NonNullable<Decision['payload']>): object {
  return payload
}

/** A ruling as its client may see it; `all` for operators. */
export function toRuling(
  { layer, hook, stage, kind, code, message, detail, findings, enforced }: Ruling,
  all: boolean,
): object {
  return {
    layer,
    hook,
    stage,
    kind,
    code,
    ...(message !== undefined && { message }),
    ...(all && detail !== undefined && { detail }),
    findings,
    enforced,
  }
}
