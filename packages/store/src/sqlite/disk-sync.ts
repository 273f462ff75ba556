import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs'

/** How long a committed write waits at most for somebody to ask for the disk. */
const LONGEST_WAIT_MS = 50

function syncData(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => fdatasync(descriptor, (error) => (error ? reject(error) : resolve())))
}

/**
 * Brings committed writes to the disk beside the event loop: one sync of the write-ahead log for all that were committed before it began. The log
 * is the one file that counts, as SQLite syncs it before it copies anything out of it, and the database before it writes over the log again.
 */
export class DiskSync {
  readonly #descriptor: number
  #committed = 0
  #synced = 0
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: { readonly cause: unknown } | undefined
  #isFinished = false

  /**
   * `file` is the database, in WAL mode, after a first read, which creates the log. It is opened before anything is written: a descriptor is told only
   * of failures that come after it, and a process may run out of descriptors. SQLite keeps the same file for as long as a connection is open.
   */
  constructor(file: string) {
    this.#descriptor = openSync(`${file}-wal`, 'r+') // Windows syncs only what may be written
  }

  /** A transaction was committed: it reaches the disk soon, whether or not anybody asks. */
  noteCommit(): void {
    this.#committed++
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.flush().catch(() => undefined) // `check` tells whoever comes next
    }, LONGEST_WAIT_MS).unref()
  }

  /** Throws what the disk said where a sync has failed. Its writes may be lost, which a later sync does not tell: nothing works any more until the store is opened anew. */
  check(): void {
    if (this.#failure) throw this.#failure.cause
  }

  /** Resolves once everything that was committed before this call is on the disk. Rejects with what the disk said. */
  async flush(): Promise<void> {
    const upTo = this.#committed
    while (this.#synced < upTo && !this.#isFinished) {
      this.check()
      await (this.#running ??= this.#sync())
    }
    this.check()
  }

  /** Brings the rest to the disk at once, for the end. Throws what the disk said, now or before. */
  finish(): void {
    if (this.#isFinished) return
    this.#isFinished = true
    clearTimeout(this.#timer)
    try {
      this.check()
      if (this.#synced < this.#committed) fdatasyncSync(this.#descriptor)
    } catch (cause) {
      this.#failure ??= { cause }
      throw cause
    } finally {
      // A sync that still runs must not find its descriptor closed, or another file under it.
      void (this.#running ?? Promise.resolve()).catch(() => undefined).finally(() => closeSync(this.#descriptor))
    }
  }

  async #sync(): Promise<void> {
    const upTo = this.#committed
    try {
      await syncData(this.#descriptor)
      this.#synced = upTo
    } catch (cause) {
      this.#failure ??= { cause }
      throw cause
    } finally {
      this.#running = undefined
    }
  }
}
