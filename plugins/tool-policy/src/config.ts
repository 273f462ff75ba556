import { SOURCES, type Source } from '@ringwall/core'
import { z } from 'zod'
import { argRule, type ArgRule, type ArgRuleInput } from './arg-rule.ts'
import type { Declared } from './catalog.ts'
import { isPlainName, normalizeName } from './name.ts'
import { findProblems } from './problems.ts'
import { selector } from './selector.ts'
import { BASE_GROUPS, PROFILE_NAMES, type Profile } from './tools.ts'

/** What holds while content from a source is in the session. */
export interface SourceRule {
  readonly source: Source | 'external'
  readonly deny: readonly string[]
  readonly ask: readonly string[]
  readonly profile?: Profile | undefined
}
/** How often tools may be called. */
export interface Rate {
  readonly tools: readonly string[]
  readonly limit: number
  readonly windowMs: number
  readonly per: 'session' | 'user' | 'agent' | 'tenant'
}
/** The checked config; selectors are normalised. */
export interface ToolPolicyConfig extends Declared {
  readonly profile: Profile
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  readonly ask: readonly string[]
  readonly rules: readonly ArgRule[]
  readonly perSource: readonly SourceRule[]
  readonly rates: readonly Rate[]
  readonly skills: 'ignore' | 'narrow'
}
/** A config as an operator writes it. */
export interface ToolPolicyInput {
  readonly profile?: Profile | undefined
  readonly tools?: Readonly<Record<string, readonly string[]>> | undefined
  readonly servers?: Readonly<Record<string, readonly string[]>> | undefined
  readonly allow?: readonly string[] | undefined
  readonly deny?: readonly string[] | undefined
  readonly ask?: readonly string[] | undefined
  readonly rules?: readonly ArgRuleInput[] | undefined
  readonly perSource?:
    | readonly {
        readonly source: Source | 'external'
        readonly deny?: readonly string[] | undefined
        readonly ask?: readonly string[] | undefined
        readonly profile?: Profile | undefined
      }[]
    | undefined
  readonly rates?: readonly Rate[] | undefined
  readonly skills?: 'ignore' | 'narrow' | undefined
}

const DAY_MS = 86_400_000

const toolName = z
  .string()
  .transform((text) => normalizeName(text))
  .refine((name) => isPlainName(name) && !name.startsWith('mcp__'), {
    message: 'a declared tool has a plain name; tools of MCP servers stand under `servers`',
  })
// Two underscores would let the name of one server reach into another's.
const serverName = z
  .string()
  .transform((text) => normalizeName(text))
  .refine((name) => /^[a-z0-9.-]+(?:_[a-z0-9.-]+)*$/.test(name) && name.length <= 100, {
    message: 'the name of a server has letters, digits, `.`, `-` and single `_`',
  })
const serverTool = z
  .string()
  .transform((text) => normalizeName(text))
  .refine((name) => name === '*' || isPlainName(name), { message: 'name each tool of the server, or write `*` alone' })

const sourceRule = z
  .strictObject({
    source: z.enum([...SOURCES, 'external']).describe('Where content came from; `external` is any of them.'),
    deny: z.array(selector).default([]).describe('Tools denied while such content is in the session.'),
    ask: z.array(selector).default([]).describe('Tools that a person must approve while it is.'),
    profile: z.enum(PROFILE_NAMES).optional().describe('Tools of other profiles are denied while it is.'),
  })
  .refine(({ deny, ask, profile }) => deny.length + ask.length > 0 || profile !== undefined, {
    message: 'this entry does nothing; give it `deny`, `ask` or `profile`',
  })

const rate = z.strictObject({
  tools: z.array(selector).min(1).describe('The tools that share one count.'),
  limit: z.int().min(1).max(1_000_000).describe('The most calls in the window; to allow none, use `deny`.'),
  windowMs: z
    .int()
    .min(1000)
    .max(30 * DAY_MS)
    .describe('Length of the sliding window in milliseconds.'),
  per: z.enum(['session', 'user', 'agent', 'tenant']).describe('Whose calls are counted together.'),
})

/** Checks and completes what an operator wrote. */
export const toolPolicyConfig: z.ZodType<ToolPolicyConfig, ToolPolicyInput> = z
  .strictObject({
    profile: z
      .enum(PROFILE_NAMES)
      .default('coding')
      .meta({ tightens: PROFILE_NAMES })
      .describe('The tools that are allowed to begin with.'),
    tools: z
      .record(toolName, z.array(z.enum(BASE_GROUPS)).readonly())
      .default({})
      .describe('Tools of your own, each with the groups that it belongs to: `crm_lookup: [web]`, or `[]` for none.'),
    servers: z
      .record(serverName, z.array(serverTool).min(1).readonly())
      .default({})
      .describe(
        'MCP servers, each with its tools, or `["*"]` for whatever it offers; their names are `mcp__SERVER__TOOL`.',
      ),
    allow: z
      .array(selector)
      .default([])
      .meta({ tightens: 'fewer' })
      .describe(
        'Tools allowed beside those of the profile: names, globs (`mcp__github__*`) and groups (`group:browser`).',
      ),
    deny: z
      .array(selector)
      .default([])
      .meta({ tightens: 'more' })
      .describe('Tools denied whatever else allows them: names, globs and groups.'),
    ask: z
      .array(selector)
      .default([])
      .meta({ tightens: 'more' })
      .describe('Tools that a person must approve each time, by approval-gate. Without that layer they are stopped.'),
    rules: z
      .array(argRule)
      .default([])
      .meta({ tightens: 'more' })
      .describe('Conditions on arguments. Every rule for a tool must hold.'),
    perSource: z
      .array(sourceRule)
      .default([{ source: 'external', deny: [], ask: ['group:messaging'] }])
      .meta({ tightens: 'more' })
      .describe('What holds while content from outside is in the session.'),
    rates: z
      .array(rate)
      .default([])
      .meta({ tightens: 'more' })
      .describe('How often tools may be called; needs the service Store.'),
    skills: z
      .enum(['ignore', 'narrow'])
      .default('narrow')
      .meta({ tightens: ['ignore', 'narrow'] })
      .describe('Whether a skill that names its tools narrows the session that loads it to them.'),
  })
  .superRefine((config, context) => {
    for (const { path, message } of findProblems(config)) context.addIssue({ code: 'custom', path: [...path], message })
  })
