import { describe, expect, it } from 'vitest'
import { importedPackages, readExample } from './readme-example.ts'

const ts = (body: string): string => `\`\`\`ts\n${body}\n\`\`\`\n`
const text = (body: string): string => `\`\`\`text\n${body}\n\`\`\`\n`

describe('the example of a README', () => {
  it('is the first block of its section, and of no other', () => {
    const readme = `# x\n\n${ts('before')}\n## Example\n\nWords.\n\n${ts('first')}\n${ts('second')}\n## Limits\n`
    expect(readExample(readme)).toEqual({ language: 'ts', code: 'first\n', output: undefined })
  })

  it('has an output where a text block follows it at once', () => {
    expect(readExample(`## Example\n\n${ts('a')}\n${text('1\n\n2')}`).output).toBe('1\n\n2\n')
    expect(readExample(`## Example\n\n${ts('a')}\nThe file then holds:\n\n${text('1')}`).output).toBeUndefined()
    expect(readExample(`## Example\n\n${ts('a')}\n## Limits\n\n${text('1')}`).output).toBeUndefined()
  })

  it('is missed where it is not', () => {
    expect(() => readExample('# x\n')).toThrow(/no heading/)
    expect(() => readExample('### Example\n')).toThrow(/no heading/)
    expect(() => readExample('## Example\n\nNone.\n')).toThrow(/no fenced block/)
    expect(() => readExample('## Example\n\n```yaml\na: 1\n```\n')).toThrow(/'yaml'/)
    expect(() => readExample('## Example\n\n```ts\na\n')).toThrow(/not closed/)
    expect(() => readExample(`## Example\n\n${ts('a')}\n## Example\n\n${ts('b')}`)).toThrow(/more than once/)
  })

  it('names the packages that it imports', () => {
    const code = [
      "import { a } from '@scope/one'",
      'import {\n  b,\n} from "two"'.replaceAll('"', "'"),
      "import 'three/register'",
      "import type { c } from '@scope/one/deep'",
      "import { readFile } from 'node:fs/promises'",
      "import { d } from './d.ts'",
    ]
    expect(importedPackages(code.join('\n'))).toEqual(['@scope/one', 'two', 'three'])
  })
})
