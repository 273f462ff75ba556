// Versions are independent: a change of one layer releases that layer, and what its new version is out of range for.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { runOrThrow } from './run.ts'
import { findPackages, readManifest, root } from './workspace.ts'

const packages = findPackages()
const VERSION = '0.1.0'

let copy = ''
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'ringwall-changesets-'))
  const shared = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset/config.json']
  const own = packages.flatMap(({ path }) => [`${path}/package.json`, `${path}/CHANGELOG.md`, `${path}/src/plugin.ts`])
  for (const file of [...shared, ...own].filter((file) => existsSync(join(root, file)))) {
    cpSync(join(root, file), join(copy, file))
  }
  for (const { path, manifest } of packages) setVersion(path, manifest.name)
})
afterEach(() => {
  rmSync(copy, { recursive: true, force: true })
})

it('a fix of the kernel releases the kernel alone', { timeout: 60_000 }, async () => {
  expect(await release({ '@ringwall/core': 'patch' })).toEqual({ '@ringwall/core': '0.1.1' })
  expect(readFileSync(join(copy, 'packages/core/CHANGELOG.md'), 'utf8')).toContain('## 0.1.1')
})

it('a new detection of a layer releases the layer, and the command that brings it', { timeout: 60_000 }, async () => {
  expect(await release({ '@ringwall/plugin-output-guard': 'minor' })).toEqual({
    '@ringwall/plugin-output-guard': '0.2.0',
    ringwall: '0.1.1',
  })
  await runOrThrow(process.execPath, [join(root, 'scripts', 'sync-versions.mjs')], { cwd: copy })
  const inSource = (layer: string) => readFileSync(join(copy, `plugins/${layer}/src/plugin.ts`), 'utf8')
  expect(inSource('output-guard')).toContain("  version: '0.2.0',\n")
  expect(inSource('input-validation')).toContain("  version: '0.1.0',\n")
})

it(
  'a new minor of the kernel, its peers being out of range, fixes them and is no major of them',
  { timeout: 60_000 },
  async () => {
    const released = await release({ '@ringwall/core': 'minor' })
    const others = packages.map(({ manifest }) => manifest.name).filter((name) => name !== '@ringwall/core')
    expect(released).toEqual({
      '@ringwall/core': '0.2.0',
      ...Object.fromEntries(others.map((name) => [name, '0.1.1'])),
    })
  },
)

/** Applies one changeset to the copy and tells the new versions of what is released, by name. */
async function release(bumps: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const front = Object.entries(bumps).map(([name, bump]) => `'${name}': ${bump}`)
  writeFileSync(join(copy, '.changeset', 'a-change.md'), ['---', ...front, '---', '', 'A change.', ''].join('\n'))
  await runOrThrow(join(root, 'node_modules', '.bin', 'changeset'), ['version'], { cwd: copy })
  const versions = packages.map(({ path }) => readManifest(join(copy, path)))
  return Object.fromEntries(
    versions.filter(({ version }) => version !== VERSION).map(({ name, version }) => [name, version]),
  )
}

/** Gives a package of the copy the version that these tests reckon with, and a changelog to add to. */
function setVersion(path: string, name: string): void {
  const folder = join(copy, path)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...readManifest(folder), version: VERSION })}\n`)
  writeFileSync(join(folder, 'CHANGELOG.md'), `# ${name}\n\n## ${VERSION}\n\nFirst release.\n`)
}
