import { realpath } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, resolve, sep } from 'node:path'
import { codeOf, readRegularFile } from '@ringwall/references'

const MAX_BYTES = 1024 * 1024

/** An installed package, of which nothing has run. */
export interface FoundPackage {
  readonly name: string
  /** Its real folder. */
  readonly folder: string
  /** The folder from which it was resolved. */
  readonly origin: string
  readonly packageJson: Readonly<Record<string, unknown>>
}

/** A package that is there but cannot be used; the message says why. */
export class PackageProblem extends Error {}

/**
 * Looks for a package as an import does, in the node_modules of each folder and of those above it, by its package.json
 * alone. NODE_PATH and global folders do not count: what guards an agent must not depend on who started it.
 * Throws PackageProblem.
 */
export async function findPackage(name: string, origins: readonly string[]): Promise<FoundPackage | undefined> {
  for (const origin of origins) {
    for (const above of withAncestors(origin)) {
      const folder = join(above, 'node_modules', name)
      const packageJson = await readPackageJson(join(folder, 'package.json'))
      if (packageJson !== undefined) return { name, folder: await realpath(folder), origin, packageJson }
    }
  }
  return undefined
}

/** The file that importing the package runs. Throws PackageProblem unless it lies within the folder whose manifest was read. */
export async function findEntry({ name, folder, origin, packageJson }: FoundPackage): Promise<string> {
  let entry: string
  try {
    entry = requireFrom(origin).resolve(name)
  } catch (error) {
    const importOnly = codeOf(error) === 'ERR_PACKAGE_PATH_NOT_EXPORTED' ? importTarget(packageJson.exports) : undefined
    if (importOnly === undefined) throw new PackageProblem(`it has no entry point (${codeOf(error)})`)
    entry = resolve(folder, importOnly)
  }
  const real = isAbsolute(entry) ? await realpath(entry).catch(() => undefined) : undefined
  if (real === undefined || !real.startsWith(folder + sep))
    throw new PackageProblem('its entry point is not a file within the package')
  return real
}

function withAncestors(folder: string): readonly string[] {
  const above = dirname(folder)
  return above === folder ? [folder] : [folder, ...withAncestors(above)]
}

function requireFrom(folder: string): NodeJS.Require {
  return createRequire(join(folder, '_.js'))
}

async function readPackageJson(file: string): Promise<FoundPackage['packageJson'] | undefined> {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(await readRegularFile(file, MAX_BYTES)))
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) return undefined
    throw new PackageProblem(
      `its package.json cannot be read (${error instanceof SyntaxError ? 'not JSON' : codeOf(error)})`,
    )
  }
  if (typeof value !== 'object' || value === null) throw new PackageProblem('its package.json is not an object')
  return value as FoundPackage['packageJson']
}

/** What `exports` gives to an import, for packages that have no entry for require: the first condition that applies. */
function importTarget(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null || Array.isArray(exports)) return undefined
  const entries = Object.entries(exports as Readonly<Record<string, unknown>>)
  for (const [key, target] of entries) {
    if (!['.', 'import', 'node', 'default'].includes(key)) continue
    const found = importTarget(target)
    if (found !== undefined) return found
  }
  return undefined
}
