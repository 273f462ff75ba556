import { judgeGit } from './git.ts'
import { baseName } from './interpreters.ts'
import { isDevice, isPersistent, isPrecious } from './paths.ts'
import type { Reason } from './refusal.ts'
import type { Argument } from './argument.ts'
import { judgeSystem } from './system.ts'
import { judgeAwk, judgeDebugger, judgeEditor, judgeSed, judgeSql } from './text-tools.ts'
import { runsInIndex } from './word.ts'

/** A judgement of one program's arguments: why it is refused, or undefined. */
type Rule = (args: readonly Argument[]) => Reason | undefined

/** Builtins and programs that take text for code, or change what later names mean. */
const EVALUATES: ReadonlySet<string> = new Set([
  'eval', 'source', '.', 'trap', 'zmodload', 'autoload', 'emulate', 'zle', 'bindkey', 'sched', 'enable', 'alias', 'unalias', 'bind', 'complete', 'compgen', 'hash', 'coproc', 'fc', 'zpty', 'ztcp', 'zsocket', 'sysopen', 'sysread', 'syswrite', 'sysseek', 'zsystem', 'zcompile', 'zmv', 'zargs', 'vared', 'functions', 'zstyle', 'setopt',
]) // prettier-ignore
/** Programs that make or break file systems and partitions. */
const DISKS: ReadonlySet<string> = new Set(
  'mkfs mke2fs mkswap fdisk sfdisk cfdisk gdisk sgdisk parted wipefs blkdiscard hdparm badblocks newfs diskutil cryptsetup lvremove vgremove pvremove zpool mdadm nvme tune2fs e2label debugfs'.split(
    ' ',
  ),
)
/** Programs that have others run later. */
const SCHEDULERS = /^(?:crontab|at|batch|launchctl|update-rc\.d|chkconfig|schtasks)$/

