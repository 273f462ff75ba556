import { join } from 'node:path'
import { CONFIG_FILES } from '@ringwall/config'
import { isThere, readTextIfThere } from './files.ts'
import { isObject, parseJsonc } from './jsonc.ts'

/** A file with MCP servers, and the key that holds them. */
export interface McpFile {
  readonly path: string
  readonly key: 'mcpServers' | 'servers'
}

/** What is in a folder already. */
export interface Found {
  readonly configFile: string | undefined
  readonly claudeCode: boolean
  readonly cursor: boolean
  readonly mcpFiles: readonly McpFile[]
  /** Agent frameworks in package.json. */
  readonly frameworks: readonly string[]
}

const MCP_FILES = [
  { name: '.mcp.json', key: 'mcpServers' },
  { name: '.cursor/mcp.json', key: 'mcpServers' },
  { name: '.vscode/mcp.json', key: 'servers' },
] as const
const FRAMEWORKS: readonly string[] = [
  'ai',
  'openai',
  '@anthropic-ai/sdk',
  'langchain',
  '@langchain/core',
  '@openai/agents',
  '@mastra/core',
]

/** Looks at a project and at the home of its user; runs nothing. Throws INIT_FILE_BROKEN for a package.json that is none. */
export async function detect(folder: string, home: string | undefined): Promise<Found> {
  const there = (name: string): Promise<boolean> => isThere(join(folder, name))
  const files = await Promise.all(MCP_FILES.map(async (file) => ((await there(file.name)) ? [file] : [])))
  const configs = await Promise.all(CONFIG_FILES.map(async (name) => ((await there(name)) ? [name] : [])))
  return {
    configFile: configs.flat()[0],
    claudeCode: (await there('.claude')) || (home !== undefined && (await isThere(join(home, '.claude')))),
    cursor: await there('.cursor'),
    mcpFiles: files.flat().map(({ name, key }) => ({ path: join(folder, name), key })),
    frameworks: await frameworksOf(join(folder, 'package.json')),
  }
}

async function frameworksOf(file: string): Promise<readonly string[]> {
  const { dependencies, devDependencies } = parseJsonc(await readTextIfThere(file), file)
  const names = [dependencies, devDependencies].flatMap((list) => (isObject(list) ? Object.keys(list) : []))
  return FRAMEWORKS.filter((name) => names.includes(name))
}
