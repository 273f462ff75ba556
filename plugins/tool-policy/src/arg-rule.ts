import type { JsonValue } from '@ringwall/core'
import { z } from 'zod'
import { findPatternProblem } from './command/pattern.ts'
import { selector } from './selector.ts'

/** Conditions on one argument of some tools, all of which must hold; or the keys that a call may have. */
export interface ArgRule {
  readonly tool: string
  readonly arg?: string | undefined
  readonly only?: readonly string[] | undefined
  readonly absent: boolean
  readonly optional: boolean
  readonly each: boolean
  readonly command?: readonly string[] | undefined
  readonly allow?: readonly string[] | undefined
  readonly raw: boolean
  readonly deny?: readonly string[] | undefined
  readonly hosts?: readonly string[] | undefined
  readonly under?: readonly string[] | undefined
  readonly values?: readonly Scalar[] | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly maxLength?: number | undefined
}
/** A rule as an operator writes it. */
export type ArgRuleInput = Pick<ArgRule, 'tool'> & { readonly [K in keyof ArgRule]?: ArgRule[K] | undefined }
type Scalar = string | number | boolean

const text = z.string().min(1)
const texts = z.array(text).min(1)

/** One entry of `rules`. */
export const argRule: z.ZodType<ArgRule, ArgRuleInput> = z
  .strictObject({
    tool: selector.describe('The tools that the rule is for: a name, a glob or a group.'),
    arg: text
      .refine(isArgument, { message: 'a JSON Pointer has `~` only in `~0` and `~1`' })
      .optional()
      .describe('The argument that is checked: a key of the args, or a JSON Pointer such as `/options/cwd`.'),
    only: texts.optional().describe('The keys that may stand beside the argument; any other one is denied.'),
    absent: z.boolean().default(false).describe('The argument must not be there.'),
    optional: z.boolean().default(false).describe('The argument may be missing; without this, that is denied.'),
    each: z.boolean().default(false).describe('The argument is a list, of which every item must pass.'),
    command: z
      .array(text.superRefine(checkPattern))
      .min(1)
      .optional()
      .describe('Commands of a shell: `git status`, `git log *`. Every command of a line must match one of them.'),
    allow: texts.optional().describe('Globs, one of which must match the whole text.'),
    raw: z
      .boolean()
      .default(false)
      .describe('Lets texts with shell metacharacters and line breaks through to `allow`; for what no shell reads.'),
    deny: texts.optional().describe('Globs, none of which may match, in any case and without invisible characters.'),
    hosts: texts
      .optional()
      .describe('The text is an http or https URL of one of these hosts; `*.example.com` is for those below it.'),
    under: texts.optional().describe('The text is a path in one of these folders, compared as text.'),
    values: z
      .array(z.union([z.string(), z.number(), z.boolean()]))
      .min(1)
      .optional()
      .describe('The argument is one of these, of the same type.'),
    min: z.number().optional().describe('The argument is a number, at least this.'),
    max: z.number().optional().describe('The argument is a number, at most this.'),
    maxLength: z.int().min(0).optional().describe('The argument is a text of at most so many UTF-16 code units.'),
  })
  .superRefine((rule, context) => {
    const problem = findRuleProblem(rule)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })

function isArgument(arg: string): boolean {
  return !arg.startsWith('/') || !/~(?![01])/.test(arg)
}

function checkPattern(pattern: string, context: z.RefinementCtx): void {
  const problem = findPatternProblem(pattern)
  if (problem !== undefined) context.addIssue({ code: 'custom', message: `${pattern}: ${problem}` })
}

/** Conditions on a value. */
const CONDITIONS = ['command', 'allow', 'deny', 'hosts', 'under', 'values', 'min', 'max', 'maxLength'] as const

function findRuleProblem(rule: ArgRule): string | undefined {
  const given = CONDITIONS.filter((key) => rule[key] !== undefined)
  const { arg, only, absent, optional, each, raw, allow, min, max } = rule
  if (arg === undefined) {
    if (only === undefined) return 'this rule does nothing; give it `arg` and a condition, or `only`'
    return given.length > 0 || absent || optional || each || raw ? 'a condition needs `arg`' : undefined
  }
  if (absent)
    return given.length > 0 || optional || each || raw || only ? '`absent` stands beside nothing else' : undefined
  if (given.length === 0) return `this rule has no condition for ${arg}`
  if (raw && allow === undefined) return '`raw` says how `allow` is read, and there is none'
  if (min !== undefined && max !== undefined && min > max) return '`min` is more than `max`, so nothing passes'
  return undefined
}

/** True for what `values` can hold. */
export function isScalar(value: JsonValue): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
