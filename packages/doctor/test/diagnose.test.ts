import { execFileSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { notMeasured, pass, type Check, type Outcome } from '../src/check.ts'
import { examine } from '../src/diagnose.ts'
import { CHECKS, diagnose, type DoctorReport } from '../src/index.ts'
import { SECRET } from './cases/files.ts'
import { build, type Project, type Scene } from './scene.ts'

/** All but what runs commands. */
async function reportOf(scene: Scene): Promise<DoctorReport> {
  const { options } = await build(scene)
  return diagnose({ ...options, skip: ['sandbox'] })
}

const NEEDS_NO_CONFIG = ['configuration', 'permissions', 'secrets', 'webhooks', 'skills', 'mcp', 'versions']

test('a config that is broken gives a report, in which nothing passes that needs it', async () => {
  const { findings, summary } = await reportOf({ config: 'layers: { tool-policy: on\n  gateway: [}' })
  expect(findings.map(({ id }) => id)).toEqual(CHECKS.filter(({ group }) => group !== 'sandbox').map(({ id }) => id))
  expect(findings.find(({ id }) => id === 'config-valid')).toMatchObject({ status: 'fail', severity: 'critical' })
  const others = findings.filter(({ group }) => !NEEDS_NO_CONFIG.includes(group))
  expect(others.length).toBeGreaterThan(30)
  expect(others.filter(({ status }) => status !== 'not-measured').map(({ id }) => id)).toEqual([])
  expect(summary.notMeasured).toBeGreaterThanOrEqual(others.length)
})

test('a default installation has no finding but that it has no config file', async () => {
  const { findings } = await reportOf({ config: null, options: { uid: 1000 } })
  // Permissions of the checkout are those of whoever made it.
  const said = findings.filter(({ status, id }) => status !== 'pass' && id !== 'plugin-writable')
  expect(said.map(({ id, found }) => [id, found])).toEqual([['config-found', 'there is no config file in this folder']])
})

const odd: Readonly<Record<string, (path: string) => Promise<unknown> | unknown>> = {
  'a folder': (path) => mkdir(path),
  'a link to nothing': (path) => symlink('nowhere', path),
  'a link to itself': (path) => symlink(path, path),
  'a pipe': (path) => execFileSync('mkfifo', [path]),
  'a huge file': (path) => writeFile(path, 'a: b\n'.repeat(400_000)),
  'a binary file': (path) => writeFile(path, Buffer.from([0, 255, 254, 1, 0, 137, 80])),
  'an empty file': (path) => writeFile(path, ''),
  'deep nesting': (path) => writeFile(path, '['.repeat(200_000)),
}
const NAMES = [
  'ringwall.yaml',
  '.env',
  '.mcp.json',
  '.gitignore',
  '.git',
  '.ringwall',
  'package.json',
  '.env.bak',
  'skills',
]

test.for(Object.keys(odd))('%s in the place of each file breaks nothing', async (kind) => {
  const make = odd[kind]
  const prepare = async ({ cwd }: Project): Promise<void> => {
    for (const name of NAMES) await make?.(join(cwd, name))
  }
  const { findings } = await reportOf({ config: null, prepare })
  expect(findings.length).toBe(CHECKS.filter(({ group }) => group !== 'sandbox').length)
  const isConfig = kind === 'an empty file'
  expect(findings.find(({ id }) => id === 'config-valid')?.status).toBe(isConfig ? 'pass' : 'fail')
  for (const { found = '' } of findings) expect(found).not.toMatch(/undefined|TypeError|\[object/)
})

test('a file that cannot be read is not measured, and not passed', async () => {
  const { options } = await build({ prepare: async ({ cwd }) => void (await mkdir(join(cwd, '.mcp.json'))) })
  const { findings } = await diagnose({ ...options, only: ['mcp-guarded', 'client-config-plaintext'] })
  expect(findings.map(({ id, status }) => [id, status])).toEqual([
    ['client-config-plaintext', 'not-measured'],
    ['mcp-guarded', 'not-measured'],
  ])
})

function made(id: string, look: Check['look']): Check {
  const said = { title: 'It holds', meaning: 'It does not.', fix: 'Do it.' }
  return { id, group: 'store', severity: 'low', fixable: false, ...said, look }
}

test('a check that throws, rejects, is late or says nothing is not measured', async () => {
  const { options } = await build({})
  const checks = [
    made('throws', () => {
      throw new Error(`the token ${SECRET} is not accepted\nat line 3`)
    }),
    made('rejects', () => Promise.reject(new TypeError('x is undefined'))),
    made('late', () => new Promise<Outcome>(() => undefined)),
    made('empty', () => ({ status: 'fail', places: [] })),
    made('lacks', () => notMeasured('there is no such thing')),
    made('passes', () => pass()),
  ]
  const late = await examine({ ...options, timeoutMs: 1, only: ['late'] }, checks)
  expect(late.report.findings.map(({ status, found }) => [status, found])).toEqual([
    ['not-measured', 'it did not end within 1 ms'],
  ])
  const { report } = await examine({ ...options, skip: ['late'] }, checks)
  expect(report.findings.map(({ id, status, found }) => [id, status, found])).toEqual([
    ['throws', 'not-measured', 'the check failed: the token [secret] is not accepted'],
    ['rejects', 'not-measured', 'the check failed: x is undefined'],
    ['empty', 'not-measured', 'the check said nothing'],
    ['lacks', 'not-measured', 'there is no such thing'],
    ['passes', 'pass', undefined],
  ])
})

test('no report holds the value of a secret', async () => {
  const files = {
    '.env': `GITHUB_TOKEN=${SECRET}\nHOOK_WEBHOOK_SECRET=hunter2hunter2\n`,
    '.env.old': `GITHUB_TOKEN=${SECRET}\n`,
    '.mcp.json': JSON.stringify({ mcpServers: { a: { command: 'x', args: ['--token', SECRET], env: { T: SECRET } } } }),
  }
  const report = await reportOf({
    config: `gateway: { upstream: { url: https://a.example, apiKey: ${SECRET} } }`,
    files,
  })
  expect(report.summary.fail).toBeGreaterThan(4)
  expect(JSON.stringify(report)).not.toContain(SECRET.slice(4, 20))
  expect(JSON.stringify(report)).not.toContain('hunter2')
})

test('a secret in the place of a name is not shown either', async () => {
  const { options } = await build({ config: `doctor: { suppress: [{ check: ${SECRET}, reason: x }] }` })
  const { findings } = await diagnose({ ...options, only: ['suppressions'] })
  expect(findings[0]?.found).toBe('"[secret]" is no check and no group')
})

test('progress is told before each check', async () => {
  const { options } = await build({})
  const told: string[] = []
  const onProgress: typeof options.onProgress = ({ id, at, of }) => void told.push(`${at}/${of} ${id}`)
  await diagnose({ ...options, only: ['observe', 'failure'], onProgress })
  expect(told).toEqual(['1/2 layers-enforce', '2/2 failures-deny'])
})

test('only and skip go by id and by group, and refuse what is neither', async () => {
  const { options } = await build({})
  const ids = async (more: object): Promise<readonly string[]> =>
    (await diagnose({ ...options, ...more })).findings.map(({ id }) => id)
  expect(await ids({ only: ['failure', 'log-level'] })).toEqual(['log-level', 'failures-deny'])
  expect(await ids({ only: ['observe', 'failure'], skip: ['failures-deny'] })).toEqual(['layers-enforce'])
  await expect(ids({ only: ['sandbx'] })).rejects.toMatchObject({ code: 'DOCTOR_UNKNOWN_CHECK' })
  await expect(ids({ skip: ['nothing'] })).rejects.toMatchObject({ code: 'DOCTOR_UNKNOWN_CHECK' })
})

test('a suppression counts until its last day, for a check or a group, and says why', async () => {
  const scene = (until: string, check: string): Scene => ({
    config: `layers: { tool-policy: observe }\ndoctor: { suppress: [{ check: ${check}, reason: on trial, until: ${until} }] }`,
  })
  const of = async (until: string, check = 'layers-enforce'): Promise<unknown> => {
    const { options } = await build(scene(until, check))
    const { findings, summary } = await diagnose({ ...options, only: ['observe', 'suppressions'] })
    return [findings.map(({ status, suppressed }) => [status, suppressed?.reason]), summary.fail]
  }
  expect(await of('2026-11-27')).toEqual([
    [
      ['pass', undefined],
      ['fail', 'on trial'],
    ],
    0,
  ])
  expect(await of('2026-11-27', 'observe')).toEqual([
    [
      ['pass', undefined],
      ['fail', 'on trial'],
    ],
    0,
  ])
  expect(await of('2026-11-26')).toEqual([
    [
      ['fail', undefined],
      ['fail', undefined],
    ],
    2,
  ])
})

test('a suppression without a reason, or with a date that is none, is refused with the config', async () => {
  for (const text of [
    '{ check: email }',
    '{ check: email, reason: " " }',
    '{ check: email, reason: x, until: soon }',
  ]) {
    const { options } = await build({ config: `doctor: { suppress: [${text}] }` })
    const { findings } = await diagnose({ ...options, only: ['config-valid'] })
    expect([text, findings[0]?.status]).toEqual([text, 'fail'])
  }
})
