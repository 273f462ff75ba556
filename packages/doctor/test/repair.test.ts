import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { loadConfig, type Model } from '@ringwall/config'
import { parseConfig } from '@ringwall/core'
import { describe, expect, test } from 'vitest'
import { findLoosened } from '../../config/src/tighten.ts'
import { CHECKS, diagnose, planRepairs } from '../src/index.ts'
import { fileCases, SECRET } from './cases/files.ts'
import { layerCases } from './cases/layers.ts'
import { build, installLayer, RESOLVE_FROM, type Project } from './scene.ts'

const fixable = CHECKS.filter((check) => check.fixable).map(({ id }) => id)
const cases = [...layerCases, ...fileCases].filter(({ id }) => fixable.includes(id))

function load({ cwd, options }: Project): Promise<Model> {
  return loadConfig({ cwd, env: options.env ?? {}, resolveFrom: RESOLVE_FROM })
}

/** By what the layers of `next` are not surely as strict as those of `base`. */
function loosened(base: Model, next: Model): readonly string[] {
  return base.layers.flatMap((line) => {
    const other = next.layers.find(({ plugin }) => plugin.name === line.plugin.name)
    if (other === undefined) return [line.plugin.name]
    const [from, to] = [line, other].map((each) => ({ parsed: parseConfig(each), raw: each.config }))
    if (from === undefined || to === undefined) throw new TypeError('cannot be')
    const { mode = 'enforce', onFailure = 'deny' } = other.options
    const isWeaker =
      (mode === 'observe' && line.options.mode !== 'observe') ||
      (onFailure === 'flag' && line.options.onFailure !== 'flag')
    return [...findLoosened(line.plugin.config, from, to), ...(isWeaker ? ['options'] : [])]
  })
}

describe('every check that says that it can be repaired', () => {
  test('has a case here', () => {
    expect(cases.map(({ id }) => id).toSorted()).toEqual(fixable.toSorted())
    expect(fixable.length).toBeGreaterThan(20)
  })

  test.for(cases.map((one) => [one.id, one] as const))(
    '%s passes afterwards, loosens nothing, and is left alone then',
    async ([id, { fires }]) => {
      const project = await build(fires)
      const options = { ...project.options, only: [id] }
      const text = (): Promise<string> => readFile(join(project.cwd, 'ringwall.yaml'), 'utf8')
      const [before, model] = [await text(), await load(project)]
      const plan = await planRepairs(options)
      expect(plan.report.findings.map((one) => [one.status, one.fixable])).toEqual([['fail', true]])
      expect(plan.changes).not.toEqual([])
      expect(await text()).toBe(before)
      await plan.apply()
      const after = await planRepairs(options)
      expect([after.report.findings[0]?.found, after.report.findings[0]?.status]).toEqual([
        after.report.findings[0]?.found,
        'pass',
      ])
      expect(after.changes).toEqual([])
      expect(loosened(model, await load(project))).toEqual([])
    },
  )
})

const WEAK = `# Our wall.
layers:
  # Being tried out.
  tool-policy:   observe
  '@ringwall/plugin-exec-sandbox': {network: host,   validate: false}   # for now
  audit-log:
    onFailure: "flag" # the disk is full sometimes

  # Not yet.
  canary-tokens: on
`

test('a change leaves all else of the config as it was written, and a copy of it', async () => {
  const project = await build({ config: WEAK })
  const plan = await planRepairs(project.options)
  const [applied] = await plan.apply()
  expect(await readFile(join(project.cwd, 'ringwall.yaml'), 'utf8')).toBe(
    WEAK.replace('observe', 'on').replace('host', 'none').replace('false', 'true').replace('"flag"', 'deny'),
  )
  const backups = join(project.cwd, '.ringwall', 'backups')
  const names = await readdir(backups)
  expect(names).toEqual([expect.stringMatching(/^ringwall\.yaml\.2026-11-27T12-00-00/)])
  expect(applied?.backup).toBe(join(backups, names[0] ?? ''))
  expect(await readFile(applied?.backup ?? '', 'utf8')).toBe(WEAK)
  expect((await stat(applied?.backup ?? '')).mode & 0o777).toBe(0o600)
})

test('a key that has to be added keeps the comments', async () => {
  const pins = `{ a: "${'0'.repeat(64)}" }`
  const config = `# Ours.\nlayers:\n  skill-scanner:\n    pins: ${pins} # of ada\n`
  const { options, cwd } = await build({ config })
  await (await planRepairs({ ...options, only: ['skills-unpinned-tools'] })).apply()
  expect(await readFile(join(cwd, 'ringwall.yaml'), 'utf8')).toBe(`${config}    unpinned: flag\n`)
})

test('a config in JSON stays one', async () => {
  const config = '{\n  "layers": { "audit-log": { "onFailure": "flag" }, "tool-policy": "observe" }\n}\n'
  const { options, cwd } = await build({ config: null, files: { 'ringwall.json': config } })
  await (await planRepairs(options)).apply()
  const text = await readFile(join(cwd, 'ringwall.json'), 'utf8')
  expect(text).toBe(config.replace('"flag"', '"deny"').replace('"observe"', '"on"'))
})

test('a config that is a program, or a link, is left to people', async () => {
  const program = "export const config = { layers: { 'tool-policy': 'observe' } }\n"
  const asProgram = await build({ config: null, files: { 'ringwall.ts': program } })
  const linked = await build({ config: null, files: { 'other.yaml': 'layers: { tool-policy: observe }' } })
  await symlink('other.yaml', join(linked.cwd, 'ringwall.yaml'))
  for (const { options } of [asProgram, linked]) {
    const { report, changes } = await planRepairs({ ...options, only: ['layers-enforce'] })
    expect(report.findings.map(({ status, fixable }) => [status, fixable])).toEqual([['fail', false]])
    expect(changes).toEqual([])
  }
})

