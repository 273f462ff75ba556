import { InvalidArgumentError, Option, type Command } from 'commander'
import { PARTS, type Part } from './init/parts.ts'
import type { InitOptions } from './init.ts'
import type { Io } from './io.ts'
import { demandText } from './option-values.ts'

/** Adds `init`. */
export function addInit(program: Command, io: Io, json: boolean, done: (code: number) => void): void {
  program
    .command('init')
    .description('write a config, and put the wall into the agents of this folder; shows every change first')
    .option('--yes', 'take what is found, without questions')
    .option('--dry-run', 'show what would be written, and write nothing')
    .option('--undo', 'put back what the last run wrote')
    .option('--with <parts>', `these, found or not: ${PARTS.join(', ')}, separated by commas`, collectParts)
    .option(
      '--gateway <url>',
      'let the hooks ask this running gateway instead of loading the layers each time',
      demandText,
    )
    .option('--token-file <file>', 'where the token for it stands, in a file of mode 600', demandText)
    .addOption(new Option('--json', 'print what was written as one line of JSON'))
    .addHelpText(
      'after',
      '\nLooks for Claude Code (.claude, ~/.claude), MCP servers (.mcp.json, .cursor/mcp.json, .vscode/mcp.json) and agent frameworks in package.json. What is there stays: other keys, comments, layout. A second run changes nothing.\n\nExamples:\n  ringwall init\n  ringwall init --yes --with claude-code\n  ringwall init --dry-run\n  ringwall init --undo',
    )
    .action(async (options: Omit<InitOptions, 'json'>) => {
      const { runInit } = await import('./init.ts')
      done(await runInit(io, { ...options, json }))
    })
}

function collectParts(text: string, before: readonly Part[] = []): readonly Part[] {
  const names = text.split(',').map((name) => name.trim())
  const parts = PARTS.filter((part) => names.includes(part))
  if (parts.length !== new Set(names).size) throw new InvalidArgumentError(`It must be of ${PARTS.join(', ')}.`)
  return PARTS.filter((part) => before.includes(part) || parts.includes(part))
}
