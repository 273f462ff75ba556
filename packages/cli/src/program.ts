import { Command, InvalidArgumentError, Option } from 'commander'
import { DESTINATIONS, HOOKS, SOURCES } from '@ringwall/core'
import { addAudit } from './audit-program.ts'
import { addApprovals } from './approvals-program.ts'
import type { CheckOptions } from './check.ts'
import { addDoctor } from './doctor-program.ts'
import type { EgressOptions } from './egress.ts'
import { fail } from './errors.ts'
import type { ExecOptions } from './exec.ts'
import type { ExplainOptions } from './explain.ts'
import { addHook } from './hook-program.ts'
import { addInit } from './init-program.ts'
import type { Io } from './io.ts'
import { addMemory } from './memory-program.ts'
import { addMcp } from './mcp-program.ts'
import { collectTexts, demandText, parseCount, parseNames } from './option-values.ts'
import type { ScanOptions } from './scan.ts'
import type { ConfigOptions } from './show-config.ts'
import { addSecrets } from './secrets-program.ts'
import type { ServeOptions } from './serve.ts'
import { addTokens } from './tokens-program.ts'
import { versionText } from './version.ts'

const HELP_WIDTH = 100
const MAX_PORT = 65_535

/**
 * The command line as commander knows it. What a command does is loaded by its action, so that help, the version and a usage error
 * wait for none of it. Its actions hand their exit code to `done`; nothing in it ends the process.
 */
export function createProgram(io: Io, json: boolean, done: (code: number) => void): Command {
  const program = new Command('ringwall')
    .description('Layers of defence around an AI agent.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: () => undefined, // main prints errors, all in one form
      getOutHelpWidth: () => io.stdout.columns ?? HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    })
    .enablePositionalOptions()
    .version(versionText(json), '-V, --version', 'print the version and that of Node')
    .option('--json', 'errors, and the version, as JSON')
    .addHelpText('after', EXIT_CODES)
  addInit(program, io, json, done)
  addServe(program, io, json, done)
  addCheck(program, io, json, done)
  addScan(program, io, json, done)
  addExplain(program, io, json, done)
  addDoctor(program, io, json, done)
  addMemory(program, io, json, done)
  addApprovals(program, io, json, done)
  addSecrets(program, io, json, done)
  addAudit(program, io, json, done)
  addTokens(program, io, json, done)
  addConfig(program, io, json, done)
  addEgress(program, io, json, done)
  addExec(program, io, json, done)
  addMcp(program, io, json, done)
  addHook(program, io, done)
  addSchema(program, io, done)
  return program
}

const EXIT_CODES = `
Exit codes:
  0  allowed, or done
  1  stopped: a layer denied it, or it needs approval; or a scan found something
  2  the command line, the config or the input is wrong; nothing was judged

RINGWALL_DEBUG=1 adds stack traces to errors.

Example:
  ringwall check "Ignore all previous instructions"`

type Done = (code: number) => void

function addServe(program: Command, io: Io, json: boolean, done: Done): void {
  program
    .command('serve')
    .description('run the gateway: an OpenAI-compatible proxy behind all layers')
    .addOption(configOption())
    .option('--host <host>', 'address to listen on', demandText)
    .option('--port <port>', 'port to listen on; 0 takes any', parsePort)
    .option(
      '--upstream <url>',
      'base URL of the provider to guard; without one the built-in stand-in model answers',
      demandText,
    )
    .option(
      '--upstream-key <ref>',
      "where the provider's key stands: env:NAME, ${NAME}, file:/abs/path or exec:/abs/helper/id",
      demandText,
    )
    .addOption(jsonOption('print what is running as one line of JSON'))
    .addHelpText(
      'after',
      '\nSIGINT and SIGTERM stop it, a second one at once; SIGHUP, and a change of the config file, reads the config again.\n\nExample:\n  ringwall serve --upstream https://api.openai.com/v1 --upstream-key env:OPENAI_API_KEY',
    )
    .action(async (options: ServeOptions) => {
      const { runServe } = await import('./serve.ts')
      done(await runServe(io, { ...options, json }))
    })
}

interface CheckFlags extends CheckOptions {
  readonly batch?: boolean
}