const RULES: Readonly<Record<string, Rule>> = {
  rm: (args) =>
    args.some(isPreciousArg) && (isRecursive(args) || args.some(({ value }) => value.includes('*')))
      ? 'destructive'
      : undefined,
  unlink: (args) => (args.some(isPreciousArg) ? 'destructive' : undefined),
  truncate: judgeWritten,
  shred: (args) => (args.some((arg) => isPreciousArg(arg) || isDevice(arg.value)) ? 'destructive' : undefined),
  find: judgeFind,
  fd: judgeFind,
  chmod: judgeChmod,
  chown: (args) => (isRecursive(args) && args.some(isPreciousArg) ? 'destructive' : undefined),
  chgrp: (args) => (isRecursive(args) && args.some(isPreciousArg) ? 'destructive' : undefined),
  install: (args) => judgeMode(args) ?? judgeTarget(args),
  mkdir: judgeMode,
  mkfifo: judgeMode,
  mknod: judgeMode,
  rmdir: (args) => (args.some(isPreciousArg) ? 'destructive' : undefined),
  setcap: () => 'setuid',
  dd: (args) => {
    const out = args.find(({ value }) => value.startsWith('of='))?.value.slice(3)
    if (out === undefined) return undefined
    return isDevice(out) || isPrecious(out, out) ? 'destructive' : judgeWritten([{ text: out, value: out }])
  },
  mv: (args) => (args.slice(0, -1).some(isPreciousArg) ? 'destructive' : judgeTarget(args)),
  tee: judgeWritten,
  sponge: judgeWritten,
  patch: judgeWritten,
  curl: (args) => judgeWritten(valuesOf(args, /^(?:-o|--output)$/)),
  wget: (args) =>
    judgeWritten(valuesOf(args, /^(?:-O|--output-document)$/)) ??
    (args.some(({ value }) => value.startsWith('--use-askpass')) ? 'evaluation' : undefined),
  perl: judgeInPlace,
  ruby: judgeInPlace,
  cp: (args) => judgeTarget(args),
  ln: (args) => judgeTarget(args),
  rsync: (args) =>
    args.some(({ value }) => value === '--delete') && args.some(isPreciousArg)
      ? 'destructive'
      : hasOption(
          args,
          /^(?:-[a-zA-Z]*e|--rsh|--rsync-path)(?:=|$)/,
          (value) => value.startsWith('ssh') && !/command|proxy/i.test(value),
        ),
  systemctl: (args) =>
    args.some(({ value }) => /^(?:enable|link|edit|mask|daemon-reload|set-default|isolate|preset)$/.test(value))
      ? 'persistence'
      : undefined,
  nc: judgeNetcat,
  ncat: judgeNetcat,
  netcat: judgeNetcat,
  socat: (args) => (args.some(({ value }) => /\b(?:exec|system|shell)\s*:/i.test(value)) ? 'network' : undefined),
  openssl: (args) =>
    args[0]?.value === 'engine' || args.some(({ value }) => value === '-engine') ? 'evaluation' : undefined,
  git: judgeGit,
  tar: (args) =>
    args.some(({ value }) =>
      /^--(?:checkpoint-action|to-command|use-compress-program|info-script|new-volume-script|rsh-command)(?:=|$)/.test(
        value,
      ),
    )
      ? 'evaluation'
      : args.some(({ value }) => /^-?[a-zA-Z]*x|^--extract/.test(value)) &&
          valuesOf(args, /^(?:-C|--directory)$/).some(({ value }) => /^(?:\/|~|\/etc)\/?$/.test(value))
        ? 'persistence'
        : hasOption(args, /^-I$/, isCompressor),
  awk: judgeAwk,
  gawk: judgeAwk,
  mawk: judgeAwk,
  nawk: judgeAwk,
  sed: judgeSed,
  gsed: judgeSed,
  gdb: judgeDebugger,
  lldb: judgeDebugger,
  sqlite3: judgeSql,
  psql: judgeSql,
  mysql: judgeSql,
  mariadb: judgeSql,
  duckdb: judgeSql,
  sqlcmd: judgeSql,
  ssh: judgeSsh,
  scp: (args) => (args.some(({ value }) => value === '-S' || /ProxyCommand/i.test(value)) ? 'evaluation' : undefined),
  vim: judgeEditor,
  vi: judgeEditor,
  nvim: judgeEditor,
  rvim: judgeEditor,
  gvim: judgeEditor,
  view: judgeEditor,
  ex: judgeEditor,
  ed: judgeEditor,
  emacs: (args) =>
    args.some(({ value }) => /^--?(?:eval|execute|load|script|f|funcall|batch|l)$/.test(value))
      ? 'evaluation'
      : undefined,
  zip: (args) =>
    args.some(({ value }) => value === '-TT' || value.startsWith('--unzip-command')) ? 'evaluation' : undefined,
  man: (args) =>
    args.some(({ value }) => value.startsWith('-P') || value.startsWith('--pager') || value.startsWith('-H'))
      ? 'evaluation'
      : undefined,
  printf: (args) => judgeBuiltin(args, 'printf'),
  read: (args) => judgeBuiltin(args, 'read'),
  test: (args) => judgeBuiltin(args, 'test'),
  '[': (args) => judgeBuiltin(args, 'test'),
  let: (args) => (args.some(({ value }) => /\$\(|`/.test(value)) ? 'evaluation' : undefined),
  unset: (args) => judgeBuiltin(args, 'unset'),
  wait: (args) => judgeBuiltin(args, 'wait'),
  make: judgeMake,
  gmake: judgeMake,
  tcpdump: (args) => (args.some(({ value }) => value.startsWith('-z')) ? 'evaluation' : undefined),
  nmap: (args) => (args.some(({ value }) => /^--(?:script|interactive)/.test(value)) ? 'evaluation' : undefined),
  print: (args) => (args.some(({ value }) => /^-[a-zA-Z]*[zsPS]/.test(value)) ? 'evaluation' : undefined),
  set: (args) => judgeBuiltin(args, 'set'),
  mapfile: (args) => (args.some(({ value }) => value === '-C') ? 'evaluation' : undefined),
  readarray: (args) => (args.some(({ value }) => value === '-C') ? 'evaluation' : undefined),
  getopts: (args) => judgeBuiltin(args, 'getopts'),
  kill: judgeKill,
  less: judgeEditor,
  more: judgeEditor,
  sftp: judgeSsh,
  run0: () => 'system',
}

/** Why a program with these arguments is refused, or undefined. */
export function judgeProgram(program: string, args: readonly Argument[]): Reason | undefined {
  const name = baseName(program)
  if (EVALUATES.has(program)) return isHarmlessBuiltin(program, args) ? undefined : 'evaluation'
  if (DISKS.has(name) || name.startsWith('mkfs.') || name.startsWith('newfs_')) return 'destructive'
  if (SCHEDULERS.test(name))
    return args.some(({ value }) => /^-l$|^list$|^print$/.test(value)) ? undefined : 'persistence'
  const changes = judgeSystem(name, args)
  if (changes) return changes
  return Object.hasOwn(RULES, name) ? RULES[name]?.(args) : undefined
}

/** Asking what is there changes nothing. */
function isHarmlessBuiltin(program: string, args: readonly Argument[]): boolean {
  const values = args.map(({ value }) => value)
  if (program === 'alias' || program === 'hash') return !values.some((value) => value.includes('=') || value === '-p')
  if (program === 'trap')
    return values.length === 0 || values[0] === '-' || values[0] === '' || values[0] === '-p' || values[0] === '-l'
  return program === 'enable' || program === 'fc' ? values.every((value) => /^-[anpl]+$/.test(value)) : false
}

function isPreciousArg({ text, value }: Argument): boolean {
  return isPrecious(text, value)
}

function isRecursive(args: readonly Argument[]): boolean {
  return args.some(
    ({ value }) =>
      value === '--recursive' ||
      (/^-[a-zA-Z]+$/.test(value) && /r/i.test(value)) ||
      (value.startsWith('--r') && '--recursive'.startsWith(value)),
  )
}

function judgeFind(args: readonly Argument[]): Reason | undefined {
  const roots = args.slice(0, Math.max(0, args.findIndex(({ value }) => /^[-(!]/.test(value)) >>> 0))
  const acts = args.some(({ value }) => /^-(?:delete|exec|execdir|ok|okdir|x|X)$/.test(value))
  const removes = args.some(({ value }) => /^-delete$|^(?:\S*\/)?(?:rm|shred|unlink|chmod|chown)$/.test(value))
  return acts && removes && roots.some(isPreciousArg) ? 'destructive' : undefined
}

function judgeChmod(args: readonly Argument[]): Reason | undefined {
  const mode = args.find(({ value }) => !value.startsWith('-') || /^-[rwxXstugoa,+=-]*$/.test(value))?.value ?? ''
  if (args.some(({ value }) => isSetIdMode(value)) && isSetIdMode(mode)) return 'setuid'
  if (args.some(({ value }) => value.startsWith('--reference'))) return undefined
  const isWhole = args.some(({ value }) => /^\/[^/]{0,12}\/?$/.test(value)) && args.some(isPreciousArg)
  return isWhole || (isRecursive(args) && args.some(isPreciousArg)) ? 'destructive' : undefined
}

/** True for a mode that sets the set-user-ID or set-group-ID bit. */
function isSetIdMode(mode: string): boolean {
  if (/^[0-7]+$/.test(mode)) return (Number.parseInt(mode, 8) & 0o6000) !== 0
  return mode
    .split(',')
    .some(
      (clause) =>
        /^[ugoa]*(?:[+=][rwxXstugo]*)*[+=][rwxXt]*s/.test(clause) && !/^o*[+=]/.test(clause.replace(/^[+=]/, 'a+')),
    )
}

function judgeSsh(args: readonly Argument[]): Reason | undefined {
  const isRun = args.some(
    ({ value }, i) =>
      /(?:ProxyCommand|LocalCommand|KnownHostsCommand|Match\s+exec)/i.test(value) &&
      (args[i - 1]?.value === '-o' || value.startsWith('-o')),
  )
  return isRun ? 'evaluation' : undefined
}

/** All processes, or the first one, killed. */
function judgeKill(args: readonly Argument[]): Reason | undefined {
  const values = args.map(({ value }) => value)
  if (values.length > 1 && values.at(-1) === '-1') return 'destructive'
  return values.at(-1) === '1' && values.some((value) => /^(?:-?(?:9|KILL|SIGKILL))$/.test(value))
    ? 'destructive'
    : undefined
}

/** A mode that is given as an option. */
function judgeMode(args: readonly Argument[]): Reason | undefined {
  const modes = [
    ...valuesOf(args, /^(?:-m|--mode)$/),
    ...args.filter(({ value }) => /^-m./.test(value)).map(({ text, value }) => ({ text, value: value.slice(2) })),
  ]
  return modes.some(({ value }) => isSetIdMode(value)) ? 'setuid' : undefined
}

/** The values of an option: behind it, or attached by `=`. */
function valuesOf(args: readonly Argument[], option: RegExp): readonly Argument[] {
  return args.flatMap((arg, i) => {
    if (option.test(args[i - 1]?.value ?? '')) return [arg]
    const at = arg.value.indexOf('=')
    return at > 0 && option.test(arg.value.slice(0, at))
      ? [{ text: arg.text.slice(arg.text.indexOf('=') + 1), value: arg.value.slice(at + 1) }]
      : []
  })
}

/** Files that a program writes. */
function judgeWritten(args: readonly Argument[]): Reason | undefined {
  if (args.some(({ value }) => isDevice(value))) return 'device'
  return args.some(({ text, value }) => isPersistent(text, value)) ? 'persistence' : undefined
}

function judgeInPlace(args: readonly Argument[]): Reason | undefined {
  return args.some(({ value }) => /^-[a-zA-Z]*i/.test(value)) ? judgeWritten(args) : undefined
}

function judgeMake(args: readonly Argument[]): Reason | undefined {
  if (args.some(({ value }) => /^--eval|^-E/.test(value))) return 'evaluation'
  if (
    [...valuesOf(args, /^(?:-f|--file|--makefile)$/), ...args].some(({ value }) =>
      /^(?:-f)?(?:-|\/dev\/(?:stdin|fd\/\d+))$/.test(value),
    )
  )
    return 'interpreter'
  return args.some(({ value }) => /^(?:\.?SHELL|\.SHELLFLAGS|MAKEFLAGS)\s*[:+?]?=/.test(value))
    ? 'environment'
    : undefined
}

function judgeTarget(args: readonly Argument[]): Reason | undefined {
  const target = args.at(-1)
  if (!target || args.length < 2) return undefined
  if (isDevice(target.value)) return 'device'
  return isPersistent(target.text, target.value) ? 'persistence' : undefined
}

function hasOption(
  args: readonly Argument[],
  option: RegExp,
  harmless: (value: string) => boolean,
): Reason | undefined {
  const at = args.findIndex(({ value }) => option.test(value))
  if (at < 0) return undefined
  const value = args[at]?.value.includes('=') ? args[at].value.replace(/^[^=]*=/, '') : (args[at + 1]?.value ?? '')
  return harmless(value) ? undefined : 'evaluation'
}

/** A program that only packs and unpacks, with plain options. */
function isCompressor(value: string): boolean {
  const [program = '', ...options] = value.split(' ')
  return COMPRESSORS.has(program) && options.every((option) => option.startsWith('-'))
}

const COMPRESSORS: ReadonlySet<string> = new Set(['zstd', 'pigz', 'pixz', 'lz4', 'xz', 'gzip', 'bzip2', 'brotli'])

function judgeNetcat(args: readonly Argument[]): Reason | undefined {
  return args.some(({ value }) => /^-[a-zA-Z]*[ec]|^--(?:exec|sh-exec|lua-exec)/.test(value)) ? 'network' : undefined
}

/** Options of builtins after which a name is evaluated, index and all. */
const NAMES: Readonly<Record<string, RegExp>> = {
  set: /./,
  printf: /^-v$/,
  read: /./,
  test: /./,
  unset: /./,
  wait: /^-[a-z]*p$/,
  getopts: /./,
}

function judgeBuiltin(args: readonly Argument[], name: string): Reason | undefined {
  const before = NAMES[name] ?? /./
  return args.some(({ value }, i) => runsInIndex(value, /\$\(|`|\$\{/) && before.test(args[i - 1]?.value ?? 'x'))
    ? 'evaluation'
    : undefined
}
