import { createSecretKey } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { deriveCanary } from './derive.ts'
import { createDetector } from './detect.ts'
import { createDetectors } from './detectors.ts'

const [key, previous] = ['a', 'b'].map((letter) => createSecretKey(Buffer.from(letter.repeat(40)))) as [
  ReturnType<typeof createSecretKey>,
  ReturnType<typeof createSecretKey>,
]
const sessionOf = (tenantId: string, sessionId: string) => ({ tenantId, agentId: 'helper', sessionId })

it('every session has its own canary, however many others spoke since', () => {
  const detectors = createDetectors([key, previous])
  for (let round = 0; round < 2; round++)
    for (let i = 0; i < 34; i++)
      for (const tenant of ['acme', 'other']) {
        const session = sessionOf(tenant, `s${i}`)
        const { canary, detector } = detectors.of(session)
        expect(canary).toBe(deriveCanary(key, session))
        const spaced = (token: string): string => [...token].join(' ')
        const whose = (token: string) => detector.scan(`It is ${spaced(token)}.`).map((leak) => leak.whose)
        expect(whose(canary)).toEqual(['own'])
        expect(whose(deriveCanary(previous, session))).toEqual(['own'])
        expect(whose(deriveCanary(key, sessionOf(tenant, `s${i + 1}`)))).toEqual([])
      }
})

it('detectors that share their room do not see what another one read', () => {
  const detectors = createDetectors([key])
  const [one, other] = ['s1', 's2'].map((id) => detectors.of(sessionOf('acme', id)))
  const alone = createDetector([one?.canary ?? ''])
  const text = `It is ${[...(one?.canary ?? '')].join('-')} and 12 others.`
  for (let round = 0; round < 3; round++) {
    expect(one?.detector.scan(text)).toHaveLength(1)
    expect(other?.detector.scan(text)).toEqual([])
    expect(other?.detector.scan('7')).toEqual([])
    expect(one?.detector.pending(text)).toBe(alone.pending(text))
  }
})

describe('a text that many sessions look at', () => {
  const tokenOf = (i: number): string => deriveCanary(key, sessionOf('acme', `s${i}`))

  it('is pending for each of them, and nobody is asked again or kept for it', () => {
    const detectors = createDetectors([key])
    const text = `It begins with ${tokenOf(0).slice(0, 12)}`
    const asked = Array.from({ length: 40 }, (_, i) => {
      const { detector } = detectors.of(sessionOf('acme', `s${i}`))
      const pending = vi.spyOn(detector, 'pending')
      detectors.note(detector, text)
      expect(detectors.pending(text)).toBe(text.indexOf('CTKN_'))
      return pending
    })
    expect(asked.map(({ mock }) => mock.calls.length)).toEqual(asked.map(() => 1))
  })

  it('is held whole where none of them asks', () => {
    const detectors = createDetectors([key])
    const asked = Array.from({ length: 40 }, (_, i) => {
      const { detector } = detectors.of(sessionOf('acme', `s${i}`))
      detectors.note(detector, 'Good morning.')
      return vi.spyOn(detector, 'pending')
    })
    expect(detectors.pending('Good morning.')).toBe(0)
    expect(asked.reduce((sum, { mock }) => sum + mock.calls.length, 0)).toBeLessThan(10)
  })

  it('is pending where one alone holds it, whoever asks', () => {
    const detectors = createDetectors([key])
    const text = `It ends in ${tokenOf(1).slice(-6)}`
    const list = [0, 1, 2].map((i) => detectors.of(sessionOf('acme', `s${i}`)).detector)
    for (const detector of list) detectors.note(detector, text)
    const least = Math.min(...list.map((detector) => detector.pending(text)))
    expect([detectors.pending(text), detectors.pending(text)]).toEqual([least, least])
  })
})
