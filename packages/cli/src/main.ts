import { CommanderError } from 'commander'
import { fail } from './errors.ts'
import { processIo, type Io } from './io.ts'
import { createProgram } from './program.ts'
import { reportError } from './report-error.ts'

const STOPPED_BY_HELP = new Set(['commander.helpDisplayed', 'commander.help', 'commander.version'])
const USAGE_EXIT_CODE = 2

/** Runs the command with its arguments, without those of Node. Returns the exit code: 0 allowed or done, 1 stopped, 2 an error. Never rejects. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  const json = asksForJson(argv)
  try {
    let exitCode = 0
    const program = createProgram(io, json, (code) => void (exitCode = code))
    await program.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && STOPPED_BY_HELP.has(error.code))
      return error.exitCode === 0 ? 0 : USAGE_EXIT_CODE
    reportError(io, error instanceof CommanderError ? usageError(error, argv) : error, { json })
    return USAGE_EXIT_CODE
  }
}

/** Known before the arguments are parsed, since their own errors are JSON too. What follows `--` is text. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).includes('--json')
}

const COMMANDS = new Set([
  'serve',
  'check',
  'scan',
  'explain',
  'doctor',
  'schema',
  'mcp',
  'login',
  'logout',
  'whoami',
  'hook',
  'init',
])
const GROUPS = new Set(['approvals', 'audit', 'secrets', 'tokens'])

function usageError({ message }: CommanderError, argv: readonly string[]): Error {
  const [name = ''] = argv
  const problem = message.replace(/^error: /, '').replaceAll('\n', ' ')
  if (GROUPS.has(name)) return fail('USAGE', { problem, command: `ringwall ${name}` })
  return fail('USAGE', { problem, command: COMMANDS.has(name) ? `ringwall ${name}` : 'ringwall' })
}
