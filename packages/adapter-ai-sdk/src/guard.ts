import type { LanguageModelV4CallOptions, LanguageModelV4Middleware } from '@ai-sdk/provider'
import type { Session } from '@ringwall/core'
import { wrapLanguageModel, type ToolSet } from 'ai'
import { Asks } from './asks.ts'
import { refuse, toDenied } from './denied.ts'
import type { Unscanned } from './files.ts'
import { Inspector, type Wall } from './inspector.ts'
import { guardOffer } from './offered.ts'
import { PassedResults } from './passed.ts'
import { json } from './parts.ts'
import { guardPrompt, withInstructions } from './prompt.ts'
import type { ModelCall } from './reply-parts.ts'
import { guardReply, saidBytes } from './reply.ts'
import { ReplyStream } from './reply-stream.ts'
import { Spending } from './spending.ts'
import { guardTools, type KnownTool, type ToolGuardOptions, type ToolOptions } from './tools.ts'

/** How the models and tools of one agent are guarded. */
export interface GuardOptions {
  /** The wall. Whoever made it closes it. */
  readonly kernel: Wall
  /** Whose conversation it is: one guard for each. */
  readonly session: Session
  /** Kinds of content that pass although no layer can read them. Default: none. */
  readonly unscanned?: readonly Unscanned[]
  /**
   * Who settles an ask. `kernel` (default): approval-gate, in whose queue the call waits. `sdk`: the SDK asks its user
   * (`tool-approval-request`), and the answer is passed on to approval-gate, which then needs `onAsk: return`.
   */
  readonly approvals?: 'kernel' | 'sdk'
}
type Model = Parameters<typeof wrapLanguageModel>[0]['model']

/** The guard of one conversation: a model and tools that pass the layers, for `generateText`, `streamText` and agents. */
export interface AiSdkGuard {
  /** The model behind the layers. Middleware of others goes around it, not into it. */
  model(model: Model): ReturnType<typeof wrapLanguageModel>
  /** The same tools behind the layers. A denial is thrown, and so told to the model as the tool's error, with its code. */
  tools<T extends ToolSet>(tools: T, options?: ToolOptions): T
  /** What `model` wraps with, for those who wrap themselves; it must be the last of the list. */
  readonly middleware: LanguageModelV4Middleware
}

/** Makes the guard of one conversation. */
export function createGuard(options: GuardOptions): AiSdkGuard {
  const { kernel: wall, session, unscanned = [], approvals = 'kernel' } = options
  const passed = new PassedResults()
  const known = new WeakMap<object, KnownTool>()
  const toolOptions: ToolGuardOptions = {
    wall,
    session,
    passed,
    approvals,
    asks: new Asks(),
    mark: (definition, tool) => void known.set(definition, tool),
  }
  const middleware = new ModelGuard({ wall, session, passed, unscanned: new Set(unscanned), known }).middleware()
  return {
    middleware,
    model: (model) => wrapLanguageModel({ model, middleware }),
    tools: (tools, more = {}) => guardTools(tools, toolOptions, more),
  }
}

interface ModelGuardOptions {
  readonly wall: Wall
  readonly session: Session
  readonly passed: PassedResults
  readonly unscanned: ReadonlySet<Unscanned>
  readonly known: WeakMap<object, KnownTool>
}

type OfferedTool = NonNullable<LanguageModelV4CallOptions['tools']>[number]

class ModelGuard {
  readonly #options: ModelGuardOptions
  /** By the checked parameters, which are what the model is called with. */
  readonly #calls = new WeakMap<object, Omit<ModelCall, 'model'>>()

  constructor(options: ModelGuardOptions) {
    this.#options = options
  }

  middleware(): LanguageModelV4Middleware {
    return {
      specificationVersion: 'v4',
      transformParams: ({ params }) => this.#admit(params),
      wrapGenerate: async ({ doGenerate, params, model }) => {
        const { call, spending } = await this.#open(params, model)
        const result = await this.#attempt(doGenerate, spending, params)
        await spending.end('answered', { usage: result.usage, outputBytes: saidBytes(result.content) })
        if (params.abortSignal?.aborted) throw refuse('AI_ABORTED', {}, call.inspector.session.traceId)
        return guardReply(result, call)
      },
      wrapStream: async ({ doStream, params, model }) => {
        const { call, spending } = await this.#open(params, model)
        const result = await this.#attempt(doStream, spending, params)
        return { ...result, stream: new ReplyStream(call, spending).through(result.stream) }
      },
    }
  }

  /** The parameters as the model may have them. Throws Denied. */
  async #admit(params: LanguageModelV4CallOptions): Promise<LanguageModelV4CallOptions> {
    const { wall, session, known } = this.#options
    const inspector = new Inspector(wall, session)
    const { abortSignal: signal } = params
    try {
      if (signal?.aborted) throw refuse('AI_ABORTED')
      const prompt = await guardPrompt(params.prompt, inspector, this.#options)
      const describe = (tool: OfferedTool): KnownTool =>
        known.get(definitionOf(tool)) ?? { policyName: tool.name, isGuarded: false }
      const offer = await guardOffer(params, inspector, (tool) => describe(tool).policyName)
      for (const field of ['responseFormat', 'stopSequences'] as const)
        await inspector.unchanged(json(params[field] ?? {}), { source: 'api', meta: { field } })
      if (signal?.aborted) throw refuse('AI_ABORTED')
      const { tools: _tools, toolChoice: _choice, ...rest } = params
      const checked = {
        ...rest,
        ...offer,
        prompt: withInstructions(prompt, inspector.instructions),
        includeRawChunks: false,
      }
      // Those too that the model is not shown: it may call them all the same, and is told why not by the tool.
      const offered = new Map(params.tools?.map((tool) => [tool.name, describe(tool)]))
      const toolOf = (name: string): KnownTool => offered.get(name) ?? { policyName: name, isGuarded: false }
      this.#calls.set(checked, { inspector, unscanned: this.#options.unscanned, signal, toolOf })
      return checked
    } catch (error) {
      throw toDenied(error, inspector.session.traceId)
    }
  }

  async #open(
    params: LanguageModelV4CallOptions,
    model: { readonly provider: string; readonly modelId: string },
  ): Promise<{ readonly call: ModelCall; readonly spending: Spending }> {
    const call = this.#calls.get(params)
    if (!call) throw refuse('AI_GUARD_FAILED') // parameters that nobody judged
    const { inspector, signal } = call
    try {
      const spending = await Spending.open(inspector, model, params)
      if (signal?.aborted) {
        await spending.end('cancelled', { outputBytes: 0 }) // the caller left while it was reserved: nothing was sent
        throw refuse('AI_ABORTED')
      }
      return { call: { ...call, model: model.modelId }, spending }
    } catch (error) {
      throw toDenied(error, inspector.session.traceId)
    }
  }

  async #attempt<T>(ask: () => PromiseLike<T>, spending: Spending, params: LanguageModelV4CallOptions): Promise<T> {
    try {
      return await ask()
    } catch (error) {
      await spending.endWithError(error, params.abortSignal)
      throw error
    }
  }
}

/** The object that the SDK passes on from the tool itself. */
function definitionOf(tool: OfferedTool): object {
  return tool.type === 'provider' ? tool.args : (tool.providerOptions ?? tool)
}
