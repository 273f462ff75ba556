import { higher, isLower, type Action, type ActionClass, type ActionGroup } from './action.ts'
import { fail } from './errors.ts'
import { globOf } from './glob.ts'
import { selectorKey, serverName, squash, type ToolName } from './name.ts'
import type { ActionEntry } from './services.ts'

interface Pattern {
  readonly matches: (key: string) => boolean
  readonly action: Action
}
interface Pending {
  readonly key: string
  readonly action: Action
}

/** What is known of tools: the table, and what was registered. Entries only add and raise. */
export class Registry {
  /** By the tool's name alone, or after the name of a server. */
  readonly #bare = new Map<string, Action[]>()
  /** By server and name. */
  readonly #served = new Map<string, Map<string, Action[]>>()
  readonly #exact = new Map<string, Action[]>()
  readonly #patterns: Pattern[] = []
  readonly #servers: ReadonlyMap<string, string>
  #isLocked = false

  /** `servers`: what the operator calls a server, with the name under which the table knows it. */
  constructor(groups: readonly ActionGroup[], servers: Readonly<Record<string, string>> = {}) {
    this.#servers = new Map(Object.entries(servers).map(([alias, known]) => [serverName(alias), serverName(known)]))
    for (const { servers: names, actions } of groups) {
      const folded = names.map(serverName)
      for (const action of actions)
        for (const written of action.tools) {
          const tool = squash(written)
          if (!written.startsWith('.')) put(this.#bare, tool, action)
          for (const server of folded) {
            const served = this.#served.get(server) ?? new Map<string, Action[]>()
            this.#served.set(server, served)
            put(served, tool, action)
            if (!tool.startsWith(server)) put(served, server + tool, action)
          }
        }
    }
  }

  /** True for a name under which the table knows a server. */
  hasServer(name: string): boolean {
    return this.#served.has(serverName(name))
  }

  /** `; did you mean X?` for the server whose name begins most alike, or nothing. */
  suggestServer(name: string): string {
    const asked = serverName(name)
    const alike = (server: string): number => Array.from(server).findIndex((sign, i) => sign !== asked[i])
    const [best] = [...this.#served.keys()]
      .map((server) => ({ server, length: alike(server) }))
      .toSorted((one, other) => other.length - one.length)
    return best === undefined || best.length < 3 ? '' : `; did you mean ${best.server}?`
  }

  /** From now on nothing is registered. */
  lock(): void {
    this.#isLocked = true
  }

  /** Every entry that names the tool; none if it is unknown. */
  find(name: ToolName): readonly Action[] {
    const registered = this.#registered(name.key)
    const known = this.#known(name)
    return registered.length === 0 ? known : [...known, ...registered]
  }

  /** Takes all entries or none. Throws ACTION_LOWERED, ACTION_INVALID or ACTIONS_LOCKED. */
  register(entries: readonly ActionEntry[], source: string): void {
    if (this.#isLocked) throw fail('ACTIONS_LOCKED', { tool: entries[0]?.tools[0] ?? 'a tool', source })
    const pending: Pending[] = []
    for (const entry of entries) {
      const action: Action = { ...entry, sensitive: entry.sensitive === true, examine: entry.examine } as Action
      for (const selector of entry.tools) {
        const key = selectorKey(selector)
        if (key === undefined)
          throw fail('ACTION_INVALID', { source, problem: `${JSON.stringify(selector)} names no tool` })
        const known = this.#findAbove(key, entry, pending)
        if (known)
          throw fail('ACTION_LOWERED', {
            tool: selector,
            class: entry.class,
            source,
            known: `${known.id} is ${ceilingOf(known)}${known.sensitive ? ', sensitive' : ''}`,
          })
        pending.push({ key, action })
      }
    }
    for (const { key, action } of pending) {
      if (key.includes('*')) this.#patterns.push({ matches: globOf(key), action })
      else put(this.#exact, key, action)
    }
  }

  #registered(key: string): readonly Action[] {
    const exact = this.#exact.get(key) ?? []
    if (this.#patterns.length === 0) return exact
    return [...exact, ...this.#patterns.filter(({ matches }) => matches(key)).map(({ action }) => action)]
  }

  #known({ server, tool }: ToolName): readonly Action[] {
    if (server !== undefined) return this.#ofServer(this.#servers.get(server) ?? server, tool)
    const bare = this.#bare.get(tool)
    if (bare) return bare
    // `github_create_issue`: a server's name before the tool's, with nothing that tells where one ends
    const text = tool.startsWith('mcp') ? tool.slice(3) : tool
    for (let end = Math.min(text.length - 1, 24); end > 1; end--) {
      const found = this.#served.get(text.slice(0, end))?.get(text.slice(end))
      if (found) return found
    }
    return []
  }

  #ofServer(server: string, tool: string): readonly Action[] {
    return this.#served.get(server)?.get(tool) ?? []
  }

  /** What is known of a tool that the selector names and stands above the entry, earlier entries of the same list included. */
  #findAbove(key: string, entry: ActionEntry, pending: readonly Pending[]): Action | undefined {
    const isAbove = (action: Action): boolean =>
      (isLower(entry.class, ceilingOf(action)) && entry.examine !== action.examine) ||
      (isLower(entry.class, action.class) && action.examine === undefined) ||
      (entry.sensitive === false && action.sensitive)
    const earlier = pending.filter((each) => overlaps(each.key, key)).map(({ action }) => action)
    if (!key.includes('*')) {
      const slash = key.indexOf('/')
      const server = slash < 0 ? undefined : key.slice(0, slash)
      const name = { server, tool: key.slice(slash + 1), key }
      return [...this.find(name), ...earlier].find(isAbove)
    }
    const matches = globOf(key)
    for (const [tool, actions] of this.#bare) if (matches(tool)) earlier.push(...actions)
    for (const [server, tools] of this.#served)
      for (const [tool, actions] of tools) if (matches(`${server}/${tool}`)) earlier.push(...actions)
    for (const [tool, actions] of this.#exact) if (matches(tool)) earlier.push(...actions)
    return earlier.find(isAbove)
  }
}

/** What a call of it can be at worst. */
function ceilingOf(action: Action): ActionClass {
  const isOpen = action.verbs !== undefined || (action.examine !== undefined && action.examine !== 'path')
  return isOpen ? higher(action.class, 'destructive') : action.class
}

function overlaps(one: string, other: string): boolean {
  return one === other || (one.includes('*') && globOf(one)(other)) || (other.includes('*') && globOf(other)(one))
}

function put(map: Map<string, Action[]>, key: string, action: Action): void {
  const list = map.get(key)
  if (!list) map.set(key, [action])
  else if (!list.includes(action)) list.push(action)
}
