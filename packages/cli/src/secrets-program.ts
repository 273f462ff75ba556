import { InvalidArgumentError, Option, type Command } from 'commander'
import { fail } from './errors.ts'
import type { Io } from './io.ts'
import type { LoginOptions } from './login.ts'
import type { SecretsOptions } from './open-secrets.ts'

type Done = (code: number) => void
type Flags<T> = Omit<T, 'json'>

const TENANT = 'default'
const MAX_SECONDS = 3600

/** Adds `secrets`, `login`, `logout` and `whoami`. */
export function addSecrets(program: Command, io: Io, json: boolean, done: Done): void {
  const load = () => import('./secrets.ts')
  const secrets = program
    .command('secrets')
    .description(
      'keep secrets, encrypted, for tools; values are typed or come on standard input, never on the command line',
    )
    .addHelpText('after', EXAMPLES)
  command(secrets, 'init', 'make the master key, or put that of the config in force').action(
    async (options: Flags<SecretsOptions>) => done(await (await load()).initSecrets(io, { ...options, json })),
  )
  named(command(secrets, 'set', 'keep a value: it is asked for, or read from standard input')).action(
    async (name: string, extra: readonly string[], options: Flags<SecretsOptions>) => {
      refuseValues(name, extra)
      done(await (await load()).setSecret(io, name, { ...options, json }))
    },
  )
  named(command(secrets, 'get', 'print a value; of a login its access token'))
    .option('--reveal', 'needed, since the value will stand on the screen or in a log')
    .action(
      async (
        name: string,
        extra: readonly string[],
        options: Flags<SecretsOptions> & { readonly reveal?: boolean },
      ) => {
        refuseValues(name, extra)
        done(await (await load()).getSecret(io, name, { ...options, json }))
      },
    )
  command(secrets, 'list', 'print names, kinds and times; no values', false)
    .option('--tenant <id>', 'of this tenant alone', demandText)
    .action(async (options: { readonly config?: string; readonly tenant?: string }) =>
      done(await (await load()).listSecrets(io, { ...options, json })),
    )
  command(secrets, 'import', 'keep every value of a .env file')
    .argument('<file>', 'with lines such as NAME=value')
    .option('--overwrite', 'replace those that are there already')
    .action(async (file: string, options: Flags<SecretsOptions> & { readonly overwrite?: boolean }) =>
      done(await (await load()).importSecrets(io, file, { ...options, json })),
    )
  command(secrets, 'rotate', 'encrypt everything anew under a new master key', false)
    .option('--new-key <ref>', 'where the new key stands, if the config gives the master key by reference', demandText)
    .action(async (options: { readonly config?: string; readonly newKey?: string }) =>
      done(await (await load()).rotateKey(io, { ...options, json })),
    )
  named(command(secrets, 'remove', 'forget a secret')).action(
    async (name: string, extra: readonly string[], options: Flags<SecretsOptions>) => {
      refuseValues(name, extra)
      done(await (await load()).removeSecret(io, name, { ...options, json }))
    },
  )
  addLogin(program, io, json, done)
}

function addLogin(program: Command, io: Io, json: boolean, done: Done): void {
  const load = () => import('./login.ts')
  command(program, 'login', 'log in with a provider (OAuth) and keep the tokens as a secret')
    .argument('<provider>', 'chatgpt, github, gitlab, google, microsoft, or any name with --issuer')
    .option('--name <name>', 'under which it is kept; default: that of the provider', demandText)
    .option('--device', 'log in on another device, with a code')
    .option('--no-browser', 'print the address and open no browser')
    .option('--issuer <url>', 'a provider with OpenID Connect Discovery', demandText)
    .option('--client-id <id>', 'of the application that you registered there', demandText)
    .option(
      '--client-secret <ref>',
      'where its secret stands: env:NAME, ${NAME}, file:/abs/path, exec:/abs/helper/id',
      demandText,
    )
    .option('--scope <scopes>', 'what to ask for, separated by blanks', demandText)
    .option(
      '--param <name=value>',
      'one more parameter of the request; may be repeated',
      (text, before: readonly string[] = []) => [...before, text],
    )
    .option('--timeout <seconds>', 'how long to wait; default: 300', parseSeconds, 300)
    .addHelpText('after', '\nExamples:\n  ringwall login chatgpt\n  ringwall login github --client-id ID --device')
    .action(async (provider: string, options: Flags<LoginOptions>) =>
      done(await (await load()).runLogin(io, provider, { ...options, json })),
    )
  command(program, 'logout', 'forget a login, and tell the provider where it can be told')
    .argument('<name>', 'of the login')
    .addHelpText('after', '\nExample:\n  ringwall logout chatgpt')
    .action(async (name: string, options: Flags<SecretsOptions>) =>
      done(await (await load()).runLogout(io, name, { ...options, json })),
    )
  command(program, 'whoami', 'print who is logged in, and with whom; no tokens')
    .addHelpText('after', '\nExample:\n  ringwall whoami')
    .action(async (options: Flags<SecretsOptions>) => done(await (await load()).runWhoami(io, { ...options, json })))
}

const EXAMPLES = `
Exit codes: 0 done, 1 there is none of that name (or some were left as they were), 2 wrong usage, or a master key that is wrong or lost.

Examples:
  ringwall secrets init
  ringwall secrets set GITHUB_TOKEN
  op read op://vault/item | ringwall secrets set API_KEY
  ringwall secrets rotate`

function command(parent: Command, name: string, description: string, ofTenant = true): Command {
  const made = parent
    .command(name)
    .description(description)
    .addOption(new Option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here'))
    .addOption(new Option('--json', 'print the result as one line of JSON'))
  return ofTenant ? made.option('--tenant <id>', `whose; default: ${TENANT}`, demandText, TENANT) : made
}

/** Takes whatever stands behind the name, so that it is refused in words of our own, which do not repeat it. */
function named(made: Command): Command {
  return made.argument('<name>', 'of the secret').argument('[extra...]').usage('[options] <name>').allowUnknownOption()
}

function refuseValues(name: string, extra: readonly string[]): void {
  if (extra.length > 0 || name.includes('=') || name.startsWith('-')) throw fail('SECRET_IN_ARGV')
}

function parseSeconds(text: string): number {
  const seconds = Number(text)
  if (!/^\d{1,4}$/.test(text) || seconds < 1 || seconds > MAX_SECONDS)
    throw new InvalidArgumentError(`It must be 1 to ${MAX_SECONDS}.`)
  return seconds
}

/** An option's text, which must say something. */
export function demandText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty.')
  return text
}
