import type { Argument } from './argument.ts'
import { isPrecious } from './paths.ts'
import { isShowing } from './variables.ts'
import type { Reason } from './refusal.ts'

/** Settings of git that name a program, or where to get code from. */
const GIT_PROGRAMS: ReadonlySet<string> = new Set(
  'core.editor core.pager core.sshcommand core.fsmonitor core.hookspath core.gitproxy core.askpass core.attributesfile core.excludesfile core.worktree sequence.editor diff.external credential.helper gpg.program include.path interactive.difffilter http.proxy init.templatedir web.browser help.browser safe.directory'.split(
    ' ',
  ),
)
const GIT_SECTIONS = [
  'alias.',
  'pager.',
  'filter.',
  'ssh.',
  'uploadpack.',
  'url.',
  'includeif.',
  'browser.',
  'man.',
  'trailer.',
  'receive.',
  'protocol.',
  'credential.',
  'gpg.',
] as const
const GIT_KEYS = [
  '.command',
  '.textconv',
  '.cmd',
  '.driver',
  '.uploadpack',
  '.receivepack',
  '.proxy',
  '.program',
  '.update',
] as const

/** True for a setting, with or without its value, that names a program. */
function isGitProgram(setting: string): boolean {
  const key = setting.toLowerCase()
  return (
    GIT_PROGRAMS.has(key) ||
    GIT_SECTIONS.some((section) => key.startsWith(section)) ||
    (key.includes('.') && GIT_KEYS.some((name) => key.endsWith(name)))
  )
}

/** Aliases of one command of git with plain options. */
function isPlainAlias(value: string): boolean {
  const [command = '', ...options] = value.split(' ')
  return (
    /^[a-z][a-z-]*$/.test(command) &&
    options.every((option) => /^[\w./=:%-]+$/.test(option) && !option.startsWith('-c'))
  )
}

/** Helpers that keep credentials, and run nothing of anybody else. */
const HELPERS = /^(?:|store|cache|osxkeychain|manager(?:-core)?|libsecret|wincred)$/

/** True where a setting that may name a program names none that matters. */
function isHarmlessSetting(key: string, value: string | undefined): boolean {
  if (value === undefined) return false
  const name = key.toLowerCase()
  if (/^(?:core\.(?:pager|editor)|sequence\.editor|pager\.\w+|web\.browser)$/.test(name)) return isShowing(value)
  if (name.startsWith('alias.')) return isPlainAlias(value)
  if (name === 'credential.helper') return HELPERS.test(value.replace(/ --timeout=\d+$/, ''))
  if (name === 'core.hookspath') return value === '/dev/null' || value === ''
  if (name === 'core.fsmonitor') return value === 'true' || value === 'false'
  if (name === 'core.excludesfile' || name === 'core.attributesfile') return !value.includes('..')
  return name === 'gpg.format'
}

function isDangerous(setting: string): boolean {
  const at = setting.indexOf('=')
  const [key, value] = at < 0 ? [setting, undefined] : [setting.slice(0, at), setting.slice(at + 1)]
  return isGitProgram(key) && !isHarmlessSetting(key, value)
}

/** Options that take the next argument as their value, before the command. */
const VALUED = /^(?:-[cC]|--(?:git-dir|work-tree|namespace|config-env|super-prefix))$/

/** Why a call of git is refused: it names a program to run, or code from elsewhere. */
export function judgeGit(args: readonly Argument[]): Reason | undefined {
  for (const [i, { value }] of args.entries()) {
    const setting =
      value === '-c' || value === '--config' || value === '--config-env'
        ? (args[i + 1]?.value ?? '')
        : /^--config(?:-env)?=|^-c./.test(value)
          ? value.replace(/^--config(?:-env)?=|^-c/, '')
          : undefined
    if (setting !== undefined && setting.includes('.') && isDangerous(setting)) return 'evaluation'
    if (/^--(?:upload-pack|receive-pack|exec-path)(?:=.|$)/.test(value) && value !== '--exec-path') return 'evaluation'
    if (/^(?:ext|fd)::/.test(value)) return 'evaluation'
  }
  const at = commandAt(args)
  const command = args[at]?.value
  const rest = args.slice(at + 1)
  const values = rest.map(({ value }) => value)
  if (command === 'config') return judgeConfig(values)
  if (
    command === 'grep' &&
    values.some((value) => /^-O|^--open-files-in-pager/.test(value) && !isShowing(value.replace(/^-O|^[^=]*=?/, '')))
  )
    return 'evaluation'
  if (command === 'clone' && values.some((value) => value.startsWith('-u'))) return 'evaluation'
  if (command === 'archive' && values.some((value) => value.startsWith('--exec'))) return 'evaluation'
  if (command === 'send-email' && values.some((value) => /^--(?:smtp-server|sendmail-cmd|to-cmd|cc-cmd)/.test(value)))
    return 'evaluation'
  const folder = args.findIndex(({ value }) => value === '-C')
  const place = args[folder + 1]
  const isThere = folder >= 0 && folder < at && place !== undefined && isPrecious(place.text, place.value)
  return isThere && (command === 'clean' || command === 'reset') ? 'destructive' : undefined
}

function judgeConfig(values: readonly string[]): Reason | undefined {
  const reads = values.some(
    (value) => /^--(?:get|list|unset|remove)|^-l$/.test(value) || value === 'get' || value === 'unset',
  )
  if (reads) return undefined
  const words = values.filter((value) => !value.startsWith('-') && value !== 'set')
  const at = words.findIndex(isGitProgram)
  if (at < 0 || words.length < at + 2) return undefined
  return isHarmlessSetting(words[at] ?? '', words[at + 1]) ? undefined : 'evaluation'
}

function commandAt(args: readonly Argument[]): number {
  for (let i = 0; i < args.length; i++) {
    const value = args[i]?.value ?? ''
    if (VALUED.test(value)) i++
    else if (!value.startsWith('-')) return i
  }
  return args.length
}

/** What git runs for its caller: command lines for a shell, and where a command begins that is run as it is; both by index. */
export function runByGit(args: readonly Argument[]): {
  readonly scripts: readonly number[]
  readonly command?: number
} {
  const at = commandAt(args)
  const values = args.map(({ value }) => value)
  const [command, first] = [values[at], values[at + 1]]
  const following = (option: RegExp): readonly number[] =>
    values.flatMap((value, i) => (i > at && option.test(value) ? [value.includes('=') ? i : i + 1] : []))
  if (command === 'rebase') return { scripts: following(/^-x$|^--exec(?:=|$)/) }
  if (command === 'difftool') return { scripts: following(/^-x$|^--extcmd(?:=|$)/) }
  if (command === 'filter-branch') return { scripts: following(/^--[a-z-]+-filter(?:=|$)|^--setup$/) }
  const isLast = command === 'bisect' && first === 'run'
  if (isLast) return { scripts: [], command: at + 2 }
  if (command !== 'submodule') return { scripts: [] }
  const foreach = values.indexOf('foreach', at)
  if (foreach < 0) return { scripts: [] }
  const from = values.findIndex((value, i) => i > foreach && !value.startsWith('-'))
  if (from < 0) return { scripts: [] }
  return from === values.length - 1 ? { scripts: [from] } : { scripts: [], command: from }
}
