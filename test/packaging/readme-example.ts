/** The runnable example of a README. */
export interface Example {
  readonly language: 'ts' | 'sh'
  readonly code: string
  /** What it prints, where the README says so in a `text` block right after it. */
  readonly output: string | undefined
}

interface Fence {
  readonly language: string
  readonly body: string
  /** Whether nothing but blank lines stands between the fence before and this one. */
  readonly follows: boolean
}

/**
 * The first fenced block under the heading `## Example`, which every README has once: `ts`, or `sh` for a
 * command. Throws where there is none to run.
 */
export function readExample(readme: string): Example {
  const sections = readme.split(/^## /m).filter((section) => section.startsWith('Example\n'))
  const [section, another] = sections
  if (section === undefined) throw new Error("the README has no heading '## Example'")
  if (another !== undefined) throw new Error("the README has the heading '## Example' more than once")
  const [first, next] = fences(section)
  if (first === undefined) throw new Error("the README has no fenced block under '## Example'")
  const { language, body } = first
  if (language !== 'ts' && language !== 'sh') throw new Error(`the README's example is '${language}', not ts or sh`)
  const output = next?.language === 'text' && next.follows ? next.body : undefined
  return { language, code: body, output }
}

function fences(section: string): readonly Fence[] {
  const found: Fence[] = []
  let open: { readonly language: string; readonly lines: string[]; readonly follows: boolean } | undefined
  let onlyBlank = false
  for (const line of section.split('\n')) {
    if (open === undefined && line.startsWith('```')) {
      open = { language: line.slice(3).trim(), lines: [], follows: onlyBlank }
    } else if (open === undefined) {
      onlyBlank &&= line.trim() === ''
    } else if (line === '```') {
      found.push({ language: open.language, body: `${open.lines.join('\n')}\n`, follows: open.follows })
      open = undefined
      onlyBlank = true
    } else {
      open.lines.push(line)
    }
  }
  if (open !== undefined) throw new Error("a fenced block under '## Example' is not closed")
  return found
}

/** The packages that a TypeScript example imports, each once; Node's own and files beside it are none. */
export function importedPackages(code: string): readonly string[] {
  const specifiers = Array.from(code.matchAll(/\b(?:from|import) '([^'\n]+)'/g), ([, specifier = '']) => specifier)
  const names = specifiers
    .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
  return [...new Set(names)]
}
