import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'
import { fail } from '../errors.ts'
import { invalidAt, TOOL_NAME } from '../request.ts'

/** Tools that the client runs and that have no name of their own. */
const CLIENT_TOOLS: Readonly<Record<string, string>> = {
  local_shell: 'local_shell',
  shell: 'shell',
  apply_patch: 'apply_patch',
  computer: 'computer',
  computer_use_preview: 'computer',
}
/** Tools that the provider runs, of which the operator can let some through. Servers of MCP are none of them: what is sent there goes to strangers. */
const PROVIDER_TOOL = /^(?:web_search|web_search_preview|file_search|code_interpreter)(?:_\d{4}_\d\d_\d\d)?$/

const Named = z.looseObject({
  name: z.string('must be a string').regex(TOOL_NAME, 'must be at most 128 letters, digits, or one of _ - . : /'),
})

/** A tool of a request. */
export interface OfferedTool {
  /** What tool-policy knows it by. */
  readonly name: string
  readonly tool: JsonObject
  /** True where the provider runs it, so that no hook sees its calls. */
  readonly isProviders: boolean
}

/** Reads one tool. Throws REQUEST_INVALID, and UNSCANNED_PART for one that the provider runs and the operator could list. */
export function readTool(tool: JsonObject, param: string, unscanned: readonly string[]): OfferedTool {
  const type = String(tool.type)
  if (type === 'function' || type === 'custom') {
    const named = Named.safeParse(tool)
    if (!named.success) throw invalidAt(named.error, param)
    return { name: named.data.name, tool, isProviders: false }
  }
  const name = Object.hasOwn(CLIENT_TOOLS, type) ? CLIENT_TOOLS[type] : undefined
  if (name !== undefined) {
    if (type === 'shell' && !isLocal(tool.environment))
      throw fail('REQUEST_INVALID', { param: `${param}.environment`, problem: 'must be of the type local' })
    return { name, tool, isProviders: false }
  }
  if (!PROVIDER_TOOL.test(type))
    throw fail('REQUEST_INVALID', { param: `${param}.type`, problem: 'must be of a tool that the client runs' })
  if (unscanned.includes(type)) return { name: type, tool, isProviders: true }
  throw fail('UNSCANNED_PART', { param, type })
}

/** A shell in a container of the provider's would run without a hook. */
function isLocal(environment: JsonValue | undefined): boolean {
  return environment !== undefined && isJsonObject(environment) && environment.type === 'local'
}

/** The choice without the hidden tools; `impossible` where it insists on one of them, or on any where none is left. */
export function narrowChoice(
  choice: JsonValue | undefined,
  shown: ReadonlySet<string>,
  hasTools: boolean,
): JsonValue | undefined | 'impossible' {
  if (choice === undefined || choice === 'auto' || choice === 'none') return choice
  if (choice === 'required') return hasTools ? choice : 'impossible'
  if (!isJsonObject(choice)) return 'impossible'
  if (choice.type !== 'allowed_tools') return isShown(choice, shown) ? choice : 'impossible'
  if (!Array.isArray(choice.tools)) return 'impossible'
  const tools = (choice.tools as readonly JsonValue[]).filter((tool) => isShown(tool, shown))
  return tools.length === 0 ? 'impossible' : { ...choice, tools }
}

function isShown(choice: JsonValue, shown: ReadonlySet<string>): boolean {
  if (!isJsonObject(choice) || typeof choice.type !== 'string') return false
  const { type, name } = choice
  if (type === 'function' || type === 'custom') return typeof name === 'string' && shown.has(name)
  return shown.has(Object.hasOwn(CLIENT_TOOLS, type) ? (CLIENT_TOOLS[type] ?? type) : type)
}
