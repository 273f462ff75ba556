// An operator installs `ringwall` and a layer that nobody here has heard of, and names it in ringwall.yaml. The layer is
// plain JavaScript from ./fixtures, packed as its author would pack it. npm gives a flat node_modules, pnpm one in which
// each package sees only what it declares: the command must find the layers in both, and bring one kernel for all.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packAll } from './pack.ts'
import { run, runOrThrow, type Ended } from './run.ts'

const LAYER = '@acme/ringwall-link-limit'
const PLACE = { hook: 'onInbound', stage: 'judge', layer: 'link-limit' }
const TWO_LINKS = 'https://a.example and https://b.example'
const source = join(dirname(fileURLToPath(import.meta.url)), 'fixtures', 'outside-plugin')

const MANAGERS = {
  npm: { install: ['--ignore-scripts', '--no-audit', '--no-fund'], exec: ['npx', '--no', '--'] },
  pnpm: { install: ['--no-frozen-lockfile'], exec: ['pnpm', 'exec'] },
} as const

let folder = ''
let tarballs: Readonly<Record<string, string>> = {}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ringwall-outside-'))
  const packed = await packAll(folder)
  await runOrThrow('npm', ['pack', '--pack-destination', folder], { cwd: source })
  tarballs = {
    ...Object.fromEntries([...packed.values()].map(({ name, tarball }) => [name, `file:${tarball}`])),
    [LAYER]: `file:${join(folder, 'acme-ringwall-link-limit-1.2.0.tgz')}`,
  }
}, 120_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe.each(['npm', 'pnpm'] as const)('installed with %s', { timeout: 60_000 }, (manager) => {
  let project = ''

  beforeAll(async () => {
    project = join(folder, manager)
    mkdirSync(project)
    writeProject(project, manager)
    await runOrThrow(manager, ['install', '--prefer-offline', ...MANAGERS[manager].install], { cwd: project })
  }, 300_000)

  it('one line of config enables it, with its own config', async () => {
    configure(`layers:\n  '${LAYER}': { limit: 1 }\n`)
    expect(await chain()).toContainEqual(expect.objectContaining({ ...PLACE, version: '1.2.0' }))
    const { outcome, rulings } = await check(TWO_LINKS)
    expect(outcome).toBe('deny')
    expect(rulings).toContainEqual(expect.objectContaining({ layer: 'link-limit', code: 'TOO_MANY_LINKS' }))
    expect((await check('See https://a.example.')).outcome).toBe('allow')
  })

  it('it stands in the chain among the layers that the command brings', async () => {
    configure(`layers:\n  '${LAYER}': on\n`)
    const layers = (await chain()).map(({ layer }) => layer)
    expect(layers).toEqual(expect.arrayContaining(['input-validation', 'link-limit', 'output-guard']))
  })

  it('without the line it is off, though it is installed', async () => {
    configure('preset: default\n')
    expect((await chain()).map(({ layer }) => layer)).not.toContain('link-limit')
    expect((await check(TWO_LINKS)).outcome).toBe('allow')
  })

  it('its lines are held against its schema, and a layer that is not installed is named', async () => {
    configure(`layers:\n  '${LAYER}': { limt: 1 }\n  '@acme/nothing': on\n`)
    const { code, stderr } = await ringwall('check', TWO_LINKS)
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/limt.*did you mean limit.*CONFIG_UNKNOWN_KEY/)
    expect(stderr).toMatch(/@acme\/nothing.*CONFIG_LAYER_MISSING/)
  })

  function configure(yaml: string): void {
    writeFileSync(join(project, 'ringwall.yaml'), yaml)
  }

  async function chain(): Promise<readonly { readonly layer: string }[]> {
    const { code, stdout, stderr } = await ringwall('explain', '--json')
    expect(code, stderr).toBe(0)
    return JSON.parse(stdout).chain
  }

  async function check(text: string): Promise<{ readonly outcome: string; readonly rulings: readonly unknown[] }> {
    const { stdout } = await ringwall('check', '--json', text)
    return JSON.parse(stdout)
  }

  function ringwall(...args: readonly string[]): Promise<Ended> {
    const [program, ...before] = MANAGERS[manager].exec
    return run(program, [...before, 'ringwall', ...args], { cwd: project })
  }
})

/** Tells the package manager to take what this repository makes from its tarballs, and not to compile re2. */
function writeProject(project: string, manager: keyof typeof MANAGERS): void {
  const wanted = ['ringwall', '@ringwall/core', LAYER]
  const { [LAYER]: _, ...ours } = tarballs
  // Not every npm that is about can override a package by a file; what is in the project itself, all of them take.
  const all = manager === 'npm' ? Object.keys(tarballs) : wanted
  const dependencies = Object.fromEntries(all.map((name) => [name, tarballs[name]]))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, dependencies }))
  if (manager === 'npm') return
  // JSON is YAML.
  const workspace = { hoist: false, overrides: ours, allowBuilds: { re2: false }, pmOnFail: 'ignore' }
  writeFileSync(join(project, 'pnpm-workspace.yaml'), JSON.stringify(workspace))
}
