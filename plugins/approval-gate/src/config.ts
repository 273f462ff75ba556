import { z } from 'zod'
import { parseKey } from './key.ts'
import { ACTIONS, normalizeName, TRUST, type Rule } from './rules.ts'
import { SCOPES, type Scope } from './scopes.ts'

/** The checked config; times in milliseconds. */
export interface ApprovalGateConfig {
  readonly onAsk: 'wait' | 'return'
  readonly timeoutMs: number
  readonly denialCacheMs: number
  readonly approvalCacheMs: number
  readonly maxGrantMs: number
  readonly scopes: readonly Scope[]
  readonly rules: readonly Rule[]
  readonly asksPerSession: number
  readonly asksPerAgent: number
  readonly askWindowMs: number
  readonly maxPending: number
  readonly maxArgsBytes: number
  readonly key?: string | undefined
  readonly keyFile: string
}
type Input<T> = { readonly [K in keyof T]?: T[K] | undefined }
/** A config as an operator writes it: every field has a default, and of a rule `trust` too. */
export type ApprovalGateInput = Input<Omit<ApprovalGateConfig, 'rules'>> & {
  readonly rules?: readonly (Omit<Rule, 'trust'> & Input<Pick<Rule, 'trust'>>)[] | undefined
}

const HOUR_MS = 3_600_000
/** The longest that a call may wait; the manifest's deadline is beyond it. */
export const MAX_TIMEOUT_MS: number = HOUR_MS
const DAY_MS = 24 * HOUR_MS

const rule = z.strictObject({
  tool: z
    .string()
    .regex(/^[\w.:/@*-]{1,200}$/, 'must be a name of a tool, with `*` for any characters')
    .meta({ tightens: 'any' })
    .describe(
      'The tools that the rule is for. An `auto` goes by the exact name; `ask` and `deny` take it in any case, in compatibility forms (NFKC) and with white space around it.',
    ),
  asks: z
    .array(z.string().regex(/^[a-z][a-z0-9-]*(?:\/[A-Z][A-Z0-9_]*)?$/, 'must be a layer or layer/CODE'))
    .min(1)
    .optional()
    .meta({ tightens: 'any' })
    .describe(
      'The asks that it is for: a layer, or one code of it as `layer/CODE`. An `auto` must cover all asks about a call. Default: whoever asks; `ask` and `deny` then also take calls that nobody asks about.',
    ),
  action: z
    .enum(ACTIONS)
    .meta({ tightens: [...ACTIONS] })
    .describe('Grant it without a person, let a person decide, or deny it.'),
  trust: z
    .enum(TRUST)
    .default('clean')
    .meta({ tightens: [...TRUST] })
    .describe(
      'What the session must be for an `auto`: `clean`, which was given no content from outside (external-content knows; what is not known is not clean), or `external`, which is any.',
    ),
})

type Field = z.ZodType<number, number | undefined>

function duration(least: number, most: number, fallback: number, tightens: 'lower' | 'higher', what: string): Field {
  return z.int().min(least).max(most).default(fallback).meta({ tightens }).describe(what)
}
function limit(most: number, fallback: number, what: string): Field {
  return z.int().min(1).max(most).default(fallback).meta({ tightens: 'lower' }).describe(what)
}

