// @ts-check
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { ExpectedError } from './report.mjs'

/** @typedef {import('./pins.mjs').SystemTool} SystemTool */

/**
 * The commands that install packages, by package manager, in the order in which managers are looked for.
 * @type {Readonly<Record<string, ReadonlyArray<readonly string[]>>>}
 */
const COMMANDS = {
  'apt-get': [
    ['apt-get', 'update'],
    ['apt-get', 'install', '-y', '--no-install-recommends'],
  ],
  dnf: [['dnf', 'install', '-y']],
  apk: [['apk', 'add', '--no-cache']],
  pacman: [['pacman', '-Sy', '--noconfirm', '--needed']],
  zypper: [['zypper', '--non-interactive', 'install']],
}

/**
 * The path of an executable, looked for as a shell would.
 * @param {string} command
 * @param {string} path
 * @returns {string | undefined}
 */
export function findInPath(command, path) {
  const candidates = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, command))
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK)
      return statSync(file).isFile()
    } catch {
      // Absent or not executable: both mean "not here, look further".
      return false
    }
  })
}

/**
 * The package manager of this machine, or undefined where none is known.
 * @param {string} path
 */
function findPackageManager(path) {
  return Object.keys(COMMANDS).find((manager) => findInPath(manager, path) !== undefined)
}

/**
 * The commands that install `tools` with `manager`, to be run in order.
 * @param {string} manager
 * @param {readonly SystemTool[]} tools
 * @returns {string[][]}
 */
export function installCommands(manager, tools) {
  const commands = COMMANDS[manager]
  if (!commands) throw new ExpectedError(`No install command is known for '${manager}'`)
  const packages = tools.map((tool) => tool.packages[manager] ?? tool.command)
  return commands.map((command, index) => (index === commands.length - 1 ? [...command, ...packages] : [...command]))
}

/**
 * The line for a person to paste; it asks for root's rights where they are missing.
 * @param {string | undefined} manager
 * @param {readonly SystemTool[]} tools
 * @param {boolean} isRoot
 */
export function installHint(manager, tools, isRoot) {
  if (!manager) return `install ${tools.map((tool) => tool.command).join(', ')} with your package manager`
  const prefix = isRoot ? '' : 'sudo '
  const line = installCommands(manager, tools)
    .map((command) => prefix + command.join(' '))
    .join(' && ')
  return `run: ${line}`
}

/**
 * Makes sure that `tools` are there: installs the missing ones as root, and otherwise throws the exact command.
 * @param {import('./context.mjs').Context} context
 * @param {readonly SystemTool[]} tools
 */
export async function ensureTools(context, tools) {
  const { path, isRoot, report } = context
  const missing = () => tools.filter((tool) => !findInPath(tool.command, path()))
  const wanted = missing()
  if (wanted.length === 0) return
  const manager = findPackageManager(path())
  const names = wanted.map((tool) => `${tool.command} (${tool.why})`).join(', ')
  const hint = installHint(manager, wanted, isRoot)
  if (!manager || !isRoot) throw new ExpectedError(`Missing on this machine: ${names}`, hint)
  for (const command of installCommands(manager, wanted)) {
    report.note(`installing ${wanted.map((tool) => tool.command).join(', ')}: ${command.join(' ')}`)
    await context.runQuietly(command, {
      label: command.slice(0, 2).join(' '),
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      wayOut: `correct what ${manager} says above, then ${hint}`,
    })
  }
  const left = missing().map((tool) => tool.command)
  if (left.length > 0) throw new ExpectedError(`${manager} succeeded, yet ${left.join(', ')} is not in PATH`, hint)
}
