import { HOOKS, SEVERITIES, STAGES, TRUST_LEVELS, type JsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'

const KINDS = ['deny', 'ask', 'grant', 'rewrite', 'flag', 'instruct'] as const
const SCOPES = ['once', 'args', 'session', 'until'] as const
const RIGHTS = ['operate', 'approvals:read', 'approvals:decide', 'audit:read'] as const

const text = z.string()
const count = z.number().int().min(0)
const ms = z.number().describe('Milliseconds since 1970.')
const hook = z.enum(HOOKS)
const kind = z.enum(KINDS)
const layer = z.string().describe('The name of a layer.')
const json = z.custom<JsonValue>((value) => value !== undefined)
const object = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
const medianMs = z.number().nullable().describe('Null: not measured.')

const outcomes = z.strictObject({ allow: count, flag: count, ask: count, deny: count })
const layerCounts = z.strictObject({
  deny: count,
  ask: count,
  grant: count,
  rewrite: count,
  flag: count,
  instruct: count,
  failed: count.describe('Threw, or was late.'),
  observed: count.describe('Of all those, in observe mode.'),
})
const session = z.strictObject({
  who: z.strictObject({
    token: text.describe('The id of the token.'),
    tenant: text,
    agent: text,
    user: text.optional(),
  }),
  rights: z.array(z.enum(RIGHTS)),
  csrf: text.nullable().describe('For the header x-ringwall-csrf; null where a bearer token was used.'),
  expiresAt: ms.nullable(),
  idleUntil: ms.nullable(),
})
const overview = z.strictObject({
  process: z.strictObject({ pid: count, since: ms }).describe('What is counted is counted by this process alone.'),
  from: ms,
  to: ms,
  bucketMs: count,
  buckets: z.array(
    z.strictObject({
      at: ms,
      outcomes,
      failures: count,
      layers: z.array(z.strictObject({ id: layer, outcomes: layerCounts.partial() })),
    }),
  ),
  totals: outcomes.extend({ decisions: count, failures: count }),
  hooks: z.array(z.strictObject({ hook, outcomes, medianMs })),
  layers: z.array(z.strictObject({ id: layer, outcomes: layerCounts })),
  codes: z.array(z.strictObject({ layer, code: text, count })),
})

const owner = { tenant: text, agent: text, session: text, user: text.nullable() }
const pendingItem = z.strictObject({
  ...owner,
  id: text,
  hash: text.describe('Names all that is shown; `approve` must repeat it.'),
  tool: text,
  args: text.describe('Canonical JSON.'),
  definition: text
    .optional()
    .describe('Canonical JSON of a definition of the tool that nobody has accepted yet: who approves accepts it.'),
  redacted: z.boolean().describe('True if secrets were replaced by marks.'),
  argsHash: text,
  reasons: z.array(z.strictObject({ code: text, message: text.optional(), detail: text.optional() })),
  requestedAt: ms,
  expiresAt: ms,
  scopes: z.array(z.enum(SCOPES)),
  maxGrantMs: count,
})
const standingItem = z.strictObject({
  ...owner,
  id: text,
  tool: text,
  argsHash: text.nullable().describe('Null where it is for any arguments.'),
  reasons: z.array(text),
  scope: z.enum(SCOPES),
  by: text,
  at: ms,
  note: text.optional(),
  until: ms,
})
const settledItem = z.strictObject({
  ...owner,
  id: text,
  tool: text,
  argsHash: text,
  state: z.enum(['granted', 'used', 'denied', 'expired']),
  requestedAt: ms,
  by: text.optional(),
  at: ms.optional(),
  scope: z.enum(SCOPES).optional(),
  note: text.optional(),
})
const approvals = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('pending'), now: ms, pending: z.array(pendingItem), forged: z.array(text) }),
  z.strictObject({
    status: z.literal('settled'),
    now: ms,
    standing: z.array(standingItem),
    settled: z.array(settledItem),
  }),
])

