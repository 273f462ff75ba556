import { createEngine } from '@ringwall/text'
import { expect, it } from 'vitest'
import { CONFIGS, HONEST, readMarked } from '../test/configs.ts'
import { createDetector } from './detect.ts'

const engines = [createEngine(), createEngine({ prefer: 'js' })]

it.for(engines)('finds the same on the $name engine', (engine) => {
  const detect = createDetector(engine, { redactUnknown: false })
  for (const [name, marked] of Object.entries({ ...CONFIGS, ...HONEST })) {
    const { text, expected } = readMarked(marked)
    const found = detect({ destination: 'api', body: text })
    const edits = found?.kind === 'text' ? found.edits : []
    let out = ''
    let at = 0
    for (const edit of edits) {
      out += text.slice(at, edit.start) + edit.text
      at = edit.end
    }
    expect(out + text.slice(at), name).toBe(expected)
  }
})

it('looks at nothing but what operators and APIs are shown', () => {
  const detect = createDetector(createEngine(), { redactUnknown: true, key: new Uint8Array(32) })
  for (const destination of ['user', 'log'] as const)
    expect(detect({ destination, body: { password: 'hunter2' } })).toBeUndefined()
  for (const destination of ['operator', 'api'] as const)
    expect(detect({ destination, body: { password: 'hunter2' } })).toMatchObject({ kind: 'structure', count: 1 })
})

it.for([
  ['a text', '/a'],
  ['a pointer without its slash', ['a']],
  ['a number', [7]],
] as const)('refuses pointers that are %s', ([, secretPaths]) => {
  const detect = createDetector(createEngine(), { redactUnknown: false })
  expect(() => detect({ destination: 'api', body: {}, meta: { secretPaths } })).toThrow(TypeError)
})
