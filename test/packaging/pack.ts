import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runOrThrow } from './run.ts'
import { findPackages, root, type Manifest } from './workspace.ts'

/** A package as it would be published. */
export interface Packed {
  readonly name: string
  /** The tarball's path. */
  readonly tarball: string
  /** The paths in it. */
  readonly files: readonly string[]
  /** Its package.json, as pnpm rewrote it. */
  readonly manifest: Manifest
  /** Text of a file in it. */
  readonly read: (file: string) => string
}

/** Packs every package of the workspace into `folder`; what is packed is what was built last. */
export async function packAll(folder: string): Promise<ReadonlyMap<string, Packed>> {
  const tarballs = join(folder, 'tarballs')
  const unpacked = join(folder, 'unpacked')
  const options = ['--recursive', 'pack', '--json', '--pack-destination', tarballs]
  const { stdout } = await runOrThrow('pnpm', options, { cwd: root })
  const reports: readonly { readonly name: string; readonly filename: string }[] = JSON.parse(stdout)
  const packed = await Promise.all(reports.map(({ name, filename }) => open(name, filename, unpacked)))
  const missing = findPackages().filter(({ manifest }) => !packed.some(({ name }) => name === manifest.name))
  if (missing.length > 0) throw new Error(`not packed: ${missing.map(({ path }) => path).join(', ')}`)
  return new Map(packed.map((each) => [each.name, each]))
}

async function open(name: string, tarball: string, folder: string): Promise<Packed> {
  const into = join(folder, folderName(name))
  mkdirSync(into, { recursive: true })
  const { stdout } = await runOrThrow('tar', ['-tzf', tarball], { cwd: into })
  await runOrThrow('tar', ['-xzf', tarball, '--strip-components=1'], { cwd: into })
  // The tarball is the truth, not the report of the tool that made it.
  const files = stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/^package\//, ''))
  const read = (file: string): string => readFileSync(join(into, file), 'utf8')
  return { name, tarball, files: files.sort(), manifest: JSON.parse(read('package.json')), read }
}

/** A package's name as the name of one folder. */
export function folderName(name: string): string {
  return name.replace(/^@/, '').replace('/', '-')
}