const auditItem = z.strictObject({
  seq: count,
  time: text.describe('ISO 8601.'),
  type: text,
  outcome: text.optional(),
  hook: text.optional(),
  action: text.optional(),
  tenant: text.optional(),
  agent: text.optional(),
  user: text.optional(),
  session: text.optional(),
  trace: text.optional(),
  layer: text.optional(),
  code: text.optional(),
  record: object,
})
const auditPage = z.strictObject({
  records: z.array(auditItem),
  nextCursor: text.nullable().describe('Null at the end of the log.'),
  scanned: count,
  first: count,
  last: count,
})
const auditStatus = z.strictObject({
  state: z.enum(['not-measured', 'verifying', 'ok', 'broken', 'unproved', 'failed']),
  writable: z.boolean().nullable(),
  backlog: count.nullable(),
  first: count.nullable(),
  last: count.nullable(),
  progress: z.strictObject({ records: count, of: count, startedAt: ms }).nullable(),
  verification: z
    .strictObject({
      at: ms,
      status: z.enum(['ok', 'broken', 'unproved']),
      verifiedUpTo: count.nullable().describe('Records behind it came later.'),
      signedUpTo: count.nullable(),
      records: count,
      anchors: count,
      problems: z.array(z.strictObject({ code: text, seq: count.optional(), detail: text })),
      problemsTotal: count,
      notes: z.array(text),
    })
    .nullable(),
  problem: text.nullable(),
})

const place = z.strictObject({
  hook,
  stage: z.enum(STAGES),
  place: count,
  powers: z.array(kind),
  deadlineMs: z.number(),
})
const layers = z.strictObject({
  agent: text.nullable(),
  agents: z.array(text),
  generation: count.nullable(),
  layers: z.array(
    z.strictObject({
      id: layer,
      version: text.nullable(),
      enabled: z.boolean(),
      order: count.nullable(),
      hooks: z.array(place),
      mode: z.enum(['enforce', 'observe']),
      onFailure: z.enum(['deny', 'flag']),
      config: json.describe('Redacted; null where there is none to show.'),
      health: z.strictObject({
        state: z.enum(['ok', 'failing', 'off', 'not-measured']),
        failures: count,
        lastFailureAt: ms.nullable(),
      }),
      calls: count.nullable(),
      denials: count.nullable(),
    }),
  ),
})
const memory = z.strictObject({
  tenant: text,
  entries: z.array(
    z.strictObject({
      id: text,
      agent: text,
      user: text.nullable(),
      key: text,
      text,
      trust: z.enum(TRUST_LEVELS),
      provenance: object,
      reason: text,
      findings: z.array(text),
      at: ms,
      intact: z.boolean().describe('False: it can only be discarded.'),
    }),
  ),
})
const memoryDone = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('stored'), trust: z.enum(TRUST_LEVELS) }),
  z.strictObject({ status: z.literal('discarded') }),
])
const finding = z.strictObject({
  rule: text,
  severity: z.enum(SEVERITIES),
  span: z.strictObject({ start: count, end: count }).optional().describe('UTF-16 code units of `given`.'),
  score: z.number().optional(),
})
const trial = z.strictObject({
  hook,
  outcome: z.enum(['allow', 'ask', 'deny']),
  rulings: z.array(
    z.strictObject({
      layer,
      stage: z.enum(STAGES),
      kind,
      code: text,
      enforced: z.boolean(),
      message: text.optional(),
      detail: text.optional(),
      findings: z.array(finding),
    }),
  ),
  silent: z.array(layer),
  notReached: z.array(layer),
  elsewhere: z.array(layer),
  given: text.nullable(),
  text: text.nullable(),
  payload: object.nullable(),
  instructions: z.array(text),
  scores: z.record(text, z.number()),
})
const doctor = z.strictObject({
  at: text.describe('ISO 8601.'),
  version: text,
  findings: z.array(
    z.strictObject({
      id: text,
      group: text,
      title: text,
      severity: z.enum(SEVERITIES),
      status: z.enum(['pass', 'fail', 'not-measured']),
      meaning: text,
      found: text.optional(),
      fix: text,
      fixable: z.boolean(),
      where: text.optional(),
      places: z.array(
        z.strictObject({ found: text, file: text.optional(), line: count.optional(), column: count.optional() }),
      ),
      suppressed: z.strictObject({ reason: text, until: text.optional() }).optional(),
    }),
  ),
  summary: z.strictObject({
    checks: count,
    pass: count,
    fail: count,
    notMeasured: count,
    suppressed: count,
    bySeverity: z.record(z.enum(SEVERITIES), count),
  }),
})

/** The name of an answer. */
export type AnswerName =
  | 'session'
  | 'overview'
  | 'approvals'
  | 'approved'
  | 'settled'
  | 'auditPage'
  | 'auditStatus'
  | 'layers'
  | 'memory'
  | 'memoryDone'
  | 'trial'
  | 'doctor'

/** What each path answers. */
export const ANSWERS: Readonly<Record<AnswerName, z.ZodType>> = {
  session,
  overview,
  approvals,
  approved: z.strictObject({ approved: standingItem }),
  settled: z.strictObject({ id: text, state: z.enum(['denied', 'revoked']) }),
  auditPage,
  auditStatus,
  layers,
  memory,
  memoryDone,
  trial,
  doctor,
}
