import type { z } from 'zod'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { knownKeys, stepInto, type Schema } from './schema-tree.ts'
import type { Substituted } from './substitute.ts'
import { suggest } from './suggest.ts'

type Issue = z.core.$ZodIssue

/** Where issues belong and what must not be said about them. */
export interface IssueContext {
  readonly report: Report
  readonly schema: Schema
  /** Where the checked value stands in the file. */
  readonly base: Path
  /** What was resolved in it. */
  readonly substituted: Pick<Substituted, 'failed' | 'resolved'>
  /** Known keys beyond those of the schema, for suggestions. */
  readonly extraKeys?: readonly string[]
}

/** Turns zod's issues into problems with a place each. */
export function reportIssues(issues: readonly Issue[], context: IssueContext): void {
  for (const issue of issues) reportIssue(issue, [], context)
}

function reportIssue(issue: Issue, prefix: Path, context: IssueContext): void {
  const path = [...prefix, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  const { report, base } = context
  if (context.substituted.failed.some((failed) => startsWith(path, failed))) return // said already, with its cause
  if (issue.code === 'unrecognized_keys') return reportKeys(issue.keys, path, context)
  if (issue.code === 'invalid_union') {
    const branch = fittingBranch(issue.errors)
    if (branch !== undefined) {
      for (const inner of branch) reportIssue(inner, path, context)
      return
    }
  }
  const isType = issue.code === 'invalid_type' || issue.code === 'invalid_union'
  report.problem(isType ? 'CONFIG_TYPE' : 'CONFIG_VALUE', [...base, ...path], {
    problem: withoutSecrets(issue.message, context.substituted.resolved),
  })
}

function reportKeys(keys: readonly string[], path: Path, context: IssueContext): void {
  const known = [
    ...knownKeys(path.reduce<readonly Schema[]>((schemas, key) => stepInto(schemas, key), [context.schema])),
    ...(path.length === 0 ? (context.extraKeys ?? []) : []),
  ]
  for (const key of keys)
    context.report.problem(
      'CONFIG_UNKNOWN_KEY',
      [...context.base, ...path, key],
      { key: JSON.stringify(key), hint: suggest(key, known) },
      'key',
    )
}

/** The one member of a union that the value was evidently meant for: the only one whose kind of value it is. */
function fittingBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = branches.filter((issues) => !issues.some((issue) => issue.path.length === 0 && isKind(issue)))
  return fitting.length === 1 ? fitting[0] : undefined
}

function isKind({ code }: Issue): boolean {
  return code === 'invalid_type' || code === 'invalid_value'
}

/** A plugin's own message may quote what it refuses. */
function withoutSecrets(message: string, resolved: ReadonlySet<string>): string {
  const leaks = [...resolved].some((value) => message.includes(value) || message.includes(quoted(value)))
  return leaks ? 'the value is not accepted (the reason would show a resolved value)' : message
}

function quoted(value: string): string {
  return JSON.stringify(value).slice(1, -1)
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((key, index) => String(path[index]) === String(key))
}
