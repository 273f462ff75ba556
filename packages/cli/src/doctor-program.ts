import { Option, type Command } from 'commander'
import { SEVERITIES } from '@ringwall/core'
import type { DoctorCommandOptions } from './doctor.ts'
import type { Io } from './io.ts'
import { demandText, parseNames } from './option-values.ts'

/** Adds the security audit. */
export function addDoctor(program: Command, io: Io, json: boolean, done: (code: number) => void): void {
  program
    .command('doctor')
    .description(
      'look for what is weak in this installation: config, permissions, secrets, sandbox, MCP servers and more',
    )
    .addOption(
      new Option('--fail-on <severity>', 'the least severity that counts for the exit code; default: low').choices(
        SEVERITIES,
      ),
    )
    .option('--only <names>', 'these checks and groups alone, separated by commas', parseNames)
    .option('--skip <names>', 'leave these checks and groups out', parseNames)
    .option('--fix', 'show what can be repaired; nothing is changed without a yes')
    .option('--yes', 'with --fix: make the changes; each changed text is kept in .ringwall/backups')
    .option('--all', 'print what passes too')
    .option('--list', 'print every check, and run none')
    .option('--sarif', 'print the findings as SARIF 2.1.0')
    .option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here', demandText)
    .option('--json', 'print the report as one line of JSON')
    .addHelpText(
      'after',
      `
The sandbox is tried out with real commands, in an empty folder of their own. Values of secrets are never printed.
A finding that is meant stands in the config, with a reason and, if it is to come back, a date:
  doctor: { suppress: [{ check: env-plaintext, reason: 'keys of the test system', until: 2030-01-31 }] }

Exit codes: 0 clean, 1 something at or above --fail-on was found, 2 nothing was found but not everything could be
measured, or the command line is wrong. What is not measured because its layer is off does not count where the finding
layers-on is suppressed. With --fix --yes it tells what is left afterwards.

Examples:
  ringwall doctor
  ringwall doctor --fix
  ringwall doctor --fix --yes
  ringwall doctor --only sandbox,mcp-guarded --fail-on high
  ringwall doctor --sarif > doctor.sarif`,
    )
    .action(async (options: Omit<DoctorCommandOptions, 'json'>) => {
      const { runDoctor } = await import('./doctor.ts')
      done(await runDoctor(io, { ...options, json }))
    })
}
