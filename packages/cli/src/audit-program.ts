import { Argument, InvalidArgumentError, Option, type Command } from 'commander'
import { HOOKS } from '@ringwall/core'
import type { ExportOptions, SearchOptions, TailOptions } from './audit.ts'
import type { RepairOptions, VerifyOptions } from './audit-verify.ts'
import type { Io } from './io.ts'
import { collectTexts, demandText, parseCount } from './option-values.ts'

type Done = (code: number) => void
type Flags<T> = Omit<T, 'json'>

/** Adds `audit`. */
export function addAudit(program: Command, io: Io, json: boolean, done: Done): void {
  const load = () => import('./audit.ts')
  const loadVerify = () => import('./audit-verify.ts')
  const audit = program
    .command('audit')
    .description('read, search, verify and export the audit log of the store')
    .addHelpText('after', EXAMPLES)
  command(audit, 'tail', 'print the newest records')
    .option('-f, --follow', 'go on with those that come, until SIGINT or SIGTERM')
    .option('-n, --lines <n>', 'so many; default: 20', parseCount, 20)
    .option('--after <seq>', 'all behind this record instead; for a program that goes on where it was', parseSeq)
    .action(async (options: Flags<TailOptions>) => done(await (await load()).runTail(io, { ...options, json })))
  filtered(command(audit, 'search', 'print the newest records that match, oldest first'))
    .option('--limit <n>', 'at most so many; default: 100', parseCount, 100)
    .action(async (options: Flags<SearchOptions>) => done(await (await load()).runSearch(io, { ...options, json })))
  filtered(command(audit, 'export', 'write records for other programs, oldest first'))
    .addOption(
      new Option(
        '--format <format>',
        'jsonl keeps the chain, so that it can be verified; CEF is version 0, OCSF 1.3.0, API Activity; default: jsonl',
      )
        .choices(['jsonl', 'cef', 'ocsf'])
        .default('jsonl'),
    )
    .option('--from <seq>', 'the first record', parseSeq)
    .option('--to <seq>', 'the last record', parseSeq)
    .action(async (options: Flags<ExportOptions>) => done(await (await load()).runExport(io, { ...options, json })))
  command(audit, 'verify', 'look for records that were changed, removed, moved or inserted, and for a cut tail')
    .addArgument(new Argument('[file]', 'an export in JSON lines; default: the log of the store'))
    .option(
      '--public-key <file>',
      'trust the keys in this file instead of those beside the signing key; may be repeated',
      collectTexts,
    )
    .option(
      '--anchor <file>',
      'hold it against the checkpoints in this file instead of those of the config; may be repeated',
      collectTexts,
    )
    .option('--from <seq>', 'begin with this record; the link to what was before is not proved', parseSeq)
    .action(async (file: string | undefined, options: Flags<VerifyOptions>) =>
      done(await (await loadVerify()).runVerify(io, file, { ...options, json })),
    )
  command(audit, 'reseal', 'begin a new section of a log that cannot be continued; what was broken stays so')
    .requiredOption('--reason <text>', 'why; recorded', demandText)
    .option('--by <name>', 'who says so; recorded; default: the account', demandText)
    .action(async (options: Flags<RepairOptions>) =>
      done(await (await loadVerify()).runReseal(io, { ...options, json })),
    )
  command(audit, 'rotate-key', 'make a new signing key, which the old one names in the log')
    .option('--by <name>', 'who does it; recorded; default: the account', demandText)
    .action(async (options: Omit<Flags<RepairOptions>, 'reason'>) =>
      done(await (await loadVerify()).runRotate(io, { ...options, json })),
    )
}

const EXAMPLES = `
Exit codes of verify: 0 proved, 1 something is wrong, 2 nothing could be proved, or wrong usage.

Examples:
  ringwall audit tail -f
  ringwall audit search --outcome deny --since 24h --tenant acme
  ringwall audit verify
  ringwall audit export > audit.jsonl && ringwall audit verify audit.jsonl --public-key audit.key.pub
  ringwall audit export --format ocsf --since 2026-03-01`

function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here'))
    .addOption(new Option('--json', 'print lines of JSON'))
}

function filtered(made: Command): Command {
  return made
    .option('--since <time>', 'from this time on: ISO 8601, or so long ago, such as 15m, 24h or 7d', parseTime)
    .option('--until <time>', 'before this time', parseTime)
    .option('--type <type>', 'decision, failure, secret, approval, budget, operator, burst, ...', demandText)
    .option('--tenant <id>', 'of this tenant', demandText)
    .option('--agent <id>', 'of this agent', demandText)
    .option('--user <id>', 'of this user', demandText)
    .option('--session <id>', 'of this session', demandText)
    .option('--trace <id>', 'of this trace', demandText)
    .addOption(new Option('--hook <hook>', 'of this hook').choices(HOOKS))
    .option('--action <name>', 'the tool, source, destination, trust or command', demandText)
    .option('--outcome <outcome>', 'allow, ask, deny; of secrets granted, denied, missing, failed', demandText)
    .addOption(new Option('--class <class>', 'of a tool call').choices(['read', 'mutate', 'destructive']))
    .option('--layer <name>', 'where this layer said something', demandText)
    .option('--code <code>', 'where a layer gave this code', demandText)
    .option('--text <text>', 'part of any name in the record, whatever the case', demandText)
}

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

function parseTime(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const ago = UNITS[unit]
  const time = ago === undefined ? isoTime(text) : Date.now() - Number(number) * ago
  if (!Number.isFinite(time))
    throw new InvalidArgumentError('It must be ISO 8601, such as 2026-03-01T09:30:00Z, or such as 24h.')
  return time
}

/** Without a zone it is UTC, as the records are. */
function isoTime(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return Number.NaN
  const isBare = text.includes('T') && !/(?:Z|[+-]\d{2}:\d{2})$/.test(text)
  return Date.parse(isBare ? `${text}Z` : text)
}

function parseSeq(text: string): number {
  const seq = Number(text)
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be the number of a record.')
  return seq
}
