import { InvalidArgumentError, Option, type Command } from 'commander'
import { isScope, SCOPES, type Scope } from '@ringwall/plugin-gateway-auth'
import type { Io } from './io.ts'
import { demandText } from './option-values.ts'
import type { CreateOptions, TokensOptions } from './tokens.ts'

type Done = (code: number) => void
type Flags<T> = Omit<T, 'json'>

const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const DAY_MS = 86_400_000

interface CreateFlags extends Omit<Flags<CreateOptions>, 'expiresInMs'> {
  readonly expires?: number
}

/** Adds `tokens`. */
export function addTokens(program: Command, io: Io, json: boolean, done: Done): void {
  const load = () => import('./tokens.ts')
  const tokens = program
    .command('tokens')
    .description('make, list and end the bearer tokens of the gateway; each is shown once, and kept as a hash')
    .addHelpText('after', EXAMPLES)
  command(tokens, 'create', 'make a token and print it, this once')
    .option('--name <name>', 'what it is called in lists', demandText, 'token')
    .option(
      '--scope <scopes>',
      `what it may do, separated by commas or given again: ${SCOPES.join(', ')}; default: what an agent needs`,
      collectScopes,
    )
    .option('--tenant <id>', 'whose calls it makes', demandText, 'default')
    .option('--agent <id>', 'whose layers guard its calls', demandText, 'default')
    .option('--user <id>', 'who holds it', demandText)
    .option('--expires <time>', 'after how long it ends, such as 12h or 90d; default: never', parseDuration)
    .action(async ({ expires, ...options }: CreateFlags) =>
      done(
        await (
          await load()
        ).createToken(io, { ...options, json, ...(expires !== undefined && { expiresInMs: expires }) }),
      ),
    )
  command(tokens, 'list', 'print ids, states, names, scopes and times; no tokens').action(
    async (options: Flags<TokensOptions>) => done(await (await load()).listTokens(io, { ...options, json })),
  )
  command(tokens, 'revoke', 'end a token at once, on every gateway on the store')
    .argument('<id>', 'of the token')
    .action(async (id: string, options: Flags<TokensOptions>) =>
      done(await (await load()).revokeToken(io, id, { ...options, json })),
    )
  command(tokens, 'rotate', 'make a token with the same scopes in the place of another one')
    .argument('<id>', 'of the token')
    .option('--overlap <time>', 'how long the old one works yet, such as 0s or 1h; default: 1d', parseDuration, DAY_MS)
    .action(async (id: string, { overlap, ...options }: Flags<TokensOptions> & { readonly overlap: number }) =>
      done(await (await load()).rotateToken(io, id, { ...options, json, overlapMs: overlap })),
    )
}

const EXAMPLES = `
Exit codes: 0 done, 1 there is no such token, or it has ended, 2 wrong usage.

Examples:
  ringwall tokens create --name laptop --user alice --expires 90d
  ringwall tokens create --name dashboard --scope approvals:read,approvals:decide,audit:read
  ringwall tokens rotate 3f9c21aa07be4d15 --overlap 1h`

function command(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .addOption(new Option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here'))
    .addOption(new Option('--json', 'print the result as one line of JSON'))
}

function collectScopes(text: string, before: readonly Scope[] = []): readonly Scope[] {
  const names = text.split(',').map((name) => name.trim())
  const scopes = names.filter((name) => isScope(name))
  if (scopes.length !== names.length) throw new InvalidArgumentError(`Scopes are ${SCOPES.join(', ')}.`)
  return [...new Set([...before, ...scopes])]
}

function parseDuration(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,5})([smhd])$/.exec(text) ?? []
  if (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')
    throw new InvalidArgumentError('It must be a number with s, m, h or d behind it.')
  return Number(number) * UNIT_MS[unit]
}
