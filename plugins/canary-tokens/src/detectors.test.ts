import { createSecretKey } from 'node:crypto'
import { expect, it } from 'vitest'
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
