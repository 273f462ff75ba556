import { gradePath } from '../arguments/path.ts'
import { hasOption, operandsOf, type Call } from './program.ts'

const READ = new Set(
  'status log diff show shortlog describe rev-parse rev-list ls-files ls-tree ls-remote cat-file blame annotate grep whatchanged name-rev merge-base for-each-ref show-ref show-branch count-objects check-ignore check-attr check-ref-format cherry var help version diff-tree diff-index diff-files verify-commit verify-tag fsck range-diff request-pull get-tar-commit-id merge-tree fmt-merge-msg --version --help --exec-path'.split(
    ' ',
  ),
)
const MUTATE = new Set(
  'add commit fetch pull merge rebase cherry-pick revert init clone switch checkout mv tag branch stash remote config worktree submodule am apply archive bundle format-patch bisect notes sparse-checkout lfs maintenance gc repack pack-refs update-index hash-object write-tree commit-tree mktree read-tree symbolic-ref update-ref reset restore push rm clean reflog send-email subtree filter-branch filter-repo prune replace difftool mergetool rerere shell'.split(
    ' ',
  ),
)
/** Settings that name a program, or where code comes from. */
const PROGRAMS =
  /^(?:alias\.|pager\.|filter\.|core\.(?:editor|pager|sshcommand|fsmonitor|hookspath|gitproxy|askpass|worktree|attributesfile)|sequence\.editor|diff\.|difftool\.|merge\..*\.driver|mergetool\.|credential|gpg\.|include|init\.templatedir|uploadpack|url\.|protocol\.|safe\.|http\.(?:proxy|sslverify)|remote\..*\.(?:uploadpack|receivepack|proxy|vcs)|interactive\.|submodule\..*\.update|browser\.|man\.|trailer\.|receive\.)/i
/** Values of such a setting that only show. */
const SHOWS = /^(?:|cat|less|true|false|never|auto|input|simple)$/i

