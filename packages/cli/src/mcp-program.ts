import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Io } from './io.ts'
import type { McpOptions } from './mcp.ts'
import { collectTexts, demandText } from './option-values.ts'

const MAX_SECONDS = 86_400
const KINDS = ['image', 'audio', 'blob']

interface Flags extends Omit<McpOptions, 'json' | 'header' | 'passEnv' | 'unscanned'> {
  readonly header?: readonly string[]
  readonly passEnv?: readonly string[]
  readonly unscanned?: readonly string[]
}

/** Adds `mcp`. */
export function addMcp(program: Command, io: Io, json: boolean, done: (code: number) => void): void {
  program
    .command('mcp')
    .description(
      'stand between an MCP client and a server: calls, results, resources, prompts and tools pass the layers',
    )
    .argument('[command...]', 'the server and its arguments, behind --')
    .option('--url <url>', 'a server over streamable HTTP instead', demandText)
    .option(
      '--bearer <ref>',
      'where its token stands: env:NAME, ${NAME}, file:/abs/path or exec:/abs/helper/id',
      demandText,
    )
    .option('--header <name=ref>', 'a further header by reference; may be repeated', collectTexts)
    .option(
      '--name <name>',
      'of the server in the policy, mcp__NAME__TOOL; default: from the command or the host',
      demandText,
    )
    .option('--agent <id>', "whose layers; default: default's", demandText, 'default')
    .option('--tenant <id>', 'for whom calls are counted', demandText, 'default')
    .option('--user <id>', 'who sits at the client; approvals through the client are given in this name', demandText)
    .option(
      '--pass-env <name>',
      'give the server this variable too, though the config draws a secret from it; may be repeated',
      collectTexts,
    )
    .option(
      '--unscanned <kinds>',
      'let content through that no layer can read: image, audio, blob, separated by commas',
      parseKinds,
    )
    .addOption(
      new Option('--sampling <rule>', "whether the server may use the client's model")
        .choices(['deny', 'guard'])
        .default('deny'),
    )
    .addOption(
      new Option('--elicitation <rule>', 'whether the server may ask the user')
        .choices(['deny', 'guard'])
        .default('guard'),
    )
    .option(
      '--pins <file>',
      'where accepted tool definitions are kept; default: .ringwall/mcp/NAME.json beside the config',
      demandText,
    )
    .option('--strict-pins', 'ask about tools that were not accepted also when they are new')
    .option('--accept', 'accept the tools that the server has now, print what has changed, and end')
    .option('--timeout <s>', 'seconds that a request may go without an answer or progress', parseSeconds, 300)
    .addOption(new Option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here'))
    .addOption(new Option('--json', 'errors, and what --accept prints, as JSON'))
    .passThroughOptions()
    .addHelpText('after', HELP)
    .action(async (command: readonly string[], flags: Flags) => {
      const { runMcp } = await import('./mcp.ts')
      const { header = [], passEnv = [], unscanned = [] } = flags
      done(await runMcp(io, command, { ...flags, header, passEnv, unscanned, json }))
    })
}

const HELP = `
Standard output is the client's; everything else goes to standard error. SIGINT, SIGTERM and SIGHUP end it, and the server with all that it has started.

In the config of a client:
  { "mcpServers": { "files": { "command": "npx", "args": ["ringwall", "mcp", "--name", "files", "--", "npx", "-y", "@modelcontextprotocol/server-filesystem", "/data"] } } }

Examples:
  ringwall mcp --name files -- npx -y @modelcontextprotocol/server-filesystem /data
  ringwall mcp --url https://mcp.example.com/mcp --bearer env:EXAMPLE_TOKEN
  ringwall mcp --name files --accept -- npx -y @modelcontextprotocol/server-filesystem /data`

function parseKinds(text: string): readonly string[] {
  const kinds = text.split(',').map((kind) => kind.trim())
  if (!kinds.every((kind) => KINDS.includes(kind))) throw new InvalidArgumentError(`It must be of ${KINDS.join(', ')}.`)
  return kinds
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!/^\d{1,6}$/.test(text) || seconds < 1 || seconds > MAX_SECONDS)
    throw new InvalidArgumentError(`It must be 1 to ${MAX_SECONDS}.`)
  return seconds
}
