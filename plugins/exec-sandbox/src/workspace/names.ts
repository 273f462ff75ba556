/** Folders of what others wrote: only repositories are looked for in them. Programs in them run when the developer runs them, as the project's own do. */
const VENDORED: ReadonlySet<string> = new Set(['node_modules', '.pnpm-store', '.venv', 'venv', 'site-packages'])

/** Characters that HFS+ leaves out when it compares names (CVE-2014-9390), and others that print nothing. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu

/** What a name has that is compared as another: capitals, what is not ASCII, a space or a dot at its end, a short name of DOS. */
const UNLIKE = /[^!-@[-~]|\.$|~/

/** Answers whether a path is meant by a list of patterns. */
export type Matcher = (folder: string, foldedName: string) => boolean

/** A name as file systems compare it that ignore case, composition, unseen characters, and dots and spaces at the end. */
export function fold(name: string): string {
  if (!UNLIKE.test(name)) return name
  let text = name
  if (/[^ -~]/.test(name)) text = name.normalize('NFKC').replace(UNSEEN, '')
  text = text.toLowerCase()
  let end = text.length
  while (end > 1 && (text[end - 1] === '.' || text[end - 1] === ' ')) end--
  text = text.slice(0, end)
  return text === 'git~1' ? '.git' : text
}

/** Whether a folder of this folded name holds what others wrote. */
export function isVendored(foldedName: string): boolean {
  return VENDORED.has(foldedName)
}

/**
 * Compiles patterns: the last names of a path, as `.vscode` or `.hg/hgrc`, at any depth below `root`; `/name` only directly in it. `*` in a
 * name stands for any characters.
 */
export function compile(patterns: readonly string[], root: string): Matcher {
  const exact = new Map<string, Rule[]>()
  const globs: { readonly parts: readonly string[]; readonly rule: Rule }[] = []
  for (const pattern of patterns) {
    const isAnchored = pattern.startsWith('/')
    const names = pattern.split('/').filter(Boolean).map(fold)
    const last = names.at(-1)
    if (last === undefined) continue
    const rule: Rule = { before: names.slice(0, -1), isAnchored }
    if (last.includes('*')) globs.push({ parts: last.split('*'), rule })
    else exact.set(last, [...(exact.get(last) ?? []), rule])
  }
  const isUnder = ({ before, isAnchored }: Rule, folder: string): boolean => {
    if (before.length === 0 && !isAnchored) return true
    const above = folder.slice(root.length).split('/').filter(Boolean).map(fold)
    if (isAnchored && above.length !== before.length) return false
    return before.every((name, i) => matches(name.split('*'), above[above.length - before.length + i] ?? ''))
  }
  return (folder, name) =>
    (exact.get(name)?.some((rule) => isUnder(rule, folder)) ?? false) ||
    globs.some(({ parts, rule }) => matches(parts, name) && isUnder(rule, folder))
}

interface Rule {
  readonly before: readonly string[]
  readonly isAnchored: boolean
}

/** Whether a name is made of the parts in this order, anything between them. Each part is taken where it comes first: linear. */
function matches(parts: readonly string[], name: string): boolean {
  const [first = '', ...rest] = parts
  if (rest.length === 0) return name === first
  const last = rest.pop() ?? ''
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}