/** What git does by its command. */
export function git(call: Call): void {
  const { values, args, line } = call
  const { grade } = line
  const destroy = (text: string): void => grade.raise('destructive', 'shell.git', text)
  let at = 0
  for (; at < values.length && (values[at] ?? '').startsWith('-'); at++) {
    const value = values[at] ?? ''
    if (value === '-c' || value === '--config-env') {
      if (isProgram(values[at + 1] ?? '')) destroy('it makes git run a program')
      at++
    } else if (/^(?:-C|--git-dir|--work-tree|--namespace)$/.test(value)) at++
    else if (/^--exec-path=|^--config-env=|^-c./.test(value)) destroy('it makes git run a program')
    else if (READ.has(value)) break
  }
  const command = values[at] ?? '--help'
  const rest = values.slice(at + 1)
  if (rest.at(-1) === '--help' && rest.length === 1) return
  if (args[at]?.isFixed === false) return destroy('which command of git it is is only known when it runs')
  if (
    values.some(
      (value) =>
        /^(?:ext|fd)::/.test(value) ||
        (/^--(?:upload-pack|receive-pack|exec)(?:=|$)/.test(value) && command !== 'rebase'),
    )
  )
    destroy('it makes git run a program')
  if (!READ.has(command) && !MUTATE.has(command)) return destroy('a command of git that the table does not have')
  if (MUTATE.has(command) && !isLook(command, rest)) grade.raise('mutate', 'shell.git', 'git changes the repository')
  const has = (spec: string): boolean => hasOption(rest, spec)
  const operands = operandsOf(rest)
  switch (command) {
    case 'log':
    case 'diff':
    case 'show':
      if (has('--output')) grade.raise('mutate', 'shell.git', 'it writes a file')
      if (has('--ext-diff')) destroy('it makes git run a program')
      break
    case 'grep':
      if (has('-O --open-files-in-pager')) destroy('it makes git run a program')
      break
    case 'push':
      return push(call, rest)
    case 'reset':
      if (has('--hard --merge --keep')) destroy('it drops changes that are not committed')
      break
    case 'clean':
      if (!has('-n --dry-run')) destroy('it deletes files that git does not know')
      break
    case 'checkout':
      if (
        rest.includes('--') ||
        operands.includes('.') ||
        has('-f --force --theirs --ours -B') ||
        (operands.length > 1 && !has('-b -B -t --track --orphan')) ||
        (!has('-b -t --track --orphan') && operands.some((o) => /^:|\/$|\*|^(?!v?\d)[^@]*\.(?!\d)\w{1,5}$/.test(o)))
      )
        destroy('it drops changes that are not committed')
      break
    case 'switch':
      if (has('-f --force --discard-changes -C --force-create')) destroy('it drops changes that are not committed')
      break
    case 'restore':
      if (!has('--staged -S') || has('--worktree -W')) destroy('it drops changes that are not committed')
      break
    case 'rm':
      if (!has('--cached')) destroy('it deletes files')
      break
    case 'stash':
      if (operands[0] === 'drop' || operands[0] === 'clear') destroy('it drops stashed changes')
      break
    case 'branch':
    case 'tag':
      if (has('-d -D --delete') || has('-f --force') || (command === 'branch' && has('-M -C')))
        destroy(`it deletes or moves a ${command}`)
      break
    case 'remote':
      if (/^(?:set-url|add)$/.test(operands[0] ?? '')) grade.mark('shell.git.remote', 'it changes where pushes go')
      break
    case 'worktree':
    case 'notes':
    case 'submodule':
      if (/^(?:remove|prune|deinit)$/.test(operands[0] ?? '')) destroy('it takes something out of the repository')
      if (operands[0] === 'foreach')
        line.script({ value: operands.slice(1).join(' '), isFixed: args.every(({ isFixed }) => isFixed) })
      break
    case 'reflog':
      if (/^(?:expire|delete)$/.test(operands[0] ?? '')) destroy('it drops what git could bring back')
      break
    case 'update-ref':
    case 'filter-branch':
    case 'filter-repo':
    case 'prune':
    case 'replace':
    case 'symbolic-ref':
    case 'subtree':
    case 'send-email':
    case 'shell':
    case 'mergetool':
      destroy('it rewrites the repository, or runs programs')
      break
    case 'gc':
      if (rest.some((value) => value.startsWith('--prune'))) destroy('it drops what git could bring back')
      break
    case 'bisect':
      if (operands[0] === 'run') line.run(args.slice(at + 1 + rest.indexOf('run') + 1), 'none')
      break
    case 'rebase': {
      const script = rest.findIndex((value) => value === '-x' || value === '--exec')
      if (script >= 0) line.script(args[at + 1 + script + 1])
      else if (rest.some((value) => value.startsWith('--exec='))) destroy('it makes git run a program')
      break
    }
    case 'config':
      if (
        !isLook(command, rest) &&
        operands.some(isProgramName) &&
        !SHOWS.test(operands.at(-1) ?? '') &&
        !(operands.some((o) => /^alias\./i.test(o)) && /^[a-z][^!;&|$`]*$/.test(operands.at(-1) ?? ''))
      )
        destroy('it makes git run a program')
      break
    case 'clone':
    case 'init':
      if (
        has('--template') ||
        rest.some((value, i) => /^(?:-c|--config)$/.test(value) && isProgram(rest[i + 1] ?? '')) ||
        rest.some((value) => /^--config=|^-u/.test(value))
      )
        destroy('it makes git run a program')
      break
    default:
      break
  }
  for (const operand of operands) gradePath(operand, false, grade)
}

function push({ line: { grade } }: Call, rest: readonly string[]): void {
  grade.mark('shell.git.push', 'it publishes commits')
  const refs = operandsOf(rest, '-o --push-option --repo').slice(1)
  if (
    hasOption(rest, '-f --force --force-with-lease --force-if-includes --delete -d --mirror --prune') ||
    refs.some((ref) => /^[+:]/.test(ref))
  )
    grade.raise('destructive', 'shell.git.force', 'it overwrites or deletes what others have')
}

/** Commands that change something, called so that they only look. */
function isLook(command: string, rest: readonly string[]): boolean {
  const [first = ''] = operandsOf(rest)
  if (command === 'branch' || command === 'tag')
    return (
      !hasOption(
        rest,
        '-d -D --delete -m -M -c -C -f --force -u --set-upstream-to --unset-upstream --edit-description',
      ) &&
      (first === '' || hasOption(rest, '-l --list --contains --merged --no-merged --points-at'))
    )
  if (command === 'remote') return first === '' || /^(?:show|get-url)$/.test(first)
  if (command === 'stash' || command === 'worktree' || command === 'notes') return /^(?:list|show)$/.test(first)
  if (command === 'config')
    return (
      hasOption(rest, '--get --get-all --get-regexp --list -l') ||
      /^(?:get|list)$/.test(first) ||
      operandsOf(rest).length === 1
    )
  if (command === 'submodule') return /^(?:|status|summary)$/.test(first)
  if (command === 'reflog') return /^(?:|show|exists|HEAD)$/.test(first)
  if (command === 'clean' || command === 'add' || command === 'commit' || command === 'push')
    return hasOption(rest, '--dry-run') || (command === 'clean' && hasOption(rest, '-n'))
  if (command === 'bisect') return /^(?:log|view|visualize)$/.test(first)
  return command === 'sparse-checkout' && first === 'list'
}

function isProgram(setting: string): boolean {
  const [name = '', value] = setting.split('=', 2)
  return PROGRAMS.test(name) && !SHOWS.test(value ?? 'x')
}

function isProgramName(name: string): boolean {
  return PROGRAMS.test(name)
}
