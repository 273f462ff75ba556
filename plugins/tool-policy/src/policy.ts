import type { JsonObject } from '@ringwall/core'
import { compileRules } from './arguments.ts'
import { createCatalog } from './catalog.ts'
import { toolPolicyConfig, type ToolPolicyConfig, type ToolPolicyInput } from './config.ts'
import { isPlainName, normalizeName } from './name.ts'
import { KNOWN_TOOLS } from './tools.ts'

/** What a policy says of a call: its code, and what the operator should know. Never a value of an argument. */
export interface Said {
  readonly kind: 'deny' | 'ask'
  readonly code: Code
  readonly rule: string
  readonly detail: string
}
type Code =
  | 'TOOL_DENIED'
  | 'TOOL_UNKNOWN'
  | 'TOOL_ARGS_DENIED'
  | 'TOOL_SOURCE_DENIED'
  | 'TOOL_SKILL_DENIED'
  | 'TOOL_RATE_LIMITED'
  | 'TOOL_ASK'

/** A compiled config, as far as it needs to know nothing of the session. */
export interface Policy {
  /** Whether the tool may be called at all, whatever its arguments. */
  checkTool(tool: string): Said | undefined
  /** Whether this call may be made, and whether a person must approve it. */
  checkCall(tool: string, args: JsonObject): Said | undefined
}

/** Compiles a checked config. */
export function compilePolicy(config: ToolPolicyConfig): Policy {
  const catalog = createCatalog(config)
  const profile = catalog.profile(config.profile)
  const [allowed, denied, asked] = [
    catalog.matcher(config.allow),
    catalog.matcher(config.deny),
    catalog.matcher(config.ask),
  ]
  const findArgProblem = compileRules(config.rules, catalog)
  const checkTool = (tool: string): Said | undefined => {
    const name = normalizeName(tool)
    if (denied(name)) return deny('TOOL_DENIED', 'deny', 'the deny list names this tool')
    if (!isPlainName(name)) return deny('TOOL_UNKNOWN', 'name', 'the name has characters that no tool name has')
    if (!catalog.has(name))
      return deny(
        'TOOL_UNKNOWN',
        'unknown',
        'nobody knows this tool; declare it under `tools` or `servers`, and permit it',
      )
    if (profile.has(name) || allowed(name)) return undefined
    const detail = KNOWN_TOOLS.has(name)
      ? `the profile ${config.profile} does not have this tool`
      : 'the tool is declared, but neither the profile nor `allow` permits it'
    return deny('TOOL_DENIED', 'profile', detail)
  }
  return {
    checkTool,
    checkCall(tool, args) {
      const refusal = checkTool(tool)
      if (refusal) return refusal
      const name = normalizeName(tool)
      const found = findArgProblem(name, args)
      if (found) return deny('TOOL_ARGS_DENIED', `rules.${found.index}`, found.problem)
      return asked(name)
        ? { kind: 'ask', code: 'TOOL_ASK', rule: 'ask', detail: 'the ask list names this tool' }
        : undefined
    },
  }
}

/** A denial. */
export function deny(code: Code, rule: string, detail: string): Said {
  return { kind: 'deny', code, rule, detail }
}

/** The names, of those given, that the policy lets the model see, whatever the session; the service ToolPolicy knows sessions too. Throws ZodError for an invalid config. */
export function filterTools(names: readonly string[], config: ToolPolicyInput = {}): readonly string[] {
  const policy = compilePolicy(toolPolicyConfig.parse(config))
  return names.filter((name) => policy.checkTool(name) === undefined)
}
