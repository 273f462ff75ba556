import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '@ringwall/references'
import { fail } from './errors.ts'

/** Remembers which approvals are used up or taken back, outside the store, which somebody could put back to an older state. */
export interface Ledger {
  /** Notes it; false where it was noted before. */
  mark(id: string): Promise<boolean>
  has(id: string): Promise<boolean>
}

/** Longer than any approval holds, in milliseconds. */
const KEPT_MS = 32 * 24 * 3_600_000
const MOST = 100_000

/** For as long as the process runs. */
export function memoryLedger(): Ledger {
  const known = new Set<string>()
  return {
    async mark(id) {
      if (known.has(id)) return false
      known.add(id)
      for (const oldest of known) {
        if (known.size <= MOST) break
        known.delete(oldest)
      }
      return true
    },
    has: async (id) => known.has(id),
  }
}

/** An empty file for each, for all processes of this machine, and over restarts. Rejects with APPROVALS_KEY_UNSAFE. */
export function folderLedger(folder: string): Ledger {
  let isSwept = false
  const at = (id: string): string => {
    if (!/^[0-9a-f]{1,64}$/.test(id)) throw new RangeError('it is not asked about by an id')
    return join(folder, id)
  }
  const sweep = async (): Promise<void> => {
    isSwept = true
    for (const name of await readdir(folder)) {
      if (!/^[0-9a-f]+$/.test(name)) continue
      const mtimeMs = await timeOf(join(folder, name))
      if (mtimeMs !== undefined && mtimeMs < Date.now() - KEPT_MS) await rm(join(folder, name), { force: true })
    }
  }
  return {
    async mark(id) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        if (!isSwept) await sweep()
      } catch (error) {
        throw unusable(folder, error)
      }
      try {
        await (await open(at(id), 'wx', 0o600)).close()
        return true
      } catch (error) {
        if (codeOf(error) === 'EEXIST') return false
        throw unusable(folder, error)
      }
    },
    async has(id) {
      try {
        await stat(at(id))
        return true
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return false
        throw unusable(folder, error)
      }
    },
  }
}

/** Undefined where it is gone: another process sweeps too. */
async function timeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).mtimeMs
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function unusable(file: string, error: unknown): Error {
  const problem = error instanceof RangeError ? error.message : codeOf(error)
  return fail('APPROVALS_KEY_UNSAFE', { file, problem }, error)
}
