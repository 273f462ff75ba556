import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createKernel,
  token,
  use,
  type HostService,
  type Kernel,
  type LayerOptions,
  type Plugin,
  type Session,
} from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { onTestFinished } from 'vitest'
import {
  approvalGate,
  fileKey,
  openApprovals,
  type ApprovalDesk,
  type ApprovalEvent,
  type ApprovalGateInput,
} from '../src/index.ts'
import { asker } from './asker.ts'

export const SESSION: Session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }

/** An empty folder, gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-approvals-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export interface World {
  readonly store: Store
  readonly keyFile: string
  readonly desk: ApprovalDesk
  /** Turns the store's clock. */
  readonly advance: (ms: number) => void
  readonly kernel: (
    config?: ApprovalGateInput,
    more?: Extra,
  ) => Promise<Kernel & { readonly told: readonly ApprovalEvent[] }>
  readonly folder: string
}
export interface Extra {
  readonly options?: LayerOptions
  /** Of the layer that asks. */
  readonly asking?: LayerOptions
  readonly plugins?: readonly Plugin[]
  readonly services?: readonly HostService[]
  readonly store?: Store
}

/** A store whose clock stands still, a folder for the key, and kernels on both. */
export async function makeWorld(given?: Store): Promise<World> {
  const folder = await makeFolder()
  let now = Date.now()
  const store = given ?? (await openSqliteStore({ file: ':memory:', now: () => now, pollMs: 5 }))
  if (!given) onTestFinished(() => store.close())
  const keyFile = join(folder, 'keys', 'approvals.key')
  return {
    store,
    keyFile,
    folder,
    desk: openApprovals(store, fileKey(keyFile)),
    advance: (ms) => void (now += ms),
    async kernel(config = {}, { options, asking, plugins = [], services = [], store: own = store } = {}) {
      const kernel = await createKernel({
        plugins: [
          use(asker, {}, asking),
          use(approvalGate, { keyFile, ...config }, options),
          ...plugins.map((plugin) => use(plugin)),
        ],
        services: [{ token: StoreToken, value: own }, ...services],
        logger: { debug() {}, info() {}, warn() {}, error() {} },
      })
      const told: ApprovalEvent[] = []
      kernel.events.on('approval', (event) => told.push(event))
      onTestFinished(() => kernel.close())
      return Object.assign(kernel, { told })
    },
  }
}

/** Provenance as external-content tells it. */
export function provenance(taint: () => Promise<boolean>): HostService {
  return { token: token('Provenance'), value: { taint } }
}

/** What the gate said, as codes. */
export function codesOf({
  rulings,
}: {
  readonly rulings: readonly { readonly layer: string; readonly code: string }[]
}): readonly string[] {
  return rulings.filter(({ layer }) => layer === 'approval-gate').map(({ code }) => code)
}

/** The one request that waits, once it does. */
export async function waiting(
  desk: ApprovalDesk,
  count = 1,
): Promise<Awaited<ReturnType<ApprovalDesk['list']>>['pending']> {
  for (;;) {
    const { pending } = await desk.list()
    if (pending.length >= count) return pending
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Approves what waits, by what was shown of it. */
export async function approveFirst(
  desk: ApprovalDesk,
  more: { readonly scope?: 'once' | 'args' | 'session' | 'until'; readonly until?: number } = {},
): Promise<string> {
  const [request] = await waiting(desk)
  if (!request) throw new Error('nothing waits')
  await desk.approve(request.id, { approver: 'ada', expectedHash: request.hash, ...more })
  return request.id
}
