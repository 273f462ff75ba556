import { expect, test } from 'vitest'
import { decide } from './decide.ts'
import { readInput } from './event.ts'
import type { Answer, Judge, Question } from './question.ts'

const COMMON = { session_id: 's1', cwd: '/work/app' }
const ALLOWED: Answer = { outcome: 'allow', rulings: [], traceId: 't' }
const DENIED: Answer = {
  outcome: 'deny',
  rulings: [
    { kind: 'flag', code: 'NOTED', enforced: true },
    { kind: 'deny', code: 'OBSERVED', enforced: false },
    { kind: 'deny', code: 'BAD', message: 'No.', enforced: true },
  ],
  traceId: 't',
}
const ASKED: Answer = {
  outcome: 'ask',
  rulings: [{ kind: 'ask', code: 'UNSURE', message: 'Hm.', enforced: true }],
  traceId: 't',
}
const REASON = 'BAD: No. (trace t)'

/** Judges one event; `answer` is what the layers say, or makes it from the question. */
async function run(event: object, answer: Answer | ((question: Question) => Answer)) {
  const input = readInput({ ...COMMON, ...event })
  if (input === undefined) throw new TypeError('nothing to judge')
  const questions: Question[] = []
  const judge: Judge = {
    ask: async (question, sessionId) => {
      expect(sessionId).toBe('s1')
      questions.push(question)
      return typeof answer === 'function' ? answer(question) : { payload: question.payload, ...answer }
    },
    close: async () => undefined,
  }
  return { said: await decide(input, judge), questions }
}

const bash = { hook_event_name: 'PreToolUse', tool_name: 'Bash', tool_input: { command: 'ls' }, tool_use_id: 'c1' }

test('a call that is allowed is left to the agent and its user: the hook never says allow', async () => {
  const { said, questions } = await run(bash, ALLOWED)
  expect(said).toEqual({})
  expect(questions).toEqual([
    {
      hook: 'onToolCall',
      payload: { tool: 'Bash', args: { command: 'ls', cwd: '/work/app' }, meta: { callId: 'c1' } },
    },
  ])
})

test('a call is denied with the code of the layer that enforces it', async () => {
  const { said } = await run(bash, DENIED)
  expect(said).toEqual({
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: `Ringwall stopped this call. ${REASON}`,
    },
  })
})

test.for([
  [undefined, 'ask'],
  ['default', 'ask'],
  ['plan', 'ask'],
  ['acceptEdits', 'ask'],
  ['bypassPermissions', 'deny'],
  ['dontAsk', 'deny'],
  ['auto', 'deny'],
  ['one of tomorrow', 'deny'],
] as const)('in the mode %s an ask is an %s', async ([mode, decision]) => {
  const { said } = await run({ ...bash, permission_mode: mode }, ASKED)
  expect(said).toMatchObject({ hookSpecificOutput: { permissionDecision: decision } })
  expect(JSON.stringify(said)).toContain('UNSURE')
})

test('arguments that a layer fills in are the ones that run, without what the hook added', async () => {
  const { said } = await run(bash, ({ payload }) => ({
    ...ALLOWED,
    payload: { ...payload, args: { command: 'ls -a', cwd: '/work/app' } },
    rulings: [{ kind: 'rewrite', code: 'FILLED', enforced: true }],
  }))
  expect(said).toEqual({ hookSpecificOutput: { hookEventName: 'PreToolUse', updatedInput: { command: 'ls -a' } } })
})

test('an allow without arguments is none', async () => {
  await expect(run(bash, () => ALLOWED)).rejects.toMatchObject({ code: 'HOOK_FAILED' })
})