test('a copy is the file byte for byte, and a byte order mark and line ends stay', async () => {
  const config = '\uFEFFlayers:\r\n  tool-policy: observe # ä\r\n'
  const { options, cwd } = await build({ config })
  const [applied] = await (await planRepairs({ ...options, only: ['observe'] })).apply()
  expect(await readFile(applied?.backup ?? '')).toEqual(Buffer.from(config))
  expect(await readFile(join(cwd, 'ringwall.yaml'))).toEqual(Buffer.from(config.replace('observe', 'on')))
})

test('a value that two keys share is not tightened for one by loosening the other', async () => {
  const config =
    'layers:\n  exec-sandbox: { validate: &no false, unixSockets: *no }\n  path-guard: { hardLinks: allow }\n'
  const { options, cwd } = await build({ config })
  const { report, changes, apply } = await planRepairs(options)
  const fixable = (id: string): unknown => report.findings.find((one) => one.id === id)?.fixable
  expect([fixable('sandbox-validator'), fixable('hard-links')]).toEqual([false, true])
  expect(changes.map(({ checks }) => checks)).toEqual([['hard-links']])
  await apply()
  expect(await readFile(join(cwd, 'ringwall.yaml'), 'utf8')).toBe(config.replace('allow', 'refuse'))
})

test('a layer of others is repaired where it stands', async () => {
  const config = 'preset: none\nlayers: { "@acme/layer": { onFailure: flag, mode: observe } }\n'
  const { options, cwd } = await build({ config, prepare: (project) => installLayer(project) })
  await (await planRepairs({ ...options, only: ['observe', 'failure'] })).apply()
  expect(await readFile(join(cwd, 'ringwall.yaml'), 'utf8')).toBe(
    config.replace('flag', 'deny').replace('observe', 'enforce'),
  )
})

test('in a repository too, the second time there is nothing left to change', async () => {
  const prepare = async ({ cwd }: Project): Promise<void> => void (await mkdir(join(cwd, '.git')))
  const { options, cwd } = await build({ config: WEAK, prepare })
  const skip = ['sandbox', 'plugin-writable', 'config-folder-writable']
  await (await planRepairs({ ...options, skip })).apply()
  expect(await readFile(join(cwd, '.gitignore'), 'utf8')).toBe('.ringwall/\n')
  expect((await planRepairs({ ...options, skip })).changes).toEqual([])
})

test('a config that would not load afterwards is never put in place, and leaves nothing behind', async () => {
  const config =
    'layers: { audit-log: { onFailure: flag } }\nagents: { a: { layers: { audit-log: { onFailure: flag } } } }\n'
  const { options, cwd } = await build({ config })
  const plan = await planRepairs(options)
  await expect(plan.apply()).rejects.toMatchObject({
    code: 'DOCTOR_REPAIR_REFUSED',
    message: expect.stringContaining('CONFIG_LOOSENS'),
  })
  expect(await readFile(join(cwd, 'ringwall.yaml'), 'utf8')).toBe(config)
  expect(await readdir(cwd)).toEqual(['ringwall.yaml'])
})

test('what has changed since it was shown is not touched', async () => {
  const { options, cwd } = await build({ config: 'layers: { tool-policy: observe }\n' })
  const plan = await planRepairs(options)
  await writeFile(join(cwd, 'ringwall.yaml'), 'layers: { tool-policy: observe } # mine\n')
  await expect(plan.apply()).rejects.toMatchObject({ code: 'DOCTOR_FILE_CHANGED' })
  expect(await readFile(join(cwd, 'ringwall.yaml'), 'utf8')).toContain('# mine')
})

test('a diff shows no value of a secret', async () => {
  const { options } = await build({ config: `layers:\n  tool-policy: observe # token: ${SECRET}\n` })
  const { changes } = await planRepairs({ ...options, only: ['layers-enforce'] })
  expect(changes[0]?.diff).toEqual([
    '-2:   tool-policy: observe # token: [secret]',
    '+2:   tool-policy: on # token: [secret]',
  ])
})

test('what is suppressed is not repaired', async () => {
  const { options } = await build({
    config: 'layers: { tool-policy: observe }\ndoctor: { suppress: [{ check: layers-enforce, reason: on trial }] }\n',
  })
  const { report, changes } = await planRepairs({ ...options, only: ['observe'] })
  expect(report.findings[0]).toMatchObject({ status: 'fail', suppressed: { reason: 'on trial' } })
  expect(report.summary).toMatchObject({ fail: 0, suppressed: 1 })
  expect(changes).toEqual([])
})

test('a hash that has changed is never accepted by itself', async () => {
  const scene = fileCases.find(({ id }) => id === 'plugin-hashes')?.fires ?? {}
  const project = await build(scene)
  const options = { ...project.options, only: ['plugin-hashes'] }
  await (await planRepairs(options)).apply()
  await writeFile(join(project.cwd, 'node_modules', '@acme', 'layer', 'more.js'), 'x')
  const { report, changes } = await planRepairs(options)
  expect(report.findings[0]).toMatchObject({
    status: 'fail',
    fixable: false,
    found: expect.stringMatching(/has changed/),
  })
  expect(changes).toEqual([])
  expect((await diagnose(options)).findings[0]?.status).toBe('fail')
})
