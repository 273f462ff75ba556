import { judgeGit } from './git.ts'
import { baseName } from './interpreters.ts'
import { isDevice, isPersistent, isPrecious } from './paths.ts'
import type { Reason } from './refusal.ts'
import type { Argument } from './argument.ts'
import { runsInIndex } from './word.ts'

/** A judgement of one program's arguments: why it is refused, or undefined. */
type Rule = (args: readonly Argument[]) => Reason | undefined

/** Builtins and programs that take text for code, or change what later names mean. */
const EVALUATES: ReadonlySet<string> = new Set([
  'eval', 'source', '.', 'trap', 'zmodload', 'autoload', 'emulate', 'zle', 'bindkey', 'sched', 'enable', 'alias', 'unalias', 'bind', 'complete', 'compgen', 'hash', 'coproc', 'fc',
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
  truncate: (args) => (args.some(({ value }) => isDevice(value)) ? 'device' : undefined),
  shred: (args) => (args.some((arg) => isPreciousArg(arg) || isDevice(arg.value)) ? 'destructive' : undefined),
  find: judgeFind,
  fd: judgeFind,
  chmod: judgeChmod,
  chown: (args) => (isRecursive(args) && args.some(isPreciousArg) ? 'destructive' : undefined),
  chgrp: (args) => (isRecursive(args) && args.some(isPreciousArg) ? 'destructive' : undefined),
  install: (args) =>
    args.some(
      ({ value }, i) =>
        isSetIdMode(value.replace(/^(?:-m|--mode=)/, '')) &&
        (/^(?:-m|--mode=)/.test(value) || args[i - 1]?.value === '-m'),
    )
      ? 'setuid'
      : undefined,
  setcap: () => 'setuid',
  dd: (args) => {
    const out = args.find(({ value }) => value.startsWith('of='))?.value.slice(3)
    return out !== undefined && (isDevice(out) || isPrecious(out, out)) ? 'destructive' : undefined
  },
  mv: (args) => (args.slice(0, -1).some(isPreciousArg) ? 'destructive' : undefined),
  tee: (args) =>
    args.some(({ value }) => isDevice(value))
      ? 'device'
      : args.some(({ text, value }) => isPersistent(text, value))
        ? 'persistence'
        : undefined,
  cp: (args) => judgeTarget(args),
  ln: (args) => judgeTarget(args),
  rsync: (args) =>
    args.some(({ value }) => value === '--delete') && args.some(isPreciousArg)
      ? 'destructive'
      : hasOption(args, /^(?:-[a-zA-Z]*e|--rsh|--rsync-path)(?:=|$)/, /^ssh(?![^]*(?:command|proxy))/i),
  systemctl: (args) =>
    args.some(({ value }) =>
      /^(?:enable|link|edit|mask|daemon-reload|set-default|isolate|poweroff|reboot|halt)$/.test(value),
    )
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
      : hasOption(args, /^-I$/, /^(?:zstd|pigz|pixz|lz4|xz|gzip|bzip2|brotli)(?: -[\w-]+)*$/),
  awk: judgeAwk,
  gawk: judgeAwk,
  mawk: judgeAwk,
  nawk: judgeAwk,
  sed: (args) => (args.some(({ value }) => isSedExec(value)) ? 'evaluation' : undefined),
  gsed: (args) => (args.some(({ value }) => isSedExec(value)) ? 'evaluation' : undefined),
  ssh: (args) =>
    args.some(
      ({ value }, i) =>
        /(?:ProxyCommand|LocalCommand|PermitLocalCommand|KnownHostsCommand|Match\s+exec)/i.test(value) &&
        (args[i - 1]?.value === '-o' || value.startsWith('-o')),
    )
      ? 'evaluation'
      : undefined,
  scp: (args) => (args.some(({ value }) => value === '-S' || /ProxyCommand/i.test(value)) ? 'evaluation' : undefined),
  vim: judgeEditor,
  vi: judgeEditor,
  nvim: judgeEditor,
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
  mapfile: (args) => (args.some(({ value }) => value === '-C') ? 'evaluation' : undefined),
  readarray: (args) => (args.some(({ value }) => value === '-C') ? 'evaluation' : undefined),
  getopts: (args) => judgeBuiltin(args, 'getopts'),
  kill: (args) =>
    args.some(({ value }) => value === '-1' || value === '1') &&
    args.some(({ value }) => /^-(?:9|KILL|SIGKILL)$/.test(value))
      ? 'destructive'
      : undefined,
}

/** Why a program with these arguments is refused, or undefined. */
export function judgeProgram(program: string, args: readonly Argument[]): Reason | undefined {
  const name = baseName(program)
  if (EVALUATES.has(program)) return isHarmlessBuiltin(program, args) ? undefined : 'evaluation'
  if (DISKS.has(name) || name.startsWith('mkfs.') || name.startsWith('newfs_')) return 'destructive'
  if (SCHEDULERS.test(name))
    return args.some(({ value }) => /^-[lr]$|^list$|^print$/.test(value)) ? undefined : 'persistence'
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
  return args.some(({ value }) => value === '--recursive' || (/^-[a-zA-Z]+$/.test(value) && /r/i.test(value)))
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
  return isRecursive(args) && args.some(isPreciousArg) ? 'destructive' : undefined
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

function judgeTarget(args: readonly Argument[]): Reason | undefined {
  const target = args.at(-1)
  if (!target || args.length < 2) return undefined
  if (isDevice(target.value)) return 'device'
  return isPersistent(target.text, target.value) ? 'persistence' : undefined
}

function hasOption(args: readonly Argument[], option: RegExp, harmless: RegExp): Reason | undefined {
  const at = args.findIndex(({ value }) => option.test(value))
  if (at < 0) return undefined
  const value = args[at]?.value.includes('=') ? args[at].value.replace(/^[^=]*=/, '') : (args[at + 1]?.value ?? '')
  return harmless.test(value) ? undefined : 'evaluation'
}

function judgeNetcat(args: readonly Argument[]): Reason | undefined {
  return args.some(({ value }) => /^-[a-zA-Z]*[ec]|^--(?:exec|sh-exec|lua-exec)/.test(value)) ? 'network' : undefined
}

function judgeAwk(args: readonly Argument[]): Reason | undefined {
  const runs = args.some(({ value }) => {
    if (/^-[el]$|^--(?:load|include|exec)/.test(value)) return true
    const code = withoutStrings(value).replaceAll(/\s/g, '')
    return /system\(|(?<!\|)\|&?(?:getline|""|[a-z_]\w{0,60}(?:[;}]|$))|@load/.test(code) || value.includes('/inet/')
  })
  return runs ? 'evaluation' : undefined
}

/** Code with nothing between its double quotes. */
function withoutStrings(code: string): string {
  let out = ''
  let isString = false
  for (let i = 0; i < code.length; i++) {
    const character = code.charAt(i)
    if (isString && character === '\\') i++
    else if (character === '"') isString = !isString
    if (!isString || character === '"') out += character
  }
  return out
}

/** A sed script that runs its input or a command: the command `e`, or the flag of `s`. */
function isSedExec(script: string): boolean {
  if (script.startsWith('-')) return false
  const commands = script
    .split(/[;{}\n]/)
    .map((command) => command.trim().replace(/^(?:[\d,$~+]{1,20}|\/[^/]{0,200}\/)/, ''))
  return commands.some((command) => /^e(?:\s|$)/.test(command.trim())) || hasFlagE(script)
}

/** `s/x/y/e`, with any sign for the slash. */
function hasFlagE(script: string): boolean {
  for (let at = script.indexOf('s'); at >= 0; at = script.indexOf('s', at + 1)) {
    const isCommand = at === 0 || /[;{}\s\d$/]/.test(script.charAt(at - 1))
    const sign = script.charAt(at + 1)
    if (!isCommand || sign === '' || /[\w\s\\]/.test(sign)) continue
    let left = 2
    let i = at + 2
    for (; i < script.length && left > 0; i++) {
      if (script.charAt(i) === '\\') i++
      else if (script.charAt(i) === sign) left--
    }
    if (left === 0 && /^[gpimIM\d]{0,20}e/.test(script.slice(i))) return true
    at = Math.max(at, i - 1) // what was read is one command
  }
  return false
}

function judgeEditor(args: readonly Argument[]): Reason | undefined {
  return args.some(
    ({ value }, i) =>
      (/^(?:-c|--cmd|-S|-s)$/.test(args[i - 1]?.value ?? '') || value.startsWith('+')) &&
      /[!]|system|:?(?:so|source|lua|py|perl|ruby|call)\b/.test(value),
  )
    ? 'evaluation'
    : undefined
}

/** Options of builtins after which a name is evaluated, index and all. */
const NAMES: Readonly<Record<string, RegExp>> = {
  printf: /^-v$/,
  read: /./,
  test: /./,
  unset: /./,
  wait: /^-p$/,
  getopts: /./,
}

function judgeBuiltin(args: readonly Argument[], name: string): Reason | undefined {
  const before = NAMES[name] ?? /./
  return args.some(({ value }, i) => runsInIndex(value, /\$\(|`|\$\{/) && before.test(args[i - 1]?.value ?? 'x'))
    ? 'evaluation'
    : undefined
}
