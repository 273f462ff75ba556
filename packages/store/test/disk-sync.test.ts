import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRingwallError } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { ownDisk, type OwnDisk } from '../../../test/servers/own-disk.ts'
import { openSqliteStore, STORE_CONTRACT, type Store } from '../src/index.ts'
import { inFolder, withHarness } from './harness.ts'

/** Longer than a write waits at most for somebody to ask for the disk. */
const LONG_MS = 200

async function withStore(
  sync: 'write' | 'flush',
  action: (store: Store, disk: OwnDisk, file: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    using disk = ownDisk()
    const file = join(folder, 'state', 'store.db')
    const store = await openSqliteStore({ file, sync })
    try {
      await action(store, disk, file)
    } finally {
      disk.release()
      await store.close().catch(() => undefined) // of a broken disk
    }
  })
}

/** From here on `fs` opens nothing, as where a process has all descriptors that it may have. */
function noMoreFiles(): Disposable {
  const { openSync } = fs
  const set = (openSync: unknown): void => {
    Object.assign(fs, { openSync })
    syncBuiltinESMExports()
  }
  set(() => {
    throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })
  })
  return { [Symbol.dispose]: () => set(openSync) }
}

/** How many files this process has open; 0 where the platform does not tell. */
function descriptors(): number {
  return process.platform === 'linux' ? fs.readdirSync('/proc/self/fd').length : 0
}

/** What has come of a promise by now, or a little later. */
async function soon(promise: Promise<unknown>): Promise<string> {
  const told = promise.then(
    () => 'resolved',
    (error: unknown) => (isRingwallError(error) ? error.code : String(error)),
  )
  return Promise.race([told, sleep(LONG_MS).then(() => 'waits')])
}

describe('contract, where writes do not wait for the disk', () => {
  // The rest is the same code as with `write`, which sqlite.test.ts holds to all of it.
  const cases = STORE_CONTRACT.filter(({ name }) => /\bclos|\bflush|outlives/.test(name))
  test.for(cases)('$name', { timeout: 60_000 }, ({ run }) => withHarness(run, { sync: 'flush' }))
})

describe('sync: flush', () => {
  test('a write does not wait for the disk; flush does', () =>
    withStore('flush', async (store, disk) => {
      disk.hold()
      expect(await soon(store.set('k', 1))).toBe('resolved')
      const flushed = store.flush()
      expect(await soon(flushed)).toBe('waits')
      disk.release()
      expect(await soon(flushed)).toBe('resolved')
    }))

  test('a sync that began before a write does not count for it', () =>
    withStore('flush', async (store, disk) => {
      disk.hold()
      await store.set('k', 1)
      const first = store.flush()
      await store.set('k', 2)
      const second = store.flush()
      disk.release()
      disk.hold()
      expect(await soon(first)).toBe('resolved')
      expect(await soon(second)).toBe('waits')
      disk.release()
      expect(await soon(second)).toBe('resolved')
    }))

  test('those who ask together share a sync, and without a write there is none', () =>
    withStore('flush', async (store, disk) => {
      await store.flush()
      expect(disk.asked).toBe(0)
      await Promise.all(Array.from({ length: 50 }, (_, at) => store.set(`k${at}`, at)))
      await Promise.all(Array.from({ length: 50 }, () => store.flush()))
      expect(disk.asked).toBe(1)
      await store.flush()
      expect(disk.asked).toBe(1)
    }))

  test('what nobody asks for reaches the disk soon all the same', () =>
    withStore('flush', async (store, disk) => {
      await store.set('k', 1)
      await expect.poll(() => disk.asked, { timeout: 10_000 }).toBe(1)
    }))

  test('close flushes', () =>
    withStore('flush', async (store, disk) => {
      await store.set('k', 1)
      await store.close()
      expect(disk.asked).toBe(1)
      await store.flush()
    }))

  test('close does not take the file away from a sync that runs', () =>
    withStore('flush', async (store, disk) => {
      disk.hold()
      await store.set('k', 1)
      const flushed = store.flush()
      await store.close()
      disk.release()
      expect(await soon(flushed)).toBe('resolved')
    }))

  test('a process that can open no more files still brings its writes to the disk', () =>
    withStore('flush', async (store, disk) => {
      using _ = noMoreFiles()
      await store.set('k', 1)
      expect(await soon(store.flush())).toBe('resolved')
      await store.set('k', 2)
      expect(await soon(store.close())).toBe('resolved')
      expect(disk.asked).toBe(2)
    }))

  test('a hundred rounds leave no descriptor behind', { timeout: 60_000 }, () =>
    withStore('flush', async (_, __, file) => {
      const before = descriptors()
      for (let round = 0; round < 100; round++) {
        const store = await openSqliteStore({ file, sync: 'flush' })
        if (round % 3 > 0) await store.set('k', round)
        const flushed = round % 3 > 1 ? store.flush() : undefined
        await store.close()
        await flushed
      }
      // SQLite itself keeps one for the next to open.
      await expect.poll(descriptors).toBeLessThan(before + 10)
    }),
  )

  test('once the disk has failed, close says so even where it works again', () =>
    withStore('flush', async (store, disk) => {
      disk.breakDown()
      await store.set('k', 1)
      expect(await soon(store.flush())).toBe('STORE_UNAVAILABLE')
      disk[Symbol.dispose]()
      expect(await soon(store.close())).toBe('STORE_UNAVAILABLE')
      expect(await soon(store.flush())).toBe('STORE_UNAVAILABLE')
    }))

  test('once the disk has failed, nothing is told to be written any more, until the store is opened anew', () =>
    withStore('flush', async (store, disk, file) => {
      await store.set('before', 1)
      await store.flush()
      disk.breakDown()
      await store.set('k', 1)
      for (const call of [
        () => store.flush(),
        () => store.flush(),
        () => store.set('k', 2),
        () => store.get('before'),
        () => store.hit('h', { windowMs: 1000 }),
      ])
        expect(await soon(call())).toBe('STORE_UNAVAILABLE')
      expect(await soon(store.close())).toBe('STORE_UNAVAILABLE')
      disk[Symbol.dispose]()
      const again = await openSqliteStore({ file, sync: 'flush' })
      expect((await again.get('before'))?.value).toBe(1)
      expect(await soon(again.set('k', 3))).toBe('resolved')
      await again.close()
    }))

  test('a failure in the background is told to whoever comes next', () =>
    withStore('flush', async (store, disk) => {
      disk.breakDown()
      await store.set('k', 1)
      await expect.poll(() => soon(store.get('k')), { timeout: 10_000 }).toBe('STORE_UNAVAILABLE')
    }))
})

test('sync: write waits for the disk by itself, and flush has nothing to do', () =>
  withStore('write', async (store, disk) => {
    disk.hold()
    expect(await soon(store.set('k', 1))).toBe('resolved')
    expect(await soon(store.flush())).toBe('resolved')
    expect(disk.asked).toBe(0)
  }))

test.for(['', 'flash', null, true])('sync: %j is refused', async (sync) => {
  await expect(openSqliteStore({ file: ':memory:', sync: sync as 'write' })).rejects.toMatchObject({
    code: 'STORE_ARGUMENT_INVALID',
  })
})

test('a store in memory has no disk to wait for', async () => {
  const store = await openSqliteStore({ file: ':memory:', sync: 'flush' })
  await store.set('k', 1)
  await store.flush()
  await store.close()
})
