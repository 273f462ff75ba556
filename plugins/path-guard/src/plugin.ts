import { definePlugin, RingwallError, type JsonValue, type Plugin, type ToolCall, type VerdictIn } from '@ringwall/core'
import { posix } from 'node:path'
import picomatch from 'picomatch'
import { pathGuardConfig } from './config.ts'
import { PATH_GUARD_ERRORS } from './errors.ts'
import { protectedInCommands, type CommandGuard } from './commands.ts'
import { createGuard, type Guard } from './guard.ts'
import { findPaths } from './paths.ts'
import { createRules } from './rules.ts'
import { createSafeFs, SafeFsToken } from './safe-fs.ts'

type Said = VerdictIn<'judge'>

/** The codes that a judgement can have: those of the guard that say why a path may not be used. */
const CODES = {
  PATH_NAME_REFUSED:
    'A path in the arguments is not written plainly: encoded, with control characters, in the form of another system.',
  PATH_OUTSIDE: 'A path in the arguments leads out of the roots.',
  PATH_PROTECTED: 'A path in the arguments names a protected file.',
  PATH_NOT_A_FILE: 'A path in the arguments names a pipe, a socket or a device.',
  PATH_HARD_LINK: 'A file in the arguments has names that are not known to be inside the roots.',
  PATH_UNCLEAR: 'Where a path in the arguments leads cannot be found out.',
  PATH_IN_COMMAND: 'A command names a protected file.',
} as const

const MESSAGE = 'The call was refused because it names a file that agents may not use.'

/** The layer: refuses tool calls whose paths leave the roots or name protected files. */
export const pathGuard: Plugin<typeof pathGuardConfig> = definePlugin({
  name: 'path-guard',
  version: '0.1.0',
  manifest: {
    api: 1,
    hooks: { onToolCall: { judge: ['deny', 'ask'] } },
    provides: ['SafeFs'],
    effects: ['fs'],
  },
  codes: CODES,
  config: pathGuardConfig,
  setup({ config, provide }) {
    const guard = createGuard(config)
    provide(SafeFsToken, createSafeFs(guard))
    const fields = new Set(config.pathFields.map((name) => name.toLowerCase()))
    const reads = readTest(config.readTools)
    const commands = { rules: createRules(config), roots: guard.roots }
    return {
      onToolCall: {
        judge: ({ payload }) => judge(payload, guard, fields, reads) ?? askAboutCommands(payload, commands),
      },
    }
  },
})

function judge(
  { tool, args }: ToolCall,
  guard: Guard,
  fields: ReadonlySet<string>,
  reads: (tool: string) => boolean,
): Said | undefined {
  for (const { value, at } of findPaths(args, fields)) {
    for (const reading of readingsOf(value)) {
      try {
        guard.locate(reading, { operation: reads(tool) ? 'read' : 'write' })[Symbol.dispose]()
      } catch (error) {
        const denied = deny(error, at)
        if (denied) return denied
      }
    }
  }
  return undefined
}

/** Names in a line are no more than names: a person sees what they are for. */
function askAboutCommands({ args }: ToolCall, guard: CommandGuard): Said | undefined {
  const found = protectedInCommands(args, guard)
  if (found === undefined) return undefined
  return {
    kind: 'ask',
    code: 'PATH_IN_COMMAND',
    findings: [{ rule: 'path_in_command', severity: 'high' }],
    message: 'The command names a file that is kept from agents; a person decides.',
    detail: `${found.path} is protected by ${found.by}`,
  }
}

/** As the operating system follows it, and as a program does that takes `..` out first: over a link, or a file, they lead to two places. */
function readingsOf(value: JsonValue): readonly JsonValue[] {
  return typeof value === 'string' && value.includes('..') ? [value, posix.normalize(value)] : [value]
}

function deny(error: unknown, at: string): Said | undefined {
  const code = error instanceof RingwallError ? error.code : ''
  if (code === 'PATH_MISSING') return undefined // inside, and not there: the tool will say so
  const known = isCode(code) ? code : 'PATH_UNCLEAR'
  const why = code in PATH_GUARD_ERRORS && error instanceof Error ? error.message : 'the file system gave no answer'
  return {
    kind: 'deny',
    code: known,
    findings: [{ rule: known.toLowerCase(), severity: 'high' }],
    message: MESSAGE,
    detail: `${at}: ${why}`,
  }
}

function isCode(code: string): code is keyof typeof CODES {
  return Object.hasOwn(CODES, code)
}

/** True for tools that only read. The name of an MCP server (`mcp__SERVER__TOOL`) says nothing of its tools: a server called `reader` may delete. */
function readTest(globs: readonly string[]): (tool: string) => boolean {
  const isWhole = (glob: string): boolean => /^mcp__/i.test(glob)
  const whole = picomatch(globs.filter(isWhole), { nocase: true })
  const own = picomatch(
    globs.filter((glob) => !isWhole(glob)),
    { nocase: true },
  )
  return (tool) => whole(tool) || own(tool.replace(/^mcp__.+?__/i, ''))
}
