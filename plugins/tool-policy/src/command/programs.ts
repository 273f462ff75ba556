/** Arguments of a program that make it run other code than its own, or write where it only reads. */
export interface Program {
  /** Long options; any abbreviation counts. */
  readonly long?: readonly string[]
  /** Letters of short options, alone or in a cluster. */
  readonly short?: string
  /** Whole arguments: `-exec`, `/dev/stdin`. */
  readonly words?: RegExp
  /** Its first argument that is no option, or that is no option's value. */
  readonly first?: RegExp
  /** Its first argument may be a cluster of short options without a dash. */
  readonly isCluster?: boolean
  /** How many operands it reads; it writes to one more. */
  readonly operands?: number
  /** An interpreter: these options, and no others, may stand before its script. */
  readonly flags?: RegExp
}

/** Programs whose purpose is to run what they are given, here or elsewhere. */
const RUNNERS =
  /^(?:.*\/)?(?:(?:ba|z|da|k|mk|c|tc|fi|a)?sh|rbash|pwsh|powershell|busybox|toybox|eval|source|\.|ssh|su|npx|bunx|deno|bun|pnpm|yarn|pnpx|uvx|pipx|docker|podman|nerdctl|kubectl|screen|tmux|parallel|watch|script|nsenter|unshare|chroot|systemd-run|at|batch|entr|watchexec|strace|ltrace|gdb|lldb|expect|trap|alias)$/
/** Programs whose arguments are programs of a language that can run others. */
const LANGUAGES =
  /^(?:.*\/)?(?:sed|gsed|[gmn]?awk|ed|ex|vi|vim|nvim|emacs|m4|dc|sqlite3|psql|mysql|osascript|tclsh|jshell)$/

/** True for a program of which nobody can say what it does if its first argument is free. */
export function runsAnything(program: string): boolean {
  return RUNNERS.test(program)
}

/** True for a program that takes code as its first operand. */
export function takesCode(program: string): boolean {
  return LANGUAGES.test(program)
}

const STDIN = /^(?:-|\/dev\/(?:stdin|fd\/.*|tcp\/.*)|\/proc\/.*)$/
const PACKAGES: Program = {
  long: ['script-shell', 'node-options', 'call', 'shell-mode', 'prefix', 'globalconfig', 'userconfig'],
  short: 'c',
  first: /^(?:exec|x|dlx|explore|edit|config|c|set|set-script|pkg|init|create|login|publish|patch)$/,
}
const PYTHON: Program = { flags: /^-[uBIEsSOvqbdPR]+$/, words: STDIN }
const MAKE: Program = {
  long: ['file', 'makefile', 'eval', 'directory', 'include-dir', 'environment-overrides'],
  short: 'fCIEe',
  words: /=/,
}
const SED: Program = { long: ['expression', 'file', 'in-place'], short: 'efi' }
const AWK: Program = { long: ['source', 'file', 'include', 'load', 'exec', 'inplace'], short: 'efilE' }

