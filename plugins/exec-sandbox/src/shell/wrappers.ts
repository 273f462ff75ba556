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
  /** The option of `script` counts wherever it stands, behind operands too. */
  readonly isAnywhere?: boolean
  /** Words of its own that come first: `exec` of `docker exec`. Without one of them it runs nothing. */
  readonly under?: RegExp
}

/** Options of containers that take a value. */
const CONTAINER =
  /^-[evpwuhlma]$|^--(?:env|volume|publish|workdir|user|name|network|mount|label|entrypoint|env-file|hostname|memory|cpus|platform|add-host|file|project-name|index|pull|gpus|device|restart|shm-size|tmpfs|ulimit|link|log-driver|cap-add|cap-drop|security-opt)$/

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
  [/^chroot$/, { operands: 1 }],
  [/^taskset$/, { operands: 1, inert: /^-[a-z]*p/ }],
  [/^chrt$/, { valued: /^-[TPD]$/, operands: 1, inert: /^-[a-z]*[pm]/ }],
  [
    /^flock$/,
    {
      valued: /^-[wE]$|^--(?:timeout|conflict-exit-code)$/,
      operands: 1,
      script: /^(?:-c|--command)$/,
      isAnywhere: true,
    },
  ],
  [/^(?:repeat|zargs|setarch)$/, { operands: 1 }],
  [/^(?:linux(?:32|64)|i[3-6]86|x86_64|uname26)$/, {}],
  [/^(?:noglob|nocorrect|-|\{|\(|do|then|always)$/, {}],
  [/^sg$/, { operands: 1, script: /^-c$/, isAnywhere: true, joins: true }],
  [/^capsh$/, { script: /^-c$/, isAnywhere: true }],
  [/^ssh$/, { valued: /^-[BbcDEeFIiJLlmOoPpRSWw]$/, operands: 1, joins: true }],
  [/^(?:docker|podman|nerdctl)$/, { under: /^(?:exec|run|create|container|compose)$/, valued: CONTAINER, operands: 1 }],
  [/^docker-compose$/, { under: /^(?:exec|run)$/, valued: CONTAINER, operands: 1 }],
  [
    /^(?:kubectl|oc|k3s)$/,
    {
      under: /^(?:exec|run|debug)$/,
      valued: /^-[cnf]$|^--(?:container|namespace|context|image|filename|kubeconfig)$/,
      operands: 1,
    },
  ],
  [/^screen$/, { valued: /^-[a-zA-Z]*[SctTsph]$/, inert: /^-(?:ls|list|r|x|X|wipe)$/ }],
  [/^(?:npx|bunx|pnpx|uvx|pipx)$/, { valued: /^(?:-p|--package|--from|--with)$/, script: /^(?:-c|--call)$/ }],
  [
    /^(?:npm|pnpm|yarn|bun)$/,
    { under: /^(?:exec|dlx|x)$/, valued: /^(?:-p|--package|--filter|-F|-C)$/, script: /^(?:-c|--call)$/ },
  ],
  [
    /^(?:poetry|pipenv|uv|conda|mamba|rye|hatch|pdm|foreman)$/,
    { under: /^run$/, valued: /^(?:-n|-p|--with|--python|--env)$/ },
  ],
  [/^(?:bundle|mise|asdf|rbenv|pyenv|nodenv|direnv|opam|volta|fnm)$/, { under: /^(?:exec|run|x)$/ }],
  [/^cross-env(?:-shell)?$/, { assigns: true }],
  [/^(?:nix-shell|nix)$/, { script: /^(?:--run|--command)$/, isAnywhere: true, inert: /^./ }],
  [
    /^(?:entr|watchexec|hyperfine|nodemon|concurrently)$/,
    { valued: /^-[wed]$/, script: /^(?:-x|--exec)$/, joins: true },
  ],
  [/^(?:unshare|setpriv|firejail|numactl)$/, { valued: /^-[SGRw]$|^--(?:reuid|regid|root|wd|setuid|setgid)$/ }],
  [
    /^(?:nsenter|systemd-run|prlimit)$/,
    { valued: /^-[tSGrwWpPuE]$|^--(?:target|property|unit|slice|uid|gid|pid|setenv)$/ },
  ],
  [/^(?:strace|ltrace|perf|valgrind)$/, { valued: /^-[eopsSPuUaX]$/ }],
  [/^(?:busybox|toybox)$/, {}],
  [/^xargs|gxargs$/, { valued: /^-[aEdILnPsR]$|^--(?:arg-file|delimiter|max-args|max-procs|max-lines|replace)$/ }],
  [/^parallel$/, { valued: /^-[jINnLa]$|^--(?:jobs|colsep|results|joblog)$/, joins: true }],
  [/^watch$/, { valued: /^-[nq]$|^--(?:interval|equexit)$/, joins: true }],
  [/^su$/, { operands: 1000, script: /^(?:-[a-zA-Z]*c|--command)$/, isAnywhere: true }],
  [
    /^runuser$/,
    { valued: /^-[gGsuw]$|^--(?:shell|group|user)$/, script: /^(?:-[a-zA-Z]*c|--command)$/, isAnywhere: true },
  ],
  [/^script$/, { valued: /^-[ITOEmoB]$/, operands: 1, script: /^(?:-[a-zA-Z]*c|--command)$/, isAnywhere: true }],
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
  const first = args.findIndex((arg) => !arg.startsWith('-'))
  const start = wrapper.under ? underOf(wrapper.under, args) : 0
  if (start === undefined || (wrapper.under && first < 0)) return undefined
  if (wrapper.isAnywhere) {
    const at = args.findIndex((arg) => wrapper.script?.test(arg))
    if (at >= 0) return { kind: 'script', at: at + 1 }
  }
  const assigned: number[] = []
  let operands = wrapper.operands ?? 0
  let isOption = true
  for (let i = start; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (isOption && arg === '--') isOption = false
    else if (isOption && wrapper.inert?.test(arg)) return { kind: 'nothing', assigned }
    else if (isOption && wrapper.script?.test(arg)) return { kind: 'script', at: i + 1 }
    else if (isOption && /^--split-string=|^-S./.test(arg) && wrapper.script?.test('-S'))
      return { kind: 'script', at: i }
    else if (isOption && wrapper.valued?.test(arg)) i++
    else if (isOption && arg.startsWith('-') && arg.length > 1) continue
    else if (wrapper.assigns && /^[^=/]{1,200}=/.test(arg)) assigned.push(i)
    else if (operands > 0) operands--
    else return wrapper.joins === true ? { kind: 'joined', from: i } : { kind: 'command', from: i, assigned }
  }
  return { kind: 'nothing', assigned }
}

/** Where the words behind the ones that must come first begin. */
function underOf(under: RegExp, args: readonly string[]): number | undefined {
  const at = args.findIndex((arg) => under.test(arg))
  if (at < 0 || at > 6) return undefined
  // `docker compose exec`, `docker container run`
  const isGroup = /^(?:compose|container)$/.test(args[at] ?? '')
  if (!isGroup) return at + 1
  const inner = args.findIndex((arg, i) => i > at && /^(?:exec|run)$/.test(arg))
  return inner < 0 ? undefined : inner + 1
}