test.for([
  ['src/a.ts', '/work/app/src/a.ts'],
  ['../../etc/passwd', '/work/app/../../etc/passwd'],
  ['/etc/passwd', '/etc/passwd'],
  ['~/.ssh/id_rsa', '~/.ssh/id_rsa'],
])('the path %s is judged as %s', async ([path, judged]) => {
  const { questions } = await run({ ...bash, tool_name: 'Grep', tool_input: { pattern: 'x', path } }, ALLOWED)
  expect(questions[0]?.payload).toMatchObject({ args: { path: judged } })
})

test('a tool of an MCP server names its server', async () => {
  const { questions } = await run({ ...bash, tool_name: 'mcp__my_files__read', tool_input: {} }, ALLOWED)
  expect(questions[0]?.payload).toMatchObject({ tool: 'mcp__my_files__read', meta: { server: 'my_files' } })
})

test('a dialog for permission is shown, or refused; never answered with yes', async () => {
  const event = { ...bash, hook_event_name: 'PermissionRequest' }
  expect((await run(event, ALLOWED)).said).toEqual({})
  expect((await run(event, ASKED)).said).toEqual({})
  expect((await run(event, DENIED)).said).toEqual({
    hookSpecificOutput: {
      hookEventName: 'PermissionRequest',
      decision: { behavior: 'deny', message: `Ringwall stopped this call. ${REASON}` },
    },
  })
})

const result = {
  hook_event_name: 'PostToolUse',
  tool_name: 'WebFetch',
  tool_input: { url: 'https://example.com/' },
  tool_response: { code: 200, url: 'https://example.com/', result: 'a page', notes: ['more'] },
}

test('the texts of a result are judged together, and each stands where it stood', async () => {
  const { said, questions } = await run(result, ({ payload }) => ({
    ...ALLOWED,
    payload: { ...payload, text: `<<${'text' in payload ? payload.text : ''}>>` },
    rulings: [{ kind: 'rewrite', code: 'EXTERNAL_WRAPPED', enforced: true }],
    instructions: ['be careful'],
  }))
  expect(questions[0]?.payload).toMatchObject({
    source: 'tool',
    meta: { tool: 'WebFetch', url: 'https://example.com/' },
  })
  expect(said).toEqual({
    hookSpecificOutput: {
      hookEventName: 'PostToolUse',
      updatedToolOutput: { code: 200, url: 'https://example.com/', result: '<<a page', notes: ['more>>'] },
      additionalContext: 'be careful',
    },
  })
})

test('a result that is denied is told with its reason, and none of its texts is left', async () => {
  const { said } = await run(result, DENIED)
  const reason = `Ringwall stopped this result. ${REASON}`
  expect(said).toEqual({
    decision: 'block',
    reason,
    hookSpecificOutput: {
      hookEventName: 'PostToolUse',
      updatedToolOutput: { code: 200, url: 'https://example.com/', result: reason, notes: [''] },
    },
  })
})

test('a result whose parts a layer ran together is withheld', async () => {
  const { said } = await run(result, ({ payload }) => ({
    ...ALLOWED,
    payload: { ...payload, text: 'all in one' },
    rulings: [{ kind: 'rewrite', code: 'SHORTENED', enforced: true }],
  }))
  expect(said).toMatchObject({ decision: 'block' })
  expect(JSON.stringify(said)).toContain('HOOK_REWRITE_IMPOSSIBLE')
  expect(JSON.stringify(said)).not.toContain('all in one')
})

test('what an editing tool repeats is judged, and not wrapped', async () => {
  const edited = { ...result, tool_name: 'Edit', tool_response: { originalFile: 'old text' } }
  const wrapped = ({ payload }: Question): Answer => ({
    ...ALLOWED,
    payload: { ...payload, text: '<<old text>>' },
    rulings: [{ kind: 'rewrite', code: 'EXTERNAL_WRAPPED', enforced: true }],
  })
  expect((await run(edited, wrapped)).said).toEqual({})
  expect((await run(edited, DENIED)).said).toMatchObject({ decision: 'block' })
})

