import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { diagnose, type DoctorOptions, type Finding } from '../src/index.ts'

/** 2026-11-27, noon. */
export const NOW: number = Date.UTC(2026, 10, 27, 12)
/** Where the layers are. */
export const RESOLVE_FROM: readonly string[] = [new URL('../../cli/src', import.meta.url).pathname]

/** An installation to look at. Names of files are relative to the project, or begin with ~/ for the home. */
export interface Scene {
  /** The text of ringwall.yaml. Default: an empty one; null: none. */
  readonly config?: string | null
  readonly files?: Readonly<Record<string, string>>
  /** Of files and folders, once they are there. */
  readonly modes?: Readonly<Record<string, number>>
  readonly env?: NodeJS.ProcessEnv
  readonly options?: Partial<DoctorOptions>
  readonly prepare?: (project: Project) => Promise<void>
}

/** A scene on the disk. */
export interface Project {
  readonly cwd: string
  readonly home: string
  readonly options: DoctorOptions
}

/** Builds a scene in a temporary folder, gone after the test. */
export async function build(scene: Scene): Promise<Project> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'doctor-test-')))
  onTestFinished(() => rm(base, { recursive: true, force: true }))
  const [cwd, home] = [join(base, 'project'), join(base, 'home')]
  for (const folder of [cwd, home]) await mkdir(folder, { mode: 0o700 })
  const { config = '# nothing is said\n', files = {}, modes = {}, env = {} } = scene
  const all = config === null ? files : { 'ringwall.yaml': config, ...files }
  for (const [name, text] of Object.entries(all)) await put(place({ cwd, home }, name), text)
  const options: DoctorOptions = {
    cwd,
    home,
    env,
    now: () => NOW,
    uid: process.getuid?.(),
    nodeVersion: '24.11.0',
    resolveFrom: RESOLVE_FROM,
    ...scene.options,
  }
  const project = { cwd, home, options }
  await scene.prepare?.(project)
  for (const [name, mode] of Object.entries(modes)) await chmod(place(project, name), mode)
  return project
}

/** What some checks say of a scene. */
export async function findingsOf(only: readonly string[], scene: Scene): Promise<readonly Finding[]> {
  const { options } = await build(scene)
  return (await diagnose({ ...options, only })).findings
}

/** What one check says of a scene. */
export async function findingOf(id: string, scene: Scene): Promise<Finding> {
  const [finding] = await findingsOf([id], scene)
  if (finding === undefined) throw new Error(`no finding of ${id}`)
  return finding
}

/** Where a name of a scene is. */
function place({ cwd, home }: Pick<Project, 'cwd' | 'home'>, name: string): string {
  return name.startsWith('~/') ? join(home, name.slice(2)) : join(cwd, name)
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeFile(file, text, { mode: 0o600 })
  await chmod(file, 0o600)
}

/** Installs a layer that somebody else has written. `declared` is what its package.json says more or differently. */
export async function installLayer(
  { cwd }: Pick<Project, 'cwd'>,
  {
    hooks = {},
    effects,
    declared = {},
    peer = '^0.1.0',
  }: {
    readonly hooks?: object
    readonly effects?: readonly string[]
    readonly declared?: object
    readonly peer?: string
  } = {},
): Promise<void> {
  const home = join(cwd, 'node_modules', '@acme', 'layer')
  await mkdir(home, { recursive: true, mode: 0o755 })
  const require = createRequire(new URL('../../config/package.json', import.meta.url))
  const zod = join(cwd, 'node_modules', 'zod')
  await symlink(dirname(require.resolve('zod/package.json')), zod)
  const manifest = { api: 1, hooks, ...(effects && { effects }) }
  const codes = { SEEN: 'something was there' }
  const packageJson = {
    name: '@acme/layer',
    version: '1.2.3',
    type: 'module',
    exports: './index.js',
    peerDependencies: { '@ringwall/core': peer },
    ringwall: { ...manifest, codes, ...declared },
  }
  await writeFile(join(home, 'package.json'), JSON.stringify(packageJson))
  await writeFile(
    join(home, 'index.js'),
    `import { z } from 'zod'
export const plugin = Object.freeze({
  [Symbol.for('ringwall.plugin')]: true,
  name: 'acme-layer', version: '1.2.3', manifest: ${JSON.stringify(manifest)}, codes: ${JSON.stringify(codes)},
  config: z.strictObject({}), setup: () => ({}),
})\n`,
  )
  for (const path of [home, join(home, 'package.json')]) await chmod(path, path === home ? 0o755 : 0o644)
}