function addCheck(program: Command, io: Io, json: boolean, done: Done): void {
  program
    .command('check')
    .description('put a text or a tool call through the layers and print what each said; leaves no trace')
    .argument('[text]', 'the text, or else standard input; put -- before a text that starts with a dash')
    .addOption(new Option('--hook <hook>', 'default: onInbound').choices(HOOKS))
    .addOption(new Option('--source <source>', 'where inbound text comes from; default: user').choices(SOURCES))
    .addOption(new Option('--destination <to>', 'where outbound text goes; default: user').choices(DESTINATIONS))
    .option('--tool <name>', 'check a call of this tool')
    .option('--args <json>', "the tool's arguments, a JSON object")
    .option('--meta <json>', 'what a host knows of it besides, a JSON object')
    .option('--layers <names>', 'exactly these layers, separated by commas', parseNames)
    .option('--batch', 'JSON lines in, JSON lines out: {id, hook, payload, session?}')
    .addOption(configOption())
    .addOption(jsonOption('print the result as one line of JSON'))
    .addHelpText(
      'after',
      '\nExamples:\n  ringwall check --source email --meta \'{"raw":true}\' < mail.eml\n  ringwall check --tool exec --args \'{"command":"ls"}\'\n  ringwall check --batch --layers jailbreak-detection < cases.jsonl > results.jsonl',
    )
    .action(async (text: string | undefined, flags: CheckFlags) => {
      const { batch = false, ...options } = flags
      if (!batch) {
        const { runCheck } = await import('./check.ts')
        return done(await runCheck(io, text, { ...options, json }))
      }
      refuseSubject(text, options)
      const { runBatch } = await import('./batch.ts')
      return done(await runBatch(io, { ...options, json }))
    })
}

function addScan(program: Command, io: Io, json: boolean, done: Done): void {
  program
    .command('scan')
    .description('put every file of skill folders, and every tool in MCP tool lists, through the layers')
    .argument('<paths...>', 'files and folders')
    .option('--sarif', 'print the findings as SARIF 2.1.0')
    .option(
      '--pins <file>',
      'hashes of tool definitions: a tool that has changed, or has none, is a finding',
      demandText,
    )
    .option('--update-pins', 'write the hashes of the tools found to that file, but of none that is denied')
    .option('--exclude <name>', 'leave out files and folders of this name; may be repeated', collectTexts)
    .option('--max-bytes <n>', 'a larger file is a finding; default: 1048576', parseCount)
    .option('--max-files <n>', 'more files are a finding; default: 10000', parseCount)
    .option('--agent <id>', "judge by this agent's layers", demandText)
    .option('--layers <names>', 'exactly these layers, separated by commas, beside skill-scanner', parseNames)
    .addOption(configOption())
    .addOption(jsonOption('print the result as one line of JSON'))
    .addHelpText(
      'after',
      '\nWhat cannot be read is a finding, SCAN_INCOMPLETE. Exit codes: 0 clean, 1 something was found, 2 wrong usage.\n\nExamples:\n  ringwall scan skills/\n  ringwall scan tools.json --pins tools.pins.json --update-pins\n  ringwall scan skills/ --sarif > skills.sarif',
    )
    .action(async (paths: readonly string[], options: ScanOptions) => {
      const { runScan } = await import('./scan.ts')
      done(await runScan(io, paths, { ...options, json }))
    })
}

function addExplain(program: Command, io: Io, json: boolean, done: Done): void {
  program
    .command('explain')
    .description('print the chain of layers of every hook')
    .option('--agent <id>', 'the chain of this agent', demandText)
    .addOption(configOption())
    .addOption(jsonOption('print it as one line of JSON'))
    .addHelpText('after', '\nExample:\n  ringwall explain --agent research')
    .action(async (options: ExplainOptions) => {
      const { runExplain } = await import('./explain.ts')
      done(await runExplain(io, { ...options, json }))
    })
}

function addConfig(program: Command, io: Io, json: boolean, done: Done): void {
  program
    .command('config')
    .description('print the config in force: defaults filled in, secrets redacted, references as they are written')
    .option('--agent <id>', 'the agent whose layers look at it first', demandText)
    .addOption(configOption())
    .addOption(jsonOption('print it as one line of JSON'))
    .addHelpText(
      'after',
      '\nIt is what GET /v1/ringwall/config of the gateway answers to a token with operator: true. Fingerprints differ from those of the gateway, whose key is in its store.\n\nExample:\n  ringwall config --json',
    )
    .action(async (options: ConfigOptions) => {
      const { runConfig } = await import('./show-config.ts')
      done(await runConfig(io, { ...options, json }))
    })
}

