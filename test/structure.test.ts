// The shape of the repository that docs/write-a-plugin.md and the design promise. What a new package must fit into is
// said here once, and held against every package that is found.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findPackages, readManifest, root, runtimeDependencies } from './packaging/workspace.ts'

const packages = findPackages()
const plugins = packages.filter(({ isPlugin }) => isPlugin)
const byName = new Map(packages.map((each) => [each.manifest.name, each]))

/** Which packages of this repository each may use at run time; `plugins/*` stands for all plugins. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'packages/core': [],
  'packages/text': ['packages/core'],
  'packages/store': ['packages/core'],
  'packages/references': ['packages/core'],
  'packages/host': ['packages/core'],
  'packages/testkit': ['packages/core'],
  'plugins/*': ['packages/core', 'packages/text', 'packages/store', 'packages/references'],
  'packages/config': ['packages/core', 'packages/references', 'packages/store', 'packages/text'],
  'packages/dashboard': ['packages/core'],
  'packages/gateway': ['packages/config', 'packages/core', 'packages/host', 'packages/text'],
  'packages/mcp': ['packages/core', 'packages/host', 'packages/text'],
  'packages/adapter-ai-sdk': ['packages/core', 'packages/host', 'packages/text'],
  'packages/doctor': [
    'packages/config',
    'packages/core',
    'packages/references',
    'packages/store',
    'packages/text',
    'plugins/*',
  ],
  'packages/cli': [
    'packages/config',
    'packages/core',
    'packages/doctor',
    'packages/dashboard',
    'packages/gateway',
    'packages/mcp',
    'packages/store',
    'packages/text',
    'plugins/*',
  ],
}

const TOP_LEVEL = ['CHANGELOG.md', 'LICENSE', 'README.md', 'bin', 'package.json', 'src', 'test', 'tsconfig.json']
/** What a package with a trained model has besides: the model, what it was made by, and its card. */
const MODEL = ['MODEL_CARD.md', 'model', 'training']
/** What is built for a browser, not for Node: of the dashboard alone. */
const PAGE = ['page']
const PLUGIN_SECTIONS = ['Threat', 'What it does', 'Config', 'Limits', 'Example']

/** Files that stand in several layers, since none may import another and none should be blind where one is: the same to the letter. */
const TWINS: readonly (readonly string[])[] = [
  [
    'plugins/action-classifier/src/shell/sh-readings.ts',
    'plugins/exec-sandbox/src/shell/sh-readings.ts',
    'plugins/path-guard/src/sh-readings.ts',
  ],
]

it.each(TWINS)('%s is the same file in every layer', (first, ...others) => {
  const text = readFileSync(join(root, first), 'utf8')
  for (const other of others) expect(readFileSync(join(root, other), 'utf8'), other).toBe(text)
})

it('finds the packages of today, so that an empty list is no success', () => {
  expect(packages.length).toBeGreaterThanOrEqual(12)
  expect(plugins.length).toBeGreaterThanOrEqual(5)
})

