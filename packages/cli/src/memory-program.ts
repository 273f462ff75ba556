import { Argument, Option, type Command } from 'commander'
import type { Io } from './io.ts'
import type { MemoryOptions } from './memory.ts'
import { demandText } from './option-values.ts'

const MEMORY_ACTIONS = ['quarantine', 'release', 'discard'] as const
/** What can be done with the quarantine of a memory. */
export type MemoryAction = (typeof MEMORY_ACTIONS)[number]

/** Adds the review of memories in quarantine. */
export function addMemory(program: Command, io: Io, json: boolean, done: (code: number) => void): void {
  program
    .command('memory')
    .description('review what memory-guard holds in quarantine')
    .addArgument(new Argument('<action>', 'what to do').choices(MEMORY_ACTIONS))
    .argument('[id]', 'of the entry; put -- before one that starts with a dash')
    .requiredOption('--tenant <id>', 'whose memory', demandText)
    .requiredOption('--agent <id>', 'of which agent', demandText)
    .option('--user <id>', 'of which user; without it the memory that the users of the agent share', demandText)
    .option('--reviewer <name>', 'who releases or discards; recorded', demandText)
    .addOption(
      new Option('--trust <level>', 'with which a text is released; default: external').choices([
        'learned',
        'external',
      ]),
    )
    .option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here')
    .option('--json', 'print the result as one line of JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  ringwall memory quarantine --tenant acme --agent helper --user alice\n  ringwall memory release --tenant acme --agent helper --user alice --reviewer ada -- ID',
    )
    .action(async (action: MemoryAction, id: string | undefined, options: MemoryOptions) => {
      const { runMemory } = await import('./memory.ts')
      done(await runMemory(io, action, id, { ...options, json }))
    })
}
