import { isRingwallError, messageOf, SOURCES, type Source } from '@ringwall/core'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { Io } from 'ringwall'
import { runEmail, runInput, type AttackOptions } from './attacks.ts'
import { fail, ToldAlready } from './errors.ts'
import { runInjection, type InjectionOptions } from './injection.ts'
import { quote } from './report.ts'
import { runSecrets, type SecretsOptions } from './secrets.ts'
import { runPath, runShell, runSsrf } from './tool-attacks.ts'
import { runStreams, type StreamsOptions } from './streams.ts'

const ERROR_EXIT_CODE = 2
const BROKEN_EXIT_CODE = 1

/** Runs the evals with their arguments, without those of Node. Returns the exit code: 0 measured, 1 what must never be was found, 2 an error. Never rejects. */
export async function runEvals(argv: readonly string[], io: Io): Promise<number> {
  let isBroken = false
  try {
    await createProgram(io, () => (isBroken = true)).parseAsync(argv, { from: 'user' })
    return isBroken ? BROKEN_EXIT_CODE : 0
  } catch (error) {
    if (error instanceof ToldAlready) return ERROR_EXIT_CODE
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    tell(io, error)
    return ERROR_EXIT_CODE
  }
}

function tell({ stderr, env }: Io, thrown: unknown): void {
  const error =
    thrown instanceof CommanderError ? fail('EVAL_USAGE', { problem: thrown.message.replace(/^error: /, '') }) : thrown
  const text = isRingwallError(error) ? `${error.code}: ${error.message}\nfix: ${error.fix}` : messageOf(error)
  for (const line of text.split('\n')) stderr.write(`${quote(line, 1000).slice(1, -1)}\n`)
  if (env['RINGWALL_DEBUG'] === '1' && thrown instanceof Error) stderr.write(`${thrown.stack}\n`)
}

function createProgram(io: Io, onBroken: () => void): Command {
  const program = new Command('pnpm eval')
    .description('Measures layers on JSONL corpora, through the wall as `ringwall check --batch` makes it.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined, // runEvals tells errors, all in one form
    })
  withCommon(
    program.command('injection'),
    'recall and false positives of a score, on texts labelled injection or benign',
  )
    .option('--score <layer>', 'the layer whose score is measured', 'jailbreak-detection')
    .addOption(new Option('--source <source>', 'where texts are said to come from').choices(SOURCES).default('user'))
    .option('--config <file>', 'the config file, as for ringwall check')
    .action((options: InjectionOptions & { readonly source: Source }) => runInjection(io, options))
  withCommon(
    program.command('email'),
    'mails that must be accepted or rejected, each with an allowlist of its own',
  ).action((options: AttackOptions) => runEmail(io, options))
  withCommon(program.command('input'), 'messages that are valid or not')
    .option('--config <file>', 'the config file, as for ringwall check')
    .action((options: AttackOptions) => runInput(io, { layers: ['input-validation'], ...options }))
  withCommon(program.command('shell'), 'command lines that must be refused or pass')
    .option('--config <file>', 'the config file, as for ringwall check')
    .action((options: AttackOptions) => runShell(io, { layers: ['exec-sandbox'], ...options }))
  withCommon(program.command('ssrf'), 'URLs that must be refused or pass, each with the answers of its resolver')
    .option('--config <file>', 'the config file, as for ringwall check')
    .action((options: AttackOptions) => runSsrf(io, { layers: ['ssrf-guard'], ...options }))
  withCommon(program.command('path'), 'paths that must be refused or pass, each with files of its own').action(
    (options: AttackOptions) => runPath(io, options),
  )
  withCommon(program.command('secrets'), 'which secrets are taken out of what leaves, and what else is')
    .option('--config <file>', 'the config file, as for ringwall check')
    .action((options: SecretsOptions) => runSecrets(io, { layers: ['output-guard'], ...options }))
  withCommon(
    program.command('streams'),
    'whether replies in chunks become, character for character, what they become as a whole; exit code 1 if not',
  )
    .addOption(new Option('--config <file>', 'a config file, instead of layers').conflicts('layers'))
    .option('--seed <n>', 'the seed of the random chunkings', parseCount, 1)
    .option('--every <n>', 'up to this length all split points are tried', parseLimit, 600)
    .option('--points <n>', 'how many split points of a longer row are tried', parseLimit, 200)
    .action(async (options: StreamsOptions) => {
      if (!(await runStreams(io, { layers: ['output-guard'], ...options }))) onBroken()
    })
  return program
}

function withCommon(command: Command, description: string): Command {
  return command
    .description(description)
    .requiredOption('--corpus <file>', 'a JSONL file; may be repeated', collect)
    .option('--layers <names>', 'exactly these layers, separated by commas', parseNames)
    .option('--misses <n>', 'how many failures are shown', parseCount, 20)
    .option('--limit <n>', 'only the first rows of each file', parseLimit)
    .option('--json', 'print everything as one line of JSON', false)
}

function collect(file: string, before: readonly string[] = []): readonly string[] {
  return [...before, file]
}

function parseNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.includes('')) throw new InvalidArgumentError('It must be names of layers with commas between them.')
  return names
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

function parseLimit(text: string): number {
  const limit = parseCount(text)
  if (limit === 0) throw new InvalidArgumentError('It must be at least 1.')
  return limit
}
