import {
  createKernel,
  definePlugin,
  use,
  type Kernel,
  type LayerOptions,
  type Logger,
  type Plugin,
  type Session,
  type Source,
  type ToolCall,
} from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { z } from 'zod'
import { toolPolicy, type ToolPolicyInput } from '../src/index.ts'
import { ProvenanceToken, type Provenance } from '../src/sources.ts'

/** The session that tests speak in. */
export const SESSION: Session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }

/** What a test's kernel is made of. */
export interface Setup {
  readonly config?: ToolPolicyInput
  readonly options?: LayerOptions
  readonly store?: Store
  readonly sources?: Provenance['sourcesOf']
  readonly log?: string[]
}

/** Stands in for external-content: tells of a session what the test says. */
function telling(sourcesOf: Provenance['sourcesOf']): Plugin<z.ZodObject> {
  return definePlugin({
    name: 'external-content',
    version: '1.0.0',
    manifest: { api: 1, hooks: {}, provides: ['Provenance'] },
    codes: {},
    config: z.strictObject({}),
    setup({ provide }) {
      provide(ProvenanceToken, { sourcesOf })
      return {}
    },
  })
}

/** A kernel with tool-policy, on the store and with the provenance of the test. */
export function kernelOn({ config = {}, options = {}, store, sources, log = [] }: Setup): Promise<Kernel> {
  const write = (message: string): void => void log.push(message)
  const logger: Logger = { debug: write, info: write, warn: write, error: write }
  return createKernel({
    plugins: [use(toolPolicy, config, options), ...(sources ? [use(telling(sources))] : [])],
    services: store ? [{ token: StoreToken, value: store }] : [],
    logger,
  })
}

/** What the policy said of a call: the outcome, and the code and rule of the last ruling. */
export async function call(
  kernel: Kernel,
  tool: string,
  args: ToolCall['args'] = {},
  session: Partial<Session> = {},
): Promise<string> {
  const { outcome, rulings } = await kernel.onToolCall({ tool, args }, { ...SESSION, ...session })
  const last = rulings.at(-1)
  return [outcome, last?.code, last?.findings[0]?.rule].filter((part) => part !== undefined).join(' ')
}

/** Content from these sources, in every session. */
export function always(...sources: readonly Source[]): Provenance['sourcesOf'] {
  return async () => sources
}

/** Kernels and stores of one test, on one clock. */
export interface Rig {
  readonly store: Store
  start(setup?: Setup): Promise<Kernel>
  openStore(): Promise<Store>
  advance(ms: number): void
  close(): Promise<void>
}

/** A rig with a store; whatever it starts and opens ends with it. */
export async function createRig(): Promise<Rig> {
  let now = Date.now()
  const kernels: Kernel[] = []
  const stores: Store[] = []
  const openStore = async (): Promise<Store> => {
    const opened = await openSqliteStore({ file: ':memory:', now: () => now })
    stores.push(opened)
    return opened
  }
  return {
    store: await openStore(),
    openStore,
    async start(setup = {}) {
      const kernel = await kernelOn(setup)
      kernels.push(kernel)
      return kernel
    },
    advance: (ms) => void (now += ms),
    async close() {
      for (const kernel of kernels) await kernel.close()
      for (const one of stores) await one.close()
    },
  }
}
