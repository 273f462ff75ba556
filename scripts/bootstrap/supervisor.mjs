// @ts-check
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { constants } from 'node:os'
import { createInterface } from 'node:readline'

/** How long children may take to end by themselves once we have been told to stop. */
const GRACE_MS = 5_000
const PARENT_POLL_MS = 250
const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])

/** Thrown by whatever was under way when a signal told the bootstrap to stop. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`stopped by ${signal}`)
    this.exitCode = exitCodeOf(null, signal)
  }
}

/**
 * A shell's exit code for a child that has ended.
 * @param {number | null} code
 * @param {NodeJS.Signals | null} signal
 */
function exitCodeOf(code, signal) {
  if (signal) return 128 + (constants.signals[signal] ?? 0)
  return code ?? 1
}

/** @typedef {ReturnType<typeof createSupervisor>} Supervisor */
/** @typedef {{ cwd: string, env: NodeJS.ProcessEnv }} Place */

/**
 * Starts children and sees to it that none outlives us. Steps run in a process group of their own, so that a
 * signal also ends what they started (a compiler under make under node-gyp under pnpm).
 */
export function createSupervisor() {
  const abort = new AbortController()
  /** @type {Set<number>} */
  const groups = new Set()
  /** @type {(groups: readonly number[]) => void} */
  let tellGroups = () => {}
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let foreground

  /** @param {NodeJS.Signals} signal */
  const interrupt = (signal) => {
    if (foreground) return void forward(foreground, signal)
    for (const group of groups) killGroup(group, 'SIGTERM')
    setTimeout(() => groups.forEach((group) => killGroup(group, 'SIGKILL')), GRACE_MS).unref()
    abort.abort(new Interrupted(signal))
  }
  for (const signal of SIGNALS) process.on(signal, interrupt)
  watchParent(interrupt)

  /**
   * Runs a child in its own group to its end, and returns its exit code.
   * @param {readonly string[]} command
   * @param {Place} place
   * @param {{ onLine?: (line: string) => void }} [output] takes the lines; without it they go where ours go
   */
  async function run([file = '', ...args], { cwd, env }, { onLine } = {}) {
    abort.signal.throwIfAborted()
    const stdio = onLine ? 'pipe' : 'inherit'
    const child = spawn(file, args, { cwd, env, detached: true, stdio: ['ignore', stdio, stdio] })
    const group = child.pid
    if (group !== undefined) groups.add(group)
    tellGroups([...groups])
    for (const stream of [child.stdout, child.stderr]) {
      if (stream && onLine) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine)
    }
    try {
      const code = await ending(child)
      abort.signal.throwIfAborted()
      return code
    } finally {
      if (group !== undefined) {
        groups.delete(group)
        tellGroups([...groups])
        // Whatever the child left behind in its group; usually nothing.
        if (abort.signal.aborted) killGroup(group, 'SIGKILL')
      }
    }
  }

  /**
   * Runs a child in our place: it has our terminal and our signals; returns its exit code.
   * @param {readonly string[]} command
   * @param {Place} place
   */
  async function runForeground([file = '', ...args], { cwd, env }) {
    abort.signal.throwIfAborted()
    foreground = spawn(file, args, { cwd, env, stdio: 'inherit' })
    try {
      return await ending(foreground)
    } finally {
      foreground = undefined
    }
  }

  /**
   * Has the process groups at work told to `listener`, whenever they change.
   * @param {(groups: readonly number[]) => void} listener
   */
  const watchGroups = (listener) => void (tellGroups = listener)

  return { signal: abort.signal, run, runForeground, interrupt, watchGroups }
}

/**
 * Notices that npm was told to stop. It runs us under a shell and signals that shell only, which ends without
 * a word to us; all that can be seen of it is that our parent has changed.
 * @param {(signal: NodeJS.Signals) => void} interrupt
 */
function watchParent(interrupt) {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    interrupt('SIGTERM')
  }, PARENT_POLL_MS)
  timer.unref()
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} */
function ending(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(exitCodeOf(code, signal)))
  })
}

/**
 * Hands a signal on. On a terminal Ctrl-C has reached the child already (it shares our group), and a second
 * SIGINT would look like an impatient user.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function forward(child, signal) {
  const fromTerminal = signal === 'SIGINT' && (process.stdin.isTTY || process.stdout.isTTY)
  if (!fromTerminal) child.kill(signal)
}

/** @param {number} group @param {NodeJS.Signals} signal */
function killGroup(group, signal) {
  try {
    process.kill(-group, signal)
  } catch (error) {
    // ESRCH: the group has ended by itself. Anything else would be a bug.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/**
 * Collects a child's lines: all of them in a file, the last ones in memory for an error message.
 * @param {string} file
 * @param {number} keep
 */
export function createLog(file, keep) {
  const stream = createWriteStream(file, { flags: 'a' })
  /** @type {string[]} */
  const last = []
  return {
    /** @param {string} line */
    add: (line) => {
      stream.write(`${line}\n`)
      last.push(line)
      if (last.length > keep) last.shift()
    },
    last: () => last,
    close: () => new Promise((resolve) => void stream.end(resolve)),
  }
}
