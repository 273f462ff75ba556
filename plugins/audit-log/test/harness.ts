import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKernel, use, type JsonObject, type Kernel, type Logger, type Session, type Use } from '@ringwall/core'
import { openSqliteStore, StoreToken, type Store } from '@ringwall/store'
import { onTestFinished } from 'vitest'

import {
  auditLog,
  auditLogConfig,
  openAuditReader,
  type AuditLogConfig,
  type AuditLogInput,
  type Sealed,
  type Verification,
} from '../src/index.ts'

export const SESSION: Session = { tenantId: 't', agentId: 'a', sessionId: 's', userId: 'u' }

/** Flags for child processes, which read the sources. */
export const NODE_FLAGS = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']

/** A folder that is gone after the test. */
export async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-log-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A config whose files lie in a folder. */
export function configIn(folder: string, config: AuditLogInput = {}): AuditLogConfig {
  return auditLogConfig.parse({
    keyFile: join(folder, 'audit.key'),
    anchorFile: join(folder, 'audit.anchors'),
    ...config,
  })
}

/** An empty store on a file of the folder, closed after the test. */
export async function openStore(folder: string): Promise<Store> {
  const store = await openSqliteStore({ file: join(folder, 'state', 'store.db'), busyTimeoutMs: 20_000 })
  onTestFinished(() => store.close())
  return store
}

/** Keeps what is logged. */
export class Notes implements Logger {
  readonly lines: { readonly message: string; readonly fields: JsonObject | undefined }[] = []
  readonly debug = this.#note.bind(this)
  readonly info = this.#note.bind(this)
  readonly warn = this.#note.bind(this)
  readonly error = this.#note.bind(this)
  get messages(): readonly string[] {
    return this.lines.map(({ message }) => message)
  }
  #note(message: string, fields?: JsonObject): void {
    this.lines.push({ message, fields })
  }
}

/** A kernel with the audit log and other layers, closed after the test. */
export async function startKernel(
  store: Store,
  config: AuditLogInput,
  { plugins = [], logger = new Notes() }: { readonly plugins?: readonly Use[]; readonly logger?: Logger } = {},
): Promise<Kernel> {
  const services = [{ token: StoreToken, value: store }]
  const kernel = await createKernel({ plugins: [...plugins, use(auditLog, config)], services, logger })
  onTestFinished(() => kernel.close())
  return kernel
}

/** Every record of a store, oldest first. */
export async function recordsOf(store: Store, folder: string): Promise<readonly Sealed[]> {
  const reader = openAuditReader(store, configIn(folder))
  const { first, last } = await reader.extent()
  const records: Sealed[] = []
  for (let after = first - 1; after < last; after += 1000) records.push(...(await reader.read(after, 1000)))
  return records
}

/** The records of decisions. */
export async function decisionsOf(store: Store, folder: string): Promise<readonly Sealed[]> {
  return (await recordsOf(store, folder)).filter(({ type }) => type === 'decision')
}

export function verifyIn(store: Store, folder: string): Promise<Verification> {
  return openAuditReader(store, configIn(folder)).verify()
}

/** A store of which a test decides when it refuses to append, and how. */
export function refusing(store: Store, refuse: (entries: readonly unknown[]) => 'before' | 'after' | undefined): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (name !== 'appendAfter') return typeof member === 'function' ? member.bind(target) : member
      return async (...args: Parameters<Store['appendAfter']>) => {
        const when = refuse(args[2])
        if (when === 'before') throw new Error('no space left on device')
        const done = await target.appendAfter(...args)
        if (when === 'after') throw new Error('the connection was lost')
        return done
      }
    },
  })
}
