/** Front matter further down than this is none. */
const MAX_HEADER = 20_000

/** The tools that the front matter of a SKILL.md names in `allowed-tools`; undefined where there is no such key. */
export function allowedTools(skill: string): readonly string[] | undefined {
  const lines = headerOf(skill)
  const at = lines.findIndex((line) => line.toLowerCase().startsWith('allowed-tools:'))
  if (at < 0) return undefined
  const inline = (lines[at] ?? '').slice('allowed-tools:'.length)
  const items = inline.trim() === '' ? listBelow(lines.slice(at + 1)) : splitNames(inline.replace(/[[\]]/g, ''))
  return [...new Set(items.map(nameOf).filter((name) => name !== ''))]
}

function headerOf(skill: string): readonly string[] {
  const lines = skill
    .slice(0, MAX_HEADER)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  if (lines[0]?.trimEnd() !== '---') return []
  const end = lines.findIndex((line, at) => at > 0 && line.trimEnd() === '---')
  return end < 0 ? [] : lines.slice(1, end)
}

function listBelow(lines: readonly string[]): readonly string[] {
  const items: string[] = []
  for (const line of lines) {
    const item = line.trim()
    if (!item.startsWith('- ')) break
    items.push(item.slice(2))
  }
  return items
}

/** `Read, Bash(git add:*) Write`: commas or blanks between names, neither of them inside parentheses. */
function splitNames(text: string): readonly string[] {
  const names: string[] = ['']
  let depth = 0
  for (const sign of text) {
    if (sign === '(') depth++
    if (depth === 0 && (sign === ',' || sign.trim() === '')) names.push('')
    else names[names.length - 1] += sign
    if (sign === ')') depth = Math.max(0, depth - 1)
  }
  return names
}

function nameOf(item: string): string {
  const name = item.trim().replace(/^["']|["']$/g, '')
  const parenthesis = name.indexOf('(')
  return (parenthesis < 0 ? name : name.slice(0, parenthesis)).trim()
}
