import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import type { Catalog } from './catalog.ts'
import { isScalar, type ArgRule } from './arg-rule.ts'
import { createCommandCheck } from './command/check.ts'
import { compileGlob, type Glob } from './glob.ts'
import { findHostProblem, findPathProblem } from './places.ts'

/** What is wrong with a value, or undefined. Never holds the value itself. */
type Condition = (value: JsonValue) => string | undefined

interface Rule {
  readonly appliesTo: Glob
  readonly source: ArgRule
  /** Keys that lead to the argument; none for a rule of `only` alone. */
  readonly path: readonly string[]
  readonly conditions: readonly Condition[]
}

/** A refused argument: which rule, and why. */
export interface ArgProblem {
  readonly index: number
  readonly problem: string
}

/** The rules of a config, ready to check calls. */
export function compileRules(
  rules: readonly ArgRule[],
  catalog: Catalog,
): (name: string, args: JsonObject) => ArgProblem | undefined {
  const compiled = rules.map((rule): Rule => ({
    appliesTo: catalog.matcher([rule.tool]),
    source: rule,
    path: rule.arg === undefined ? [] : pathOf(rule.arg),
    conditions: conditionsOf(rule),
  }))
  return (name, args) => {
    for (const [index, rule] of compiled.entries()) {
      if (!rule.appliesTo(name)) continue
      const problem = findKeyProblem(rule, args) ?? findValueProblem(rule, args)
      if (problem !== undefined) return { index, problem: `${rule.source.arg ?? 'only'}: ${problem}` }
    }
    return undefined
  }
}

/** What lets a shell run a second command, substitute one, redirect, or end the line early. */
const SHELL_META = /[;&|`$()<>\\\p{Cc}\u2028\u2029]/u
/** Characters that nobody sees and that would split a word which `deny` looks for. */
const UNSEEN = /[\p{Cf}\p{Cc}\p{Variation_Selector}\u034f\u115f\u1160\u3164\uffa0]/gu
/** Longest list that `each` walks. */
const MAX_ITEMS = 1000

function conditionsOf(rule: ArgRule): readonly Condition[] {
  const { command, allow, raw, deny, hosts, under, values, min, max, maxLength } = rule
  const conditions: Condition[] = []
  const ofText = (check: (text: string) => string | undefined): void =>
    void conditions.push((value) => (typeof value === 'string' ? check(value) : 'it is not a string'))
  if (maxLength !== undefined) ofText((text) => (text.length > maxLength ? 'it is too long' : undefined))
  if (command) ofText(createCommandCheck(command))
  if (allow) {
    const globs = allow.map(compileGlob)
    ofText((text) => {
      if (!raw && SHELL_META.test(text)) return 'it has shell metacharacters or control characters'
      return globs.some((matches) => matches(text)) ? undefined : 'no allowed form matches'
    })
  }
  if (deny) {
    const globs = deny.map((glob) => compileGlob(bare(glob)))
    ofText((text) => (globs.some((matches) => matches(bare(text))) ? 'a denied form matches' : undefined))
  }
  if (hosts) ofText((text) => findHostProblem(text, hosts))
  if (under) ofText((text) => findPathProblem(text, under))
  if (values)
    conditions.push((value) => (isScalar(value) && values.includes(value) ? undefined : 'it is none of the values'))
  if (min !== undefined || max !== undefined)
    conditions.push((value) => {
      if (typeof value !== 'number' || !Number.isFinite(value)) return 'it is not a number'
      return value < (min ?? -Infinity) || value > (max ?? Infinity) ? 'it is out of range' : undefined
    })
  return conditions
}

function bare(text: string): string {
  return text.normalize('NFKC').replaceAll(UNSEEN, '').toLowerCase()
}

function findValueProblem({ path, source, conditions }: Rule, args: JsonObject): string | undefined {
  if (path.length === 0) return undefined
  const value = path.reduce<JsonValue | undefined>(
    (inner, key) => (inner === undefined ? undefined : memberOf(inner, key)),
    args,
  )
  if (source.absent) return value === undefined ? undefined : 'it must be absent'
  if (value === undefined) return source.optional ? undefined : 'it is missing'
  const check = (one: JsonValue): string | undefined => {
    for (const condition of conditions) {
      const problem = condition(one)
      if (problem !== undefined) return problem
    }
    return undefined
  }
  if (!source.each) return check(value)
  if (!isList(value)) return 'it is not a list'
  if (value.length === 0 || value.length > MAX_ITEMS) return 'it is an empty or an overlong list'
  for (const item of value) {
    const problem = check(item)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** What a tool of a shell has beside its command that runs nothing. */
const HARMLESS: ReadonlySet<string> = new Set(
  'timeout timeout_ms timeoutMs timeout_seconds timeoutSeconds yield_ms yieldMs description explanation title cwd workdir workingDirectory working_directory directory background run_in_background is_background isBackground max_output_tokens maxOutputTokens'.split(
    ' ',
  ),
)

/**
 * A tool may read its command from `cmd` where the rule speaks of `command`, or take a shell, an environment or
 * more arguments beside it. So a rule for commands refuses every key that it does not name. Other rules add none:
 * one rule more must never permit more.
 */
function findKeyProblem({ path, source }: Rule, args: JsonObject): string | undefined {
  const { only, command } = source
  if (path.length === 0) return findStrayKey(args, only ?? [], false)
  let holder: JsonValue | undefined = args
  for (const [depth, key] of path.entries()) {
    if (holder === undefined || !isJsonObject(holder)) return undefined // the value is missing, which is found next
    const named = depth === path.length - 1 ? only : undefined
    const problem =
      named !== undefined || command !== undefined
        ? findStrayKey(holder, [key, ...(named ?? [])], named === undefined)
        : undefined
    if (problem !== undefined) return problem
    holder = memberOf(holder, key)
  }
  return undefined
}

function findStrayKey(holder: JsonObject, keys: readonly string[], takesHarmless: boolean): string | undefined {
  const stray = Object.entries(holder).find(
    ([key, value]) =>
      !keys.includes(key) && !(takesHarmless && HARMLESS.has(key) && (value === null || isScalar(value))),
  )
  return stray === undefined ? undefined : 'there is an argument beside it that no rule names'
}

function pathOf(arg: string): readonly string[] {
  if (!arg.startsWith('/')) return [arg]
  return arg
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  if (isJsonObject(value)) return Object.hasOwn(value, key) ? value[key] : undefined
  return isList(value) && /^(?:0|[1-9][0-9]{0,8})$/.test(key) ? value[Number(key)] : undefined
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
