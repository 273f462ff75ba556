import { InvalidArgumentError, Option, type Command } from 'commander'
import type { ApprovalsOptions, ApproveFlags, SettleFlags } from './approvals.ts'
import type { Io } from './io.ts'
import { demandText } from './option-values.ts'

type Done = (code: number) => void
type Flags<T> = Omit<T, 'json'>

const SCOPES = ['once', 'args', 'session', 'until']
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Adds `approvals`. */
export function addApprovals(program: Command, io: Io, json: boolean, done: Done): void {
  const load = () => import('./approvals.ts')
  const approvals = program
    .command('approvals')
    .description('answer the calls that wait for a person, on the store of the config')
    .addHelpText('after', NOTES)
  command(approvals, 'list', 'print what waits, with its exact arguments, and the approvals that hold').action(
    async (options: Flags<ApprovalsOptions>) => done(await (await load()).listApprovals(io, { ...options, json })),
  )
  settling(command(approvals, 'approve', 'approve exactly the call that is printed'), 'request')
    .addOption(
      new Option(
        '--scope <scope>',
        'once; these args, or any of the tool, again in this session; or until a time; default: once',
      ).choices(SCOPES),
    )
    .option('--for <time>', 'how long, such as 90s, 10m, 2h', parseDuration)
    .option('--until <time>', 'until when, as 2030-01-31T18:00:00Z', parseTime)
    .option('--hash <hash>', 'approve it only if its hash is still this one', parseHash)
    .action(async (id: string, options: Flags<ApproveFlags>) =>
      done(await (await load()).approve(io, id, { ...options, json })),
    )
  settling(
    command(approvals, 'deny', 'deny a request; the same call is denied for a while without asking'),
    'request',
  ).action(async (id: string, options: Flags<SettleFlags>) =>
    done(await (await load()).denyApproval(io, id, { ...options, json })),
  )
  settling(command(approvals, 'revoke', 'take an approval back, in all processes at once'), 'approval').action(
    async (id: string, options: Flags<SettleFlags>) =>
      done(await (await load()).revokeApproval(io, id, { ...options, json })),
  )
  command(approvals, 'watch', 'print requests as they come, and what becomes of them, until SIGINT').action(
    async (options: Flags<ApprovalsOptions>) => done(await (await load()).watchApprovals(io, { ...options, json })),
  )
}

const NOTES = `
Run it in the folder in which Ringwall runs: it needs the same store and the same key.
Exit codes: 0 done, 1 it was settled already, timed out or never was, 2 wrong usage, or a store or key that cannot be used.

Examples:
  ringwall approvals watch
  ringwall approvals approve 3f9a12c0
  ringwall approvals approve 3f9a12c0 --scope session --for 10m --note "release day"
  ringwall approvals deny 3f9a12c0`

function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here'))
    .addOption(new Option('--json', 'print the result as JSON, one line each'))
}

function settling(made: Command, what: string): Command {
  return made
    .argument('<id>', `of the ${what}; its first characters, where they are enough`)
    .option('--as <name>', 'who does it; recorded; default: the name of this user', demandText)
    .option('--note <text>', 'why; recorded', demandText)
}

function parseDuration(text: string): number {
  const [, number = '', unit = ''] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? []
  const ms = Number(number) * (UNITS[unit] ?? 0)
  if (ms <= 0) throw new InvalidArgumentError('It must be a whole number with s, m, h or d, such as 10m.')
  return ms
}

function parseTime(text: string): number {
  const isDated = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text)
  const time = isDated ? Date.parse(text) : Number.NaN
  if (!Number.isFinite(time)) throw new InvalidArgumentError('It must be a time with a zone, as 2030-01-31T18:00:00Z.')
  return time
}

function parseHash(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text)) throw new InvalidArgumentError('It must be 64 hex digits, as `list` prints them.')
  return text
}
