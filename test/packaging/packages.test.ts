// Every package, as a stranger gets it: packed, looked at, installed into an empty project, imported, compiled and
// its README's example run. A new package is found by itself.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installConsumers, type Consumer } from './consumer.ts'
import { folderName, packAll, type Packed } from './pack.ts'
import { readExample } from './readme-example.ts'
import { run, type Ended } from './run.ts'
import { findPackages, root, runtimeDependencies } from './workspace.ts'

const packages = findPackages()
const versions = new Map(packages.map(({ manifest }) => [manifest.name, manifest.version]))
const tsc = join(root, 'node_modules', '.bin', 'tsc')

// What Node says of its own experiments, such as node:sqlite in some versions, is no word of ours.
const EVAL = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval']
// The oldest Node that we support runs TypeScript only when told to.
const STRIP_TYPES = process.features.typescript ? [] : ['--experimental-strip-types']

let folder = ''
let packed: ReadonlyMap<string, Packed>
let consumers: ReadonlyMap<string, Consumer>
/** What the compiler says of all consumers; each is a project of its own. */
let compiled: Ended

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringwall-packaging-'))
  packed = await packAll(folder)
  const all = join(folder, 'consumers')
  consumers = await installConsumers(all, packed)
  compiled = await run(tsc, ['-b', '--pretty', 'false', ...[...packed.keys()].map(folderName)], { cwd: all })
}, 300_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

it('what is packed was built from these sources', { timeout: 60_000 }, async () => {
  const { stdout } = await run(tsc, ['-b', '--dry'], { cwd: root })
  const stale = stdout.split('\n').filter((line) => line.includes('would build'))
  expect(stale, 'run: pnpm build').toEqual([])
})

