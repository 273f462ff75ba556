/** What a tool's name consists of: enough for every framework's names, and nothing that looks like something else. */
const PLAIN = /^[A-Za-z0-9_.:/@-]{1,200}$/
/** Words in a server's name that say nothing of what it serves. */
const FILLERS: ReadonlySet<string> = new Set(
  'mcp server servers modelcontextprotocol official claude ai com io local remote default'.split(' '),
)
/** What frameworks put before the tools of the host itself. */
const OWN: ReadonlySet<string> = new Set(['functions', 'tools', 'defaultapi', 'builtin'])

/** A tool's name, read: `server` where it says whose tool it is, and both without case and separators. */
export interface ToolName {
  readonly server: string | undefined
  readonly tool: string
  /** `server/tool`, or the tool alone: what registrations are compared with. */
  readonly key: string
}

/** Reads a tool's name as frameworks write it: `read_file`, `readFile`, `mcp__server__tool`, `server.tool`. Undefined for a name that none of them gives. */
export function parseToolName(name: unknown, server: unknown): ToolName | undefined {
  if (typeof name !== 'string' || name.length > 400) return undefined
  const plain = name.normalize('NFKC').trim()
  if (!PLAIN.test(plain)) return undefined
  const parts = partsOf(plain)
  if (server === undefined) return toName(parts)
  const owner = typeof server === 'string' && server.length <= 400 ? server.normalize('NFKC').trim() : ''
  if (!PLAIN.test(owner)) return undefined
  // Whoever wrote the server chose the tool's own name, dots and all: only the host says whose it is.
  const isTold = parts.length > 1 && serverName(parts[0] ?? '') === serverName(owner)
  return toName([owner, ...(isTold ? parts.slice(1) : parts)])
}

function toName(parts: readonly string[]): ToolName | undefined {
  const [first = '', ...rest] = parts
  if (rest.length === 0) {
    const tool = squash(first)
    return tool === '' ? undefined : { server: undefined, tool, key: tool }
  }
  const [server, tool] = [serverName(first), squash(rest.join(''))]
  return tool === '' ? undefined : { server, tool, key: `${server}/${tool}` }
}

/** The key of a selector in a registration: a name, or a glob in which `*` stands for any characters. Undefined for what names no tool. */
export function selectorKey(selector: string): string | undefined {
  const plain = selector.normalize('NFKC').trim()
  return /^[A-Za-z0-9_.:/@*-]{1,200}$/.test(plain) ? toName(partsOf(plain))?.key : undefined
}

/** The parts between `__`, dots, slashes and colons, without what a framework puts before all of them. */
function partsOf(plain: string): readonly string[] {
  const parts = plain.split(/__|[./:]/).filter((part) => squash(part) !== '')
  const first = squash(parts[0] ?? '')
  return parts.length > 1 && (first === 'mcp' || (parts.length === 2 && OWN.has(first))) ? parts.slice(1) : parts
}

/** One spelling for `readFile`, `read_file`, `read-file` and `ReadFile`. */
export function squash(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9*]/g, '')
}

/** What a server is called without the words that every server's name has: `github` for `github-mcp-server`. */
export function serverName(name: string): string {
  const words = name.toLowerCase().split(/[^a-z0-9*]+/)
  const telling = words.filter((word) => !FILLERS.has(word)).join('')
  return telling === '' ? squash(name) : telling
}

/** The words of a name: those of `getUserById` are get, user, by, id. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
