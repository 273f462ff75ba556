/** One line of a config of git that can do nothing but tell: [section, its name in quotes, key]. */
interface Setting {
  readonly section: string
  readonly name: string | undefined
  readonly key: string
  readonly value: string
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))
/** Keys of sections without a name that name neither programs, nor files, nor other configs (git-config(1)). */
const PLAIN: Readonly<Record<string, ReadonlySet<string>>> = {
  core: words(
    'repositoryformatversion filemode bare logallrefupdates ignorecase precomposeunicode symlinks autocrlf safecrlf eol abbrev quotepath compression longpaths sparsecheckout sparsecheckoutcone preloadindex untrackedcache checkstat trustctime worktree',
  ),
  extensions: words('objectformat refstorage worktreeconfig partialclone'),
  user: words('name email'),
  init: words('defaultbranch'),
  pull: words('rebase ff'),
  push: words('default autosetupremote followtags'),
  fetch: words('prune prunetags'),
  merge: words('ff conflictstyle'),
  rebase: words('autosquash autostash'),
  submodule: words('active recurse'),
  gc: words('auto'),
  lfs: words('repositoryformatversion'),
}
/** The same for sections with a name. */
const NAMED: Readonly<Record<string, ReadonlySet<string>>> = {
  remote: words('url pushurl fetch push tagopt prune prunetags promisor partialclonefilter'),
  branch: words('remote merge rebase pushremote description'),
  submodule: words('url path branch active ignore shallow update fetchrecursesubmodules'),
}
/** Keys whose value decides whether they do harm. */
const VALUES: Readonly<Record<string, (value: string) => boolean>> = {
  // `ext::sh -c …` is a program, and what begins with a dash an option of one.
  'remote.url': isPlainAddress,
  'remote.pushurl': isPlainAddress,
  'submodule.url': isPlainAddress,
  'submodule.path': (value) => !value.startsWith('-'),
  'submodule.update': (value) => /^(?:checkout|rebase|merge|none)$/.test(value),
}

const SECTION = /^\[([A-Za-z][A-Za-z0-9-]*)(?: "([^"\\]*)")?\]$/
const KEY = /^[\t ]*([A-Za-z][A-Za-z0-9-]*)(?: ?= ?(.*))?$/

/**
 * Leaves of a config of git what does no harm. `isWhole` where nothing had to go. What is not written as git itself writes it (continued
 * lines, quotes, a key beside its section) is not read, and goes: a reader that differs from git's is a way around it.
 */
export function judgeConfig(
  text: string,
  isWorktree: (value: string) => boolean,
): { readonly isWhole: boolean; readonly harmless: string } {
  const kept: string[] = []
  let isWhole = true
  let section: { readonly section: string; readonly name: string | undefined } | undefined
  for (const line of text.split('\n')) {
    const heading = SECTION.exec(line)
    const [, key, value = ''] = KEY.exec(line) ?? []
    if (heading) {
      section = { section: (heading[1] ?? '').toLowerCase(), name: heading[2] }
      kept.push(line)
    } else if (line === '' || /^[\t ]*[#;]/.test(line)) {
      kept.push(line)
    } else if (section && key !== undefined && isHarmless({ ...section, key: key.toLowerCase(), value }, isWorktree)) {
      kept.push(line)
    } else {
      isWhole = false
      if (line.startsWith('[')) section = undefined // what follows belongs to something unread
    }
  }
  return { isWhole, harmless: kept.join('\n') }
}

function isHarmless({ section, name, key, value }: Setting, isWorktree: (value: string) => boolean): boolean {
  if (/["\\]/.test(value) || hasControl(value)) return false
  const known = name === undefined ? PLAIN : NAMED
  if (!Object.hasOwn(known, section) || known[section]?.has(key) !== true) return false
  const id = `${section}.${key}`
  if (id === 'core.worktree') return isWorktree(value)
  return Object.hasOwn(VALUES, id) ? VALUES[id]?.(value.trim()) === true : true
}

function hasControl(value: string): boolean {
  return [...value].some((character) => character < ' ' || character === '\u007F')
}

function isPlainAddress(value: string): boolean {
  return !/(?:^|\/\/|@)-/.test(value) && !/^[A-Za-z0-9+.-]*::/.test(value)
}

/** Values of `core.hooksPath` and of `include.path` in a config that a developer wrote: what git runs or reads besides. */
export function namedPaths(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    if (at < 0) return []
    // A key may stand beside its section.
    const key = line
      .slice(line.lastIndexOf(']', at) + 1, at)
      .trim()
      .toLowerCase()
    return key === 'hookspath' || key === 'path'
      ? [
          line
            .slice(at + 1)
            .replaceAll('"', '')
            .trim(),
        ]
      : []
  })
}
