// @ts-check
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MINIMUM_NODE, NODE_PINS } from './pins.mjs'
import { ExpectedError } from './report.mjs'

/**
 * Reads `v22.13.0` or `22.13.0` as three numbers; a pre-release suffix is ignored.
 * @param {string} text
 * @returns {[number, number, number]}
 */
export function parseVersion(text) {
  const match = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:[-+]|$)/.exec(text)
  if (!match) throw new ExpectedError(`'${text}' is not a version number`)
  return [Number(match[1]), Number(match[2]), Number(match[3])]
}

/**
 * True when `version` is `minimum` or newer.
 * @param {string} version
 * @param {string} [minimum]
 */
export function isAtLeast(version, minimum = MINIMUM_NODE) {
  const left = parseVersion(version)
  const right = parseVersion(minimum)
  const index = left.findIndex((part, position) => part !== right[position])
  return index === -1 || Number(left[index]) > Number(right[index])
}

/**
 * Names the pinned Node for a machine, and throws what to do where there is none.
 * @param {{ platform: string, arch: string, musl: boolean }} machine
 */
export function chooseNode({ platform, arch, musl }) {
  const pin = NODE_PINS[`${platform}-${arch}`]
  if (pin && !musl) return pin
  const name = `${platform}-${arch}${musl ? ' with musl' : ''}`
  throw new ExpectedError(
    `This Node is older than ${MINIMUM_NODE}, and none can be brought for ${name}`,
    `install Node ${MINIMUM_NODE} or newer (22, 24 or 26) by your system's own means, then run this again`,
  )
}

/** True on a Linux whose C library is musl (Alpine), where the pinned binaries do not start. */
export function isMusl() {
  if (process.platform !== 'linux') return false
  // The report is Node's documented way to tell; its types leave the header open.
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } } | undefined} */ (
    /** @type {unknown} */ (process.report?.getReport())
  )
  return report?.header?.glibcVersionRuntime === undefined
}

/**
 * The folder to give to node-gyp as `nodedir`: the one whose `include/node` has exactly the headers of the
 * Node at `nodeBinary`. Headers of another version compile without a word, and give a module that won't load.
 * @param {string} nodeBinary
 * @param {string} version
 * @returns {string | undefined}
 */
export function findHeaders(nodeBinary, version) {
  const folder = dirname(dirname(realpathSync(nodeBinary)))
  const header = join(folder, 'include', 'node', 'node_version.h')
  if (!existsSync(header)) return undefined
  const text = readFileSync(header, 'utf8')
  const found = ['MAJOR', 'MINOR', 'PATCH'].map(
    (part) => new RegExp(`^#define NODE_${part}_VERSION (\\d+)`, 'm').exec(text)?.[1],
  )
  return found.join('.') === parseVersion(version).join('.') ? folder : undefined
}
