import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { isJsonObject, type Decision, type JsonObject, type JsonValue, type ToolCall } from '@ringwall/core'
import { decideToolCall } from '@ringwall/host'
import {
  APPROVAL_KEY,
  type Approvals,
  type Approver,
  ApprovalsToken,
  findPending,
  questionOf,
  type PendingApproval,
} from './approvals.ts'
import { answerIn, shown } from './definitions.ts'
import { allowed, refusalOf, refuse, type Guard } from './guard.ts'
import { toolName, type Tool, type ToolBook } from './tool-book.ts'

/** How a call goes on: to the server, or back to the client with a question. */
export type Prepared =
  | { readonly params: JsonObject; readonly definition: JsonObject; readonly answer?: undefined }
  | { readonly answer: JsonObject; readonly params?: undefined }

/** How the client of a call can ask its user. */
export type Asking = 'request' | 'result' | 'no'

const OWN = new Set(['name', 'arguments', '_meta', 'task', 'inputResponses', 'requestState'])
const STATE_MS = 10 * 60_000
const MAX_STATES = 1000
const PAUSE_MS = 10

interface State {
  readonly name: string
  readonly args: JsonObject
  readonly request: PendingApproval
  /** Why the call does not go on where nothing is chosen. */
  readonly refusal: Error
  readonly until: number
}

/** Who called. */
export interface Caller {
  readonly asking: Asking
  readonly callId: string
  /** Aborted where he takes the call back. */
  readonly signal: AbortSignal
}

/** What is needed to judge calls. */
export interface ToolCallsOptions {
  readonly book: ToolBook
  readonly approver: Approver
  /** In milliseconds. */
  readonly now: () => number
  /** Called where the list of tools is another one by what a person has said. */
  readonly onChange: () => void
}

type Judged =
  | { readonly args: JsonObject; readonly definition: JsonObject; readonly answer?: undefined }
  | { readonly answer: JsonObject }
type Decided =
  | { readonly args: JsonObject; readonly answer?: undefined; readonly said?: 'approved' | 'denied' | undefined }
  | { readonly answer: JsonObject }

/** Puts the calls of one connection to the layers. */
export class ToolCalls {
  readonly #book: ToolBook
  readonly #approver: Approver
  readonly #now: () => number
  readonly #onChange: () => void
  /** Questions to the user that are out, by the state that the client brings back with the answer. */
  readonly #states = new Map<string, State>()
  /** The last call of each tool that is asked about for its definition. */
  readonly #turns = new Map<string, Promise<void>>()

  constructor({ book, approver, now, onChange }: ToolCallsOptions) {
    this.#book = book
    this.#approver = approver
    this.#now = now
    this.#onChange = onChange
  }

  /** What of a call may go to the server. Throws Refused. */
  async prepare(given: JsonObject, guard: Guard, caller: Caller): Promise<Prepared> {
    const { name, task, arguments: written } = given
    if (task !== undefined) throw refuse('MCP_TASKS_NOT_CARRIED')
    if (typeof name !== 'string') throw invalid('name is no text')
    if (written !== undefined && !isJsonObject(written)) throw invalid('arguments is no object')
    const args = written ?? {}
    await this.#book.find(name, guard) // before an answer is taken for a tool that is not there
    const params = await this.#takeAnswer(given, name, args, guard)
    const checked = await this.#judge(name, args, guard, caller)
    if (checked.answer) return checked
    const { definition } = checked
    const rest = Object.fromEntries(Object.entries(params).filter(([key]) => !OWN.has(key)))
    const { requestState, inputResponses } = params
    return {
      definition,
      params: {
        ...(await guard.outbound(rest, { part: 'params' })),
        name,
        ...(written === undefined && Object.keys(checked.args).length === 0 ? {} : { arguments: checked.args }),
        ...(requestState === undefined ? {} : { requestState }),
        ...(inputResponses === undefined
          ? {}
          : { inputResponses: await guard.outbound(objectOf(inputResponses), { part: 'inputResponses' }) }),
      },
    }
  }

