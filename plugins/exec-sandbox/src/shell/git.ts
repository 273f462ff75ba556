import type { Argument } from './argument.ts'
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
  const key = (setting.split('=', 1)[0] ?? '').toLowerCase()
  return (
    GIT_PROGRAMS.has(key) ||
    GIT_SECTIONS.some((section) => key.startsWith(section)) ||
    (key.includes('.') && GIT_KEYS.some((name) => key.endsWith(name)))
  )
}

/** A pager that only prints. */
function isPlainPager(setting: string): boolean {
  return ['core.pager=cat', 'core.pager=less', 'core.pager='].includes(setting.toLowerCase())
}

/** Why a call of git is refused: it names a program to run, or code from elsewhere. */
export function judgeGit(args: readonly Argument[]): Reason | undefined {
  for (const [i, { value }] of args.entries()) {
    const setting =
      value === '-c' || value === '--config-env'
        ? (args[i + 1]?.value ?? '')
        : /^--config-env=|^-c./.test(value)
          ? value.replace(/^--config-env=|^-c/, '')
          : undefined
    if (setting !== undefined && isGitProgram(setting) && !isPlainPager(setting)) return 'evaluation'
    if (
      /^--(?:upload-pack|receive-pack|exec|exec-path|extcmd|open-files-in-pager)(?:=.|$)/.test(value) &&
      !/^--exec-path$/.test(value)
    )
      return 'evaluation'
    if (/^ext::|^fd::/.test(value)) return 'evaluation'
  }
  const words = args.map(({ value }) => value).filter((value) => !value.startsWith('-'))
  if (words[0] === 'config' && words.slice(1).some(isGitProgram) && words.length > 2) return 'evaluation'
  const isBisectRun = words[0] === 'bisect' && words[1] === 'run'
  return (words[0] === 'filter-branch' || isBisectRun) && args.some(({ value }) => /\brm\s+-\w*r/.test(value))
    ? 'destructive'
    : undefined
}
