import {
  definePlugin,
  messageOf,
  token,
  type JsonValue,
  type Plugin,
  type Token,
  type ToolCall,
  type VerdictIn,
} from '@ringwall/core'
import { execSandboxConfig } from './config.ts'
import { createExec, ExecToken } from './exec.ts'
import { EgressProxyToken } from './network.ts'
import { quote } from './shell/quote.ts'
import type { Refused } from './shell/refusal.ts'
import { findRefusal } from './shell/validate.ts'

type Said = VerdictIn<'judge'>

/** Names of the argument that holds the words behind a command. */
const WORD_FIELDS: ReadonlySet<string> = new Set(['args', 'argv', 'arguments'])
/** Names of the argument that is a command line. */
const COMMAND_FIELDS: ReadonlySet<string> = new Set(['command', 'cmd', 'script', 'commands', 'code'])

/**
 * Given by a host that only asks what the policy says and never runs what it asks about, as `ringwall check`: that there is
 * no sandbox is then told as a flag, for it says something about this machine and nothing about the command.
 */
export const DryRunToken: Token<true> = token<true>('DryRun')

/**
 * Given by a host whose agent runs its commands by itself, as the hook of a coding agent: the sandbox would not be used, so whether
 * there is one says nothing, and the validator alone judges.
 */
export const HostRunsToken: Token<true> = token<true>('HostRuns')

/** The layer: refuses commands that the validator refuses, and every command where there is no sandbox; offers the sandbox to run them in. */
export const execSandbox: Plugin<typeof execSandboxConfig> = definePlugin({
  name: 'exec-sandbox',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onToolCall: { judge: ['deny', 'flag'] } },
    optional: ['DryRun', 'EgressProxy', 'HostRuns'],
    provides: ['Exec'],
    effects: ['exec', 'fs'],
    deadlineMs: 15_000,
  },
  codes: {
    COMMAND_REFUSED: 'The validator refuses the command.',
    COMMAND_ABSENT: 'The call of a tool that runs commands holds none that can be read.',
    SANDBOX_UNAVAILABLE: 'There is no sandbox to run the command in, or it does not hold.',
  },
  config: execSandboxConfig,
  setup({ config, find, provide, logger }) {
    const isDry = find(DryRunToken) === true
    const runsElsewhere = find(HostRunsToken) === true
    const exec = createExec({
      config,
      egress: find(EgressProxyToken),
      onRefused: (refused) => logger.warn('exec-sandbox: a command was refused something', { ...refused }),
    })
    if (config.network === 'host')
      logger.warn('exec-sandbox: commands reach everything that this machine reaches (`network: host`)')
    provide(ExecToken, exec)
    const tools = new Set(config.tools.map((name) => name.toLowerCase()))
    let isTold = false
    return {
      onToolCall: {
        judge({ payload }) {
          if (!tools.has(payload.tool.toLowerCase())) return undefined
          const commands = commandsOf(payload)
          if (commands.length === 0) return deny('COMMAND_ABSENT', 'no command in the arguments')
          const refused = config.validate ? commands.map(findRefusal).find((one) => one !== undefined) : undefined
          if (refused) return deny('COMMAND_REFUSED', toDetail(refused), refused.reason)
          if (runsElsewhere) return undefined
          return exec.ready().then(
            () => undefined,
            (error: unknown) => {
              if (!isTold) logger.error('exec-sandbox: no command will run here', { problem: messageOf(error) })
              isTold = true
              const denied = deny('SANDBOX_UNAVAILABLE', messageOf(error))
              return isDry ? { ...denied, kind: 'flag' } : denied
            },
          )
        },
      },
      dispose: () => exec.dispose(),
    }
  },
})

/** Command lines in the arguments: a string, with the list of words beside it; or a list of words as for a program without a shell. */
function commandsOf({ args }: ToolCall): readonly string[] {
  const fields = Object.entries(args).map(([name, value]) => [name.toLowerCase(), value] as const)
  const lists = fields.flatMap(([name, value]) =>
    WORD_FIELDS.has(name) && Array.isArray(value) ? [quoted(value)] : [],
  )
  const commands = fields.flatMap(([name, value]) => (COMMAND_FIELDS.has(name) ? toCommands(value) : []))
  return commands.flatMap((command) => [command, ...lists.map((list) => `${command} ${list}`)])
}

function toCommands(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? [quoted(value)] : []
}

function toDetail({ reason, message, span }: Refused): string {
  return `${reason}: ${message} (characters ${span.start} to ${span.end})`
}

function quoted(words: readonly JsonValue[]): string {
  return words.map((word) => quote(typeof word === 'string' ? word : JSON.stringify(word))).join(' ')
}

function deny(
  code: 'COMMAND_REFUSED' | 'COMMAND_ABSENT' | 'SANDBOX_UNAVAILABLE',
  detail: string,
  rule = code.toLowerCase(),
): Said {
  return {
    kind: 'deny',
    code,
    findings: [{ rule, severity: 'high' }],
    message: code === 'SANDBOX_UNAVAILABLE' ? 'Commands cannot run here.' : 'The command was refused.',
    detail,
  }
}
