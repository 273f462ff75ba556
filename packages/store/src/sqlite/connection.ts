import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { isRingwallError, messageOf } from '@ringwall/core'
import { fail } from '../errors.ts'
import { DiskSync } from './disk-sync.ts'
import { identify, type FileIdentity } from './open-file.ts'
import { migrate } from './schema.ts'
import { createWriteGroup, type WriteGroup } from './write-group.ts'
import { inTransaction } from './transaction.ts'

/** How long SQLite itself may wait for a lock. It waits with the event loop stopped, so this is short. */
const BLOCKING_WAIT_MS = 20
/** Pause between two attempts on a locked database, in which the event loop runs. */
const RETRY_PAUSE_MS = 5
/** How often at most to look whether the file at the path is still the open one. */
const IDENTITY_CHECK_MS = 500

const IN_MEMORY = ':memory:'

/** Where a connection leads and how patient it is. */
export interface ConnectionOptions {
  /** An absolute path, or `:memory:`. */
  readonly file: string
  readonly busyTimeoutMs: number
  readonly sync: SyncMode
}

/** When a write is on the disk: before it resolves, or soon after and at the latest at the next flush. */
export type SyncMode = 'write' | 'flush'

/**
 * One connection to the store's database. SQLite works synchronously: an operation is one function that runs from
 * start to end without a pause, so that no other operation of this process comes between. All failures leave as
 * RingwallErrors.
 */
export class Connection {
  readonly file: string
  readonly #db: DatabaseSync
  readonly #busyTimeoutMs: number
  readonly #identity: FileIdentity | undefined
  #identityCheckedAt: number
  readonly #writes: WriteGroup
  /** Undefined where each commit syncs by itself. */
  readonly #disk: DiskSync | undefined
  #closed = false

