// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_TOOLS, NATIVE_PACKAGES } from './pins.mjs'
import { ExpectedError } from './report.mjs'
import { ensureTools } from './system-packages.mjs'

/** @typedef {import('./context.mjs').Context} Context */

const COMPILING = 'compiling re2'

/**
 * Installs the workspace's dependencies, unless they are there for exactly these manifests; native ones that
 * were built for another Node are built again.
 * @param {Context} context
 * @param {string} node
 */
export async function ensureInstalled(context, node) {
  const { root, report } = context
  const stampFile = join(root, 'node_modules', '.ringwall-install')
  const stamp = stampOf(readManifests(root), `${process.platform}-${process.arch}`)
  const [installed, triedFor] = existsSync(stampFile) ? readFileSync(stampFile, 'utf8').split('\n') : []
  if (installed !== stamp) {
    rmSync(stampFile, { force: true })
    report.note('installing dependencies (where no ready-made re2 can be fetched it is compiled: 1 to 3 minutes)')
    await pnpm(context, 'installing dependencies', INSTALL)
  }
  // Always, since it costs a tenth of a second: the Node, or a build by hand, may have changed under the stamp.
  const attempt = `${node} under ${process.versions.node}`
  let tried = false
  for (const native of NATIVE_PACKAGES) {
    const isHopeless = installed === stamp && triedFor === attempt
    tried = (await ensureNative(context, native, node, isHopeless)) || tried
  }
  writeFileSync(stampFile, tried ? `${stamp}\n${attempt}` : stamp)
}

// A node_modules folder of another shape is replaced without a question, for there is nobody to answer.
const INSTALL = ['install', '--frozen-lockfile', '--config.confirmModulesPurge=false']

/**
 * A digest of everything that decides what an install gives, but for the Node: whether native code fits that is
 * tried out, not deduced.
 * @param {ReadonlyMap<string, string>} manifests text by path
 * @param {string} machine
 */
export function stampOf(manifests, machine) {
  const sorted = [...manifests].sort(([left], [right]) => (left < right ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([machine, sorted]))
    .digest('hex')
}

/**
 * The lockfile, the workspace file and every package.json of the workspace.
 * @param {string} root
 * @returns {Map<string, string>}
 */
export function readManifests(root) {
  const workspace = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8')
  const folders = workspacePatterns(workspace).flatMap((pattern) => expand(root, pattern))
  const files = [
    'package.json',
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    '.npmrc',
    ...folders.map((folder) => `${folder}/package.json`),
  ]
  const present = files.filter((file) => existsSync(join(root, file)))
  return new Map(present.map((file) => [file, readFileSync(join(root, file), 'utf8')]))
}

/**
 * The `packages:` list of pnpm-workspace.yaml: plain folders and `folder/*`, all that this repository uses.
 * @param {string} text
 */
export function workspacePatterns(text) {
  const lines = text.split('\n')
  const start = lines.indexOf('packages:') + 1
  const length = lines.slice(start).findIndex((line) => !line.startsWith('  - '))
  const list = start === 0 ? [] : lines.slice(start, length === -1 ? undefined : start + length)
  const patterns = list.map((line) => line.slice(4).trim().replaceAll(/['"]/g, ''))
  const unknown = patterns.find((pattern) => pattern.replace(/\/\*$/, '').includes('*'))
  if (patterns.length === 0 || unknown) {
    throw new ExpectedError(
      unknown
        ? `pnpm-workspace.yaml: the pattern '${unknown}' is unknown here`
        : 'pnpm-workspace.yaml lists no packages',
      'write it as "  - folder/*", or teach scripts/bootstrap/workspace.mjs to read it',
    )
  }
  return patterns
}

/** @param {string} root @param {string} pattern */
function expand(root, pattern) {
  if (!pattern.endsWith('/*')) return [pattern]
  const parent = pattern.slice(0, -2)
  if (!existsSync(join(root, parent))) return []
  const entries = readdirSync(join(root, parent), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => `${parent}/${entry.name}`)
}

/**
 * Sees to it that a native package loads in the Node in use, building it where the install did not or did it for
 * another Node. Where that is impossible its portable stand-in serves, slower: an error only under CI.
 * @param {Context} context
 * @param {{ name: string, from: string, standIn: string }} native
 * @param {string} node
 * @param {boolean} isHopeless a complete attempt with this Node has failed before
 * @returns {Promise<boolean>} true when it has been tried with everything at hand, and does not load
 */
async function ensureNative(context, native, node, isHopeless) {
  const { name, standIn } = native
  if ((await probe(context, native, node)) === LOADS) return false
  let tried = isHopeless
  try {
    if (process.platform === 'linux') await ensureTools(context, BUILD_TOOLS)
    if (!isHopeless) {
      tried = true
      if (await build(context, native, node)) return false
    }
    throw new ExpectedError(
      `${name} does not load in ${node}`,
      `see .runtime/bootstrap.log, and the versions of Node that ${name} is made for; remove node_modules to try anew`,
    )
  } catch (error) {
    if (context.isCi || !(error instanceof ExpectedError)) throw error
    context.report.warn(`${error.message}; going on with ${standIn} in place of ${name}: same results, slower`)
    if (error.wayOut) context.report.warn(error.wayOut)
    return tried
  }
}

/**
 * Builds a native package anew and tells whether it loads now.
 * @param {Context} context
 * @param {{ name: string, from: string }} native
 * @param {string} node
 */
async function build(context, native, node) {
  const label = `compiling ${native.name}`
  context.report.note(`${native.name} does not load in this Node: ${label}, 1 to 3 minutes`)
  if ((await probe(context, native, node)) === ABSENT) {
    // pnpm removes an optional package that did not build, and does not think of it again in this node_modules.
    rmSync(join(context.root, 'node_modules'), { recursive: true, force: true })
    await pnpm(context, label, INSTALL)
  } else {
    await pnpm(context, label, ['rebuild', native.name])
  }
  return (await probe(context, native, node)) === LOADS
}

const LOADS = 0
const ABSENT = 3

/**
 * Loads a package in a process of its own: LOADS, ABSENT, or any other number where it is there and fails.
 * @param {Context} context
 * @param {{ name: string, from: string }} native
 * @param {string} node
 */
function probe({ root, env, supervisor }, { name, from }, node) {
  const script = `try { require.resolve('${name}') } catch { process.exit(${ABSENT}) } require('${name}')`
  return supervisor.run([node, '--eval', script], { cwd: join(root, from), env }, { onLine: () => {} })
}

/** @param {Context} context @param {string} label @param {string[]} args */
function pnpm(context, label, args) {
  return context.runQuietly(['pnpm', ...args], {
    label,
    // An inherited NODE_ENV=production would leave out what builds and tests the project.
    env: { NODE_ENV: 'development' },
    phase: (line) => (line.includes('re2 install') ? COMPILING : undefined),
    wayOut: 'read the lines above; when the network failed, run this again: what was fetched is kept',
  })
}
