// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { BUILD_TOOLS, NATIVE_PACKAGES } from './pins.mjs'
import { CommandFailed, ExpectedError } from './report.mjs'
import { ensureTools, findInPath } from './system-packages.mjs'

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
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    rmSync(stampFile, { force: true })
    report.note(
      'installing dependencies (where no ready-made re2 can be fetched it is compiled: 1 to 3 minutes)',
    )
    await withBuildTools(context, () => pnpm(context, 'installing dependencies', INSTALL))
  }
  // Always, since it costs a tenth of a second: the Node, or a build by hand, may have changed under the stamp.
  for (const native of NATIVE_PACKAGES) await ensureLoads(context, native, node)
  writeFileSync(stampFile, stamp)
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
 * Sees to it that a native package loads in the Node in use, compiling it anew where it was built for another.
 * @param {Context} context
 * @param {{ name: string, from: string }} native
 * @param {string} node
 */
async function ensureLoads(context, { name, from }, node) {
  if (await loads(context, name, from, node)) return
  context.report.note(`${name} was built for another Node: compiling it for this one, 1 to 3 minutes`)
  await withBuildTools(context, () => pnpm(context, `compiling ${name}`, ['rebuild', name]))
  if (await loads(context, name, from, node)) return
  throw new ExpectedError(
    `${name} was built, and yet does not load in ${node}`,
    `see .runtime/bootstrap.log; if npm's settings name a nodedir, it must hold this Node's own headers`,
  )
}

/** @param {Context} context @param {string} name @param {string} from @param {string} node */
async function loads({ root, env, supervisor }, name, from, node) {
  const place = { cwd: join(root, from), env }
  return (await supervisor.run([node, '--eval', `require('${name}')`], place, { onLine: () => {} })) === 0
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

/**
 * Runs a step that may compile; when it fails and a compiler's part is missing, brings that and tries once more.
 * @param {Context} context
 * @param {() => Promise<void>} step
 */
async function withBuildTools(context, step) {
  try {
    await step()
  } catch (error) {
    const isComplete = BUILD_TOOLS.every((tool) => findInPath(tool.command, context.path()))
    const isBuild = error instanceof CommandFailed && error.output.some((line) => line.includes('gyp'))
    if (process.platform !== 'linux' || isComplete || !isBuild) throw error
    context.report.warn(`${error.message}; tools to compile native code are missing`)
    await ensureTools(context, BUILD_TOOLS)
    await step()
  }
}
