import { expect, test } from 'vitest'
import { editConfig, type LayerEdit } from '../src/repair/edit-config.ts'

const PINNED: LayerEdit = { layer: 'skill-scanner', key: 'unpinned', value: 'flag' }

/** The text with one key set. */
function edited(text: string, edit: Partial<LayerEdit> = {}, file = 'ringwall.yaml'): string | undefined {
  return editConfig(file, text, [{ ...PINNED, ...edit }])?.text
}

test.for([
  ['a map', 'layers:\n  skill-scanner:\n    a: 1\n', 'layers:\n  skill-scanner:\n    a: 1\n    unpinned: flag\n'],
  [
    'wide indents',
    'layers:\n      skill-scanner:\n          a: 1',
    'layers:\n      skill-scanner:\n          a: 1\n          unpinned: flag\n',
  ],
  ['a flow map', 'layers: {skill-scanner: {a: 1}} # x\n', 'layers: {skill-scanner: {unpinned: flag, a: 1}} # x\n'],
  ['an empty flow map', 'layers: { skill-scanner: {} }\n', 'layers: { skill-scanner: { unpinned: flag } }\n'],
  ['the word on', 'layers:\n  skill-scanner: on # x\n', 'layers:\n  skill-scanner: { unpinned: flag } # x\n'],
  [
    'the word observe',
    'layers:\n  skill-scanner:   observe\n',
    'layers:\n  skill-scanner:   { mode: observe, unpinned: flag }\n',
  ],
  [
    'a layer that is not named',
    'layers:\n  a: on # x\nlog: {}\n',
    'layers:\n  a: on # x\n  skill-scanner: { unpinned: flag }\nlog: {}\n',
  ],
  [
    'no layers',
    '# x\nlog: { level: info }\n',
    '# x\nlog: { level: info }\nlayers: { skill-scanner: { unpinned: flag } }\n',
  ],
  [
    'a value that is there',
    'layers: { skill-scanner: { unpinned:   "pass" } }',
    'layers: { skill-scanner: { unpinned:   flag } }',
  ],
  [
    'a text over several lines',
    'layers:\n  skill-scanner:\n    a: |\n      x\n\n      y\n\nlog: {}\n',
    'layers:\n  skill-scanner:\n    a: |\n      x\n\n      y\n    unpinned: flag\n\nlog: {}\n',
  ],
  [
    'Windows',
    '# x\r\nlayers:\r\n  skill-scanner:\r\n    a: 1 # y\r\n',
    '# x\r\nlayers:\r\n  skill-scanner:\r\n    a: 1 # y\r\n    unpinned: flag\r\n',
  ],
  [
    'a byte order mark',
    '\uFEFFlayers: { skill-scanner: on }\n',
    '\uFEFFlayers: { skill-scanner: { unpinned: flag } }\n',
  ],
  [
    'the long name',
    "layers:\n  '@ringwall/plugin-skill-scanner': on\n",
    "layers:\n  '@ringwall/plugin-skill-scanner': { unpinned: flag }\n",
  ],
] as const)('all else stays: %s', ([, before, after]) => {
  expect(edited(before)).toBe(after)
})

test('a layer of others stands under the name of its package', () => {
  const edit = { layer: '@acme/layer', key: 'onFailure', value: 'deny' }
  expect(edited('layers: { "@acme/layer": { onFailure: flag } }', edit)).toBe(
    'layers: { "@acme/layer": { onFailure: deny } }',
  )
})

test.for([
  [
    '{\n\t"layers": {\n\t\t"skill-scanner": {\n\t\t\t"a": 1\n\t\t}\n\t}\n}',
    '{\n\t"layers": {\n\t\t"skill-scanner": {\n\t\t\t"unpinned": "flag",\n\t\t\t"a": 1\n\t\t}\n\t}\n}',
  ],
  ['{"layers":{"skill-scanner":"observe"}}', '{"layers":{"skill-scanner":{ "mode": "observe", "unpinned": "flag" }}}'],
  ['{"log":{}}', '{"layers": { "skill-scanner": { "unpinned": "flag" } }, "log":{}}'],
] as const)('JSON stays JSON, as it was written: %j', ([before, after]) => {
  expect(edited(before, {}, 'ringwall.json')).toBe(after)
  expect(() => JSON.parse(after)).not.toThrow()
})

test.for([
  ['a value that another place has too', 'layers: { skill-scanner: { unpinned: &u pass, other: *u } }'],
  ['a layer that another one is too', 'layers:\n  a: &a { unpinned: pass }\n  skill-scanner: *a\n'],
  ['a layer that is another one too', 'layers:\n  skill-scanner: &a { unpinned: pass }\n  a: *a\n'],
  ['a layer that is off', 'layers: { skill-scanner: off }'],
  ['a layer that is a list', 'layers: { skill-scanner: [1] }'],
  ['layers that are none', 'layers: nothing'],
  ['a text that is no config', '- a'],
  ['a text that is broken', 'layers: {'],
  ['nothing', ''],
] as const)('is left to people: %s', ([, text]) => {
  expect(edited(text)).toBeUndefined()
})

test('what cannot be edited does not keep the rest from it', () => {
  const text = 'layers: { a: { x: &n false, y: *n }, b: { z: 1 } }'
  const edits = [
    { layer: 'a', key: 'x', value: true },
    { layer: 'b', key: 'z', value: 2 },
  ]
  expect(editConfig('ringwall.yaml', text, edits)).toEqual({ text: text.replace('1', '2'), made: [edits[1]] })
})
