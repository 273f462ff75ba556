import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { canMount, UNSHARE } from '../../../test/servers/own-mount.ts'
import { openSqliteStore, type Store } from '../src/index.ts'
import { isNetworked } from '../src/sqlite/open-file.ts'
import { inFolder } from './harness.ts'

const FLAGS = ['--conditions=@ringwall/source', '--experimental-strip-types', '--no-warnings']
const WRITER = fileURLToPath(new URL('writer.ts', import.meta.url))
const FULL_DISK = fileURLToPath(new URL('full-disk.ts', import.meta.url))

/** What the killed processes were told, line by line. */
class Told {
  readonly #lines: (readonly string[])[] = []

  /** Runs a writer until it has told so many lines, and kills it. */
  async until(file: string, by: string, lines: number, sync: 'write' | 'flush'): Promise<void> {
    const child = spawn(process.execPath, [...FLAGS, WRITER, file, by, sync], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.split('\n').length > lines) child.kill('SIGKILL')
    })
    await once(child, 'close')
    // The last line may be cut.
    this.#lines.push(
      ...output
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split(' ')),
    )
  }

  of(kind: string): readonly (readonly string[])[] {
    return this.#lines.filter(([first]) => first === kind)
  }
}

async function allEntries(store: Store): Promise<readonly unknown[]> {
  const entries: unknown[] = []
  const { last } = await store.extent('log')
  while (entries.length < last)
    entries.push(...(await store.read('log', { after: entries.length, limit: 1000 })).map(({ value }) => value))
  return entries
}

describe('a process that is killed', () => {
  test('fifty times in the middle of its writes loses nothing that was acknowledged', { timeout: 300_000 }, () =>
    inFolder(async (folder) => {
      const file = join(folder, 'state', 'store.db')
      const told = new Told()
      // Two at a time on one file, one of which does not wait for the disk, at another number of lines each time.
      for (let round = 0; round < 25; round += 1)
        await Promise.all(
          (['write', 'flush'] as const).map((sync, index) =>
            told.until(file, `${sync}${round}`, 3 + ((round * 7 + index * 5) % 40), sync),
          ),
        )
      const store = await openSqliteStore({ file })
      const entries = await allEntries(store)
      for (const [, id = '', position] of told.of('entry'))
        expect(entries.slice(Number(position) - 1, Number(position) + 1), `entry ${position}`).toEqual([id, id])
      // Batches are whole, also those that nobody heard of.
      for (let at = 0; at < entries.length; at += 2) expect(entries[at]).toBe(entries[at + 1])
      expect((await store.count('hits', 3_600_000)).count).toBeGreaterThanOrEqual(told.of('hit').length)
      expect((await store.count('budget', 3_600_000)).count).toBeGreaterThanOrEqual(told.of('settled').length * 2)
      const deleted = new Set(told.of('deleted').map(([, id]) => id))
      for (const id of deleted) expect(await store.get(`v/${id}`), `the deleted ${id}`).toBeUndefined()
      for (const [, id = '', version] of told.of('value').filter(([, id]) => !deleted.has(id)))
        // The deletion that followed may have been done and not have been heard of.
        expect([version, undefined]).toContain((await store.get(`v/${id}`))?.version)
      expect(told.of('hit').length).toBeGreaterThan(100)
      await store.close()
    }),
  )
})

describe.skipIf(!(await canMount('the full disk and the read-only one are')))('a disk', () => {
  test('that is full rejects, keeps all that was acknowledged, and works again when there is room; read-only is an error', () =>
    inFolder(async (folder) => {
      const place = join(folder, 'small')
      await mkdir(place)
      const script = `mount -t tmpfs -o size=2m,mode=700 none "$1" || exit 3
        shift; "$@" full "$PLACE"; echo; mount -o remount,ro "$PLACE"; "$@" read-only "$PLACE"`
      const args = [...UNSHARE, 'sh', '-c', script, 'sh', place, process.execPath, ...FLAGS, FULL_DISK]
      const { stdout } = await promisify(execFile)('unshare', args, { env: { ...process.env, PLACE: place } })
      const [full, readOnly] = stdout.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(full).toMatchObject({ refusal: 'STORE_UNAVAILABLE', afterwards: 'answered', last: ['z'] })
      expect(full?.['whileFull']).toContain('STORE_UNAVAILABLE')
      expect(full?.['kept']).toBeGreaterThanOrEqual(Number(full?.['acknowledged']))
      expect(Number(full?.['acknowledged'])).toBeGreaterThan(10)
      expect(readOnly?.['opened']).toBe('STORE_UNAVAILABLE')
    }))
})

test.for([
  ['NFS', 0x6969, true],
  ['SMB', 0xfe534d42, true],
  ['ext4', 0xef53, false],
  ['tmpfs', 0x01021994, false],
  ['overlay', 0x794c7630, false],
] as const)('a file system of %s is networked: %s', ([, type, expected]) => {
  expect(isNetworked(type, 'linux')).toBe(expected)
  expect(isNetworked(type, 'darwin')).toBe(false)
})
