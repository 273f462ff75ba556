#!/usr/bin/env node
// The `ringwall` command. Plain JavaScript for any Node from 18 on, so that an old one gets an answer, not a
// syntax error; everything else is in ../dist/main.js.
import { existsSync, mkdirSync, readdirSync, realpathSync, statSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MINIMUM = [22, 13]
const RESPAWNED = 'RINGWALL_RESPAWNED'

const here = dirname(realpathSync(fileURLToPath(import.meta.url)))
const checkout = findCheckout(here)

// A hook that fails must block, and of all exit codes this one alone does: also where this file itself does not come to its end.
const isHook = process.argv[2] === 'hook' && !process.argv.includes('--help') && !process.argv.includes('-h')
const BLOCK = 2
if (isHook) blockOnFailure()

process.exitCode = isSupported(process.versions.node) ? await run() : await runWithBroughtNode()

/** Runs the command in this process and returns its exit code. */
async function run() {
  // Not for the programs that this one starts: they may be a `ringwall` under the old Node again.
  delete process.env[RESPAWNED]
  const entry = join(here, '..', 'dist', 'main.js')
  if (!existsSync(entry)) {
    const wayOut = checkout ? `run 'npm start' or 'pnpm build' in ${checkout}` : 'install the package again'
    return refuse('NOT_BUILT', 'ringwall has not been built', wayOut)
  }
  silenceSqliteWarning()
  if (isHook) return runHookAlone()
  endOnClosedPipe()
  const { main } = await import('../dist/main.js')
  return main(process.argv.slice(2))
}

/** Runs the hook without the rest of the command, which takes longer to load than to answer. */
async function runHookAlone() {
  cacheCompiledCode()
  const code = await runHook(process.argv.slice(3))
  // Everything is said, and what a layer may still have open has nothing to wait for.
  process.exit(code)
}

/** Runs the bundle of the hook, or where there is none the files that it was made of. */
async function runHook(args) {
  if (isCurrent(join(here, '..', 'dist', 'bundle', 'bundled.js'))) {
    const bundled = await import('../dist/bundle/bundled.js')
    return bundled.runBundledHook(args, bundled.hookIo())
  }
  const whole = await import('../dist/hook/main.js')
  return whole.runHook(args, whole.hookIo())
}

/** A package comes with its bundle. In a checkout somebody may have built anew since, and not the bundle. */
function isCurrent(bundle) {
  if (!existsSync(bundle)) return false
  if (checkout === undefined) return true
  const { mtimeMs } = statSync(bundle)
  const builds = ['packages', 'plugins'].flatMap((kind) =>
    readdirSync(join(checkout, kind)).map((name) => join(checkout, kind, name, 'dist', '.tsbuildinfo')),
  )
  return builds.every((build) => (statSync(build, { throwIfNoEntry: false })?.mtimeMs ?? 0) <= mtimeMs)
}

/** Keeps what V8 has compiled beside the package, where only those write who may change the package as well. */
function cacheCompiledCode() {
  const folder = join(here, '..', 'node_modules', '.cache', 'ringwall')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { mode, uid } = statSync(folder)
    const isOurs = process.platform === 'win32' || ((mode & 0o022) === 0 && uid === process.getuid())
    if (isOurs) nodeModule.enableCompileCache?.(folder)
  } catch {
    // It is slower without.
  }
}

/** Makes every failure one that blocks. */
function blockOnFailure() {
  process.on('exit', (code) => {
    if (code !== 0) process.exitCode = BLOCK
  })
  process.on('uncaughtException', (error) => {
    console.error(`Ringwall stopped this. HOOK_FAILED: ${error?.message}`)
    process.exit(BLOCK)
  })
}

/** Runs the command again in the Node that the checkout's bootstrap brought, where there is one. */
async function runWithBroughtNode() {
  const brought = checkout && join(checkout, '.runtime', 'node', 'bin', 'node')
  if (!brought || !existsSync(brought) || process.env[RESPAWNED]) {
    const wayOut = checkout ? `run 'npm start' in ${checkout} once: it brings one` : 'install Node 22, 24 or 26'
    return refuse('NODE_TOO_OLD', `Node ${process.versions.node} is older than ${MINIMUM.join('.')}`, wayOut)
  }
  const { spawn } = await import('node:child_process')
  const child = spawn(brought, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, [RESPAWNED]: '1' },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal's Ctrl-C has reached the child already; once more would look like impatience.
      if (signal !== 'SIGINT' || !(process.stdin.isTTY || process.stdout.isTTY)) child.kill(signal)
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : code))
  })
}

/** The folder with pnpm-workspace.yaml at or above `folder`: this file runs from a checkout of Ringwall. */
function findCheckout(folder) {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return folder
  const parent = dirname(folder)
  return parent === folder ? undefined : findCheckout(parent)
}

function isSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])
}

function refuse(code, message, wayOut) {
  console.error(`ringwall: ${code}: ${message}\n  what to do: ${wayOut}`)
  return 1
}

/** Drops the one warning about node:sqlite, which Ringwall uses knowingly; every other one is shown. */
function silenceSqliteWarning() {
  const emitWarning = process.emitWarning
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'string' ? rest[0] : rest[0]?.type
    if (type === 'ExperimentalWarning' && String(warning).startsWith('SQLite is an experimental')) return
    emitWarning.call(process, warning, ...rest)
  }
}

/** Ends as a Unix tool does when the reader of its output has gone, without a stack trace. */
function endOnClosedPipe() {
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(128 + constants.signals.SIGPIPE)
  })
  process.stderr.on('error', (error) => {
    // Nobody reads the messages any more; the work itself goes on.
    if (error.code !== 'EPIPE') throw error
  })
}