test('the error of a tool that failed is judged; nothing can take it back, so the agent stops', async () => {
  const failed = { ...result, hook_event_name: 'PostToolUseFailure', error: 'no such page' }
  const { said, questions } = await run(failed, DENIED)
  expect(questions[0]?.payload).toMatchObject({ text: 'no such page', meta: { failed: true } })
  expect(said).toEqual({ continue: false, stopReason: `Ringwall stopped this result. ${REASON}` })
})

const prompt = { hook_event_name: 'UserPromptSubmit', prompt: 'hello' }

test('a prompt passes with what layers have to tell the model, or is blocked', async () => {
  expect((await run(prompt, { ...ALLOWED, instructions: ['one', 'two'] })).said).toEqual({
    hookSpecificOutput: { hookEventName: 'UserPromptSubmit', additionalContext: 'one\ntwo' },
  })
  const blocked = { decision: 'block', reason: `Ringwall stopped this prompt. ${REASON}` }
  expect((await run(prompt, DENIED)).said).toEqual(blocked)
  expect((await run(prompt, ASKED)).said).toMatchObject({ decision: 'block' })
})

test('a prompt that a layer would change does not pass as it is', async () => {
  const changed = ({ payload }: Question): Answer => ({
    ...ALLOWED,
    payload: { ...payload, text: 'hell' },
    rulings: [{ kind: 'rewrite', code: 'SCRUBBED', enforced: true }],
  })
  await expect(run(prompt, changed)).rejects.toMatchObject({ code: 'HOOK_REWRITE_IMPOSSIBLE' })
})

test('instructions for a summary are judged as the user’s', async () => {
  const event = { hook_event_name: 'PreCompact', trigger: 'manual', custom_instructions: 'keep the names' }
  expect((await run(event, ALLOWED)).said).toEqual({})
  expect((await run(event, DENIED)).said).toMatchObject({ decision: 'block' })
  expect((await run({ ...event, custom_instructions: '' }, DENIED)).questions).toEqual([])
})

test.for(['Stop', 'SubagentStop'])(
  '%s: a reply that is denied is to be given again once; then the agent ends',
  async (name) => {
    const event = { hook_event_name: name, last_assistant_message: 'bye' }
    const reason = `Ringwall stopped this reply. ${REASON}`
    expect((await run(event, ALLOWED)).said).toEqual({})
    expect((await run(event, DENIED)).said).toEqual({ decision: 'block', reason })
    expect((await run({ ...event, stop_hook_active: true }, DENIED)).said).toEqual({
      continue: false,
      stopReason: reason,
    })
    const redacted = ({ payload }: Question): Answer => ({
      ...ALLOWED,
      payload: { ...payload, body: 'b**' },
      rulings: [{ kind: 'rewrite', code: 'SECRET_REDACTED', enforced: true }],
    })
    expect((await run(event, redacted)).said).toEqual({ systemMessage: expect.stringContaining('SECRET_REDACTED') })
  },
)

test.for(['Notification', 'SessionEnd', 'SubagentStart'])('%s carries nothing to judge', (name) => {
  expect(readInput({ hook_event_name: name })).toBeUndefined()
})

test.for([
  [{ ...bash, session_id: '' }, 'HOOK_INPUT_INVALID'],
  [{ ...bash, session_id: 'a b' }, 'HOOK_INPUT_INVALID'],
  [{ ...bash, hook_event_name: 'Lunch' }, 'HOOK_EVENT_UNKNOWN'],
  [{ ...bash, hook_event_name: 7 }, 'HOOK_INPUT_INVALID'],
  [{ ...bash, tool_name: undefined }, 'HOOK_INPUT_INVALID'],
  [{ ...bash, tool_input: 'ls' }, 'HOOK_INPUT_INVALID'],
  [{ ...prompt, prompt: undefined }, 'HOOK_INPUT_INVALID'],
] as const)('%j is %s', async ([event, code]) => {
  await expect(async () => run(event, ALLOWED)).rejects.toMatchObject({ code })
})
