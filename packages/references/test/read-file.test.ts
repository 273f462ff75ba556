import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readRegularFile } from '../src/index.ts'

const LIMIT = 10_000

test.for([0, 1, 4095, 4096, 4097, LIMIT])('a file of %d bytes is read whole', async (length) => {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-references-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const bytes = Uint8Array.from({ length }, (_, at) => at % 251)
  await writeFile(join(folder, 'a'), bytes)
  expect(Buffer.from(await readRegularFile(join(folder, 'a'), LIMIT)).equals(bytes)).toBe(true)
  if (length > 0) await expect(readRegularFile(join(folder, 'a'), length - 1)).rejects.toThrow(RangeError)
})

test.skipIf(process.platform !== 'linux')('a file that says that it is empty is read up to the limit', async () => {
  const text = new TextDecoder().decode(await readRegularFile('/proc/self/maps', 2 ** 24))
  expect(text.length).toBeGreaterThan(4096)
  expect(text.endsWith('\n')).toBe(true)
  await expect(readRegularFile('/proc/self/maps', 100)).rejects.toThrow('larger than 100 bytes')
})
