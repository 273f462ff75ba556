import { isJsonObject, type JsonObject, type JsonValue, type Kernel } from '@ringwall/core'
import { visibleTools, type Checked, type TracedSession } from '@ringwall/host'
import { ownDenial } from './denial.ts'
import type { ChatRequest } from './request.ts'

/** The tools that the model is shown, and the fields that go with them. */
export type ShownTools = Pick<ChatRequest, 'tools' | 'fields'>

/** A protocol's `tool_choice` without the hidden tools; `impossible` where it insists on one of them, or on any where none is left. */
export type NarrowChoice = (
  choice: JsonValue | undefined,
  shown: ReadonlySet<string>,
  hasTools: boolean,
) => JsonValue | undefined | 'impossible'

/** Fields that a provider refuses where there are no tools. */
const NEEDS_TOOLS: readonly string[] = ['tool_choice', 'parallel_tool_calls']
const HIDDEN = 'The request insists on a tool that is not available here.'
const UNKNOWN = 'The tools of the request could not be checked.'

/**
 * Leaves out the tools that could only ever be denied. A choice that insists on one of them is denied: to drop it would
 * answer another question than the client asked.
 */
export async function showTools(
  { tools, fields }: ShownTools,
  kernel: Pick<Kernel, 'find'>,
  session: TracedSession,
  narrow: NarrowChoice = narrowChoice,
): Promise<Checked<ShownTools>> {
  let shown: ShownTools['tools']
  try {
    shown = await visibleTools(tools, ({ name }) => name, { kernel, session })
  } catch {
    return { denial: ownDenial('TOOLS_UNCHECKED', session.traceId, UNKNOWN) }
  }
  if (shown.length === tools.length) return { value: { tools, fields } }
  const names = new Set(shown.map(({ name }) => name))
  const choice = narrow(fields.tool_choice, names, shown.length > 0)
  if (choice === 'impossible') return { denial: ownDenial('TOOL_HIDDEN', session.traceId, HIDDEN) }
  const kept = Object.entries(fields).filter(([key]) => shown.length > 0 || !NEEDS_TOOLS.includes(key))
  const narrowed = shown.length > 0 && choice !== undefined ? { tool_choice: choice } : {}
  return { value: { tools: shown, fields: { ...Object.fromEntries(kept), ...narrowed } } }
}

/** The choice without the hidden tools. */
function narrowChoice(
  choice: JsonValue | undefined,
  shown: ReadonlySet<string>,
  hasTools: boolean,
): JsonValue | undefined | 'impossible' {
  if (choice === undefined || choice === 'auto' || choice === 'none') return choice
  if (choice === 'required' || choice === 'any') return hasTools ? choice : 'impossible'
  if (!isJsonObject(choice)) return 'impossible'
  const { allowed_tools: allowed } = choice
  if (allowed === undefined) return isShown(choice, shown) ? choice : 'impossible'
  if (!isJsonObject(allowed) || !Array.isArray(allowed.tools)) return 'impossible'
  const tools = (allowed.tools as readonly JsonValue[]).filter((tool) => isShown(tool, shown))
  return tools.length === 0 ? 'impossible' : { ...choice, allowed_tools: { ...allowed, tools } }
}

function isShown(tool: JsonValue, shown: ReadonlySet<string>): boolean {
  const name = isJsonObject(tool) ? nameOf(tool) : undefined
  return name !== undefined && shown.has(name)
}

function nameOf({ function: called }: JsonObject): string | undefined {
  return called !== undefined && isJsonObject(called) && typeof called.name === 'string' ? called.name : undefined
}
