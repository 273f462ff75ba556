import { HOOKS, type JsonObject } from '@ringwall/core'
import { z } from 'zod'
import { fail } from '../errors.ts'
import type { GuardName } from '../guard-api/requests.ts'
import { firstIssue } from '../request.ts'
import type { ApprovalScope } from './contract.ts'

const name = z.string().min(1).max(256)
const note = z.string().max(500).optional().describe('Recorded.')
const minutes = z.coerce.number().int().min(1).max(1440).default(60).describe('So long ago.')
const time = z
  .string()
  .max(40)
  .transform((text, context) => {
    const ms = /^\d{1,15}$/.test(text) ? Number(text) : isoTime(text)
    if (Number.isFinite(ms)) return ms
    context.addIssue({ code: 'custom', message: 'is neither ISO 8601 nor milliseconds since 1970' })
    return z.NEVER
  })

/** A search of the audit log. */
export interface AuditQuery {
  readonly text?: string | undefined
  readonly type?: string | undefined
  readonly layer?: string | undefined
  readonly code?: string | undefined
  readonly outcome?: string | undefined
  readonly hook?: string | undefined
  readonly action?: string | undefined
  readonly tenant?: string | undefined
  readonly agent?: string | undefined
  readonly user?: string | undefined
  readonly session?: string | undefined
  readonly trace?: string | undefined
  /** In milliseconds since 1970. */
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}
interface Queries {
  readonly overview: { readonly minutes: number }
  readonly approvals: { readonly status: 'pending' | 'settled' }
  readonly audit: AuditQuery
  readonly layers: { readonly agent?: string | undefined }
  readonly memory: { readonly tenant?: string | undefined }
}
/** How a request is approved. */
export interface ApproveBody {
  readonly hash: string
  readonly scope: ApprovalScope
  readonly minutes?: number | undefined
  readonly note?: string | undefined
}
/** Which quarantined text is released, and as what. */
export interface ReleaseBody {
  readonly tenant?: string | undefined
  readonly trust: 'learned' | 'external'
}
/** What is tried. */
export interface TryBody {
  readonly hook: GuardName
  readonly payload: JsonObject
  readonly agent?: string | undefined
}
interface Bodies {
  readonly login: { readonly token: string }
  readonly approve: ApproveBody
  readonly settle: { readonly note?: string | undefined }
  readonly release: ReleaseBody
  readonly discard: { readonly tenant?: string | undefined }
  readonly try: TryBody
}

/** The queries, by path. */
export const QUERIES: { readonly [Q in keyof Queries]: z.ZodType<Queries[Q]> } = {
  overview: z.strictObject({ minutes }),
  approvals: z.strictObject({ status: z.enum(['pending', 'settled']).default('pending') }),
  audit: z.strictObject({
    text: name.optional().describe('Part of any name in the record, whatever the case.'),
    type: name.optional(),
    layer: name.optional().describe('That said something, or failed.'),
    code: name.optional(),
    outcome: name.optional(),
    hook: z.enum(HOOKS).optional(),
    action: name.optional().describe('The tool, source, destination or trust; what an operator did.'),
    tenant: name.optional(),
    agent: name.optional(),
    user: name.optional(),
    session: name.optional(),
    trace: name.optional(),
    from: time.optional().describe('ISO 8601 or milliseconds since 1970, inclusive.'),
    to: time.optional().describe('Exclusive.'),
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,14}$/, 'is no cursor')
      .optional()
      .describe('`nextCursor` of the page before.'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  layers: z.strictObject({ agent: name.optional() }),
  memory: z.strictObject({ tenant: name.optional().describe('Default: the tenant of the token.') }),
}

/** The bodies, by what is done. */
export const BODIES: { readonly [B in keyof Bodies]: z.ZodType<Bodies[B]> } = {
  login: z.strictObject({ token: z.string().min(1).max(512) }),
  approve: z
    .strictObject({
      hash: z.string().min(1).max(128).describe('`hash` of what was shown.'),
      scope: z.enum(['once', 'args', 'session', 'until']).default('once'),
      minutes: z
        .number()
        .positive()
        .max(525_600)
        .optional()
        .describe('From now on; `until` needs it, `once` takes none.'),
      note,
    })
    .refine(({ scope, minutes }) => scope !== 'until' || minutes !== undefined, {
      path: ['minutes'],
      message: 'is missing: an approval until a time needs one',
    })
    .refine(({ scope, minutes }) => scope !== 'once' || minutes === undefined, {
      path: ['minutes'],
      message: 'is too much: an approval of one call takes no time',
    }),
  settle: z.strictObject({ note }),
  release: z.strictObject({ tenant: name.optional(), trust: z.enum(['learned', 'external']).default('external') }),
  discard: z.strictObject({ tenant: name.optional() }),
  try: z.strictObject({
    hook: z.enum(['inbound', 'tool-call', 'outbound', 'memory-write']),
    payload: z
      .custom<JsonObject>(
        (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        'is no object',
      )
      .describe('As that of POST /guard/HOOK.'),
    agent: name.optional().describe('Whose layers; default: those of the agent of the token.'),
  }),
}

/** Reads a query or a body. Throws API_REQUEST_INVALID, naming the field. */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw fail('API_REQUEST_INVALID', firstIssue(parsed.error))
  return parsed.data
}

/** Without a zone it is UTC, as records are. */
function isoTime(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(text))
    return Number.NaN
  const isBare = text.includes('T') && !/(?:Z|[+-]\d{2}:\d{2})$/.test(text)
  return Date.parse(isBare ? `${text}Z` : text)
}