/** Checks and completes what an operator wrote. */
export const approvalGateConfig: z.ZodType<ApprovalGateConfig, ApprovalGateInput> = z.strictObject({
  onAsk: z
    .enum(['wait', 'return'])
    .default('wait')
    .meta({ tightens: 'any' })
    .describe(
      'What a call does that needs approval: `wait` for it, or `return` at once with the outcome `ask`, so that the same call made again finds the approval; for hosts that cannot wait.',
    ),
  timeoutMs: duration(
    1000,
    MAX_TIMEOUT_MS,
    300_000,
    'lower',
    'How long a request can be answered, in milliseconds; then it is denied.',
  ),
  denialCacheMs: duration(
    0,
    DAY_MS,
    60_000,
    'higher',
    'How long the same call is denied without asking again after a denial or a time-out, in milliseconds.',
  ),
  approvalCacheMs: duration(
    1000,
    HOUR_MS,
    30_000,
    'lower',
    'How long an approval of one call waits for that call, in milliseconds; it serves one call, whoever else waits.',
  ),
  maxGrantMs: duration(
    1000,
    30 * DAY_MS,
    HOUR_MS,
    'lower',
    'The longest that an approval of several calls holds, in milliseconds.',
  ),
  scopes: z
    .array(z.enum(SCOPES))
    .min(1)
    .default([...SCOPES])
    .meta({ tightens: 'fewer' })
    .describe(
      'What may be approved: the call `once`; these `args` again and again; every call of the tool in the `session`, for the same reasons; the same `until` a time that the approver names.',
    ),
  rules: z
    .array(rule)
    .default([])
    .superRefine(refuseShadowed)
    .meta({ tightens: [] }) // neither more nor fewer rules are surely stricter: any change by an agent counts as loosening
    .describe(
      'What happens without a person, or must not: lists of `tool`, `asks`, `action`, `trust`. Any `deny` wins; else the first that fits.',
    ),
  asksPerSession: limit(
    10_000,
    20,
    'New requests of one session in the window; more are denied, so that nobody is worn out by asking.',
  ),
  asksPerAgent: limit(100_000, 60, 'New requests of one agent in the window, over all its sessions.'),
  askWindowMs: duration(1000, DAY_MS, 600_000, 'higher', 'Length of that window in milliseconds.'),
  maxPending: limit(10_000, 100, 'Requests of one tenant that may wait at a time.'),
  maxArgsBytes: limit(
    262_144,
    16_384,
    'The most bytes of arguments that a person is shown; a call with more is denied, not approved unseen.',
  ),
  key: z
    .string()
    .optional()
    .superRefine(checkKey)
    .meta({ secret: true })
    .describe(
      'Reference to the key that authenticates requests and approvals: at least 32 bytes in hex or base64. Default: the one in `keyFile`.',
    ),
  keyFile: z
    .string()
    .min(1)
    .default('.ringwall/approvals.key')
    .meta({ tightens: 'any' })
    .describe(
      'File of that key where `key` is absent, relative to the working directory; made with the first request.',
    ),
})

function checkKey(text: string | undefined, context: z.RefinementCtx): void {
  if (text === undefined) return
  try {
    parseKey(text, 'under key')
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'cannot be used' })
  }
}

/** A rule that can never decide is a mistake: somebody believes that it does. */
function refuseShadowed(rules: readonly Rule[], context: z.RefinementCtx): void {
  for (const [at, later] of rules.entries()) {
    if (later.action === 'auto' && later.asks === undefined && later.trust === 'external' && later.tool === '*')
      context.addIssue({
        code: 'custom',
        path: [at],
        message: 'grants everything; switch approval-gate off instead, if that is meant',
      })
    const by = rules.findIndex((rule, i) => i !== at && decidesFirst(rule, later, i < at) && isWider(rule, later))
    if (by >= 0)
      context.addIssue({ code: 'custom', path: [at], message: `is never reached: rules.${by} decides the same calls` })
  }
}

/** A denial decides wherever it stands. */
function decidesFirst(rule: Rule, other: Rule, isEarlier: boolean): boolean {
  return rule.action === 'deny' ? isEarlier || other.action !== 'deny' : isEarlier && other.action !== 'deny'
}

/** True if a rule surely takes all calls that the other could. */
function isWider(rule: Rule, other: Rule): boolean {
  const isAuto = rule.action === 'auto'
  const spell = (tool: string): string => (isAuto ? tool : normalizeName(tool))
  if (rule.tool !== '*' && spell(rule.tool) !== spell(other.tool)) return false
  const { asks } = rule
  const names =
    asks === undefined || other.asks?.every((ask) => asks.includes(ask) || asks.includes(ask.split('/', 1)[0] ?? ''))
  if (names !== true) return false
  return !isAuto || (other.action === 'auto' && (rule.trust === 'external' || other.trust === 'clean'))
}
