import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { JsonValue } from '@ringwall/core'
import type { ContractHarness } from '../src/contract/case.ts'
import type { ContractTask } from '../src/contract/tasks.ts'
import { openSqliteStore, type SqliteOptions } from '../src/sqlite.ts'
import type { Store } from '../src/store.ts'

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
const run = promisify(execFile)

/** Gives the action an empty folder and removes it afterwards. */
export async function inFolder<T>(action: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-store-'))
  try {
    return await action(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Gives the action a harness over a new file, and closes all that it opened. */
export async function withHarness<T>(
  action: (harness: ContractHarness & { readonly file: string }) => Promise<T>,
  extra: Omit<SqliteOptions, 'file' | 'now'> = {},
): Promise<T> {
  return inFolder(async (folder) => {
    const file = join(folder, 'state', 'store.db')
    const opened: Store[] = []
    let now = Date.now()
    const peer = async (): Promise<Store> => {
      // On a busy machine a lock may be held for longer than the default wait.
      const store = await openSqliteStore({
        file,
        now: () => now,
        pollMs: 10,
        busyTimeoutMs: 20_000,
        ...extra,
      })
      opened.push(store)
      return store
    }
    const advance = (ms: number): void => void (now += ms)
    const runInProcess = (task: ContractTask): Promise<JsonValue> => work(file, task)
    try {
      return await action({ file, store: await peer(), peer, advance, runInProcess })
    } finally {
      await Promise.all(opened.map((store) => store.close()))
    }
  })
}

async function work(file: string, task: ContractTask): Promise<JsonValue> {
  const flags = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
  const { stdout } = await run(process.execPath, [...flags, WORKER, file, JSON.stringify(task)], {
    timeout: 60_000,
  })
  return JSON.parse(stdout) as JsonValue
}
