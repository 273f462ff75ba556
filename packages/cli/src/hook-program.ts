import { Argument, type Command } from 'commander'
import type { Io } from './io.ts'
import { demandText } from './option-values.ts'

/** Adds `hook`, for its help: the program that was started runs it before this one is loaded. */
export function addHook(program: Command, io: Io, done: (code: number) => void): void {
  program
    .command('hook')
    .description('judge one event of a coding agent: its JSON on standard input, the answer on standard output')
    .addArgument(new Argument('<host>', 'whose protocol').choices(['claude-code']))
    .option(
      '--config <file>',
      'the config file, from the project; default: ringwall.yaml, .yml, .json, .ts or .mts there',
    )
    .option(
      '--gateway <url>',
      'ask this running gateway; default: RINGWALL_GATEWAY, or a wall in this process',
      demandText,
    )
    .option('--token-file <file>', 'where its token stands, mode 600; default: RINGWALL_TOKEN_FILE', demandText)
    .option('--agent <id>', "whose layers; with a gateway its token says so; default: default's", demandText)
    .option('--tenant <id>', 'for whom calls are counted; with a gateway its token says so', demandText)
    .option('--timeout <s>', 'seconds until the answer is no; default: 50', demandText)
    .addHelpText('after', HELP)
    .action(async (host: string, options: Readonly<Record<string, string>>) => {
      const { runHook } = await import('./hook/main.ts')
      const { stdin, env, cwd, stdout, stderr } = io
      const flags = Object.entries(options).map(
        ([name, value]) => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}=${value}`,
      )
      const say = (text: string): void => void stdout.write(text)
      done(await runHook([host, ...flags], { stdin, env, cwd, say, warn: (text) => void stderr.write(text) }))
    })
}

const HELP = `
\`ringwall init\` enters it in .claude/settings.json. Whatever goes wrong is a denial, told as the event wants it told; exit code 2 where not even that can be said.

Example:
  echo '{"hook_event_name":"PreToolUse","session_id":"s1","tool_name":"Read","tool_input":{"file_path":"/etc/passwd"}}' | ringwall hook claude-code`
