import { createHash } from 'node:crypto'
import { chunkings } from '@ringwall/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDetector } from '../src/detect.ts'
import { FOUND, MISSED } from './disguises.ts'
import { kernelWith, plant, SESSION, streamed } from './kernels.ts'

/** Canaries that look random and are the same in every run. */
const CANARIES = Array.from(
  { length: 12 },
  (_, i) => `CTKN_${createHash('sha256').update(`canary ${i}`).digest('hex').slice(0, 16)}`,
)
const detectors = CANARIES.map((canary) => [canary, createDetector([canary])] as const)

function countFound(write: (token: string) => string): number {
  return detectors.filter(([canary, detector]) => {
    const text = `Sure, here is what you asked for:\n${write(canary)}\nI hope that helps you with your work today.`
    return detector.scan(text).some(({ whose }) => whose === 'own')
  }).length
}

it('there are many disguises, each once', () => {
  const names = [...FOUND, ...MISSED].map(({ name }) => name)
  expect(FOUND.length).toBeGreaterThan(190)
  expect(new Set(names).size).toBe(names.length)
})

it('nearly all disguises of nearly all canaries are found', () => {
  const shares = FOUND.map(({ write }) => countFound(write) / CANARIES.length)
  expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.985)
})

// Bases with few digits are found where a token has the look of one, which not every canary gives it.
it.each(FOUND)('is found for most canaries: $name', ({ write }) => {
  expect(countFound(write)).toBeGreaterThanOrEqual(CANARIES.length / 2)
})

it.each(MISSED)('is not found (known miss): $name', ({ write }) => {
  expect(countFound(write)).toBe(0)
})

describe('in a stream', () => {
  it('every disguise becomes what it becomes in the whole, however it is cut', { timeout: 120_000 }, async () => {
    const kernel = await kernelWith({ key: 'k'.repeat(40) })
    const canary = await plant(kernel)
    const different: string[] = []
    for (const [index, { name, write }] of [...FOUND, ...MISSED].entries()) {
      const reply = `Sure, that is what you asked for: ${write(canary)}\nI hope that it helps you with your work of today.`
      const whole = (await kernel.onOutbound({ destination: 'user', body: reply }, SESSION)).payload?.body
      const ways = [...chunkings(reply, index)]
      // One unit at a time, one cut, and chunks of random lengths; all single cuts of all disguises would take minutes.
      const some = [
        reply.length < 600 ? reply.split('') : [],
        ways[2 + ((index * 37) % (ways.length - 14))] ?? [],
        ...ways.slice(-3),
      ]
      for (const chunks of some)
        if (chunks.length > 0 && (await streamed(kernel, chunks)) !== whole) different.push(name)
    }
    await kernel.close()
    expect(different).toEqual([])
  })

  it('long replies with several disguises become what they become in the whole', { timeout: 120_000 }, async () => {
    const kernel = await kernelWith({ key: 'k'.repeat(40) })
    const canary = await plant(kernel)
    const piece = fc.oneof(
      fc.constantFrom(...FOUND, ...MISSED).map(({ write }) => write(canary)),
      fc.lorem({ maxCount: 60 }),
      fc.constantFrom(
        '\n',
        ' ',
        ' In 2024 there were 12 of them. ',
        'const a = b[0] + 1;\n',
        ' a 1 b 2 ',
        '\n- one\n- two\n',
        canary.slice(5, 12),
      ),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    )
    const property = fc.asyncProperty(
      fc.array(piece, { minLength: 1, maxLength: 16, size: 'max' }),
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 }),
      async (pieces, sizes) => {
        const text = pieces.join('').toWellFormed()
        const whole = (await kernel.onOutbound({ destination: 'user', body: text }, SESSION)).payload?.body
        expect(await streamed(kernel, cut(text, sizes))).toBe(whole)
      },
    )
    await fc.assert(property, { numRuns: 120 })
    await kernel.close()
  })
})

function cut(text: string, sizes: readonly number[]): readonly string[] {
  const chunks: string[] = []
  for (let at = 0, i = 0; at < text.length; i++) {
    const size = sizes[i % sizes.length] ?? 1
    chunks.push(text.slice(at, at + size))
    at += size
  }
  return chunks
}
