import { isDeepStrictEqual } from 'node:util'
import { createKernel, token, type HostService, type Kernel, type Logger, type Token, type Use } from '@ringwall/core'
import { openSqliteStore, openStore as openUrl, StoreToken, type Store } from '@ringwall/store'
import type { Model, StoreSettings } from './model.ts'

/** The service of a layer whose calls wait. */
const WaitingCalls: Token<{ stop(): void }> = token('Approvals')

/** A store that is open, and what it was opened with. */
export interface OpenStore {
  readonly settings: StoreSettings
  readonly store: Store
}

/** The host's word, for layers that keep records, that it awaits `flush` of WrittenLater before anything that was decided leaves. */
const FlushesToken: Token<true> = token<true>('Flushes')
/** What a layer has taken to write and has not written yet. */
const WrittenLaterToken: Token<{ flush(): Promise<void> }> = token('WrittenLater')

/** Opens the store that a model names. `flushes` is the host's word that it calls `flush` before anything that was written has an effect. */
export async function openStore(settings: StoreSettings, flushes: boolean = false): Promise<OpenStore> {
  if (settings.driver === 'sqlite') {
    const sync = flushes && settings.sync === undefined ? 'flush' : 'write'
    return { settings, store: await openSqliteStore({ file: settings.file, sync }) }
  }
  const { driver: _driver, sync: _sync, url, ...options } = settings
  return { settings, store: await openUrl(url, options) }
}

/** The services of a host that may flush. */
export function flushServices({ sync }: StoreSettings, flushes: boolean = false): readonly HostService[] {
  return flushes && sync === undefined ? [{ token: FlushesToken, value: true }] : []
}

/** True if both settings lead to one store. */
export function isSameStore(a: StoreSettings, b: StoreSettings): boolean {
  return isDeepStrictEqual(a, b)
}

/** All kernels of one model. */
export class Lineup {
  readonly state: OpenStore
  readonly kernels: ReadonlySet<Kernel>
  readonly #default: Kernel
  readonly #agents: ReadonlyMap<string, Kernel>
  /** Calls of several steps, and streams, that must end on the kernels on which they began. */
  #leases = 0
  #whenFree: (() => void) | undefined

  constructor(state: OpenStore, base: Kernel, agents: ReadonlyMap<string, Kernel>) {
    this.state = state
    this.#default = base
    this.#agents = agents
    this.kernels = new Set([base, ...agents.values()])
  }

  /** The kernel of an agent, or the default one. */
  for(agentId: string | undefined): Kernel {
    return (agentId === undefined ? undefined : this.#agents.get(agentId)) ?? this.#default
  }

  /** Keeps the kernels open until `work` has settled. */
  hold(work: Promise<unknown>): void {
    this.#leases++
    const release = (): void => {
      this.#leases--
      if (this.#leases === 0) this.#whenFree?.()
    }
    work.then(release, release)
  }

  /** Resolves once nothing is held any more. */
  free(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenFree = resolve
      if (this.#leases === 0) resolve()
    })
  }

  /** Resolves once the store has what the layers have taken to write so far. */
  async recorded(): Promise<void> {
    for (const kernel of this.kernels) await kernel.find(WrittenLaterToken)?.flush()
  }

  /** Ends the calls that wait for a person: a kernel that closes waits for the calls in flight. */
  stopWaiting(): void {
    for (const kernel of this.kernels) kernel.find(WaitingCalls)?.stop()
  }

  /** Closes the kernels, not the store. Never rejects where one fails: the others are closed all the same, and the failure is logged. */
  async close(logger: Logger): Promise<void> {
    for (const outcome of await Promise.allSettled([...this.kernels].map((kernel) => kernel.close())))
      if (outcome.status === 'rejected') logger.error('a kernel failed to close', { problem: String(outcome.reason) })
  }
}

/** Starts one kernel for everyone and one for each distinct set of overrides; all or none. */
export async function buildLineup(
  model: Model,
  state: OpenStore,
  services: readonly HostService[],
  logger: Logger,
): Promise<Lineup> {
  const made: { readonly layers: readonly Use[]; readonly kernel: Kernel }[] = []
  const kernelFor = async (layers: readonly Use[]): Promise<Kernel> => {
    const same = made.find((other) => isSameChain(other.layers, layers))
    if (same !== undefined) return same.kernel
    const host = [{ token: StoreToken, value: state.store }, ...services]
    const kernel = await createKernel({ plugins: layers, services: host, logger })
    made.push({ layers, kernel })
    return kernel
  }
  try {
    const base = await kernelFor(model.layers)
    const agents = new Map<string, Kernel>()
    for (const [id, { layers }] of model.agents) agents.set(id, await kernelFor(layers))
    return new Lineup(state, base, agents)
  } catch (error) {
    await Promise.allSettled(made.map(({ kernel }) => kernel.close()))
    throw error
  }
}

function isSameChain(a: readonly Use[], b: readonly Use[]): boolean {
  return (
    a.length === b.length &&
    a.every((line, index) => {
      const other = b[index]
      if (other === undefined || line.plugin !== other.plugin) return false
      return isDeepStrictEqual([line.config, line.options], [other.config, other.options])
    })
  )
}
