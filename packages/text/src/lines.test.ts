import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitLines } from './lines.ts'

async function split(chunks: readonly Uint8Array[], max: number): Promise<readonly (string | undefined)[]> {
  const out: (string | undefined)[] = []
  for await (const { number, bytes } of splitLines(Readable.from(chunks), max)) {
    expect(number).toBe(out.length + 1)
    out.push(bytes === undefined ? undefined : Buffer.from(bytes).toString())
  }
  return out
}

test('the lines are the same, however the bytes arrive', async () => {
  const line = fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\n', ' '))
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(9)), fc.nat(40), async (lines, cuts, max) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
      const chunks: Uint8Array[] = []
      let from = 0
      for (const cut of cuts) chunks.push(bytes.subarray(from, (from += cut)))
      chunks.push(bytes.subarray(from))
      const expected = lines.map((text) => (Buffer.byteLength(text) > max ? undefined : text))
      expect(await split(chunks, max)).toEqual(expected)
    }),
  )
})

test('a last line needs no line feed, and an empty rest is none', async () => {
  expect(await split([Buffer.from('a\n\nb')], 9)).toEqual(['a', '', 'b'])
  expect(await split([Buffer.from('a\n')], 9)).toEqual(['a'])
  expect(await split([], 9)).toEqual([])
})
