import type { Command, Word } from 'unbash'
import type { Argument } from './argument.ts'
import { note, type Context } from './context.ts'
import { checkDeclared, checkEnvironment, DECLARES, namesVariables } from './declare.ts'
import { runByGit } from './git.ts'
import { baseName, callOf, isForbiddenCode, isShell } from './interpreters.ts'
import { refuseIf } from './nodes.ts'
import { isPrecious } from './paths.ts'
import { judgeProgram } from './programs.ts'
import { Refused } from './refusal.ts'
import { isHijack } from './variables.ts'
import { isPlain, isStatic } from './word.ts'
import { innerOf } from './wrappers.ts'

/** Words that read as globs and are none. */
const BRACKETS: ReadonlySet<string> = new Set(['[', '{', '?'])
/** Builtins that name variables to set. */
const SETS: ReadonlySet<string> = new Set(['read', 'mapfile', 'readarray', 'getopts', 'printf'])

/** Judges a program with its arguments, and what it runs in turn. */
export function judge(words: readonly Word[], context: Context, at: Command): void {
  const [name, ...rest] = words
  if (!name) return
  if (!isPlain(name) && !BRACKETS.has(name.value)) throw new Refused('dynamic', name)
  const program = name.value
  refuseIf(program === '' || program.includes('{}'), 'dynamic', name)
  // A name in letters that look like those of another one; a path may be in any script.
  refuseIf(!program.includes('/') && /[^ -~]/.test(program), 'invisible', name)
  const args: readonly Argument[] = rest.map(({ text, value }) => ({ text, value }))
  const values = args.map(({ value }) => value)
  if (DECLARES.has(program)) checkDeclared(program, rest)
  context.facts.evaluates ||=
    /^(?:let|read|unset|printf|getopts|export|declare|typeset|local|readonly|test|\[)$/.test(program) &&
    namesVariables(program, rest)
  if (program === 'set') note(rest, context)
  if (SETS.has(program)) for (const word of rest) refuseIf(isHijack(word.value, undefined), 'environment', word)

  unwrap(words, context, at)
  const [target] = args.filter(({ value }) => !value.startsWith('-'))
  if (program === 'cd' || program === 'pushd')
    context.place.isPrecious = !target || isPrecious(target.text, target.value)
  const isHere =
    program === 'rm' && context.place.isPrecious && args.some(({ value }) => /^(?:\*|\.\/?\*?)$/.test(value))
  refuseIf(isHere, 'destructive', at)
  const reason = judgeProgram(program, args)
  refuseIf(reason !== undefined, reason ?? 'syntax', at)

  const call = callOf(program, values)
  if (call?.kind === 'stdin') {
    refuseIf(context.isFed, 'interpreter', at)
    refuseIf(isShell(program) && values.some((value) => /^-[a-z]*i/.test(value)), 'network', at)
    refuseIf(isShell(program) && at.name?.value === 'exec', 'evaluation', at)
  }
  if (call?.kind === 'inline') {
    const code = rest[call.index]
    // What is put in the place of `{}`, or behind a missing string, is code that comes from elsewhere.
    refuseIf(isShell(program) && (!code || code.value.includes('{}')), 'interpreter', at)
    if (!code) return
    if (isShell(program)) run(code, context)
    else {
      refuseIf(!isStatic(code), 'dynamic', code)
      refuseIf(isForbiddenCode(program, call.attached ?? code.value, values), 'inline', code)
    }
  }
}

/** Programs around a program; more say nothing but that somebody hides something. */
const MAX_WRAPPED = 32

/** Judges what a program runs in turn. */
function unwrap([name, ...rest]: readonly Word[], outer: Context, at: Command): void {
  if (!name) return
  const context = { ...outer, wrapped: outer.wrapped + 1 }
  refuseIf(context.wrapped > MAX_WRAPPED, 'dynamic', at)
  const program = baseName(name.value)
  const values = rest.map(({ value }) => value)
  const inner = innerOf(program, values)
  if (inner && 'assigned' in inner) for (const i of inner.assigned) checkEnvironment(rest[i])
  if (inner?.kind === 'command') {
    // `find /etc | xargs env`: data is the command
    const isLast = /^g?xargs$/.test(program) && isBareWrapper(rest.slice(inner.from))
    refuseIf(isLast, 'interpreter', at)
    judge(/^g?xargs$/.test(program) ? placed(rest, inner.from) : rest.slice(inner.from), context, at)
  }
  if (inner?.kind === 'script') run(rest[inner.at], context)
  if (inner?.kind === 'joined') {
    const from = program === 'parallel' && rest[inner.from]?.value === ':::' ? undefined : inner.from
    if (from === undefined) for (const word of rest.slice(inner.from + 1)) run(word, context)
    else if (/^(?:hyperfine|concurrently)$/.test(program)) for (const word of rest.slice(from)) run(word, context)
    else runJoined(name, rest.slice(from), context)
  }
  if ((!inner || inner.kind === 'nothing') && context.isFed)
    refuseIf(isShellWithoutCommand(program, values), 'interpreter', at)
  if (program === 'start-stop-daemon') {
    const started = rest.findIndex((_, i) => /^(?:-x|-a|--exec|--startas)$/.test(values[i - 1] ?? ''))
    const behind = values.indexOf('--')
    if (started >= 0)
      judge([...rest.slice(started, started + 1), ...(behind < 0 ? [] : rest.slice(behind + 1))], context, at)
  }
  const debugged = /^(?:gdb|lldb)$/.test(program)
    ? values.findIndex((value) => value === '--args' || value === '--')
    : -1
  if (debugged >= 0) judge(rest.slice(debugged + 1), context, at)
  if (program === 'git') {
    const { scripts, command } = runByGit(rest)
    for (const i of scripts) run(withoutOption(rest[i]), context)
    if (command !== undefined) judge(rest.slice(command), context, at)
  }
  if (program === 'tmux' || program === 'screen') for (const word of rest) if (/\s/.test(word.value)) run(word, context)
  if (!/^(?:find|gfind|fd|fdfind)$/.test(program)) return
  let end = -1
  for (const [i, word] of rest.entries()) {
    if (i <= end) continue
    // what stands behind -exec, up to `;` or `+`; a shell there reads what find reads
    if (!/^-(?:exec|execdir|ok|okdir|x|X)$|^--exec(?:-batch)?$/.test(word.value)) continue
    end = rest.findIndex(({ value }, j) => j > i && (value === ';' || value === '+'))
    if (end < 0) end = rest.length
    judge(rest.slice(i + 1, end), { ...context, isFed: true }, at)
  }
}

/** What xargs runs, with `{}` for whatever stands for its input. */
function placed(rest: readonly Word[], from: number): readonly Word[] {
  const at = rest.findIndex(({ value }, i) => i < from && /^(?:-I|--replace=?)/.test(value))
  const option = rest[at]?.value ?? ''
  const mark = option === '-I' ? rest[at + 1]?.value : option.replace(/^(?:-I|--replace=?)/, '')
  if (at < 0 || mark === undefined || mark === '') return rest.slice(from)
  return rest.slice(from).map((word) => ({ ...word, value: word.value.replaceAll(mark, '{}') }))
}

/** Programs that run what they read where they are told nothing else. */
function isShellWithoutCommand(program: string, values: readonly string[]): boolean {
  if (/^(?:su|runuser|ssh|parallel|gdb|chroot|unshare|nsenter|tmux|script)$/.test(program))
    return program !== 'ssh' || !values.some((value) => /^-[a-zA-Z]*[NVGQ]/.test(value))
  return program === 'sudo' && values.some((value) => /^-[a-zA-Z]*[si]$/.test(value))
}

/** Wrappers that are told nothing to run. */
function isBareWrapper([name, ...rest]: readonly Word[], depth = 0): boolean {
  if (depth > MAX_WRAPPED) return true

  const inner =
    name &&
    innerOf(
      name.value,
      rest.map(({ value }) => value),
    )
  if (inner?.kind === 'command') return isBareWrapper(rest.slice(inner.from), depth + 1)
  return inner?.kind === 'nothing' && !/^(?:docker|kubectl|npm|pnpm|yarn|bun|command)$/.test(name?.value ?? '')
}

function withoutOption(word: Word | undefined): Word | undefined {
  return word && { ...word, value: word.value.replace(/^--[a-z-]{1,40}=/, '') }
}

/** Words that are joined to one command line. What a variable adds for a far machine is not known here, and left as it stands. */
function runJoined(name: Word, words: readonly Word[], context: Context): void {
  const value = words.map((word) => word.value).join(' ')
  const isFar = baseName(name.value) === 'ssh'
  run({ ...name, value, parts: isFar ? undefined : words.flatMap(({ parts }) => parts ?? []) }, context)
}

/** Judges a word that a shell runs as a command. */
function run(word: Word | undefined, context: Context): void {
  if (!word) return
  refuseIf(!isStatic(word), 'dynamic', word)
  const source = word.value.replace(/^(?:--split-string=|-S)/, '')
  try {
    context.read(source, { ...context, nesting: context.nesting + 1 })
  } catch (error) {
    // Offsets in the string mean nothing in the command.
    throw error instanceof Refused ? new Refused(error.reason, word) : error
  }
}
