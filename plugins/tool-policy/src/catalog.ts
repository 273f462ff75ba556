import { distance } from 'fastest-levenshtein'
import { compileGlob, type Glob } from './glob.ts'
import { GROUP_NAMES, KNOWN_TOOLS, toolsOfGroup, toolsOfProfile, type Profile } from './tools.ts'

/** What stands before a group's name. */
export const GROUP = 'group:'
/** What the names of MCP tools begin with: `mcp__SERVER__TOOL`. */
const MCP = 'mcp__'
/** Stands for every tool of a server. */
const ANY = '*'

/** What an operator declares beside the tools that Ringwall knows; names are normalised. */
export interface Declared {
  readonly tools: Readonly<Record<string, readonly string[]>>
  readonly servers: Readonly<Record<string, readonly string[]>>
}

/** Every tool that a policy can speak of. A name that is not in it is unknown, whatever the lists say. */
export interface Catalog {
  has(name: string): boolean
  /** The tools that a selector names now, as far as they can be listed. */
  list(selector: string): readonly string[]
  /** True for a glob that tools of a server can match whose names are not listed. */
  isOpen(selector: string): boolean
  /** A test for any of several selectors. */
  matcher(selectors: readonly string[]): Glob
  profile(profile: Profile): ReadonlySet<string>
  /** `; did you mean X?` for the nearest name, or nothing. */
  suggest(selector: string): string
}

/** Puts known and declared tools together. */
export function createCatalog({ tools, servers }: Declared): Catalog {
  const names = new Set([...KNOWN_TOOLS, ...Object.keys(tools)])
  const open: string[] = []
  for (const [server, listed] of Object.entries(servers)) {
    const prefix = `${MCP}${server}__`
    if (listed.includes(ANY)) open.push(prefix)
    for (const tool of listed) if (tool !== ANY) names.add(prefix + tool)
  }
  const declaredIn = (groups: readonly string[]): readonly string[] =>
    Object.entries(tools).flatMap(([name, own]) => (own.some((group) => groups.includes(group)) ? [name] : []))
  const listGroup = (group: string): readonly string[] => {
    const known = toolsOfGroup(group) ?? []
    return [...known, ...declaredIn(GROUP_NAMES.filter((part) => isPart(part, known)))]
  }
  const list = (selector: string): readonly string[] => {
    if (selector.startsWith(GROUP)) return listGroup(selector.slice(GROUP.length))
    if (!selector.includes(ANY)) return names.has(selector) ? [selector] : []
    return [...names].filter(compileGlob(selector))
  }
  return {
    has: (name) => names.has(name) || open.some((prefix) => isToolOf(prefix, name)),
    list,
    isOpen: (selector) => open.some((prefix) => touches(selector, prefix)),
    matcher: (selectors) => {
      const [plain, globs] = [new Set<string>(), [] as Glob[]]
      for (const selector of selectors) {
        if (selector.includes(ANY)) globs.push(compileGlob(selector))
        else for (const name of selector.startsWith(GROUP) ? list(selector) : [selector]) plain.add(name)
      }
      return (name) => plain.has(name) || globs.some((matches) => matches(name))
    },
    profile(profile) {
      const known = toolsOfProfile(profile)
      return new Set([...known, ...declaredIn(GROUP_NAMES.filter((group) => isPart(group, [...known])))])
    },
    suggest: (selector) =>
      nearest(selector, [
        ...names,
        ...GROUP_NAMES.map((group) => GROUP + group),
        ...Object.keys(servers).map((server) => `${MCP}${server}__*`),
      ]),
  }
}

/** True for a group all of whose tools are among those. */
function isPart(group: string, tools: readonly string[]): boolean {
  return (toolsOfGroup(group) ?? []).every((tool) => tools.includes(tool))
}

/** A second `__` could belong to the name of another server, one that nobody declared. */
function isToolOf(prefix: string, name: string): boolean {
  const tool = name.slice(prefix.length)
  return name.startsWith(prefix) && tool !== '' && !tool.startsWith('_') && !tool.includes('__')
}

/** A glob without a beginning of its own would touch every server, and so hide every typing error. */
function touches(selector: string, prefix: string): boolean {
  const head = selector.split(ANY, 1)[0] ?? ''
  if (head === selector) return isToolOf(prefix, selector)
  return head.startsWith(prefix) || (head.startsWith(MCP) && prefix.startsWith(head))
}

/** Longer names are not compared: the comparison is quadratic. */
const MAX_COMPARED = 100

function nearest(name: string, candidates: readonly string[]): string {
  if (name.length > MAX_COMPARED) return ''
  const limit = Math.max(2, Math.floor(name.length / 3))
  const ranked = candidates
    .map((candidate) => ({ candidate, far: Math.min(distance(name, candidate), distance(GROUP + name, candidate)) }))
    .filter(({ candidate, far }) => far <= limit && far < candidate.length)
    .sort((a, b) => a.far - b.far)
  const [best] = ranked
  return best === undefined ? '' : `; did you mean ${best.candidate}?`
}
