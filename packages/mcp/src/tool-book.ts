import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, messageOf, type JsonObject, type JsonValue, type Logger } from '@ringwall/core'
import { visibleTools } from '@ringwall/host'
import { canAccept, DefinitionsToken, neutral, type Unaccepted } from './definitions.ts'
import { refuse, toRefusal, type Guard } from './guard.ts'
import { isAccepted, type Pins } from './pins.ts'

/** What the specification allows, and what cannot be mistaken for another name. */
const TOOL_NAME = /^[A-Za-z0-9_./-]{1,128}$/

/** Tools of one server that are remembered. */
const MAX_TOOLS = 10_000

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
  | { readonly tool: Tool; readonly unaccepted?: undefined; readonly refusal?: undefined }
  | { readonly unaccepted: Unaccepted; readonly tool?: undefined; readonly refusal?: undefined }
  | { readonly refusal: Error; readonly tool?: undefined; readonly unaccepted?: undefined }
/** A tool that may be called, or one of which a call asks first. */
export type Found = Exclude<Entry, { readonly refusal: Error }>

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
  /** What the list that is being read has had so far. */
  #listed = new Map<string, JsonValue>()
  /** Of which a person has said no: nothing is asked about them again. */
  readonly #denied = new Set<string>()
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

  /** The tools of one page that may be offered; `isFirst` where a list begins with it. Throws Refused where the page is no list. */
  async admit(tools: JsonValue | undefined, guard: Guard, isFirst: boolean): Promise<readonly JsonObject[]> {
    if (!Array.isArray(tools)) throw refuse('MCP_UPSTREAM_INVALID', { problem: 'a list of tools that is none' })
    if (isFirst) this.#listed = new Map()
    const [entries, listed] = [this.#entries, this.#listed]
    const passed: Found[] = []
    for (const definition of tools as readonly JsonValue[]) {
      const name = nameOf(definition)
      const before = name === undefined ? undefined : listed.get(name)
      if (name !== undefined) listed.set(name, definition)
      const isTwice = name !== undefined && before !== undefined && !isDeepStrictEqual(before, definition)
      if (name !== undefined && !entries.has(name) && entries.size >= MAX_TOOLS)
        throw refuse('MCP_UPSTREAM_INVALID', { problem: `it lists more than ${MAX_TOOLS} tools` })
      const entry = isTwice ? withheld(name) : await this.#judge(definition, guard)
      if (!entry.refusal) passed.push(entry)
      // One that was refused stays so, also if the same list has it once more in a better form.
      if (name !== undefined && !entries.get(name)?.refusal) entries.set(name, entry)
    }
    const offered = passed.filter((found) => !entries.get(nameIn(found))?.refusal)
    // What may be called, the layers decide anyway.
    const visible = await visibleTools(offered, (found) => toolName(guard.server, nameIn(found)), guard)
    return visible.map(({ tool, unaccepted }) => (tool ? tool.definition : neutral(unaccepted)))
  }

  /** The tool of that name. Throws Refused where it is not offered. */
  async find(name: string, guard: Guard): Promise<Found> {
    if (!this.#entries.has(name) && !this.#isComplete) await this.#listAll(guard)
    const entry = this.#entries.get(name)
    if (!entry || entry.refusal) throw entry?.refusal ?? refuse('MCP_TOOL_NOT_OFFERED', { tool: named(name) })
    return entry
  }

  /** The same, compared once more: another process may have accepted something in the meantime. */
  async findNow(name: string, guard: Guard): Promise<Found> {
    const entry = await this.find(name, guard)
    if (!entry.unaccepted) return entry
    const { definition } = entry.unaccepted
    const check = await this.#options.pins.check(name, definition)
    if (!isAccepted(check)) return { unaccepted: { name, definition, check } }
    const found: Found = { tool: { name, definition } }
    if (this.#entries.get(name) === entry) this.#entries.set(name, found)
    return found
  }

  /** A person has accepted exactly this definition. False where it is not the one to be compared with any more. */
  async accept({ name, definition, check }: Unaccepted, guard: Guard): Promise<boolean> {
    if (!(await this.#options.pins.accept(name, check))) return false
    const { hash, accepted: before } = check
    const what = { session: guard.session, tool: toolName(guard.server, name), hash }
    guard.kernel.find(DefinitionsToken)?.accepted({ ...what, ...(before === undefined ? {} : { before }) })
    // What the server has come up with in the meantime, nobody has accepted.
    if (this.#entries.get(name)?.unaccepted?.check.hash === hash)
      this.#entries.set(name, { tool: { name, definition } })
    return true
  }

  /** A person has said no: whatever the server makes of this tool, it is not asked about again. */
  deny(name: string): void {
    this.#denied.add(name)
    this.#entries.set(name, withheld(name))
  }

  #listAll(guard: Guard): Promise<void> {
    this.#listing ??= (async () => {
      const entries = this.#entries
      let isFirst = true
      for await (const page of this.#options.list()) {
        await this.admit(page.tools, guard, isFirst)
        isFirst = false
      }
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
      const check = await this.#options.pins.check(name, definition)
      if (isAccepted(check)) return { tool: { name, definition } }
      if (this.#denied.has(name) || !canAccept(guard)) throw refuse('MCP_TOOL_CHANGED', { tool: name })
      const problem = { tool: name, state: check.state, offered: check.hash }
      this.#options.logger.warn('a tool of the server is offered without its definition', problem)
      return { unaccepted: { name, definition, check } }
    } catch (error) {
      const refusal = toRefusal(error)
      const problem = { tool: name ?? '(no name)', code: refusal.code, layer: refusal.layer, problem: messageOf(error) }
      this.#options.logger.warn('a tool of the server is withheld', problem)
      return { refusal }
    }
  }
}

function withheld(name: string): Entry {
  return { refusal: refuse('MCP_TOOL_CHANGED', { tool: name }) }
}

function nameIn({ tool, unaccepted }: Found): string {
  return tool ? tool.name : unaccepted.name
}

function nameOf(definition: JsonValue): string | undefined {
  const name = isJsonObject(definition) ? definition.name : undefined
  // The one name that cannot be a key everywhere.
  return typeof name === 'string' && TOOL_NAME.test(name) && name !== '__proto__' ? name : undefined
}

function named(name: string): string {
  return TOOL_NAME.test(name) ? name : 'of that name'
}