describe.each(packages.map(({ manifest }) => manifest.name))('%s', { timeout: 120_000 }, (name) => {
  const check = (title: string, test: (packed: Packed, consumer: Consumer) => Promise<void> | void): void =>
    void it(title, () => test(get(packed, name), get(consumers, name)))

  check('holds its documents and what was built, and nothing else', ({ files, manifest }) => {
    expect(files).toEqual(expect.arrayContaining(['package.json', 'LICENSE', 'README.md', 'CHANGELOG.md']))
    expect(files).toContain('dist/index.js')
    const documents = /^(?:package\.json|LICENSE|README\.md|CHANGELOG\.md|MODEL_CARD\.md)$/
    const model = /^model\/[a-z-]+\.bin$/
    const built =
      /^dist\/(?:[a-z0-9/-]+(?:\.d\.ts|\.js)|page\/(?:index\.html|dashboard\.css|icon\.svg)|bundle\/licenses\.txt)$/
    const commands = Object.values(manifest.bin ?? {}).map((file) => file.replace(/^\.\//, ''))
    const strays = files.filter(
      (file) => !documents.test(file) && !built.test(file) && !model.test(file) && !commands.includes(file),
    )
    expect(strays).toEqual([])
  })

  check('has a manifest without a trace of the workspace', ({ manifest, read }) => {
    expect(read('package.json')).not.toMatch(/workspace:|@ringwall\/source/)
    expect(manifest.exports).toEqual({
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    })
    const ours = Object.entries(runtimeDependencies(manifest)).filter(([dependency]) => versions.has(dependency))
    expect(ours).toEqual(ours.map(([dependency]) => [dependency, `^${versions.get(dependency)}`]))
    // Nothing of ours runs when somebody installs it.
    expect(Object.keys(manifest.scripts ?? {})).toEqual([])
  })

  check('satisfies publint', async ({ tarball }) => {
    const { messages, pkg } = await publint({ pack: { tarball: bytesOf(tarball).buffer }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
  })

  check('has types that resolve, for every way to import an ESM package', async ({ tarball }) => {
    const analysis = await checkPackage(createPackageFromTarballData(bytesOf(tarball)))
    expect(analysis.types).toBeTruthy()
    expect(analysis.types ? analysis.problems.filter(concernsEsm) : []).toEqual([])
  })

  check('is imported by plain Node, silently, and by its declared entries only', async (_packed, consumer) => {
    const script = `
      import { createRequire } from 'node:module'
      const all = await import('${name}')
      const manifest = createRequire(process.cwd() + '/')('${name}/package.json')
      const inner = await import('${name}/dist/index.js').catch((error) => error.code)
      console.log(JSON.stringify([Object.keys(all).filter((key) => all[key] === undefined), manifest.name, inner]))`
    const { code, stdout, stderr } = await consumer.run(process.execPath, ...EVAL, script)
    expect(stderr).toBe('')
    expect(stdout).toBe(`${JSON.stringify([[], name, 'ERR_PACKAGE_PATH_NOT_EXPORTED'])}\n`)
    expect(code).toBe(0)
  })

  check('compiles in a strict project, with its README example', () => {
    // What stands elsewhere, in declarations of a package or of its peers, fails all that may have led there.
    const others = [...packed.keys()].filter((other) => other !== name).map((other) => `${folderName(other)}/`)
    const lines = compiled.stdout.split('\n').filter((line) => line !== '' && !others.some((at) => line.startsWith(at)))
    expect(lines).toEqual([])
    expect(existsSync(join(folder, 'consumers', folderName(name), 'tsconfig.tsbuildinfo')), compiled.stderr).toBe(true)
  })

  check('does what the example of its README says', async ({ read }, consumer) => {
    const { language, output } = readExample(read('README.md'))
    const [program, ...args] =
      language === 'ts' ? [process.execPath, ...STRIP_TYPES, 'example.ts'] : ['sh', '-eu', 'example.sh']
    const { code, stdout, stderr } = await consumer.run(program, ...args)
    expect(code, stderr).toBe(0)
    if (output !== undefined) expect(stdout).toBe(output)
  })
})

it('@ringwall/text goes on without native re2, and says so once', { timeout: 60_000 }, async () => {
  const script = `
    import { createEngine } from '@ringwall/text'
    const warnings = []
    const { name, compile } = createEngine({ warn: (text) => warnings.push(text) })
    console.log(JSON.stringify({ name, matches: compile('a+b').test('xaab'), warnings }))`
  const consumer = get(consumers, '@ringwall/text')
  const { stdout, stderr } = await consumer.run(process.execPath, ...EVAL, script)
  expect(stderr).toBe('')
  const { name, matches, warnings } = JSON.parse(stdout)
  expect({ name, matches }).toEqual({ name: 'js', matches: true })
  expect(warnings).toEqual([expect.stringContaining('re2js')])
})

it(
  '@ringwall/store needs no package for SQLite, and names the one that a server needs',
  { timeout: 60_000 },
  async () => {
    const script = `
    import { openStore } from '@ringwall/store'
    const store = await openStore('sqlite::memory:')
    await store.set('k', 1)
    const seen = [(await store.get('k')).value]
    await store.close()
    for (const url of ['postgres://localhost/db', 'redis://localhost'])
      seen.push(await openStore(url).catch(({ code, message }) => code + ' ' + message))
    console.log(JSON.stringify(seen))`
    const { stdout } = await get(consumers, '@ringwall/store').run(process.execPath, ...EVAL, script)
    expect(JSON.parse(stdout)).toEqual([
      1,
      expect.stringMatching(/^STORE_DRIVER_MISSING .* package pg,/),
      expect.stringMatching(/^STORE_DRIVER_MISSING .* package ioredis,/),
    ])
  },
)

it('a package cannot import what it does not declare', async () => {
  const consumer = get(consumers, '@ringwall/core')
  const script = `await import(process.argv[1])`
  const attempt = (name: string) => consumer.run(process.execPath, ...EVAL, script, name)
  // Installed beside it for another package, and installed for @ringwall/core itself but not for its user.
  for (const name of ['re2js', '@ringwall/store', 'tsyringe']) {
    expect((await attempt(name)).stderr, name).toContain('ERR_MODULE_NOT_FOUND')
  }
})

/** The profile `esm-only`: CommonJS before Node 20.19 and the resolution of Node 10 are not supported. */
function concernsEsm(problem: Problem): boolean {
  const kind = 'resolutionKind' in problem ? problem.resolutionKind : undefined
  return kind !== 'node10' && kind !== 'node16-cjs'
}

/** The bytes of a file in a buffer of their own: a Buffer of Node may be a slice of a larger one. */
function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file))
}

function get<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name)
  if (value === undefined) throw new Error(`nothing was packed as ${name}`)
  return value
}
