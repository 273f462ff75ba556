#!/usr/bin/env node
// @ts-check
// Plain JavaScript for any Node from 18 on, without dependencies: it runs before anything is installed.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createContext } from './bootstrap/context.mjs'
import { acquireLock } from './bootstrap/lock.mjs'
import { RUNTIME_TOOLS } from './bootstrap/pins.mjs'
import { createReport, ExpectedError, formatDuration, formatTimes } from './bootstrap/report.mjs'
import { ensureNode, ensurePnpm, removeLeftovers } from './bootstrap/runtime.mjs'
import { createSupervisor, Interrupted } from './bootstrap/supervisor.mjs'
import { ensureTools } from './bootstrap/system-packages.mjs'
import { ensureInstalled } from './bootstrap/workspace.mjs'

const USAGE = `Usage: node scripts/bootstrap.mjs <command> [arguments]

  start [arguments]   install, build, then run 'ringwall serve' with the arguments  (npm start -- ...)
  test [arguments]    install, build, then check formatting, lint, types and unused code and run the tests;
                      arguments go to vitest  (npm test -- packages/core)
  setup               install and build only
  --help              this text

Needs Node 18 or newer, and npm. What is fetched for the project goes into node_modules/ and .runtime/.`

/** How the hook's code is put into few files. */
const HOOK_BUNDLE = 'scripts/hook-bundle.config.mjs'
/** The sources of the dashboard's page: a browser's, so with types and a build of their own. */
const DASHBOARD = 'packages/dashboard/page'

/** @typedef {import('./bootstrap/context.mjs').Context} Context */
/** @typedef {{ name: string, ms: number, failed?: boolean }} Step */

/** @param {readonly string[]} argv @param {import('./bootstrap/report.mjs').Report} report */
async function main([command, ...args], report) {
  if (command === '--help' || command === '-h' || command === 'help') {
    report.line(USAGE)
    return 0
  }
  const runs = { start, test, setup: async () => 0 }
  if (!command || !Object.hasOwn(runs, command)) {
    const problem = command ? `unknown command '${command}'` : 'a command is missing'
    throw new ExpectedError(problem, 'use start, test or setup; --help says what they do', 2)
  }
  if (process.platform === 'win32') {
    throw new ExpectedError('Ringwall runs on Linux and macOS', 'on Windows, run it inside WSL 2')
  }
  const supervisor = createSupervisor()
  stopWhenNobodyReads(supervisor)
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const context = createContext({ root, env: process.env, report, supervisor })
  // Not every tool looks where its output goes.
  if (!process.stdout.isTTY && !context.env.FORCE_COLOR) context.env.NO_COLOR = '1'
  /** @type {Step[]} */
  const steps = []
  try {
    const node = await prepare(context, steps)
    return await runs[/** @type {keyof typeof runs} */ (command)](context, node, args, steps)
  } finally {
    if (command === 'test') printTimes(report, steps)
  }
}

/**
 * Everything up to a built checkout, one run at a time.
 * @param {Context} context
 * @param {Step[]} steps
 */
async function prepare(context, steps) {
  const { runtime, report, supervisor } = context
  const lock = await acquireLock(join(runtime, 'lock'), {
    signal: supervisor.signal,
    onWait: (owner) => report.note(`waiting for another run in this folder (process ${owner?.pid ?? 'unknown'})`),
  })
  supervisor.watchGroups(lock.noteGroups)
  try {
    removeLeftovers(runtime)
    const node = await timed(steps, 'node and pnpm', async () => {
      const node = await ensureNode(context)
      await ensurePnpm(context)
      return node
    })
    if (process.platform === 'linux') await timed(steps, 'system packages', () => systemTools(context))
    await timed(steps, 'dependencies', () => ensureInstalled(context, node))
    await step(context, steps, 'build', ['tsc', '-b'])
    await step(context, steps, 'page', ['vite', 'build', DASHBOARD])
    await step(context, steps, 'hook', ['rolldown', '-c', HOOK_BUNDLE])
    return node
  } finally {
    supervisor.watchGroups(() => {})
    lock.release()
  }
}

