import { mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { messageOf } from '@ringwall/core'
import { fail } from './errors.ts'

const PAUSE_MS = 20
const ATTEMPTS = 500
/** Whoever holds it writes one small file; what is older was left behind by a process that was killed. */
const STALE_MS = 5000

/** Runs `action` while no other process does so for the same file. Throws PINS_UNWRITABLE where the lock cannot be had. */
export async function underLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`
  await take(file, lock)
  try {
    return await action()
  } finally {
    await rm(lock, { force: true })
  }
}

async function take(file: string, lock: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      await mkdir(dirname(lock), { recursive: true, mode: 0o700 })
      await (await open(lock, 'wx', 0o600)).close()
      return
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST'))
        throw fail('PINS_UNWRITABLE', { file, problem: messageOf(error) }, error)
    }
    const age = await stat(lock).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0, // it has just been released
    )
    if (age > STALE_MS) await rm(lock, { force: true })
    else await delay(PAUSE_MS)
  }
  throw fail('PINS_UNWRITABLE', { file, problem: `another process holds ${lock}` })
}
