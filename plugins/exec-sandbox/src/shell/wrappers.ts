import { baseName } from './interpreters.ts'

/** How a program that runs another one reads its arguments. */
interface Wrapper {
  /** Options that take the next argument as their value. */
  readonly valued?: RegExp
  /** Arguments of its own before the command. */
  readonly operands?: number
  /** Takes `NAME=value` before the command. */
  readonly assigns?: boolean
  /** An option whose value is a command line for a shell. */
  readonly script?: RegExp
  /** Joins all its arguments to a command line. */
  readonly joins?: boolean
  /** With this option it runs nothing. */
  readonly inert?: RegExp
}

const WRAPPERS: readonly (readonly [RegExp, Wrapper])[] = [
  [
    /^(?:sudo|doas|pkexec)$/,
    { valued: /^-[ughpCrtURDT]$|^--(?:user|group|host|prompt|chdir|role|type|close-from)$/, assigns: true },
  ],
  [/^env$/, { valued: /^-[uC]$|^--(?:unset|chdir)$/, assigns: true, script: /^(?:-S|--split-string)$/ }],
  [
    /^(?:nohup|setsid|time|chronic|unbuffer|caffeinate|torsocks|tsocks|proxychains4?|rlwrap|catchsegv|fakeroot|ccache|dbus-run-session|xvfb-run)$/,
    {},
  ],
  [/^command$/, { inert: /^-[vV]+$/ }],
  [/^builtin$/, {}],
  [/^exec$/, { valued: /^-a$/ }],
  [/^nice$/, { valued: /^-n$|^--adjustment$/ }],
  [/^ionice$/, { valued: /^-[cnpPu]$/ }],
  [/^stdbuf$/, { valued: /^-[ioe]$/ }],
  [/^timeout|gtimeout$/, { valued: /^-[sk]$|^--(?:signal|kill-after)$/, operands: 1 }],
  [
    /^(?:chroot|taskset|chrt|flock)$/,
    { valued: /^-[wE]$|^--(?:userspec|groups|timeout)$/, operands: 1, script: /^(?:-c|--command)$/ },
  ],
  [
    /^(?:unshare|setpriv|capsh|firejail|bwrap|numactl)$/,
    { valued: /^-[SGRw]$|^--(?:reuid|regid|root|wd|setuid|setgid)$/ },
  ],
  [
    /^(?:nsenter|systemd-run|prlimit)$/,
    { valued: /^-[tSGrwWpPuE]$|^--(?:target|property|unit|slice|uid|gid|pid|setenv)$/ },
  ],
  [/^(?:strace|ltrace|perf|valgrind|gdb)$/, { valued: /^-[eopsSPuUaX]$/ }],
  [/^(?:busybox|toybox)$/, {}],
  [/^xargs|gxargs$/, { valued: /^-[aEdILnPsR]$|^--(?:arg-file|delimiter|max-args|max-procs|max-lines|replace)$/ }],
  [/^parallel$/, { valued: /^-[jINnLa]$|^--(?:jobs|colsep|results|joblog)$/, joins: true }],
  [/^watch$/, { valued: /^-[nq]$|^--(?:interval|equexit)$/, joins: true }],
  [
    /^(?:su|runuser|script)$/,
    { valued: /^-[gGsuITOEmw]$|^--(?:shell|group|user)$/, script: /^(?:-[a-zA-Z]*c|--command)$/ },
  ],
  [/^(?:ssh-agent|dotenv|dotenvx|direnv|op|doppler|infisical|chamber|aws-vault)$/, { valued: /^-[fepc]$/ }],
]

/** What a wrapper runs. */
export type Inner =
  | { readonly kind: 'command'; readonly from: number; readonly assigned: readonly number[] }
  | { readonly kind: 'script'; readonly at: number }
  | { readonly kind: 'joined'; readonly from: number }
  | { readonly kind: 'nothing'; readonly assigned: readonly number[] }

/** Where in its arguments a wrapper has the command that it runs; undefined for a program that is no wrapper. */
export function innerOf(program: string, args: readonly string[]): Inner | undefined {
  const name = baseName(program)
  const wrapper = WRAPPERS.find(([names]) => names.test(name))?.[1]
  if (!wrapper) return undefined
  const assigned: number[] = []
  let operands = wrapper.operands ?? 0
  let isOption = true
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (isOption && arg === '--') isOption = false
    else if (isOption && wrapper.inert?.test(arg)) return { kind: 'nothing', assigned }
    else if (isOption && wrapper.script?.test(arg)) return { kind: 'script', at: i + 1 }
    else if (isOption && /^--split-string=|^-S./.test(arg) && wrapper.script?.test('-S'))
      return { kind: 'script', at: i }
    else if (isOption && wrapper.valued?.test(arg)) i++
    else if (isOption && arg.startsWith('-') && arg.length > 1) continue
    else if (wrapper.assigns && /^[A-Za-z_][A-Za-z0-9_]*=/.test(arg)) assigned.push(i)
    else if (operands > 0) operands--
    else return wrapper.joins === true ? { kind: 'joined', from: i } : { kind: 'command', from: i, assigned }
  }
  return { kind: 'nothing', assigned }
}