/**
 * Tools that a layer needs at run time. Without them that layer refuses to run, which its user is told here;
 * under CI their absence would only mean tests that prove less, so there it is an error.
 * @param {Context} context
 */
async function systemTools(context) {
  try {
    await ensureTools(context, RUNTIME_TOOLS)
  } catch (error) {
    if (context.isCi || !(error instanceof ExpectedError)) throw error
    context.report.warn(`${error.message}; going on without`)
    if (error.wayOut) context.report.warn(error.wayOut)
  }
}

/** @param {Context} context @param {string} node @param {string[]} args */
async function start({ root, env, supervisor }, node, args) {
  const cli = join(root, 'packages', 'cli', 'bin', 'ringwall.js')
  return supervisor.runForeground([node, cli, 'serve', ...args], { cwd: root, env })
}

/** @param {Context} context @param {string} _node @param {string[]} args @param {Step[]} steps */
async function test(context, _node, args, steps) {
  await step(context, steps, 'format', ['oxfmt', '--check'])
  await step(context, steps, 'lint', ['oxlint', '--deny-warnings'])
  await step(context, steps, 'types', ['tsc', '-p', 'tsconfig.check.json'])
  await step(context, steps, 'types of the page', ['tsc', '-p', DASHBOARD])
  await step(context, steps, 'unused', ['knip'])
  await step(context, steps, 'tests', ['vitest', 'run', ...args])
  return 0
}

/** @param {import('./bootstrap/report.mjs').Report} report @param {readonly Step[]} steps */
function printTimes(report, steps) {
  report.heading('times')
  formatTimes(steps).forEach((line) => report.line(line))
}

/**
 * Runs one of the project's own tools under a heading; its failure ends the run with its exit code.
 * @param {Context} context
 * @param {Step[]} steps
 * @param {string} name
 * @param {string[]} command a binary of the root's node_modules, and its arguments
 */
async function step({ root, env, report, supervisor }, steps, name, [tool = '', ...args]) {
  report.heading(`${name}: ${[tool, ...args].join(' ')}`)
  await timed(steps, name, async () => {
    const binary = join(root, 'node_modules', '.bin', tool)
    const code = await supervisor.run([binary, ...args], { cwd: root, env })
    if (code !== 0) throw new ExpectedError(`the step '${name}' failed (exit code ${code})`, HINTS[name], code)
  })
  report.note(`${name}: ${formatDuration(steps.at(-1)?.ms ?? 0)}`)
}

/** @type {Readonly<Record<string, string>>} */
const HINTS = {
  format: "run 'npx oxfmt' to format the files named above",
  build: 'correct what the compiler names above',
  page: 'correct what vite names above',
  hook: 'correct what rolldown names above',
  lint: 'correct what the linter names above',
  types: 'correct what the compiler names above',
  'types of the page': 'correct what the compiler names above',
  unused: 'delete the exports and dependencies named above, or use them',
  tests: 'read the failures above; one file again: npm test -- path/to/file.test.ts',
}

/**
 * @template T
 * @param {Step[]} steps
 * @param {string} name
 * @param {() => Promise<T>} work
 */
async function timed(steps, name, work) {
  const started = performance.now()
  let failed = true
  try {
    const result = await work()
    failed = false
    return result
  } finally {
    steps.push({ name, ms: performance.now() - started, failed })
  }
}

/** Ends the run when our output is a pipe that was closed. @param {import('./bootstrap/supervisor.mjs').Supervisor} supervisor */
function stopWhenNobodyReads(supervisor) {
  process.stdout.on('error', () => supervisor.interrupt('SIGPIPE'))
}

const report = createReport(process.stdout, process.env)
try {
  process.exitCode = await main(process.argv.slice(2), report)
} catch (error) {
  process.exitCode = handle(error)
}

/** @param {unknown} error */
function handle(error) {
  const cause = error instanceof Error && error.name === 'AbortError' ? error.cause : error
  if (cause instanceof Interrupted) return cause.exitCode
  if (!(cause instanceof ExpectedError)) throw error
  createReport(process.stderr, process.env).fail(cause)
  return cause.exitCode
}
