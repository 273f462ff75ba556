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
  readonly #log: string
  #descriptor: number | undefined
  #committed = 0
  #synced = 0
  #running: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #failure: { readonly cause: unknown } | undefined
  #isFinished = false

  /** `file` is the database, in WAL mode. */
  constructor(file: string) {
    this.#log = `${file}-wal`
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

  /** Brings the rest to the disk at once, for the end. Throws what the disk said. */
  finish(): void {
    if (this.#isFinished) return
    this.#isFinished = true
    clearTimeout(this.#timer)
    const descriptor = this.#descriptor ?? (this.#committed > 0 ? openSync(this.#log, 'r') : undefined)
    if (descriptor === undefined) return
    try {
      if (this.#synced < this.#committed) fdatasyncSync(descriptor)
    } catch (cause) {
      this.#failure ??= { cause }
      throw cause
    } finally {
      // A sync that still runs must not find its descriptor closed, or another file under it.
      void (this.#running ?? Promise.resolve()).catch(() => undefined).finally(() => closeSync(descriptor))
    }
  }

  async #sync(): Promise<void> {
    const upTo = this.#committed
    try {
      this.#descriptor ??= openSync(this.#log, 'r')
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
