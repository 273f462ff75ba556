import {
  isJsonObject,
  messageOf,
  token,
  type JsonObject,
  type JsonValue,
  type Logger,
  type Session,
  type Token,
} from '@ringwall/core'
import { refuse, toRefusal, type Guard } from './guard.ts'
import type { Pins } from './pins.ts'

/** What the specification allows, and what cannot be mistaken for another name. */
const TOOL_NAME = /^[A-Za-z0-9_./-]{1,128}$/

/** What this package uses of the service of tool-policy. */
interface ToolPolicy {
  visible(tools: readonly string[], session: Session): Promise<readonly string[]>
}
const ToolPolicyToken: Token<ToolPolicy> = token<ToolPolicy>('ToolPolicy')

/** What the policy calls a tool: that of another server, or of the host itself, is another. */
export function toolName(server: string, tool: string): string {
  return `mcp__${server}__${tool}`
}

/** What is known of one tool. */
export interface Tool {
  readonly name: string
  readonly definition: JsonObject
}

type Entry =
  | { readonly tool: Tool; readonly refusal?: undefined }
  | { readonly refusal: Error; readonly tool?: undefined }

/** What the book is made of. */
export interface ToolBookOptions {
  readonly pins: Pins
  readonly logger: Logger
  /** Lists all tools of the server, page by page. */
  readonly list: () => AsyncIterable<JsonObject>
}

/** The tools of one server that were looked at: each call needs one of them. */
export class ToolBook {
  readonly #options: ToolBookOptions
  #entries = new Map<string, Entry>()
  #isComplete = false
  #listing: Promise<void> | undefined

  constructor(options: ToolBookOptions) {
    this.#options = options
  }

  /** The server said that its tools have changed: nothing that was known is. */
  forget(): void {
    this.#entries = new Map()
    this.#isComplete = false
  }

  /** The tools of one page that may be offered. Throws Refused where the page is no list. */
  async admit(tools: JsonValue | undefined, guard: Guard): Promise<readonly JsonObject[]> {
    if (!Array.isArray(tools)) throw refuse('MCP_UPSTREAM_INVALID', { problem: 'a list of tools that is none' })
    const entries = this.#entries
    const passed: Tool[] = []
    for (const definition of tools as readonly JsonValue[]) {
      const entry = await this.#judge(definition, guard)
      if (entry.tool) passed.push(entry.tool)
      const name = nameOf(definition)
      // One that was refused stays so, also if the same list has it once more in a better form.
      if (name !== undefined && !entries.get(name)?.refusal) entries.set(name, entry)
    }
    const offered = passed.filter(({ name }) => !entries.get(name)?.refusal)
    const policy = guard.kernel.find(ToolPolicyToken)
    const inPolicy = ({ name }: Tool): string => toolName(guard.server, name)
    // Without one all are shown; what may be called, the layers decide anyway.
    const shown = policy && new Set(await policy.visible(offered.map(inPolicy), guard.session))
    return offered.filter((tool) => shown?.has(inPolicy(tool)) !== false).map(({ definition }) => definition)
  }

  /** The tool of that name. Throws Refused where it is not offered. */
  async find(name: string, guard: Guard): Promise<Tool> {
    if (!this.#entries.has(name) && !this.#isComplete) await this.#listAll(guard)
    const entry = this.#entries.get(name)
    if (entry?.tool) return entry.tool
    throw entry?.refusal ?? refuse('MCP_TOOL_NOT_OFFERED', { tool: named(name) })
  }

  #listAll(guard: Guard): Promise<void> {
    this.#listing ??= (async () => {
      const entries = this.#entries
      for await (const page of this.#options.list()) await this.admit(page.tools, guard)
      if (entries === this.#entries) this.#isComplete = true
    })().finally(() => (this.#listing = undefined))
    return this.#listing
  }

  async #judge(definition: JsonValue, guard: Guard): Promise<Entry> {
    const name = nameOf(definition)
    try {
      if (name === undefined || !isJsonObject(definition))
        throw refuse('MCP_TOOL_NOT_OFFERED', { tool: 'without a proper name' })
      await guard.unchanged(definition, guard.origin('skill', { tool: name, definition }))
      const state = await this.#options.pins.check(name, definition)
      if (state === 'changed') throw refuse('MCP_TOOL_CHANGED', { tool: name })
      return { tool: { name, definition } }
    } catch (error) {
      const refusal = toRefusal(error)
      const problem = { tool: name ?? '(no name)', code: refusal.code, layer: refusal.layer, problem: messageOf(error) }
      this.#options.logger.warn('a tool of the server is withheld', problem)
      return { refusal }
    }
  }
}

function nameOf(definition: JsonValue): string | undefined {
  const name = isJsonObject(definition) ? definition.name : undefined
  // The one name that cannot be a key everywhere.
  return typeof name === 'string' && TOOL_NAME.test(name) && name !== '__proto__' ? name : undefined
}

function named(name: string): string {
  return TOOL_NAME.test(name) ? name : 'of that name'
}
