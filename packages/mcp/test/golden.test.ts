import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { expect, onTestFinished, test } from 'vitest'
import { connectHttp } from '../src/index.ts'
import { serveEverything } from './everything.ts'
import { connect, connectBare, Log, npmServer, type Connection } from './harness.ts'

/** What comes of a request: a result, or the error as the client throws it. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (result) => ({ result }),
    (error: unknown) => ({
      error: error instanceof Error ? [error.message, 'code' in error ? error.code : undefined] : error,
    }),
  )
}

/** Everything that the server offers, asked for once. */
async function tour(client: Client): Promise<Readonly<Record<string, unknown>>> {
  const seen: Record<string, unknown> = {
    capabilities: client.getServerCapabilities(),
    version: client.getServerVersion(),
    instructions: client.getInstructions(),
    ping: await outcome(client.ping()),
  }
  const { tools } = await client.listTools()
  seen.tools = tools
  const { resources = [] } = (await client.listResources().catch(() => undefined)) ?? {}
  seen.resources = resources
  seen.templates = await outcome(client.listResourceTemplates())
  const { prompts = [] } = (await client.listPrompts().catch(() => undefined)) ?? {}
  seen.prompts = prompts
  for (const { uri } of resources.slice(0, 5)) seen[`read ${uri}`] = await outcome(client.readResource({ uri }))
  for (const { name, arguments: args = [] } of prompts) {
    const given = Object.fromEntries(
      args.map(({ name }) => [name, name === 'resourceId' ? '1' : name === 'resourceType' ? 'Text' : 'x']),
    )
    seen[`prompt ${name}`] = await outcome(client.getPrompt({ name, arguments: given }))
  }
  seen.unknown = await outcome(client.readResource({ uri: 'nothing://here' }))
  return seen
}

/** What differs from run to run. */
function settled(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replace(/\d{1,2}:\d{2}:\d{2}(?: [AP]M)?|\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, 'TIME'))
}

const UNSCANNED = { unscanned: ['image', 'audio', 'blob'] }

const EVERYTHING: readonly {
  readonly how: string
  readonly open: () => Promise<{ readonly bare: Client; readonly through: Connection }>
}[] = [
  {
    how: 'on stdio',
    async open() {
      const command = npmServer('server-everything', 'stdio')
      return { bare: await connectBare(command), through: await connect({ command, ...UNSCANNED }) }
    },
  },
  {
    how: 'over streamable HTTP',
    async open() {
      const url = await serveEverything()
      const upstream = await connectHttp({ url, headers: {}, maxBytes: 1_000_000, logger: new Log() })
      const bare = new Client({ name: 'test', version: '1.0.0' })
      await bare.connect(new StreamableHTTPClientTransport(new URL(url)))
      onTestFinished(() => bare.close())
      return { bare, through: await connect({ upstream, ...UNSCANNED }) }
    },
  },
]

test.for(EVERYTHING)('server-everything $how is through the proxy what it is without', async ({ open }) => {
  const {
    bare,
    through: { client, log },
  } = await open()
  const [without, through] = [await tour(bare), await tour(client)]
  expect(settled(through)).toEqual(settled({ ...without, capabilities: withoutUncarried(without.capabilities) }))
  for (const { name } of (await bare.listTools()).tools) {
    const args = ARGS[name]
    if (args === undefined) continue
    const [one, other] = [
      await outcome(bare.callTool({ name, arguments: args })),
      await outcome(client.callTool({ name, arguments: args })),
    ]
    expect(settled(other), name).toEqual(settled(one))
  }
  expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
})

const ARGS: Readonly<Record<string, Record<string, unknown>>> = {
  echo: { message: 'hällo — 世界 \u0000 "x"' },
  'get-annotated-message': { messageType: 'error', includeImage: true },
  'get-resource-links': { count: 3 },
  'get-resource-reference': { resourceType: 'Text', resourceId: 1 },
  'get-structured-content': { location: 'New York' },
  'get-sum': { a: 2, b: 40 },
  'get-tiny-image': {},
  'trigger-long-running-operation': { duration: 0.2, steps: 2 },
}

function withoutUncarried(capabilities: unknown): unknown {
  const kept = ['tools', 'resources', 'prompts', 'logging', 'completions']
  return Object.fromEntries(Object.entries(capabilities as object).filter(([key]) => kept.includes(key)))
}

test('server-filesystem is through the proxy what it is without', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-mcp-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'a.txt'), 'one\ntwo\n')
  await writeFile(join(folder, 'b.png'), Buffer.from([137, 80, 78, 71]))
  const command = npmServer('server-filesystem', folder)
  const bare = await connectBare(command)
  const { client } = await connect({ command, ...UNSCANNED })
  expect(await tour(client)).toEqual(await tour(bare))
  const calls: readonly (readonly [string, Record<string, unknown>])[] = [
    ['read_text_file', { path: join(folder, 'a.txt') }],
    ['read_text_file', { path: join(folder, 'a.txt'), head: 1 }],
    ['read_media_file', { path: join(folder, 'b.png') }],
    ['list_directory', { path: folder }],
    ['directory_tree', { path: folder }],
    ['search_files', { path: folder, pattern: '*.txt' }],
    ['list_allowed_directories', {}],
    ['read_text_file', { path: '/etc/hostname' }],
    ['read_text_file', { path: join(folder, 'none') }],
  ]
  for (const [name, args] of calls)
    expect(await outcome(client.callTool({ name, arguments: args })), name).toEqual(
      await outcome(bare.callTool({ name, arguments: args })),
    )
})