  /** Judges a call by the definition that was accepted. Where none was, calls of the tool are asked about one after the other, so that a person is asked once. */
  async #judge(name: string, args: JsonObject, guard: Guard, caller: Caller): Promise<Judged> {
    const { tool } = await this.#book.find(name, guard)
    if (tool) return this.#judgeAccepted(tool, args, guard, caller)
    const before = this.#turns.get(name) ?? Promise.resolve()
    const turn = before.then(() => this.#judgeUnaccepted(name, args, guard, caller))
    const over = turn.then(
      () => undefined,
      () => undefined,
    )
    this.#turns.set(name, over)
    void over.then(() => this.#turns.get(name) === over && this.#turns.delete(name))
    const judged = await turn
    return 'name' in judged ? this.#judgeAccepted(judged, args, guard, caller) : judged
  }

  async #judgeAccepted({ name, definition }: Tool, args: JsonObject, guard: Guard, caller: Caller): Promise<Judged> {
    const { callId } = caller
    const meta = { server: guard.server, callId, ...annotationsOf(definition) }
    const decided = await this.#decide({ tool: toolName(guard.server, name), args, meta }, name, guard, caller)
    return decided.answer ? decided : { args: decided.args, definition }
  }

  /** The tool itself where it has been accepted by now. */
  async #judgeUnaccepted(name: string, args: JsonObject, guard: Guard, caller: Caller): Promise<Judged | Tool> {
    const { tool, unaccepted } = await this.#book.findNow(name, guard)
    if (tool) return tool
    const changed = refuse('MCP_TOOL_CHANGED', { tool: name })
    // Not its annotations: what nobody has accepted makes no call look harmless.
    const meta = { server: guard.server, callId: caller.callId, ...shown(unaccepted) }
    const call: ToolCall = { tool: toolName(guard.server, name), args, meta }
    const decided = await this.#decide(call, name, guard, caller, () => this.#deny(name))
    if (decided.answer) return decided
    if (decided.said !== 'approved' || !(await this.#book.accept(unaccepted, guard))) throw changed
    this.#onChange()
    const now = await this.#book.find(name, guard)
    if (!isDeepStrictEqual(now.tool?.definition, unaccepted.definition)) throw changed
    return { args: decided.args, definition: unaccepted.definition }
  }

  async #decide(
    call: ToolCall,
    name: string,
    guard: Guard,
    { asking, signal }: Caller,
    onDenied?: () => void,
  ): Promise<Decided> {
    // Nobody waits for an answer any more, so nobody is asked.
    if (signal.aborted) throw refuse('MCP_REFUSED_BY_USER')
    const approvals = guard.kernel.find(ApprovalsToken)
    const { decision, waited } = await this.#dispatch(call, guard, signal, asking === 'result' ? approvals : undefined)
    const said = answerIn(decision, guard)
    if (said === 'denied') onDenied?.()
    if (decision.outcome !== 'ask' && !waited) return { args: allowed(decision).args, said }
    const pending =
      waited ?? (approvals && decision.payload && (await findPending(approvals, decision.payload, guard.session)))
    const request = pending ?? (asking === 'request' ? this.#approver.lastAsked(decision.payload ?? call) : undefined)
    const question = request && asking !== 'no' ? questionOf(request) : undefined
    const refusal = withId(refusalOf(decision), request)
    if (!approvals || !request || !question || signal.aborted) throw refusal
    if (asking === 'result') return { answer: this.#question({ name, args: call.args, request, refusal }, question) }
    const choice = await this.#approver.decide(approvals, request).catch(() => undefined) // the client cannot ask after all
    if (choice === 'deny') {
      onDenied?.()
      throw refuse('MCP_REFUSED_BY_USER')
    }
    if (choice === undefined) throw refusal
    const again = await decideToolCall(guard, call, signal)
    return { args: allowed(again).args, said: answerIn(again, guard) }
  }

  /** Puts a call to the layers. Where it comes to wait for a person who can only be asked with a result, it waits no more; `waited` is then what it waited for. */
  async #dispatch(
    call: ToolCall,
    guard: Guard,
    signal: AbortSignal,
    approvals: Approvals | undefined,
  ): Promise<{ readonly decision: Decision<'onToolCall'>; readonly waited?: PendingApproval | undefined }> {
    const waiter = approvals && this.#approver.requestFor(approvals, call)
    const decided = decideToolCall(guard, call, signal)
    if (!approvals || !waiter) return { decision: await decided }
    const request = await Promise.race([decided.then(() => undefined), waiter.request])
    waiter.stop()
    // What nobody can be asked about in a dialogue goes on waiting for the queue.
    if (!request || !questionOf(request)) return { decision: await decided }
    // The request is told of before its call begins to wait; one that returns at once never does.
    const hasDecided = decided.then(() => true)
    while (approvals.withdraw(guard.session) === 0) if (await Promise.race([hasDecided, delay(PAUSE_MS, false)])) break
    const decision = await decided
    const isOpen = decision.outcome === 'deny' && (await approvals.list()).pending.some(({ id }) => id === request.id)
    return { decision, waited: isOpen ? request : undefined }
  }

  #question(of: Omit<State, 'until'>, question: JsonObject): JsonObject {
    for (const [key, { until }] of this.#states)
      if (until < this.#now() || this.#states.size >= MAX_STATES) this.#states.delete(key)
    const requestState = `ringwall-${crypto.randomUUID()}`
    this.#states.set(requestState, { ...of, until: this.#now() + STATE_MS })
    this.#approver.leave(of.request)
    const ask = { method: 'elicitation/create', params: { mode: 'form', ...question } }
    return { resultType: 'input_required', inputRequests: { [APPROVAL_KEY]: ask }, requestState }
  }

  /** Takes the answer to a question of Ringwall's own out of the call; it is for that very call, and counts once. Who closes the dialogue is not asked again. */
  async #takeAnswer(given: JsonObject, name: string, args: JsonObject, guard: Guard): Promise<JsonObject> {
    const { requestState, inputResponses, ...rest } = given
    if (typeof requestState !== 'string' || !requestState.startsWith('ringwall-')) return given
    const state = this.#states.get(requestState)
    this.#states.delete(requestState)
    const isSame = state?.name === name && isDeepStrictEqual({ ...state.args }, { ...args })
    const approvals = guard.kernel.find(ApprovalsToken)
    if (!state || !isSame || state.until < this.#now() || !approvals)
      throw invalid('requestState is not that of this call')
    const answer = inputResponses === undefined ? null : (objectOf(inputResponses)[APPROVAL_KEY] ?? null)
    // What the queue has settled in the meantime, the layers know.
    const choice = await this.#approver.settle(approvals, state.request, answer).catch(() => 'settled' as const)
    if (choice === undefined) throw state.refusal
    if (choice !== 'deny') return rest
    if (state.request.definition !== undefined) this.#deny(name)
    throw refuse('MCP_REFUSED_BY_USER')
  }

  #deny(name: string): void {
    this.#book.deny(name)
    this.#onChange()
  }
}

function annotationsOf({ annotations }: JsonObject): JsonObject {
  return annotations !== undefined && isJsonObject(annotations) ? { annotations } : {}
}

function withId(refusal: Error | undefined, request: PendingApproval | undefined): Error {
  if (!refusal) return refuse('MCP_INTERNAL')
  if (request) refusal.message += ` Request ${request.id} waits: \`ringwall approvals\`; then call again.`
  return refusal
}

function objectOf(value: JsonValue): JsonObject {
  if (!isJsonObject(value)) throw invalid('inputResponses is no object')
  return value
}

function invalid(problem: string): Error {
  return refuse('MCP_PARAMS_INVALID', { problem, method: 'tools/call' })
}
