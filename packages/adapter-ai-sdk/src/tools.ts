import { copyJson, isJsonObject, messageOf, type JsonObject, type JsonValue, type Session } from '@ringwall/core'
import { decideToolCall } from '@ringwall/host'
import type { Tool, ToolExecutionOptions, ToolSet } from 'ai'
import type { Asks } from './asks.ts'
import { allowed, denialIn, refuse, toDenied } from './denied.ts'
import { Inspector, viewOf, type Wall } from './inspector.ts'
import type { PassedResults } from './passed.ts'

/** How a set of tools is guarded. */
export interface ToolOptions {
  /** The operator's name of the MCP server that the tools are of; the policy then knows them as `mcp__SERVER__TOOL`. */
  readonly server?: string
}
/** What tools are guarded with. */
export interface ToolGuardOptions {
  readonly wall: Wall
  readonly session: Session
  readonly passed: PassedResults
  /** Whether the SDK's own approval settles an ask. */
  readonly approvals: 'kernel' | 'sdk'
  readonly asks: Asks
  /** Told which definition is that of which tool. */
  readonly mark: (definition: object, tool: KnownTool) => void
}
/** A tool that went through a guard. */
export interface KnownTool {
  readonly policyName: string
  /** Whether its calls are judged where it runs. */
  readonly isGuarded: boolean
}
type Options = ToolExecutionOptions<unknown>
type Execute = (input: unknown, options: Options) => unknown
/** A tool without what it is for; the types of its input and output are the author's own. */
type AnyTool = Omit<Tool, 'execute' | 'needsApproval'> & {
  readonly execute?: Execute
  readonly needsApproval?: boolean | ((input: unknown, options: Options) => boolean | PromiseLike<boolean>)
}

/** One tool behind the layers. */
class ToolGuard {
  readonly #options: ToolGuardOptions
  readonly #tool: AnyTool
  readonly #name: string
  readonly #server: string | undefined

  constructor(options: ToolGuardOptions, name: string, tool: AnyTool, { server }: ToolOptions) {
    this.#options = options
    this.#tool = tool
    this.#name = server === undefined ? name : `mcp__${server}__${name}`
    this.#server = server
  }

  /** The same tool; what it is called with and what it returns pass the layers. One that runs elsewhere stays, and is judged in the reply. */
  guarded(): AnyTool {
    const { execute, needsApproval } = this.#tool
    const marked = this.#marked()
    if (!execute) return marked
    // What the model writes must not reach code of the tool before a layer has seen it.
    const { onInputStart: _start, onInputDelta: _delta, onInputAvailable: _available, ...rest } = marked
    return {
      ...rest,
      ...(this.#options.approvals === 'sdk' ? { needsApproval: this.#needsApproval(needsApproval) } : {}),
      execute: isGenerator(execute)
        ? (input, options) => this.#stream(execute, input, options)
        : (input, options) => this.#run(execute, input, options),
    } as AnyTool
  }

  /** The SDK hands these very objects to the model, and nobody outside can make them. */
  #marked(): AnyTool {
    const { mark } = this.#options
    const tool = this.#tool as AnyTool & { readonly args?: object }
    const definition = { ...(tool.type === 'provider' ? tool.args : tool.providerOptions) }
    mark(definition, { policyName: this.#name, isGuarded: this.#tool.execute !== undefined })
    return {
      ...tool,
      ...(tool.type === 'provider' ? { args: definition } : { providerOptions: definition }),
    } as AnyTool
  }

  async #run(execute: Execute, input: unknown, options: Options): Promise<unknown> {
    const inspector = this.#inspector()
    const args = await this.#admit(input, options, inspector)
    let last: unknown
    try {
      last = await execute(args, options)
      // Whoever hands out an iterator without being a generator function has only its last value shown.
      if (isIterable(last)) for await (const value of last) last = value
    } catch (error) {
      throw await this.#failure(error, options, inspector)
    }
    return this.#result(last, options, inspector)
  }

  async *#stream(execute: Execute, input: unknown, options: Options): AsyncGenerator<unknown> {
    const inspector = this.#inspector()
    const args = await this.#admit(input, options, inspector)
    let values: AsyncIterator<unknown>
    try {
      values = (execute(args, options) as AsyncIterable<unknown>)[Symbol.asyncIterator]()
    } catch (error) {
      throw await this.#failure(error, options, inspector)
    }
    let isDone = false
    try {
      for (;;) {
        let next: IteratorResult<unknown>
        try {
          next = await values.next()
        } catch (error) {
          isDone = true
          throw await this.#failure(error, options, inspector)
        }
        if (next.done) {
          isDone = true
          return
        }
        yield await this.#result(next.value, options, inspector)
      }
    } finally {
      if (!isDone) await values.return?.()
    }
  }