function addExec(program: Command, io: Io, json: boolean, done: Done): void {
  program
    .command('exec')
    .description('run a command in the sandbox of exec-sandbox, with the streams of this terminal')
    .argument('<command...>', 'the program and its arguments, behind --')
    .option('--workspace <folder>', 'what the command may read and write; default: the current folder', demandText)
    .option('--skip-validator', 'do not look at the command first: for trying the sandbox alone')
    .option('--unix-sockets', 'allow sockets of the machine itself inside the sandbox')
    .addOption(
      new Option(
        '--network <mode>',
        "what the command reaches: its own loopback, what ssrf-guard allows, or everything; default: the config's",
      ).choices(['none', 'proxy', 'host']),
    )
    .addOption(configOption())
    .addOption(jsonOption('errors as JSON'))
    .passThroughOptions()
    .addHelpText(
      'after',
      "\nThe exit status is the command's (127: it is not there, 126: it cannot be executed, 128 and more: a signal ended it), and 126 where nothing was run (the validator, the workspace or a sandbox that is missing; standard error tells), 124 where its time was over, 137 where another limit ended it, 129, 130 and 143 where SIGHUP, SIGINT and SIGTERM ended this program. Its output is not limited: it goes where this program's goes.\n\nExample:\n  ringwall exec -- npm test",
    )
    .action(async (command: readonly string[], options: ExecOptions) => {
      const { runExec } = await import('./exec.ts')
      done(await runExec(io, command, { ...options, json }))
    })
}

interface EgressFlags extends Omit<EgressOptions, 'host' | 'port'> {
  readonly host?: string
  readonly port?: number
}

function addEgress(program: Command, io: Io, json: boolean, done: Done): void {
  program
    .command('egress')
    .description('run a forward proxy (HTTP and CONNECT) that reaches only what ssrf-guard allows')
    .option('--host <host>', 'address to listen on; default: 127.0.0.1', demandText)
    .option('--port <port>', 'port to listen on; default: any that is free', parsePort)
    .option('--socket <path>', 'listen on a socket of that path instead, for its owner alone', demandText)
    .option('--agent <id>', "this agent's policy", demandText)
    .addOption(configOption())
    .addOption(jsonOption('print where it is, and every request, as lines of JSON'))
    .addHelpText(
      'after',
      '\nOn a port it wants the token that it prints; on a socket, the permissions of the file. SIGINT and SIGTERM stop it.\n\nExample:\n  ringwall egress --port 3128',
    )
    .action(async ({ host = '127.0.0.1', port = 0, ...options }: EgressFlags) => {
      if (options.socket !== undefined && port !== 0)
        throw fail('USAGE', { problem: '--socket is instead of --port', command: 'ringwall egress' })
      const { runEgress } = await import('./egress.ts')
      done(await runEgress(io, { ...options, host, port, json }))
    })
}

function addSchema(program: Command, io: Io, done: Done): void {
  program
    .command('schema')
    .description('print the JSON Schema of the config file')
    .addOption(configOption())
    .addOption(jsonOption('errors as JSON; the schema is JSON anyway'))
    .addHelpText('after', '\nExample:\n  ringwall schema > ringwall.schema.json')
    .action(async (options: { readonly config?: string }) => {
      const { runSchema } = await import('./schema.ts')
      done(await runSchema(io, options))
    })
}

function configOption(): Option {
  return new Option('--config <file>', 'the config file; default: ringwall.yaml, .yml, .json, .ts or .mts here')
}

function jsonOption(description: string): Option {
  return new Option('--json', description)
}

/** In a batch each line says what it is; an option that is silently not used would mislead. */
function refuseSubject(text: string | undefined, options: CheckOptions): void {
  const { hook, source, destination, tool, args, meta } = options
  const isGiven = [text, hook, source, destination, tool, args, meta].some((value) => value !== undefined)
  if (!isGiven) return
  const problem =
    '--batch reads everything from standard input; text, hook, source, destination, tool, args and meta stand there'
  throw fail('USAGE', { problem, command: 'ringwall check' })
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > MAX_PORT) throw new InvalidArgumentError(`It must be 0 to ${MAX_PORT}.`)
  return port
}
