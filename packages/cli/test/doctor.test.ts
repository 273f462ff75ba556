import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { main } from '../src/index.ts'
import { Collector, makeFolder, makeIo, run, type Result } from './harness.ts'
import { sarifProblems } from './sarif.ts'

const TOKEN = 'ghp_Zt1LmXo5RwYb7Kd2NcHs9JfUe4Gaq3v8J0a1B2'
/** Of the machine on which the tests run nothing is said. */
const SKIP = ['--skip', 'not-root,plugin-writable,sandbox']
const WEAK = 'layers:\n  tool-policy: observe # on trial\n'

async function doctor(cwd: string, ...argv: readonly string[]): Promise<Result> {
  const home = await makeFolder()
  return run(['doctor', ...argv], { cwd, env: { HOME: home } })
}

async function project(config: string): Promise<string> {
  const folder = await makeFolder({ 'ringwall.yaml': config })
  await chmod(join(folder, 'ringwall.yaml'), 0o600)
  return folder
}

test('a clean installation is 0, a finding 1, what cannot be measured 2', async () => {
  const clean = await project('# nothing\n')
  const { code, out } = await doctor(clean, ...SKIP)
  expect([code, out]).toEqual([0, expect.stringMatching(/^clean; \d+ passed, 0 not measured of \d+ checks\n$/)])
  const weak = await project(WEAK)
  expect((await doctor(weak, ...SKIP)).code).toBe(1)
  expect((await doctor(weak, ...SKIP, '--fail-on', 'critical')).code).toBe(0)
  await mkdir(join(clean, '.mcp.json'))
  const unmeasured = await doctor(clean, ...SKIP)
  expect([unmeasured.code, unmeasured.out]).toEqual([
    2,
    expect.stringContaining('nothing found, but not everything was measured'),
  ])
  expect((await doctor(clean, ...SKIP, '--fail-on', 'critical')).code).toBe(0)
})

test('a finding says where, what it means and how to fix it', async () => {
  const { out } = await doctor(await project(WEAK), '--only', 'observe')
  expect(out).toBe(`high layers-enforce: does not hold: Every layer that is on stops what it finds
  tool-policy observes (ringwall.yaml:2:3)
  A layer that observes writes down what it would have denied, and lets it pass.
  fix: Set \`mode: enforce\` (or the shorthand \`on\`) once its findings are looked through. [--fix]

1 finding (1 high); 0 passed, 0 not measured of 1 check
\`ringwall doctor --fix\` shows what it would change for 1 of them.
`)
})

test('the sandbox is run', async () => {
  const { code, out } = await doctor(await project('# nothing\n'), '--only', 'sandbox', '--all')
  expect([code, out]).toEqual([0, expect.stringContaining('sandbox-network  A command does not reach the network')])
})

test('--fix changes nothing, --fix --yes does, and then there is nothing left to do', async () => {
  const folder = await project(WEAK)
  const file = join(folder, 'ringwall.yaml')
  await chmod(file, 0o666)
  const shown = await doctor(folder, '--fix', ...SKIP)
  expect([shown.code, shown.out]).toEqual([1, expect.stringContaining('+2:   tool-policy: on # on trial')])
  expect(shown.out).toContain('mode 666 -> 644')
  expect(shown.out).toContain('Nothing was changed.')
  expect(await readFile(file, 'utf8')).toBe(WEAK)
  const made = await doctor(folder, '--fix', '--yes', ...SKIP)
  expect([made.code, made.err]).toEqual([
    0,
    expect.stringMatching(/changed 2 files\nkept: \.ringwall\/backups\/ringwall/),
  ])
  expect(await readFile(file, 'utf8')).toBe('layers:\n  tool-policy: on # on trial\n')
  expect((await stat(file)).mode & 0o777).toBe(0o644)
  const again = await doctor(folder, '--fix', '--yes', ...SKIP)
  expect([again.code, again.err]).toEqual([0, ''])
  expect(again.out).toContain('Nothing repairs itself here.')
})

test.for([
  ['y', 'layers:\n  tool-policy: on # on trial\n', 0],
  ['n', WEAK, 1],
  ['', WEAK, 1],
] as const)('on a terminal it asks; the answer "%s" counts', async ([answer, expected, code]) => {
  const folder = await project(WEAK)
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  stdin.end(`${answer}\n`)
  const stdout = Object.assign(new Collector(), { isTTY: true })
  const io = await makeIo({ cwd: folder, stdin, stdout, env: { HOME: await makeFolder(), NO_COLOR: '1' } })
  expect(await main(['doctor', '--fix', '--only', 'observe'], io)).toBe(code)
  expect(io.stderr.text).toContain('Make these changes? [y/N]')
  expect(await readFile(join(folder, 'ringwall.yaml'), 'utf8')).toBe(expected)
})

