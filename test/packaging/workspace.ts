import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workspacePatterns } from '../../scripts/bootstrap/workspace.mjs'

/** The repository's folder. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What these tests read of a package.json. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly license?: string
  readonly type?: string
  readonly bin?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly engines?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly keywords?: readonly string[]
  readonly ringwall?: { readonly hooks?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> }
}

/** One published package of this workspace. */
export interface WorkspacePackage {
  /** Path from the root, such as `plugins/audit-log`. */
  readonly path: string
  readonly folder: string
  readonly manifest: Manifest
  readonly isPlugin: boolean
}

/** Parses a package.json, whose shape the structure tests check. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/**
 * Every package that pnpm-workspace.yaml covers, so that a new one is tested from its first day. Throws where it
 * would find none.
 */
export function findPackages(): readonly WorkspacePackage[] {
  const patterns = workspacePatterns(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'))
  const found = patterns.flatMap(expand).map((path) => {
    const folder = join(root, path)
    return { path, folder, manifest: readManifest(folder), isPlugin: path.startsWith('plugins/') }
  })
  if (found.length === 0) throw new Error('pnpm-workspace.yaml covers no package')
  return found
}

function expand(pattern: string): readonly string[] {
  const parent = pattern.replace(/\/\*$/, '')
  const folders = parent === pattern ? [pattern] : readdirSync(join(root, parent)).map((name) => `${parent}/${name}`)
  return folders.filter((folder) => existsSync(join(root, folder, 'package.json'))).sort()
}

/** What installing a package brings or asks for, as ranges by name; what only its tests need is left out. */
export function runtimeDependencies(manifest: Manifest): Readonly<Record<string, string>> {
  return { ...manifest.optionalDependencies, ...manifest.dependencies, ...manifest.peerDependencies }
}

/** The peers that a package cannot do without. */
export function requiredPeers({ peerDependencies = {}, peerDependenciesMeta = {} }: Manifest): readonly string[] {
  return Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true)
}