  /** The arguments as the tool may have them. Throws Denied. */
  async #admit(input: unknown, options: Options, inspector: Inspector): Promise<unknown> {
    try {
      const { abortSignal, toolCallId } = options
      const { asks } = this.#options
      if (abortSignal?.aborted) throw refuse('AI_ABORTED')
      const call = { tool: this.#name, args: this.#args(input), meta: this.#meta(toolCallId) }
      const judge = (): ReturnType<typeof decideToolCall> => decideToolCall(inspector, call, abortSignal)
      const decision = await asks.settle(call, options.messages, inspector, judge)
      const pending = decision.outcome === 'ask' ? asks.requestIn(decision, inspector) : undefined
      const denial = denialIn(decision, pending)
      if (denial) throw denial
      if (abortSignal?.aborted) throw refuse('AI_ABORTED')
      return structuredClone(allowed(decision).args) // tools may change theirs
    } catch (error) {
      throw this.#told(toDenied(error, inspector.session.traceId), options)
    }
  }

  /** A value of the tool as it may go on. Throws Denied. */
  async #result(value: unknown, options: Options, inspector: Inspector): Promise<unknown> {
    if (value === undefined) return value
    try {
      const clean = this.#json(value)
      const origin = { source: 'tool', meta: { ...this.#meta(options.toolCallId), tool: this.#name } } as const
      const after = await inspector.result(clean, origin)
      if (options.abortSignal?.aborted) throw refuse('AI_ABORTED')
      this.#options.passed.add(options.toolCallId, viewOf(after), inspector.instructions)
      return structuredClone(after)
    } catch (error) {
      throw this.#told(toDenied(error, inspector.session.traceId), options)
    }
  }

  /** What a tool threw; attackers write error messages too. */
  async #failure(error: unknown, options: Options, inspector: Inspector): Promise<Error> {
    try {
      const message = messageOf(error)
      const meta = { ...this.#meta(options.toolCallId), tool: this.#name, failed: true }
      const text = await inspector.text(message, { source: 'tool', meta })
      return this.#told(new Error(text), options, inspector)
    } catch (thrown) {
      return this.#told(toDenied(thrown, inspector.session.traceId), options)
    }
  }

  /** The model is told of an error as one of these; neither is judged again. */
  #told<E extends Error>(error: E, { toolCallId }: Options, inspector?: Inspector): E {
    for (const text of [error.message, String(error)])
      this.#options.passed.add(toolCallId, text, inspector?.instructions)
    return error
  }

  #needsApproval(own: AnyTool['needsApproval']): (input: unknown, options: Options) => Promise<boolean> {
    return async (input, options) => {
      const inspector = this.#inspector()
      let isAsked = false
      try {
        const call = { tool: this.#name, args: this.#args(input), meta: this.#meta(options.toolCallId) }
        isAsked = await this.#options.asks.ask(call, inspector, () =>
          decideToolCall(inspector, call, options.abortSignal),
        )
      } catch {
        // It is judged again where it runs, and fails there, as an error of this tool alone.
      }
      return isAsked || (typeof own === 'function' ? own(input, options) : own === true)
    }
  }

  #args(input: unknown): JsonObject {
    const value = this.#json(input ?? {})
    if (!isJsonObject(value)) throw refuse('AI_TOOL_ARGS_INVALID', { tool: this.#name })
    return value
  }

  /** What JSON makes of it: what was judged is what goes on. */
  #json(value: unknown): JsonValue {
    try {
      return copyJson(JSON.parse(JSON.stringify(value)))
    } catch (error) {
      throw refuse('AI_TOOL_ARGS_INVALID', { tool: this.#name }, undefined, error)
    }
  }

  #meta(callId: string): JsonObject {
    return { callId, ...(this.#server === undefined ? {} : { server: this.#server }) }
  }

  #inspector(): Inspector {
    const { wall, session } = this.#options
    return new Inspector(wall, session)
  }
}

/** Guards each tool of a set. */
export function guardTools<T extends ToolSet>(tools: T, options: ToolGuardOptions, more: ToolOptions): T {
  const guarded = Object.entries(tools).map(([name, tool]) => [
    name,
    new ToolGuard(options, name, tool as AnyTool, more).guarded(),
  ])
  return Object.fromEntries(guarded) as T
}

function isGenerator(execute: Execute): boolean {
  return Object.prototype.toString.call(execute) === '[object AsyncGeneratorFunction]'
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