test('--json is the report, and with --fix what would be changed', async () => {
  const folder = await project(WEAK)
  const { out } = await doctor(folder, '--json', ...SKIP)
  const report = JSON.parse(out)
  expect(Object.keys(report)).toEqual(['at', 'version', 'findings', 'summary'])
  expect(report.summary).toMatchObject({ fail: 1, notMeasured: 0, bySeverity: { high: 1 } })
  const plan = JSON.parse((await doctor(folder, '--json', '--fix', ...SKIP)).out)
  expect(plan.changes).toEqual([
    {
      file: join(folder, 'ringwall.yaml'),
      checks: ['layers-enforce'],
      diff: [expect.stringMatching(/^-2/), expect.stringMatching(/^\+2/)],
    },
  ])
  const after = JSON.parse((await doctor(folder, '--json', '--fix', '--yes', ...SKIP)).out)
  expect(after.summary.fail).toBe(0)
})

test('--sarif has a rule for each check, a place for each finding, and says what is missing', async () => {
  const folder = await project(`${WEAK}doctor: { suppress: [{ check: observe, reason: on trial }] }\n`)
  await writeFile(join(folder, '.env'), `GITHUB_TOKEN=${TOKEN}\n`, { mode: 0o600 })
  await mkdir(join(folder, '.mcp.json'))
  const { code, out } = await doctor(folder, '--sarif', ...SKIP)
  const [sarif] = JSON.parse(out).runs
  expect([code, JSON.parse(out).version]).toEqual([1, '2.1.0'])
  expect(sarif.results).toMatchObject([
    {
      ruleId: 'env-plaintext',
      level: 'warning',
      locations: [{ physicalLocation: { artifactLocation: { uri: '.env' }, region: { startLine: 1 } } }],
    },
    { ruleId: 'layers-enforce', suppressions: [{ kind: 'external', justification: 'on trial' }] },
  ])
  for (const { ruleId, ruleIndex } of sarif.results) expect(sarif.tool.driver.rules[ruleIndex].id).toBe(ruleId)
  expect(sarif.invocations[0].executionSuccessful).toBe(false)
  expect(sarif.invocations[0].toolExecutionNotifications.length).toBeGreaterThan(0)
  expect(out).not.toContain(TOKEN.slice(4, 20))
})

test('the log of --sarif is one by its schema', async () => {
  const folder = await project(`${WEAK}doctor: { suppress: [{ check: observe, reason: on trial }] }\n`)
  await writeFile(join(folder, '.env'), `GITHUB_TOKEN=${TOKEN}\n`, { mode: 0o600 })
  await mkdir(join(folder, '.mcp.json'))
  const { out } = await doctor(folder, '--sarif', '--skip', 'sandbox')
  expect(sarifProblems(JSON.parse(out))).toEqual([])
  expect(sarifProblems({ ...JSON.parse(out), runs: [{}] })).not.toEqual([])
})

test('--list has every check', async () => {
  const { code, out } = await run(['doctor', '--list'])
  expect([code, out]).toEqual([0, expect.stringMatching(/^config-found +configuration +low/)])
  const list = JSON.parse((await run(['doctor', '--list', '--json'])).out)
  expect(list.length).toBe(out.trimEnd().split('\n').length)
  expect(list[0]).toMatchObject({ id: 'config-found', fix: expect.stringContaining('ringwall.yaml') })
})

test('a config that is broken is a finding, not an error', async () => {
  const { code, out, err } = await doctor(await project('layers: { tool-polcy: on }\n'), ...SKIP)
  expect([code, err]).toEqual([1, ''])
  expect(out).toMatch(/^critical config-valid/)
  expect(out).toContain('ringwall.yaml:1:11')
})

test.for([
  [['--yes'], '--yes is an answer to --fix'],
  [['--json', '--sarif'], 'two forms of one output'],
  [['--list', '--fix'], '--list runs nothing'],
  [['--fix', '--sarif'], 'not changes'],
  [['--only', 'nothing'], 'there is no check and no group'],
  [['--skip', 'nothing'], 'there is no check and no group'],
  [['--only', ','], 'names with commas between them'],
  [['--only', 'email', '--skip', 'email'], 'leaves no check'],
  [['--fail-on', 'bad'], 'Allowed choices'],
] as const)('%j is refused', async ([argv, problem]) => {
  const { code, err } = await doctor(await project('# nothing\n'), ...argv)
  expect([code, err]).toEqual([2, expect.stringContaining(problem)])
})
