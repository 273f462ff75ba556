import { z } from 'zod'
import { normalizeName } from './name.ts'
import { GROUP_NAMES, PROFILE_NAMES, toolsOfGroup, type Profile } from './tools.ts'

/** A condition on one argument of some tools. */
export interface ArgRule {
  readonly tool: string
  readonly arg: string
  readonly allow: readonly string[]
  readonly raw: boolean
}
/** The checked config; selectors are normalised. */
export interface ToolPolicyConfig {
  readonly profile: Profile
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  readonly rules: readonly ArgRule[]
}
/** A config as an operator writes it. */
export interface ToolPolicyInput {
  readonly profile?: Profile | undefined
  readonly allow?: readonly string[] | undefined
  readonly deny?: readonly string[] | undefined
  readonly rules?: readonly (Omit<ArgRule, 'raw'> & { readonly raw?: boolean | undefined })[] | undefined
}

/** What stands before a group's name. */
export const GROUP = 'group:'

/** A tool's name, a glob, or `group:name`; an unknown group is an error, never an empty list. */
const selector = z
  .string()
  .transform((text) => normalizeName(text))
  .superRefine((text, context) => {
    const problem = findSelectorProblem(text)
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
  })

function findSelectorProblem(text: string): string | undefined {
  if (text === '') return 'a tool name is empty'
  if (/\s/.test(text)) return `${text} contains white space; write one entry for each tool`
  if (!text.startsWith(GROUP)) return undefined
  if (toolsOfGroup(text.slice(GROUP.length)) !== undefined) return undefined
  return `there is no ${text}; the groups are ${GROUP_NAMES.map((name) => GROUP + name).join(', ')}`
}

const rule = z.strictObject({
  tool: selector.describe('The tools that the rule is for: a name, a glob or a group.'),
  arg: z
    .string()
    .min(1)
    .meta({ tightens: 'any' })
    .describe('The argument that is checked: a key of the args, or a JSON Pointer such as `/options/cwd`.'),
  allow: z
    .array(z.string().min(1))
    .min(1)
    .meta({ tightens: 'fewer' })
    .describe(
      'Globs, one of which must match the whole value. A call whose argument is missing or no string is denied.',
    ),
  raw: z
    .boolean()
    .default(false)
    .meta({ tightens: false })
    .describe(
      'Lets values with shell metacharacters and line breaks through to the globs; for tools that hand nothing to a shell.',
    ),
})

/** Checks and completes what an operator wrote. */
export const toolPolicyConfig: z.ZodType<ToolPolicyConfig, ToolPolicyInput> = z.strictObject({
  profile: z
    .enum(PROFILE_NAMES)
    .default('coding')
    .meta({ tightens: PROFILE_NAMES })
    .describe('The tools that are allowed to begin with.'),
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
  rules: z
    .array(rule)
    .default([])
    .meta({ tightens: 'more' })
    .describe('Conditions on arguments. Every rule for a tool must hold.'),
})
