// @ts-check
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, relative } from 'node:path'
import { LOG_NAME } from './context.mjs'
import { chooseNode, findHeaders, isAtLeast, isMusl } from './node-version.mjs'
import { MINIMUM_NODE, PNPM_INTEGRITY } from './pins.mjs'
import { ExpectedError } from './report.mjs'

/** @typedef {import('./context.mjs').Context} Context */

/**
 * @typedef {object} Pinned
 * @property {string} name
 * @property {string} version
 * @property {Readonly<Record<string, string>>} integrity by `name@version`, of the package and what it brings
 * @property {string} binary path inside `node_modules`
 */

const MARKER = 'installed.json'

/**
 * Sees to a Node that Ringwall runs on, first in the children's PATH and with its headers for native builds.
 * @param {Context} context
 * @returns {Promise<string>} the path of that Node
 */
export async function ensureNode(context) {
  const { env, report, runtime, prependPath } = context
  if (isAtLeast(process.versions.node)) {
    useHeaders(env, process.execPath, process.versions.node)
    prependPath(join(process.execPath, '..'))
    return process.execPath
  }
  const { name, version, integrity } = chooseNode({
    platform: process.platform,
    arch: process.arch,
    musl: isMusl(),
  })
  const what = `Node ${version} (this machine's ${process.versions.node} is older than ${MINIMUM_NODE})`
  const folder = await ensurePinned(context, what, {
    name,
    version,
    integrity: { [`${name}@${version}`]: integrity },
    binary: join(name, 'bin', 'node'),
  })
  const home = join(folder, 'node_modules', name)
  // The `ringwall` command looks for the brought Node under this one name.
  pointTo(join(runtime, 'node'), home)
  report.note(`using Node ${version} from .runtime`)
  const binary = join(home, 'bin', 'node')
  useHeaders(env, binary, version)
  prependPath(join(home, 'bin'))
  return binary
}

/**
 * Sees to the pnpm that package.json pins, first in the children's PATH.
 * @param {Context} context
 */
export async function ensurePnpm(context) {
  // What runs is the pinned pnpm already. Left to itself it would look for its builds for every platform, to
  // record them in the lockfile, and fail where a registry does not carry all of them.
  context.env.PNPM_CONFIG_PM_ON_FAIL = 'ignore'
  const version = pinnedPnpm(readFileSync(join(context.root, 'package.json'), 'utf8'))
  const folder = await ensurePinned(context, `pnpm ${version}`, {
    name: 'pnpm',
    version,
    integrity: PNPM_INTEGRITY,
    binary: join('.bin', 'pnpm'),
  })
  context.prependPath(join(folder, 'node_modules', '.bin'))
}

/**
 * Reads the version of pnpm out of the text of package.json.
 * @param {string} manifest
 */
export function pinnedPnpm(manifest) {
  const { packageManager } = JSON.parse(manifest)
  const match = /^pnpm@(\d+\.\d+\.\d+)(?:\+|$)/.exec(String(packageManager))
  if (!match?.[1]) throw new ExpectedError(`package.json has no exact "packageManager": "pnpm@x.y.z"`)
  return match[1]
}

/**
 * Installs one pinned package into `.runtime/<name>-<version>-<machine>`, unless it is there. The folder appears
 * by one rename, complete and tried out, so a run that was killed leaves nothing that a later one trusts.
 * @param {Context} context
 * @param {string} what
 * @param {Pinned} pinned
 * @returns {Promise<string>}
 */
