import { checkInteger, checkOptions } from './check.ts'
import { checkedClock } from './clock.ts'
import type { Ephemeral } from './ephemeral.ts'
import { fail } from './errors.ts'
import { Connection, type SyncMode } from './sqlite/connection.ts'
import { createCounters } from './sqlite/counters.ts'
import { createLogs } from './sqlite/logs.ts'
import { createMessages } from './sqlite/messages.ts'
import { prepareFile } from './sqlite/open-file.ts'
import type { Parts } from './sqlite/parts.ts'
import { createPurge } from './sqlite/purge.ts'
import { createReadGroup } from './sqlite/read-group.ts'
import { createValues } from './sqlite/values.ts'
import type { Store } from './store.ts'
import { createTopics } from './topics.ts'

/** Where an embedded store keeps its file, and its bounds. */
export interface SqliteOptions {
  /**
   * Path of the file, created with mode 0600 (missing folders: 0700); or `:memory:` for a store that only this handle
   * sees and that ends with it.
   */
  readonly file: string
  /** The store's clock, in milliseconds (default Date.now). All processes on a file need the same clock. */
  readonly now?: () => number
  /** How long to wait for another connection's lock before STORE_LOCKED, in milliseconds (default 2000). */
  readonly busyTimeoutMs?: number
  /** How often a handle with subscribers looks for messages of other processes, in milliseconds (default 100). */
  readonly pollMs?: number
  /**
   * Most rows per counter and window, from 1 to 1000 (default 250). A window of so many milliseconds or fewer is exact; in
   * a longer one, hits that are closer to each other than that part of the window leave it together, with the latest.
   */
  readonly maxRowsPerCounter?: number
  /**
   * When a write is on the disk. `write` (default): before it resolves. `flush`: it resolves once it survives the end of the process, and survives
   * a loss of power 50 ms later, or once `flush` has resolved, which whoever opens the store so calls before anything that was written has an effect.
   */
  readonly sync?: SyncMode
}

/**
 * Opens the embedded store: one SQLite file, shared by any number of processes of one machine. Rejects with a
 * RingwallError of STORE_ERRORS. What it acknowledged survives the end of a process at any instruction, and (see `sync`)
 * a loss of power as far as the disk keeps what it says that it has written.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const checked = checkSqliteOptions(options)
  const file = options.file === ':memory:' ? options.file : prepareFile(options.file)
  const connection = await Connection.open({ file, busyTimeoutMs: checked.busyTimeoutMs, sync: checked.sync })
  try {
    return assemble(connection, checked)
  } catch (error) {
    connection.close()
    throw error
  }
}

type CheckedOptions = Required<Omit<SqliteOptions, 'file'>>

function checkSqliteOptions(options: SqliteOptions): CheckedOptions {
  checkOptions(options, ['file', 'now', 'busyTimeoutMs', 'pollMs', 'maxRowsPerCounter', 'sync'])
  const { file, now = Date.now, busyTimeoutMs = 2000, pollMs = 100, maxRowsPerCounter = 250, sync = 'write' } = options
  if (typeof file !== 'string')
    throw fail('STORE_ARGUMENT_INVALID', { argument: 'file', problem: 'it is not a string' })
  if (sync !== 'write' && sync !== 'flush')
    throw fail('STORE_ARGUMENT_INVALID', { argument: 'sync', problem: 'it is neither write nor flush' })
  return {
    sync,
    now: checkedClock(now),
    busyTimeoutMs: checkInteger('busyTimeoutMs', busyTimeoutMs, 0, 60_000),
    pollMs: checkInteger('pollMs', pollMs, 1, 60_000),
    maxRowsPerCounter: checkInteger('maxRowsPerCounter', maxRowsPerCounter, 1, 1000),
  }
}

function assemble(connection: Connection, options: CheckedOptions): Store & Ephemeral {
  const reads = createReadGroup(connection)
  const parts: Parts = { connection, reads, now: options.now, purge: createPurge(connection) }
  const { stop, publish, subscribe } = createTopics(createMessages(parts), options.pollMs)
  return {
    isEphemeral: connection.isEphemeral,
    ...createCounters(parts, options.maxRowsPerCounter),
    ...createValues(parts),
    ...createLogs(parts),
    publish,
    subscribe,
    async time(): Promise<number> {
      return connection.read(parts.now)
    },
    async flush(): Promise<void> {
      await connection.flush()
    },
    async close(): Promise<void> {
      stop()
      reads.finish()
      connection.close()
    },
  }
}
