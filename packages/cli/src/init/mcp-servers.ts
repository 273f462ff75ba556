import type { JsonObject, JsonValue } from '@ringwall/core'
import type { OwnCommand } from './command.ts'
import { tidyName } from '../mcp-name.ts'
import { failInit } from './errors.ts'
import { isObject, parseJsonc, replaceJsonc } from './jsonc.ts'

/** A config of MCP servers with the wall in front of them. */
export interface Wrapped {
  readonly text: string
  /** The names in the policy of all servers that are behind the wall now. */
  readonly servers: readonly string[]
  /** Servers that stay as they are, and why. */
  readonly left: readonly { readonly name: string; readonly why: string }[]
}

/** Puts `ringwall mcp` in front of every server of a config; those behind it already stay. `key` holds them: mcpServers, or servers. Throws INIT_FILE_BROKEN. */
export function wrapServers(
  text: string,
  file: string,
  options: { readonly key: string; readonly command: OwnCommand; readonly config: string },
): Wrapped {
  const { key, command, config } = options
  const found = parseJsonc(text, file)[key] ?? {}
  if (!isObject(found)) throw failInit('INIT_FILE_BROKEN', { file, problem: `\`${key}\` is not an object` })
  let result = text
  const servers: string[] = []
  const left: { name: string; why: string }[] = []
  for (const [name, server] of Object.entries(found)) {
    if (!isObject(server)) throw failInit('INIT_FILE_BROKEN', { file, problem: `\`${key}.${name}\` is not an object` })
    const behind = nameBehind(server)
    const alias = behind ?? tidyName(name)
    if (behind === undefined) {
      // Two servers of one name would share what is accepted of them.
      const wrapped = servers.includes(alias)
        ? `another server is called ${alias}`
        : wrap(server, alias, command, config)
      if (typeof wrapped === 'string') {
        left.push({ name, why: wrapped })
        continue
      }
      result = replaceJsonc(result, [key, name], wrapped)
    }
    servers.push(alias)
  }
  return { text: result, servers, left }
}

/** The server with the wall in front, or why that cannot be. */
function wrap(
  server: JsonObject,
  alias: string,
  { words: [program, ...words] }: OwnCommand,
  config: string,
): JsonObject | string {
  const { type: _type, command, args = [], url, headers = {}, env = {}, ...rest } = server
  const own = [...words, 'mcp', '--name', alias, '--config', config]
  if (typeof command === 'string') {
    if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) return '`args` is not a list of texts'
    const type = server.type === undefined ? {} : { type: server.type }
    return {
      ...type,
      command: program,
      args: [...own, '--', command, ...args],
      ...(server.env === undefined ? {} : { env }),
      ...rest,
    }
  }
  if (typeof url !== 'string') return 'it has neither `command` nor `url`'
  if (server.type === 'sse') return 'SSE is not streamable HTTP, which alone is guarded'
  if (!isObject(headers) || !isObject(env)) return '`headers` or `env` is not an object'
  const values: Record<string, JsonValue> = { ...env }
  const flags = Object.entries(headers).flatMap(([header, value], at) => {
    const variable = `MCP_HEADER_${at + 1}`
    values[variable] = value
    return ['--header', `${header}=env:${variable}`]
  })
  const given = Object.keys(values).length === 0 ? {} : { env: values }
  return { command: program, args: [...own, '--url', url, ...flags], ...given, ...rest }
}

/** The name that a server behind the wall has already; undefined for one that is not. */
function nameBehind({ command, args }: JsonObject): string | undefined {
  if (typeof command !== 'string' || !Array.isArray(args)) return undefined
  const words = [command, ...args]
  const own = words.findIndex((word) => typeof word === 'string' && /(?:^|[\\/])ringwall(?:\.js|\.cmd)?$/.test(word))
  if (own < 0 || words[own + 1] !== 'mcp') return undefined
  const end = words.indexOf('--')
  const flag = words.indexOf('--name')
  const name = flag >= 0 && (end < 0 || flag < end) ? words[flag + 1] : undefined
  return typeof name === 'string' ? name : 'server'
}