/** Compilers run the programs that these name. */
const COMPILER: Program = {
  words: /^(?:-wrapper|-fplugin.*|-B.*|-specs.*|--specs.*|@.*|-Xclang|-load|-fuse-ld=.*|-x.*|-o(?:\/|\.\.|~).*)$/,
}
/** Builtins that compute: the index of a variable is run as code. */
const COMPUTES: Program = { words: /^[^[]*\[[^]*[$`]/ }

const PROGRAMS: Readonly<Record<string, Program>> = {
  rg: { long: ['pre', 'hostname-bin'] },
  sort: { long: ['compress-program', 'output'], short: 'o' },
  uniq: { operands: 1 },
  hostname: { operands: 0, short: 'Fb' },
  split: { long: ['filter'] },
  tree: { short: 'oR' },
  less: { long: ['lesskey', 'log-file'], short: 'koO', words: /^\+/ },
  more: { words: /^\+/ },
  man: { long: ['pager', 'html', 'browser', 'config-file', 'preprocessor', 'gxditview', 'troff-device'], short: 'PHCpXT' },
  bat: { long: ['pager', 'config-file'] },
  fd: { long: ['exec', 'exec-batch'], short: 'xX' },
  tar: {
    long: ['to-command', 'checkpoint-action', 'use-compress-program', 'info-script', 'new-volume-script', 'rsh-command', 'rmt-command'],
    short: 'IF',
    isCluster: true,
  },
  zip: { long: ['unzip-command', 'test'], short: 'T' },
  rsync: { long: ['rsh', 'rsync-path', 'daemon', 'write-batch', 'only-write-batch', 'log-file', 'config'], short: 'e' },
  scp: { short: 'SoF' },
  sftp: { short: 'SoFb' },
  wget: { long: ['use-askpass', 'execute', 'config'], short: 'e' },
  curl: {
    long: ['config', 'engine', 'proxy-header', 'output', 'output-dir', 'remote-name', 'remote-header-name', 'upload-file', 'dump-header', 'cookie-jar', 'trace', 'stderr', 'etag-save', 'hsts', 'alt-svc', 'libcurl', 'unix-socket', 'abstract-unix-socket', 'socks5-hostname', 'resolve', 'connect-to', 'netrc-file', 'variable'],
    words: /^-[#0-9afgijklLMnNpqRsSvVGZ]*[oOKTcDJ]|(?:^|=|^-[dF])[@<]|^(?:file|ftps?|scp|sftp|tftp|dict|gophers?|ldaps?|smbs?|telnet):/,
  },
  fzf: { words: /^--(?:preview|bind|listen|become)|execute|become/ },
  gcc: COMPILER,
  'g++': COMPILER,
  cc: COMPILER,
  'c++': COMPILER,
  clang: COMPILER,
  'clang++': COMPILER,
  ip: { words: /^-{1,2}(?:b|ba.*|force)$/, first: /^(?:netns|vrf)$/ },
  openssl: { words: /^-{1,2}(?:engine|provider.*|config|out|writerand|keyout|CAkey|dump.*)$/ },
  yq: { long: ['inplace', 'split-exp'], short: 'is' },
  iconv: { long: ['output'], short: 'o' },
  date: { long: ['set', 'file'], short: 'sf' },
  journalctl: { long: ['vacuum-size', 'vacuum-time', 'vacuum-files', 'rotate', 'flush', 'sync', 'relinquish-var', 'setup-keys', 'update-catalog', 'host', 'machine', 'directory', 'root', 'image'], short: 'HMD' },
  systemctl: { long: ['host', 'machine', 'root', 'image'], short: 'HM' },
  dmesg: { long: ['clear', 'read-clear', 'console-off', 'console-on', 'console-level'], short: 'cCDEn' },
  test: COMPUTES,
  '[': COMPUTES,
  '[[': COMPUTES,
  printf: { short: 'v', words: /^[^[]*\[[^]*[$`]/ },
  read: COMPUTES,
  unset: COMPUTES,
  let: { words: /./ },
  declare: { words: /./ },
  typeset: { words: /./ },
  export: { words: /./ },
  readonly: { words: /./ },
  hash: { words: /./ },
  enable: { words: /./ },
  set: { words: /./ },
  tcpdump: { short: 'zw' },
  sed: SED,
  gsed: SED,
  awk: AWK,
  gawk: AWK,
  mawk: AWK,
  nawk: AWK,
  python: PYTHON,
  pypy: PYTHON,
  node: {
    flags: /^--(?:test|watch|enable-source-maps|expose-gc|experimental-[a-z-]+-types|inspect(?:-brk)?|(?:no|trace|throw)-[a-z-]+|[a-z][a-z-]*-(?:size|limit)=\d+)$/,
    words: STDIN,
  },
  tsx: { flags: /^(?:watch|--no-cache)$/, words: STDIN },
  deno: { first: /^(?:eval|repl|install|x|task)$/, words: /^(?:https?|npm|jsr|data|blob):|^-$/ },
  bun: { ...PACKAGES, long: [...(PACKAGES.long ?? []), 'eval', 'print', 'preload', 'require', 'import'], short: 'cepr' },
  perl: { flags: /^-[wWtTcsU]+$/, words: STDIN },
  ruby: { flags: /^-[wvcd]+$|^-W[0-2]$/, words: STDIN },
  php: { flags: /^-[nqCs]$/, words: STDIN },
  lua: { flags: /^-[vWE]$/, words: STDIN },
  npm: PACKAGES,
  pnpm: PACKAGES,
  yarn: PACKAGES,
  make: MAKE,
  gmake: MAKE,
  go: { words: /^--?(?:exec|toolexec|vettool|overlay|modfile|ldflags|gccgoflags)(?:=|$)/, first: /^(?:env|tool|generate)$/ },
  cargo: { long: ['config', 'manifest-path'], short: 'Z', words: /^\+/ },
  gh: { first: /^(?:alias|extension|ext|config|codespace|cs|browse)$/ },
} // prettier-ignore

/** What is known of a program, whatever its folder and its version: `/usr/bin/python3.12` is `python`. */
export function programOf(name: string): Program | undefined {
  let base = name.slice(name.lastIndexOf('/') + 1)
  while (/[\d.-]$/.test(base)) base = base.slice(0, -1)
  return Object.hasOwn(PROGRAMS, base) ? PROGRAMS[base] : undefined
}
