import { isJsonObject, type JsonObject, type JsonValue } from '@ringwall/core'
import { z } from 'zod'
import { SEALED } from '../anthropic/request.ts'
import { invalidAt, TOOL_NAME } from '../request.ts'

const Id = z.string('must be a string').regex(/^[\w.:/+=|@-]{1,512}$/, 'is no valid id')
const Name = z.string('must be a string').regex(TOOL_NAME, 'must be at most 128 letters, digits, or one of _ - . : /')
const Text = z.string('must be a string')
const Status = z.enum(['in_progress', 'completed', 'incomplete', 'failed'], 'is no status').nullish()
const Breakpoint = z
  .object({ mode: z.literal('explicit'), ttl: z.enum(['30m', '12h']).optional() }, 'must be an object')
  .nullish()
/** Of lists beside a text nothing is passed on but that there is one. */
const Emptied = z
  .array(z.unknown())
  .transform((): JsonObject[] => [])
  .nullish()
const TextPart = z.object({
  type: z.enum(['input_text', 'output_text']),
  text: Text,
  annotations: Emptied,
  logprobs: Emptied,
  prompt_cache_breakpoint: Breakpoint,
})
const PartShape = z
  .looseObject({ type: z.string('must be a string') }, 'must be an object')
  .transform((part, context): JsonObject => {
    const shape =
      part.type === 'refusal'
        ? z.object({ type: z.literal('refusal'), refusal: Text })
        : ['input_text', 'output_text'].includes(part.type)
          ? TextPart
          : undefined
    if (!shape) return part as JsonObject
    const read = shape.safeParse(part)
    if (read.success) return withoutNothing(read.data)
    for (const { path, message } of read.error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  })
const Content = z.union(
  [z.string(), z.array(PartShape).max(10_000, 'has too many parts')],
  'must be a string or a list of content parts',
)
const Structure = z.record(z.string(), z.unknown(), 'must be an object')
const common = { id: Id.nullish(), status: Status }
const call = { ...common, call_id: Id }
const Thoughts = <T extends string>(type: T) =>
  z.array(z.object({ type: z.literal(type), text: Text }), 'must be a list').nullish()
const Unknown = z.never('is of a type that is not known here')
const local = z.object({ type: z.literal('local', 'must be local') }).nullish()

/** What is read of an item of each type, and passed on if the layers let it. */
const SHAPES: Readonly<Record<string, z.ZodType<object>>> = {
  message: z.object({
    type: z.literal('message').nullish(),
    ...common,
    role: z.enum(['user', 'assistant', 'system', 'developer'], 'must be user, assistant, system or developer'),
    phase: z.enum(['commentary', 'final_answer'], 'is no phase').nullish(),
    content: Content,
  }),
  function_call: z.object({ type: z.string(), ...call, name: Name, namespace: Name.nullish(), arguments: Text }),
  custom_tool_call: z.object({ type: z.string(), ...call, name: Name, namespace: Name.nullish(), input: Text }),
  local_shell_call: z.object({ type: z.string(), ...call, action: Structure }),
  shell_call: z.object({ type: z.string(), ...call, action: Structure, environment: local }),
  apply_patch_call: z.object({ type: z.string(), ...call, operation: Structure }),
  computer_call: z.object({
    type: z.string(),
    ...call,
    action: Structure.nullish(),
    actions: z.array(Structure, 'must be a list').nullish(),
    pending_safety_checks: z.array(Structure, 'must be a list').nullish(),
  }),
  function_call_output: z.object({ type: z.string(), ...call, output: Content }),
  custom_tool_call_output: z.object({ type: z.string(), ...call, output: Content }),
  local_shell_call_output: z.object({ type: z.string(), ...common, call_id: Id.nullish(), output: Text }),
  shell_call_output: z.object({
    type: z.string(),
    ...call,
    max_output_length: z.number('must be a number').nullish(),
    output: z.array(
      z.object(
        {
          stdout: Text,
          stderr: Text,
          outcome: z.union(
            [z.object({ type: z.literal('timeout') }), z.object({ type: z.literal('exit'), exit_code: z.int() })],
            'must be an exit or a timeout',
          ),
        },
        'must be an object',
      ),
      'must be a list',
    ),
  }),
  apply_patch_call_output: z.object({ type: z.string(), ...call, output: Text.nullish() }),
  computer_call_output: z.object({
    type: z.string(),
    ...call,
    output: z
      .looseObject({ type: z.literal('computer_screenshot', 'must be computer_screenshot') }, 'must be an object')
      .transform((part) => [part]),
    acknowledged_safety_checks: z.array(Structure, 'must be a list').nullish(),
  }),
  reasoning: z.object({
    type: z.string(),
    ...common,
    summary: Thoughts('summary_text'),
    content: Thoughts('reasoning_text'),
    encrypted_content: z.string('must be a string').regex(SEALED, 'is not what the provider wrote').nullish(),
  }),
  // What the provider ran by itself in an earlier turn.
  web_search_call: z.looseObject({ type: z.string() }),
  file_search_call: z.looseObject({ type: z.string() }),
  code_interpreter_call: z.looseObject({ type: z.string() }),
  mcp_call: z.looseObject({ type: z.string() }),
  mcp_list_tools: z.looseObject({ type: z.string() }),
}

/** The tools behind the calls that name none. */
export const TOOL_OF_CALL: Readonly<Record<string, string>> = {
  local_shell_call: 'local_shell',
  shell_call: 'shell',
  apply_patch_call: 'apply_patch',
  computer_call: 'computer',
}
/** The name that a call is judged by: a tool of a namespace is another than the one that has its name without. */
export function qualified({ name, namespace }: { readonly name: string; readonly namespace?: unknown }): string {
  return typeof namespace === 'string' ? `${namespace}.${name}` : name
}
/** Where the content of an item stands that can have parts. */
export const CONTENT_SLOT: Readonly<Record<string, string>> = {
  message: 'content',
  shell_call_output: 'output',
  function_call_output: 'output',
  custom_tool_call_output: 'output',
  computer_call_output: 'output',
}

/** True for a type of which it is known what the layers can read. */
export function isKnownItem(type: string): boolean {
  return Object.hasOwn(SHAPES, type)
}

/** True for what the model, or the provider for it, has made. */
export function isModels(type: string, role: string | undefined): boolean {
  return role === 'assistant' || !(type === 'message' || type.endsWith('_output') || type.endsWith('_response'))
}

/** The item with what is known of its type. Throws REQUEST_INVALID. */
export function readItem(type: string, item: JsonObject, param: string): JsonObject {
  const read = (SHAPES[type] ?? Unknown).safeParse(item)
  if (!read.success) throw invalidAt(read.error, param)
  return withoutNothing(read.data)
}

/** The object without the keys that stand for nothing. */
function withoutNothing(value: object): JsonObject {
  return Object.fromEntries(
    Object.entries(value).filter(([, item]) => item !== undefined && item !== null),
  ) as JsonObject
}

/** Keys and types of the structures that calls and their results have; anything else of one can be a sentence. */
const KEYS: ReadonlySet<string> = new Set(
  (
    'type command commands env user working_directory timeout_ms max_output_length path diff stdout stderr outcome ' +
    'exit_code button keys text x y scroll_x scroll_y id code message'
  ).split(' '),
)
const TYPES: ReadonlySet<string> = new Set(
  (
    'exec create_file update_file delete_file exit timeout click double_click drag keypress move screenshot scroll ' +
    'type wait'
  ).split(' '),
)

/** The value with every text in it replaced, so that its shape stays. What is no key of such a structure is left out. */
export function blanked(value: JsonValue, note: string): JsonValue {
  if (typeof value === 'string') return note
  if (Array.isArray(value)) return value.map((item: JsonValue) => blanked(item, note))
  if (!isJsonObject(value)) return value
  const isType = (key: string, item: JsonValue): boolean =>
    key === 'type' && typeof item === 'string' && TYPES.has(item)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => KEYS.has(key))
      .map(([key, item]) => [key, isType(key, item) ? item : blanked(item, note)]),
  )
}
