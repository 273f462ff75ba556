import { HookError } from './errors.ts'
import { isFields, optionalText, textOf, type Fields, type HookInput } from './event.ts'
import { agentArgs, reply, toolCall, toolResult, userText, type Answer, type Judge } from './question.ts'
import { reasonOf, reasonOfError, sentence, specific, stop } from './reply.ts'
import { toolText } from './tool-text.ts'

const NOTHING: Fields = {}
/** Modes in which a person sees the question that a hook asks. */
const ASKING: ReadonlySet<string> = new Set(['default', 'plan', 'acceptEdits'])
/** The rewrite that only says that a text is from outside. */
const WRAPPED = 'EXTERNAL_WRAPPED'
/** Tools whose results repeat what the model wrote: delimiters in them would only stand in the agent's own display. */
const WRITERS: ReadonlySet<string> = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit', 'TodoWrite'])

/** Judges one event, and returns what the agent is told. Rejects where nobody can judge: the caller then says no. */
export async function decide(input: HookInput, judge: Judge): Promise<Fields> {
  const ask = (question: Parameters<Judge['ask']>[0]): Promise<Answer> => judge.ask(question, input.sessionId)
  switch (input.event) {
    case 'SessionStart':
      return NOTHING
    case 'PreToolUse':
      return beforeTool(input, await ask(toolCall(input)))
    case 'PermissionRequest': {
      const answer = await ask(toolCall(input))
      // Allowing is the user's: the dialog is shown unless a layer says no.
      return answer.outcome === 'deny' ? stop(input.event, reasonOf(answer)) : NOTHING
    }
    case 'PostToolUse':
      return afterTool(input, ask)
    case 'PostToolUseFailure': {
      const text = optionalText(input.fields, 'error') ?? ''
      if (text === '') return NOTHING
      const answer = await ask(toolResult(input, text, true))
      return answer.outcome === 'allow' ? instructed(input, answer) : stop(input.event, reasonOf(answer))
    }
    case 'UserPromptSubmit':
      return fromUser(input, textOf(input.fields, 'prompt'), ask)
    case 'PreCompact':
      return fromUser(input, optionalText(input.fields, 'custom_instructions') ?? '', ask)
    case 'Stop':
    case 'SubagentStop':
      return afterReply(input, ask)
  }
}

type Ask = (question: Parameters<Judge['ask']>[0]) => Promise<Answer>

function beforeTool(input: HookInput, answer: Answer): Fields {
  const { event, mode = 'default' } = input
  if (answer.outcome === 'deny') return stop(event, reasonOf(answer))
  if (answer.outcome === 'ask') {
    if (!ASKING.has(mode)) {
      const { code } = reasonOf(answer)
      const nobody = reasonOfError(new HookError('HOOK_NOBODY_TO_ASK', { mode: JSON.stringify(mode) }))
      return stop(event, { code: nobody.code, text: `${nobody.text} (${code})` })
    }
    const { code, text } = reasonOf(answer)
    return specific(event, { permissionDecision: 'ask', permissionDecisionReason: `Ringwall asks. ${code}: ${text}` })
  }
  const { payload } = answer
  const args = isFields(payload) && isFields(payload.args) ? payload.args : undefined
  if (args === undefined) throw new HookError('HOOK_FAILED', { problem: 'the decision has no arguments' })
  // Never `allow`: it would skip the agent's own questions to its user.
  if (!isRewritten(answer)) return NOTHING
  return specific(event, { updatedInput: agentArgs(input, args) })
}

async function afterTool(input: HookInput, ask: Ask): Promise<Fields> {
  const { event, fields } = input
  const found = toolText(fields.tool_response, isFields(fields.tool_input) ? fields.tool_input : NOTHING)
  if (found === undefined) return NOTHING
  const answer = await ask(toolResult(input, found.joined, false))
  if (answer.outcome !== 'allow') return withheld(answer)
  const text = textIn(answer, 'text')
  const isOnlyWrapped = changes(answer).every((code) => code === WRAPPED)
  if (text === found.joined || (isOnlyWrapped && WRITERS.has(textOf(fields, 'tool_name'))))
    return instructed(input, answer)
  const updatedToolOutput = found.replace(text)
  if (updatedToolOutput === undefined) {
    const reason = reasonOfError(impossible(answer))
    return stop(event, reason, found.withhold(sentence(event, reason)))
  }
  return specific(event, { updatedToolOutput, ...contextOf(answer) })

  function withheld(denied: Answer): Fields {
    const reason = reasonOf(denied)
    return stop(event, reason, found?.withhold(sentence(event, reason)))
  }
}

async function fromUser(input: HookInput, text: string, ask: Ask): Promise<Fields> {
  if (text === '') return NOTHING
  const answer = await ask(userText(text))
  if (answer.outcome !== 'allow') return stop(input.event, reasonOf(answer))
  if (textIn(answer, 'text') !== text) throw impossible(answer)
  return input.event === 'PreCompact' ? NOTHING : instructed(input, answer)
}

/** The user has the reply already: what is left is to have the model take it back, once, and to tell the user. */
async function afterReply(input: HookInput, ask: Ask): Promise<Fields> {
  const { event, fields } = input
  const text = optionalText(fields, 'last_assistant_message') ?? ''
  if (text === '') return NOTHING
  const answer = await ask(reply(text))
  if (answer.outcome !== 'allow') {
    const reason = reasonOf(answer)
    return fields.stop_hook_active === true
      ? stop(event, reason)
      : { decision: 'block', reason: sentence(event, reason) }
  }
  if (textIn(answer, 'body') === text) return NOTHING
  return {
    systemMessage: `Ringwall would not have let the reply out as it is: ${changes(answer).join(', ')} (trace ${answer.traceId})`,
  }
}

function textIn({ payload }: Answer, name: 'text' | 'body'): string {
  const text = isFields(payload) ? payload[name] : undefined
  if (typeof text !== 'string') throw new HookError('HOOK_FAILED', { problem: 'the decision has no text' })
  return text
}

function isRewritten(answer: Answer): boolean {
  return changes(answer).length > 0
}

function changes({ rulings }: Answer): readonly string[] {
  return rulings.filter(({ kind, enforced }) => enforced && kind === 'rewrite').map(({ code }) => code)
}

function impossible(answer: Answer): HookError {
  return new HookError('HOOK_REWRITE_IMPOSSIBLE', { codes: changes(answer).join(', ') })
}

function instructed({ event }: HookInput, answer: Answer): Fields {
  const context = contextOf(answer)
  return context.additionalContext === undefined ? NOTHING : specific(event, context)
}

/** What layers have to say to the model in this turn. */
function contextOf({ instructions = [] }: Answer): { readonly additionalContext?: string } {
  return instructions.length === 0 ? {} : { additionalContext: instructions.join('\n') }
}
