import { join } from 'node:path'
import { quoted, type OwnCommand } from './command.ts'
import { withHooks } from './claude-code.ts'
import { configText } from './config-text.ts'
import type { Found } from './detect.ts'
import type { Part } from './parts.ts'
import { readTextIfThere, type Change } from './files.ts'
import { wrapServers } from './mcp-servers.ts'

/** What is wanted. */
export interface Wishes {
  readonly parts: readonly Part[]
  readonly gateway: string | undefined
  readonly tokenFile: string | undefined
}

/** What is to be done, all of it worked out before the first file is touched. */
export interface Plan {
  readonly changes: readonly Change[]
  /** Lines for the person who runs it. */
  readonly notes: readonly string[]
}

/** Works out every file as it is to be. Throws INIT_FILE_BROKEN and INIT_FILE_UNUSABLE. */
export async function makePlan(
  folder: string,
  found: Found,
  { parts, gateway, tokenFile }: Wishes,
  command: OwnCommand,
): Promise<Plan> {
  const changes: Change[] = []
  const notes: string[] = []
  const config = found.configFile ?? 'ringwall.yaml'
  const servers = new Set<string>()
  if (parts.includes('mcp'))
    for (const { path, key } of found.mcpFiles) {
      const before = (await readTextIfThere(path)) ?? ''
      const wrapped = wrapServers(before, path, { key, command, config: join(folder, config) })
      for (const name of wrapped.servers) servers.add(name)
      for (const { name, why } of wrapped.left) notes.push(`${name} in ${path} stays without a guard: ${why}`)
      changes.push({ path, before, after: wrapped.text })
    }
  const claudeCode = parts.includes('claude-code')
  if (claudeCode) {
    const path = join(folder, '.claude', 'settings.json')
    const before = await readTextIfThere(path)
    const settings = { command, config: quoted(config).slice(1, -1), gateway, tokenFile }
    changes.push({ path, before, after: withHooks(before, path, settings) })
  }
  if (found.configFile === undefined)
    changes.unshift({
      path: join(folder, config),
      before: undefined,
      after: configText({ claudeCode, servers: [...servers] }),
    })
  else notes.push(...ownConfigNotes(found.configFile, [...servers]))
  return {
    changes: changes.filter(({ before, after }) => before !== after),
    notes: [...notes, ...frameworkNotes(found)],
  }
}

function ownConfigNotes(file: string, servers: readonly string[]): readonly string[] {
  const stays = `${file} stays as it is`
  if (servers.length === 0) return [stays]
  const names = servers.map((name) => `${name}: ['*']`).join(', ')
  const allow = servers.map((name) => `'mcp__${name}__*'`).join(', ')
  return [`${stays}; it must know the servers: layers.tool-policy: { servers: { ${names} }, allow: [${allow}] }`]
}

/** What init cannot put in place by itself, and how to. */
function frameworkNotes({ frameworks, cursor, mcpFiles }: Found): readonly string[] {
  const clients = frameworks.filter((name) => ['openai', '@anthropic-ai/sdk', 'ai'].includes(name))
  return [
    ...(clients.length > 0
      ? [
          `package.json has ${clients.join(', ')}: run \`ringwall serve --upstream URL\` and give its address as the base URL of the client`,
        ]
      : []),
    ...frameworks
      .filter((name) => !clients.includes(name))
      .map((name) => `package.json has ${name}: its models and tools go through \`ringwall serve\` or the Guard API`),
    ...(cursor && mcpFiles.length === 0 ? ['Cursor is guarded at its MCP servers, and has none here'] : []),
  ]
}
