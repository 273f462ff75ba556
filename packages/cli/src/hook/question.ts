import { isAbsolute } from 'node:path'
import { isFields, objectOf, optionalText, textOf, type Fields, type HookInput } from './event.ts'

/** What is asked of the wall: one hook of the kernel and its payload. */
export type Question =
  | {
      readonly hook: 'onToolCall'
      readonly payload: { readonly tool: string; readonly args: Fields; readonly meta: Fields }
    }
  | {
      readonly hook: 'onInbound'
      readonly payload: { readonly source: 'user' | 'tool'; readonly text: string; readonly meta: Fields }
    }
  | {
      readonly hook: 'onOutbound'
      readonly payload: { readonly destination: 'user'; readonly body: string; readonly meta: Fields }
    }

/** A decision, as far as the hook tells it on. */
export interface Answer {
  readonly outcome: 'allow' | 'ask' | 'deny'
  readonly payload?: unknown
  readonly instructions?: readonly string[]
  readonly rulings: readonly RulingSaid[]
  readonly traceId: string
}
/** One layer's word. */
export interface RulingSaid {
  readonly kind: string
  readonly code: string
  readonly message?: string | undefined
  readonly enforced: boolean
}

/** Whoever decides: a gateway, or a wall in this process. Rejects where nobody can. */
export interface Judge {
  ask(question: Question, sessionId: string): Promise<Answer>
  close(): Promise<void>
}

/** Arguments that hold a path which the agent takes from its working directory. */
const PATHS: readonly string[] = ['file_path', 'notebook_path', 'path']
/** Tools that run a command line in the working directory. */
const SHELLS: ReadonlySet<string> = new Set(['bash', 'powershell'])
const SERVER = /^mcp__(.+?)__/

/** The call of a tool. Throws HOOK_INPUT_INVALID. */
export function toolCall(input: HookInput): Question {
  const { fields } = input
  const tool = textOf(fields, 'tool_name')
  return {
    hook: 'onToolCall',
    payload: { tool, args: located(tool, objectOf(fields, 'tool_input'), input), meta: metaOf(tool, fields) },
  }
}

/** The arguments that the agent is to use instead, from those that the wall gave back. */
export function agentArgs({ fields }: HookInput, args: Fields): Fields {
  const input = objectOf(fields, 'tool_input')
  return Object.fromEntries(Object.entries(args).filter(([name]) => Object.hasOwn(input, name)))
}

/** A text that comes from a tool. Throws HOOK_INPUT_INVALID. */
export function toolResult({ fields }: HookInput, text: string, failed: boolean): Question {
  const tool = textOf(fields, 'tool_name')
  const { callId } = metaOf(tool, fields)
  const input = fields.tool_input
  const url = isFields(input) && typeof input.url === 'string' ? { url: input.url } : {}
  const meta = { tool, ...(callId === undefined ? {} : { callId }), ...url, ...(failed ? { failed: true } : {}) }
  return { hook: 'onInbound', payload: { source: 'tool', text, meta } }
}

/** A text that comes from the user. */
export function userText(text: string): Question {
  return { hook: 'onInbound', payload: { source: 'user', text, meta: {} } }
}

/** A text that the user is given. */
export function reply(text: string): Question {
  return { hook: 'onOutbound', payload: { destination: 'user', body: text, meta: {} } }
}

/** Layers know no working directory of the agent's: a path is told from the root, and a command line with its place. */
function located(tool: string, input: Fields, { cwd, project }: HookInput): Fields {
  const args: Record<string, unknown> = { ...input }
  for (const name of PATHS) {
    const path = args[name]
    if (typeof path === 'string' && path !== '') args[name] = real(joined(cwd, path))
  }
  const kind = tool.toLowerCase()
  if (kind === 'glob' && typeof args.pattern === 'string' && !Object.hasOwn(args, 'glob')) {
    const base = typeof args.path === 'string' ? args.path : cwd
    // Of a pattern any part between braces may lead elsewhere by itself.
    const parts = [args.pattern, ...[...args.pattern.matchAll(/[{,]([^{},]*)/g)].map(([, part = '']) => part)]
    args.glob = parts.filter((part) => part !== '').map((part) => real(joined(base, part.replace(/\\(.)/g, '$1'))))
  }
  if (SHELLS.has(kind) && cwd !== undefined && !Object.hasOwn(args, 'cwd')) args.cwd = real(cwd)
  return args

  // Layers count from where the project really is, and an agent that was started over a link writes it over the link.
  function real(path: string): string {
    if (project === undefined || !`${path}/`.startsWith(`${project.written}/`)) return path
    return project.real + path.slice(project.written.length)
  }
}

/** Put together and not resolved: what `..` means behind a link is for the layers to find out. */
function joined(folder: string | undefined, path: string): string {
  return folder === undefined || isAbsolute(path) || path.startsWith('~') ? path : `${folder}/${path}`
}

function metaOf(tool: string, fields: Fields): Fields {
  const callId = optionalText(fields, 'tool_use_id')
  const server = SERVER.exec(tool)?.[1]
  return { ...(callId === undefined || callId === '' ? {} : { callId }), ...(server === undefined ? {} : { server }) }
}
