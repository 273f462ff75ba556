import { join } from 'node:path'
import { copyJson, isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { readText } from './files.ts'
import { objectOf, texts, type Subject } from './subject.ts'

/** A file in which a client of MCP servers keeps what it starts. */
export interface ClientConfig {
  readonly client: string
  readonly file: string
  /** The mappings of servers in its value. */
  readonly servers: (value: JsonObject, cwd: string) => readonly (JsonValue | undefined)[]
  /** Whether a project has it, so that the client is started in that folder. */
  readonly isOfProject: boolean
}

/** A server as a client is told of it. */
export interface ClientServer {
  readonly client: string
  readonly name: string
  readonly file: string
  readonly isOfProject: boolean
  readonly words: readonly string[]
  readonly url: string | undefined
}

/** Where clients keep their servers. */
export function clientConfigs({ cwd, home }: Pick<Subject, 'cwd' | 'home'>): readonly ClientConfig[] {
  const at = (key: string) => (value: JsonObject) => [value[key]]
  const ofProject = { isOfProject: true }
  const ofHome = { isOfProject: false }
  const desktop = 'claude_desktop_config.json'
  return [
    { client: 'Claude Code', file: join(cwd, '.mcp.json'), servers: at('mcpServers'), ...ofProject },
    { client: 'Cursor', file: join(cwd, '.cursor', 'mcp.json'), servers: at('mcpServers'), ...ofProject },
    { client: 'VS Code', file: join(cwd, '.vscode', 'mcp.json'), servers: at('servers'), ...ofProject },
    { client: 'Claude Code', file: join(home, '.claude.json'), servers: ofClaude, ...ofHome },
    { client: 'Cursor', file: join(home, '.cursor', 'mcp.json'), servers: at('mcpServers'), ...ofHome },
    {
      client: 'Windsurf',
      file: join(home, '.codeium', 'windsurf', 'mcp_config.json'),
      servers: at('mcpServers'),
      ...ofHome,
    },
    { client: 'Claude Desktop', file: join(home, '.config', 'Claude', desktop), servers: at('mcpServers'), ...ofHome },
    {
      client: 'Claude Desktop',
      file: join(home, 'Library', 'Application Support', 'Claude', desktop),
      servers: at('mcpServers'),
      ...ofHome,
    },
  ]
}

/** Those of the user, and those of this project that stand in the same file. */
function ofClaude(value: JsonObject, cwd: string): readonly (JsonValue | undefined)[] {
  const project = objectOf(objectOf(value['projects'])[cwd])
  return [value['mcpServers'], project['mcpServers']]
}

/** All servers of all clients, and which files could not be read. */
export async function clientServers(
  subject: Subject,
): Promise<{ readonly servers: readonly ClientServer[]; readonly unread: readonly string[] }> {
  const servers: ClientServer[] = []
  const unread: string[] = []
  for (const config of clientConfigs(subject)) {
    const value = await readJson(config.file)
    if (value === undefined) continue
    if (typeof value === 'string') unread.push(`${subject.shown(config.file)} cannot be read: ${value}`)
    else
      for (const group of config.servers(value, subject.cwd)) {
        if (group === undefined || group === null) continue
        if (!isJsonObject(group)) unread.push(`${subject.shown(config.file)}: its servers are no mapping`)
        for (const [name, entry] of Object.entries(objectOf(group))) {
          const server = toServer(config, name, objectOf(entry))
          if (server.words.length === 0 && server.url === undefined)
            unread.push(`${subject.shown(config.file)}: ${name} has neither a command nor a URL`)
          servers.push(server)
        }
      }
  }
  return { servers, unread }
}

/** A JSON object, undefined where there is no such file, or why it cannot be read. Comments are not JSON, and some clients take them all the same: they are taken out first. */
export async function readJson(file: string): Promise<JsonObject | string | undefined> {
  const read = await readText(file)
  if (read.kind === 'absent') return undefined
  if (read.kind === 'unread') return read.problem
  try {
    const value: JsonValue = copyJson(JSON.parse(withoutComments(read.text)))
    return isJsonObject(value) ? value : 'it is no JSON object'
  } catch {
    return 'it is not JSON' // the message would quote it
  }
}

function toServer({ client, file, isOfProject }: ClientConfig, name: string, entry: JsonObject): ClientServer {
  const { command, args, url, serverUrl, httpUrl } = entry
  const address = [url, serverUrl, httpUrl].find((one) => typeof one === 'string')
  const words = typeof command === 'string' ? [command, ...texts(args)] : []
  return { client, name, file, isOfProject, words, url: address }
}

/** Blanks out comments outside of strings; linear. */
function withoutComments(text: string): string {
  let out = ''
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]
    if (unit === '"') {
      for (at++; at < text.length && text[at] !== '"'; at++) if (text[at] === '\\') at++
    } else if (unit === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) {
      const isLine = text[at + 1] === '/'
      const found = text.indexOf(isLine ? '\n' : '*/', at + 2)
      const end = found < 0 ? text.length : isLine ? found : found + 2
      out += text.slice(from, at)
      from = end
      at = end - 1
    }
  }
  return out + text.slice(from)
}
