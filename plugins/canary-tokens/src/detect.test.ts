import { expect, it } from 'vitest'
import { createDetector } from './detect.ts'

const OWN = `CTKN_${'9c41f07ab35de286'}`
const OTHER = `CTKN_${'0f1e2d3c4b5a6978'}`
const detector = createDetector([OWN])

it('tells own canaries from foreign ones', () => {
  const text = `${OTHER.toUpperCase()} and ${[...OWN].join(' ')}`
  expect(detector.scan(text)).toEqual([
    { start: 0, end: OTHER.length, whose: 'foreign', form: 'plain', share: 1, canary: OTHER },
    { start: OTHER.length + 5, end: text.length, whose: 'own', form: 'spaced', share: 1 },
  ])
})

it('says how much of a canary is there', () => {
  const [leak, ...rest] = detector.scan(`It begins with ${OWN.slice(5, 17)}.`)
  expect(leak).toMatchObject({ whose: 'own', form: 'plain', share: 0.75 })
  expect(rest).toEqual([])
})

it('finds the canaries of all its keys', () => {
  const both = createDetector([OWN, OTHER])
  expect(
    both.scan(`${[...OTHER].join('.')} and nothing else than ${[...OWN].join('.')}`).map(({ whose }) => whose),
  ).toEqual(['own', 'own'])
})

it.each(['', 'CTKN_', 'CTKN_9c4', 'The build is green.', '3f9a0c7be5d1486292b7e04fd8c3a15690e27bd4'])(
  'finds nothing in %j',
  (text) => {
    expect(detector.scan(text)).toEqual([])
  },
)

it('holds what may become a canary', () => {
  expect(detector.pending(`It is ${OWN.slice(0, 12)}`)).toBe(6)
  expect(detector.pending(`It is ${[...OWN].slice(0, 6).join(' ')} `)).toBe(6)
  expect(detector.pending('The garden is early this year. ')).toBe(31)
})