  private constructor(db: DatabaseSync, options: ConnectionOptions, disk: DiskSync | undefined) {
    this.#db = db
    this.file = options.file
    this.#busyTimeoutMs = options.busyTimeoutMs
    this.#identity = options.file === IN_MEMORY ? undefined : identify(options.file)
    this.#identityCheckedAt = performance.now()
    this.#disk = disk
    const commit = <T>(action: () => T): T => {
      const result = inTransaction(this.#db, action)
      this.#disk?.noteCommit()
      return result
    }
    this.#writes = createWriteGroup({
      run: (action) => this.#attempt(() => commit(action)),
      runNow: (action) => translated(this, () => commit(action)),
    })
  }

  /** Opens and migrates the database; waits up to busyTimeoutMs for a lock. */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const db = translated(options, () => create(options.file))
    try {
      await patiently(options, () => configure(db, options))
      const disk = syncsLater(options) ? translated(options, () => new DiskSync(options.file)) : undefined
      return new Connection(db, options, disk)
    } catch (error) {
      db.close()
      throw error
    }
  }

  /** Compiles a statement; to be done once. Parameters are plain `?`, because Node 22.13 leaves `?1` unbound. */
  prepare(sql: string): StatementSync {
    return translated(this, () => this.#db.prepare(sql))
  }

  /** Runs reads. They form one snapshot only if they are one statement. */
  async read<T>(action: () => T): Promise<T> {
    return this.#attempt(action)
  }

  /**
   * Runs the action in a write transaction: all of it or nothing, and no other process writes in between. Actions that
   * wait together share one transaction, and so one sync of the disk; an action may run again if another of them throws.
   */
  async write<T>(action: () => T): Promise<T> {
    if (this.#closed) throw fail('STORE_CLOSED')
    return this.#writes.add(action)
  }

  /** Resolves once every write that was acknowledged is on the disk; where that cannot be, this and all later calls reject with STORE_UNAVAILABLE. */
  async flush(): Promise<void> {
    try {
      await this.#disk?.flush()
    } catch (error) {
      throw translate(error, this.file, 0)
    }
  }

  /** True for a database in memory. */
  get isEphemeral(): boolean {
    return this.file === IN_MEMORY
  }

  /** True from the start of close. */
  get closed(): boolean {
    return this.#closed
  }

  /** Does what still waits, if it can be done at once. Idempotent. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#writes.finish(fail('STORE_CLOSED'))
    translated(this, () => {
      try {
        this.#disk?.finish()
      } finally {
        this.#db.close()
      }
    })
  }

  async #attempt<T>(action: () => T): Promise<T> {
    const place = { file: this.file, busyTimeoutMs: this.#busyTimeoutMs }
    return patiently(place, () => {
      if (this.#closed) throw fail('STORE_CLOSED')
      this.#checkIdentity()
      this.#disk?.check()
      return action()
    })
  }

  /**
   * SQLite goes on with a file that was removed, while the next process to start creates a new, empty one: two walls,
   * each with a budget of its own.
   */
  #checkIdentity(): void {
    if (this.#identity === undefined) return
    const now = performance.now()
    if (now - this.#identityCheckedAt < IDENTITY_CHECK_MS) return
    if (identify(this.file) !== this.#identity)
      throw fail('STORE_UNAVAILABLE', { file: this.file, problem: 'the file was removed or replaced' })
    this.#identityCheckedAt = now
  }
}

/** node:sqlite is loaded here and not at import: Node 22 prints a warning for it, and not every host opens a store. */
function create(file: string): DatabaseSync {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
  return new DatabaseSync(file)
}

function configure(db: DatabaseSync, options: ConnectionOptions): void {
  const { file } = options
  db.exec(`PRAGMA busy_timeout = ${BLOCKING_WAIT_MS}`)
  db.exec('PRAGMA trusted_schema = OFF')
  // Nothing may be written, and the journal mode is written, before the file is known to be a store or empty.
  migrate(db, file)
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.['journal_mode']
  if (file !== IN_MEMORY && mode !== 'wal')
    throw fail('STORE_UNAVAILABLE', {
      file,
      problem: 'its file system does not support shared write-ahead logs',
    })
  // FULL syncs the log at each commit: an approval that was used up must not be there again after a loss of power.
  db.exec(`PRAGMA synchronous = ${syncsLater(options) ? 'NORMAL' : 'FULL'}`)
  db.exec(`PRAGMA journal_size_limit = ${64 * 1024 * 1024}`)
  db.exec('SELECT 1 FROM sqlite_schema LIMIT 1') // creates the log, where it is not there yet
}

function syncsLater({ file, sync }: ConnectionOptions): boolean {
  return sync === 'flush' && file !== IN_MEMORY
}

type Place = Pick<ConnectionOptions, 'file' | 'busyTimeoutMs'>

/** Repeats the action while the database is locked, with the event loop running in between. */
async function patiently<T>(options: Place, action: () => T): Promise<T> {
  const start = performance.now()
  for (;;) {
    try {
      return translated(options, action)
    } catch (error) {
      const isLocked = isRingwallError(error) && error.code === 'STORE_LOCKED'
      if (!isLocked || performance.now() - start >= options.busyTimeoutMs) throw error
    }
    await sleep(RETRY_PAUSE_MS)
  }
}

function translated<T>(place: Partial<Place> & Pick<Place, 'file'>, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (isRingwallError(error)) throw error
    throw translate(error, place.file, place.busyTimeoutMs ?? 0)
  }
}

/** Primary result codes of SQLite, https://sqlite.org/rescode.html */
const BUSY = 5
const LOCKED = 6
const CORRUPT = 11
const NOT_A_DATABASE = 26

function translate(cause: unknown, file: string, waitedMs: number): Error {
  const problem = messageOf(cause)
  // The upper bits of an extended code refine the primary one.
  const code = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) & 0xff : undefined
  if (code === BUSY || code === LOCKED) return fail('STORE_LOCKED', { file, waitedMs }, cause)
  if (code === CORRUPT || code === NOT_A_DATABASE) return fail('STORE_CORRUPT', { file, problem }, cause)
  return fail('STORE_UNAVAILABLE', { file, problem }, cause)
}