describe.each(packages.map((each) => [each.path, each] as const))('%s', (path, { folder, manifest, isPlugin }) => {
  it('has the files of a package, and no others', () => {
    const files = listed(folder)
    const extra = [...(files.includes('model') ? MODEL : []), ...(path === 'packages/dashboard' ? PAGE : [])]
    const allowed = [...TOP_LEVEL, ...extra]
    expect(files.filter((name) => !allowed.includes(name))).toEqual([])
    if (files.includes('model')) expect(MODEL.filter((name) => !files.includes(name))).toEqual([])
    const needed = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', 'src', 'test', 'tsconfig.json']
    expect(needed.filter((name) => !files.includes(name))).toEqual([])
    expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
  })

  it('is named after its folder', () => {
    const short = path.split('/')[1]
    const expected = isPlugin
      ? `@ringwall/plugin-${short}`
      : path === 'packages/cli'
        ? 'ringwall'
        : `@ringwall/${short}`
    expect(manifest.name).toBe(expected)
  })

  it('lets nothing be imported but its entry and its package.json', () => {
    const entry = { types: './dist/index.d.ts', default: './dist/index.js' }
    const rest = { './package.json': './package.json' }
    expect(manifest.exports).toEqual({ '.': { '@ringwall/source': './src/index.ts', ...entry }, ...rest })
    // The order of conditions decides: a source behind `default` would never be read.
    expect(JSON.stringify(manifest.exports)).toMatch(/^\{"\.":\{"@ringwall\/source"/)
    const { publishConfig } = readJson(join(folder, 'package.json'))
    expect(publishConfig).toEqual({ access: 'public', exports: { '.': entry, ...rest } })
  })

  it('is an ESM package for the Node that we support, under the licence of the whole', () => {
    const { type, license, engines } = manifest
    expect({ type, license, engines }).toEqual({
      type: 'module',
      license: 'Apache-2.0',
      engines: { node: readManifest(root).engines?.['node'] },
    })
    expect(manifest.private).toBeUndefined()
  })

  it('has a changelog whose newest version is its own', () => {
    const changelog = readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')
    expect(changelog.split('\n', 1)).toEqual([`# ${manifest.name}`])
    expect(/^## (.+)$/m.exec(changelog)?.[1]).toBe(manifest.version)
  })

  it('depends only in the direction of the arrows', () => {
    const key = isPlugin ? 'plugins/*' : path
    expect(Object.keys(ARROWS), 'a new package: say in ARROWS what it may use').toContain(key)
    const used = workspaceNames(runtimeDependencies(manifest)).map((name) => byName.get(name)?.path ?? name)
    expect(used.filter((other) => !mayUse(key, other))).toEqual([])
  })

  it('asks for the other packages of the workspace as `workspace:^`', () => {
    const all = [
      manifest.dependencies,
      manifest.peerDependencies,
      manifest.devDependencies,
      manifest.optionalDependencies,
    ]
    const ranges = all.flatMap((each = {}) => workspaceNames(each).map((name) => `${name} ${each[name]}`))
    expect(ranges.filter((range) => !range.endsWith(' workspace:^'))).toEqual([])
  })

  it('has the kernel as a peer, unless it is the kernel or a host that brings it', () => {
    const hosts = ['core', 'config', 'doctor', 'gateway', 'mcp', 'cli']
    const isHost = hosts.some((name) => path === `packages/${name}`)
    const { dependencies = {}, peerDependencies = {}, devDependencies = {} } = manifest
    const has = [dependencies, peerDependencies, devDependencies].map((each) => '@ringwall/core' in each)
    expect(has).toEqual(
      path === 'packages/core' ? [false, false, false] : isHost ? [true, false, false] : [false, true, true],
    )
  })

  it('is built after just the packages that it uses', () => {
    const tsconfig = readJson(join(folder, 'tsconfig.json'))
    expect(tsconfig.extends).toBe('../../tsconfig.base.json')
    const references = referencesOf(tsconfig).map((reference) => relative(root, join(folder, reference)))
    const used = workspaceNames(runtimeDependencies(manifest)).map((name) => byName.get(name)?.path)
    expect(references.sort()).toEqual(used.sort())
  })
})

describe.each(plugins.map((each) => [each.path, each] as const))('%s, a layer', (_path, { folder, manifest }) => {
  it('has the one shape of a layer', () => {
    const needed = ['src/config.ts', 'src/index.ts', 'src/plugin.ts', 'test/cases.ts', 'test/plugin.test.ts']
    // One that reads texts finds in a file of that name; others are named after what they do: a policy, a record.
    if ('@ringwall/text' in (manifest.dependencies ?? {})) needed.push('src/detect.ts')
    expect(needed.filter((file) => !existsSync(join(folder, file)))).toEqual([])
  })

  it('has a pure part with tests beside it', () => {
    const tested = readdirSync(join(folder, 'src')).filter((file) => file.endsWith('.test.ts'))
    expect(tested).not.toEqual([])
    const sources = tested.map((file) => join(folder, 'src', file.replace('.test.ts', '.ts')))
    expect(sources.filter((source) => !existsSync(source))).toEqual([])
  })

  it('declares itself in package.json, to be read before any of its code runs', () => {
    expect(manifest.ringwall).toMatchObject({ api: 1, hooks: expect.any(Object) })
    expect(manifest.keywords).toContain('ringwall-plugin')
  })

  it('has the README of a layer', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8')
    const sections = Array.from(readme.matchAll(/^## (.+)$/gm), ([, title]) => title)
    expect(sections.filter((title) => title !== 'Errors')).toEqual(PLUGIN_SECTIONS)
  })
})

describe('the root', () => {
  it('builds every package', () => {
    const references = referencesOf(readJson(join(root, 'tsconfig.json')))
    expect(references.toSorted()).toEqual(packages.map(({ path }) => path).toSorted())
  })

  it('has every package at hand for tests and examples', () => {
    const { devDependencies = {} } = readManifest(root)
    const missing = packages.filter(({ manifest: { name } }) => devDependencies[name] !== 'workspace:*')
    expect(missing.map(({ path }) => path)).toEqual([])
  })

  it('is never published', () => {
    expect(readManifest(root).private).toBe(true)
  })
})

/** What git would see of a folder: without what is built or installed. */
function listed(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => !['dist', 'node_modules'].includes(name))
}

function mayUse(key: string, other: string): boolean {
  const allowed = ARROWS[key] ?? []
  return allowed.includes(other) || (other.startsWith('plugins/') && allowed.includes('plugins/*'))
}

function workspaceNames(dependencies: Readonly<Record<string, string>>): readonly string[] {
  return Object.keys(dependencies).filter((name) => byName.has(name))
}

interface Json {
  readonly extends?: string
  readonly publishConfig?: unknown
  readonly references?: readonly { readonly path: string }[]
}

function readJson(file: string): Json {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function referencesOf({ references = [] }: Json): string[] {
  return references.map(({ path }) => path)
}
