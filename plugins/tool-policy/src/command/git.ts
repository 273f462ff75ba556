import { isRefused } from './options.ts'
import type { Program } from './programs.ts'
import type { Word } from './word.ts'

/** Commands that run nothing but git, hooks and settings of the repository itself. Another word could be an alias. */
const COMMANDS: ReadonlySet<string> = new Set(
  'add am annotate apply archive bisect blame branch bundle cat-file check-attr check-ignore check-ref-format checkout cherry cherry-pick clean clone commit commit-tree config count-objects describe diff diff-files diff-index diff-tree fetch for-each-ref format-patch fsck gc grep hash-object help init log ls-files ls-remote ls-tree merge merge-base merge-file merge-tree mktag mktree mv name-rev notes pack-refs prune pull push range-diff read-tree rebase reflog remote repack rerere reset restore rev-list rev-parse revert rm shortlog show show-branch show-ref sparse-checkout stash status submodule switch symbolic-ref tag update-index update-ref verify-commit verify-pack verify-tag version whatchanged worktree write-tree'.split(
    ' ',
  ),
)
/** Options of any command that run a program, load settings, or write to a file. Abbreviations count. */
const ANY: Program = {
  long: [
    'upload-pack', 'receive-pack', 'exec', 'exec-path', 'ext-diff', 'textconv', 'output', 'output-directory', 'open-files-in-pager',
    'extcmd', 'web', 'info', 'template', 'config', 'config-env', 'git-dir', 'work-tree', 'separate-git-dir',
  ],
  words: /^[\w.+-]+::/,
} // prettier-ignore
/** An abbreviation of one of those that is an option of its own. */
const SAFE = /^--text$/
const SHORT: Readonly<Record<string, string>> = {
  grep: 'O',
  clone: 'uc',
  rebase: 'x',
  archive: 'o',
  'format-patch': 'o',
  'ls-remote': 'u',
  help: 'wi',
}
/** First arguments that run what follows them. */
const ACTIONS: Readonly<Record<string, RegExp>> = { bisect: /^run$/, submodule: /^foreach$/ }
/** Options before the command that only say where and how. */
const GLOBALS = /^(?:--no-pager|-P|--no-optional-locks|--literal-pathspecs|--no-replace-objects|--version|--help)$/
/** Options before the command that take the next word. */
const VALUED = /^(?:-[cC]|--(?:git-dir|work-tree|namespace|config-env|super-prefix))$/
/** What asks for settings; what changes them, abbreviations included. */
const READS = /^(?:-l|--(?:get|get-all|get-regexp|get-urlmatch|list))$/
const WRITES = /^(?:-e|--(?:a|e|rep|ren|rem|un)[a-z-]*)$/
/** Strategies of merging that git has itself; another one is a program. */
const STRATEGY = /^(?:ours|ort|recursive|resolve|octopus|subtree)$/
const MERGES = /^(?:merge|pull|rebase|cherry-pick|revert)$/

/** True where git would run another program than itself, by a word that the pattern leaves free. */
export function isGitRefused(words: readonly Word[], free: readonly boolean[]): boolean {
  const at = commandAt(words, free)
  if (at === undefined) return true
  const command = words[at]
  if (command === undefined) return false // git alone, or one of its questions
  if (free[at] === true && !(command.isFixed && COMMANDS.has(command.value))) return true
  const rest = words.slice(at + 1)
  const isFree = (i: number): boolean => free[at + 1 + i] === true
  if (command.value === 'config' && rest.some((_, i) => isFree(i)) && !isRead(rest)) return true
  if (MERGES.test(command.value) && rest.some((_, i) => isFree(i) && isStrategy(rest, i))) return true
  const program = { ...ANY, short: shortOf(command.value) }
  const action = Object.hasOwn(ACTIONS, command.value) ? ACTIONS[command.value] : undefined
  return rest.some(
    (word, i) =>
      isFree(i) && ((isRefused(program, word) && !SAFE.test(word.value)) || action?.test(word.value) === true),
  )
}

function isRead(rest: readonly Word[]): boolean {
  const asks = /^(?:get|list)$/.test(rest[0]?.value ?? '') || rest.some(({ value }) => READS.test(value))
  return asks && !rest.some(({ value }) => WRITES.test(value))
}

/** True where a word names a strategy that is none of git's. */
function isStrategy(rest: readonly Word[], i: number): boolean {
  const value = rest[i]?.value ?? ''
  if (value === '-s' || /^--str?a?t?e?g?y?$/.test(value)) return !STRATEGY.test(rest[i + 1]?.value ?? '')
  const named = /^(?:-s|--st[rategy]*=)(.+)$/.exec(value)?.[1]
  return named !== undefined && !STRATEGY.test(named)
}

function shortOf(command: string): string {
  return (Object.hasOwn(SHORT, command) ? SHORT[command] : undefined) ?? ''
}

/** Where the command stands; undefined where an option before it is refused. */
function commandAt(words: readonly Word[], free: readonly boolean[]): number | undefined {
  let at = 1
  for (let word = words[at]; word?.value.startsWith('-') || word?.isUnknown; word = words[at]) {
    const isAllowed = free[at] !== true || word.value === '-C' || GLOBALS.test(word.value)
    if (!isAllowed || word.isUnknown) return undefined
    if (!VALUED.test(word.value)) at++
    // Several words in the place of one would be read as something else.
    else if (words[at + 1]?.isFixed === true) at += 2
    else return undefined
  }
  return at
}