async function ensurePinned(context, what, { name, version, integrity, binary }) {
  const { runtime, report } = context
  const folder = join(runtime, `${name}-${version}-${process.platform}-${process.arch}`)
  const expected = integrity[`${name}@${version}`]
  if (!expected) throw new ExpectedError(`scripts/bootstrap/pins.mjs has no digest for ${name}@${version}`, 'add it')
  const marker = JSON.stringify({ name, version, integrity: expected })
  if (readText(join(folder, MARKER)) === marker && existsSync(join(folder, 'node_modules', binary))) return folder

  report.note(`fetching ${what}`)
  const temporary = join(runtime, `tmp-${randomUUID()}`)
  mkdirSync(temporary)
  try {
    await fetchInto(context, temporary, { name, version, integrity, binary })
    writeFileSync(join(temporary, MARKER), marker)
    rmSync(folder, { recursive: true, force: true })
    renameSync(temporary, folder)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  return folder
}

/**
 * Installs a pinned package into a folder, compares its digests and starts it once.
 * @param {Context} context
 * @param {string} folder
 * @param {Pinned} pinned
 */
async function fetchInto(context, folder, { name, version, integrity, binary }) {
  const id = `${name}@${version}`
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--global=false']
  await context.runQuietly([...npmCommand(context.env), 'install', '--prefix', folder, ...flags, id], {
    label: `fetching ${id}`,
    cwd: folder,
    wayOut: 'check that npm reaches its registry (npm ping), then run this again',
  })
  checkDigests(readText(join(folder, 'node_modules', '.package-lock.json')) ?? '{}', integrity, id)
  tryOut(join(folder, 'node_modules', binary), version, context.env)
}

/**
 * Removes the log of the last run, and what killed runs left half-made. Only the holder of the lock may call it.
 * @param {string} runtime
 */
export function removeLeftovers(runtime) {
  for (const name of readdirSync(runtime)) {
    if (name.startsWith('tmp-') || name === LOG_NAME) rmSync(join(runtime, name), { recursive: true, force: true })
  }
}

/**
 * Compares the digests that npm installed by with the pinned ones; throws on a difference or a missing package.
 * @param {string} lockfile text of `node_modules/.package-lock.json`
 * @param {Readonly<Record<string, string>>} pins
 * @param {string} required
 */
export function checkDigests(lockfile, pins, required) {
  /** @type {Record<string, { version?: string, integrity?: string }>} */
  const packages = JSON.parse(lockfile).packages ?? {}
  const installed = Object.entries(packages).map(([path, entry]) => ({
    id: `${path.replace('node_modules/', '')}@${entry.version}`,
    integrity: entry.integrity,
  }))
  if (!installed.some(({ id }) => id === required)) throw new ExpectedError(`npm did not install ${required}`)
  const wrong = installed.find(({ id, integrity }) => pins[id] !== undefined && pins[id] !== integrity)
  if (wrong) {
    throw new ExpectedError(
      `${wrong.id} is not what is pinned: its digest is ${wrong.integrity}, not ${pins[wrong.id]}`,
      'do not use this registry before you know why; nothing of it has been kept',
    )
  }
}

/** @param {string} binary @param {string} version @param {NodeJS.ProcessEnv} env */
function tryOut(binary, version, env) {
  let answer
  try {
    answer = execFileSync(binary, ['--version'], { encoding: 'utf8', env, timeout: 60_000 }).trim()
  } catch (error) {
    throw new ExpectedError(`${binary} does not start: ${error instanceof Error ? error.message : error}`)
  }
  if (answer.replace(/^v/, '') !== version) {
    throw new ExpectedError(`${binary} says that it is ${answer}, not ${version}`)
  }
}

/**
 * npm by the path under which it runs us, or the one in PATH.
 * @param {NodeJS.ProcessEnv} env
 */
function npmCommand(env) {
  const script = env.npm_execpath
  return script?.endsWith('npm-cli.js') && existsSync(script) ? [process.execPath, script] : ['npm']
}

/** @param {NodeJS.ProcessEnv} env @param {string} binary @param {string} version */
function useHeaders(env, binary, version) {
  const headers = findHeaders(binary, version)
  if (headers) env.npm_config_nodedir = headers
}

/** @param {string} link @param {string} target */
function pointTo(link, target) {
  const temporary = `${link}.${process.pid}`
  rmSync(temporary, { force: true })
  symlinkSync(relative(join(link, '..'), target), temporary)
  renameSync(temporary, link)
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
