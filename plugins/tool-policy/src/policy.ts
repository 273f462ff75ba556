import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { GROUP, toolPolicyConfig, type ToolPolicyConfig, type ToolPolicyInput } from './config.ts'
import { compileGlob, type Glob } from './glob.ts'
import { isPlainName, normalizeName } from './name.ts'
import { KNOWN_TOOLS, toolsOfGroup, toolsOfProfile } from './tools.ts'

/** Why a call is denied: its code, and what the operator should know. Never a value of an argument. */
export interface Refusal {
  readonly code: 'TOOL_DENIED' | 'TOOL_UNKNOWN' | 'TOOL_ARGS_DENIED'
  readonly rule: string
  readonly detail: string
}

/** A compiled config. */
export interface Policy {
  /** Whether the tool may be called at all, whatever its arguments. */
  checkTool(tool: string): Refusal | undefined
  /** Whether this call may be made. */
  checkCall(tool: string, args: JsonObject): Refusal | undefined
}

interface Rule {
  readonly appliesTo: Glob
  readonly arg: string
  readonly allows: readonly Glob[]
  readonly raw: boolean
}

/** What lets a shell run a second command, substitute one, redirect, or end the line early. */
const SHELL_META = /[;&|`$()<>\\\p{Cc}\u2028\u2029]/u

/** Compiles a checked config. */
export function compilePolicy(config: ToolPolicyConfig): Policy {
  const profile = toolsOfProfile(config.profile)
  const [allowed, denied] = [anyOf(config.allow), anyOf(config.deny)]
  const rules = config.rules.map(({ tool, arg, allow, raw }): Rule => ({
    appliesTo: anyOf([tool]),
    arg,
    allows: allow.map(compileGlob),
    raw,
  }))
  const checkTool = (tool: string): Refusal | undefined => {
    const name = normalizeName(tool)
    if (denied(name)) return { code: 'TOOL_DENIED', rule: 'deny', detail: 'the deny list names this tool' }
    if (!isPlainName(name))
      return { code: 'TOOL_UNKNOWN', rule: 'name', detail: 'the name has characters that no tool name has' }
    if (profile.has(name) || allowed(name)) return undefined
    if (!KNOWN_TOOLS.has(name))
      return {
        code: 'TOOL_UNKNOWN',
        rule: 'unknown',
        detail: 'no group has this tool; list it under `allow` to permit it',
      }
    return { code: 'TOOL_DENIED', rule: 'profile', detail: `the profile ${config.profile} does not have this tool` }
  }
  return {
    checkTool,
    checkCall(tool, args) {
      const refusal = checkTool(tool)
      if (refusal) return refusal
      const name = normalizeName(tool)
      for (const [index, rule] of rules.entries()) {
        const problem = rule.appliesTo(name) ? findArgProblem(rule, args) : undefined
        if (problem) return { code: 'TOOL_ARGS_DENIED', rule: `rules.${index}`, detail: `${rule.arg}: ${problem}` }
      }
      return undefined
    },
  }
}

/** The names, of those given, that the policy lets the model see; a host passes the rest of its tools to nobody. Throws ZodError for an invalid config. */
export function filterTools(names: readonly string[], config: ToolPolicyInput = {}): readonly string[] {
  const policy = compilePolicy(toolPolicyConfig.parse(config))
  return names.filter((name) => policy.checkTool(name) === undefined)
}

/** Selectors of a config that name no known tool, for a warning: a typing error in `deny` protects nobody. */
export function findStrangers(selectors: readonly string[]): readonly string[] {
  return selectors.filter(
    (selector) => !selector.includes('*') && !selector.startsWith(GROUP) && !KNOWN_TOOLS.has(selector),
  )
}

function anyOf(selectors: readonly string[]): Glob {
  const names = new Set(
    selectors.flatMap((selector) =>
      selector.startsWith(GROUP) ? (toolsOfGroup(selector.slice(GROUP.length)) ?? []) : [selector],
    ),
  )
  const globs = selectors.filter((selector) => selector.includes('*')).map(compileGlob)
  return (name) => names.has(name) || globs.some((matches) => matches(name))
}

function findArgProblem({ arg, allows, raw }: Rule, args: JsonObject): string | undefined {
  const value = arg.startsWith('/') ? atPointer(args, arg) : own(args, arg)
  if (value === undefined) return 'it is missing'
  if (typeof value !== 'string') return 'it is not a string'
  if (!raw && SHELL_META.test(value)) return 'it has shell metacharacters or control characters'
  return allows.some((matches) => matches(value)) ? undefined : 'no allowed form matches'
}

function atPointer(args: JsonObject, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = args
  for (const part of pointer.split('/').slice(1)) {
    if (value === undefined) return undefined
    value = memberOf(value, part.replaceAll('~1', '/').replaceAll('~0', '~'))
  }
  return value
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  if (isJsonObject(value)) return own(value, key)
  const items: readonly JsonValue[] = Array.isArray(value) ? value : []
  return /^(?:0|[1-9][0-9]{0,8})$/.test(key) ? items[Number(key)] : undefined
}

function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}
