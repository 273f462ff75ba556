import { describe, expect, test } from 'vitest'
import { toolDefinitionHash } from './pins.ts'
import { cutRequestedTools, requestedTools } from './requested-tools.ts'

const skill = (header: string): string => `---\nname: x\n${header}\n---\n# X\nallowed-tools: Nothing\n`

describe('requested tools', () => {
  test.for<[string, string, readonly string[]]>([
    ['commas', skill('allowed-tools: Read, Bash(git add:*), Read'), ['Read', 'Bash']],
    ['blanks', skill('allowed-tools: Read Write'), ['Read', 'Write']],
    ['a flow list', skill('allowed-tools: ["Read", Write]'), ['Read', 'Write']],
    ['a block list', skill("allowed-tools:\n  - Read\n  - 'Bash(npm *)'\nlicense: MIT"), ['Read', 'Bash']],
    ['none', skill('license: MIT'), []],
    ['no front matter', 'allowed-tools: Read', []],
    ['front matter that does not end', '---\nallowed-tools: Read\n', []],
    ['Windows lines', skill('allowed-tools: Read').replaceAll('\n', '\r\n'), ['Read']],
  ])('%s', ([, text, tools]) => {
    expect(requestedTools(text)).toEqual(tools)
  })

  test('are cut to what the agent may use', () => {
    const cut = cutRequestedTools(skill('allowed-tools: Read, Bash'), (tool) => tool === 'Read')
    expect(cut).toEqual({ requested: ['Read', 'Bash'], granted: ['Read'], refused: ['Bash'] })
  })
})

describe('the hash of a definition', () => {
  const definition = { name: 'a', description: 'b', inputSchema: { type: 'object', properties: { x: {}, y: {} } } }

  test('does not depend on the order of keys, nor on which API names the schema', () => {
    const { inputSchema, ...rest } = definition
    const swapped = { inputSchema: { properties: { y: {}, x: {} }, type: 'object' }, description: 'b', name: 'a' }
    expect(toolDefinitionHash(swapped)).toBe(toolDefinitionHash(definition))
    expect(toolDefinitionHash({ ...rest, parameters: inputSchema })).toBe(toolDefinitionHash(definition))
  })

  test('depends on all else', () => {
    const hashes = [
      definition,
      { ...definition, description: 'b ' },
      { ...definition, annotations: {} },
      { ...definition, inputSchema: { type: 'object', properties: { x: {}, y: { default: 1 } } } },
    ].map(toolDefinitionHash)
    expect(new Set(hashes).size).toBe(hashes.length)
  })
})
