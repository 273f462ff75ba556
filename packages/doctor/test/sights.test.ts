import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { diagnose } from '../src/index.ts'
import { SECRET } from './cases/files.ts'
import { build, findingOf, installLayer, type Project, type Scene } from './scene.ts'

/** A file with a mode, and a link to it in the place that is looked at. */
function linked(name: string, mode: number): Scene {
  const prepare = async ({ cwd }: Project): Promise<void> => {
    await writeFile(join(cwd, 'real'), '{}\n')
    await chmod(join(cwd, 'real'), mode)
    await symlink(join(cwd, 'real'), join(cwd, name))
  }
  return name === 'ringwall.yaml' ? { config: null, prepare } : { prepare }
}

/** A folder with a mode, in which a file stands. */
function inFolder(file: string, mode: number, folder = dirname(file), text = '{}'): Scene {
  return { files: { [file]: text }, modes: { [folder]: mode } }
}

const layer = (config: string): Scene => ({ config: `layers: { ${config} }` })
const servers = (text: string): Scene => ({ files: { '.mcp.json': `{ "mcpServers": ${text} }` } })
const dangling: Scene = { prepare: ({ cwd }) => symlink('nowhere', join(cwd, '.env')) }
const acme = (modes: Record<string, number>): Scene => ({
  config: 'preset: none\nlayers: { "@acme/layer": on }',
  prepare: (project) => installLayer(project),
  modes,
})
const SKILL = 'skills/x/SKILL.md'
const skill = '---\nname: x\ndescription: Helps with notes.\n---\nWrite.\n'
const repository = async ({ cwd }: Project): Promise<void> => void (await mkdir(join(cwd, '..', '.git')))

/** What a check once took for good though it was not, and what it has to leave alone. */
const cases: readonly (readonly [id: string, name: string, scene: Scene, status: string, found?: RegExp])[] = [
  // What a link leads to.
  [
    'config-writable',
    'a link to a file of everybody',
    linked('ringwall.yaml', 0o666),
    'fail',
    /is a link, and real has/,
  ],
  ['config-writable', 'a link to a file of its owner', linked('ringwall.yaml', 0o600), 'pass'],
  ['env-files', 'a link to a file of everybody', linked('.env', 0o644), 'fail', /real has mode 644/],
  ['env-files', 'a link to nothing', dangling, 'not-measured', /cannot be followed: ENOENT/],
  ['client-config-writable', 'a link to a file of everybody', linked('.mcp.json', 0o666), 'fail', /real has mode 666/],
  ['state-folder', 'a link to a folder of everybody', { ...linked('.ringwall', 0o755) }, 'fail', /real has mode 755/],
  // Who can replace it.
  ['config-folder-writable', 'the folder above', { modes: { '..': 0o777 } }, 'fail', /above .*777/],
  ['client-config-writable', 'its folder', inFolder('.cursor/mcp.json', 0o777), 'fail', /\.cursor, above/],
  ['client-config-writable', 'its folder is of its owner', inFolder('.cursor/mcp.json', 0o755), 'pass'],
  ['skills-writable', 'its folder', inFolder(SKILL, 0o777, dirname(SKILL), skill), 'fail', /skills\/x has mode 777/],
  ['plugin-writable', 'a file that runs', acme({ 'node_modules/@acme/layer/index.js': 0o666 }), 'fail', /index\.js/],
  ['plugin-writable', 'the folder of its packages', acme({ 'node_modules/@acme': 0o777 }), 'fail', /@acme, above/],
  // What a list lets through.
  ['egress-metadata', 'a block', layer('ssrf-guard: { allow: ["0.0.0.0/0"] }'), 'fail', /0\.0\.0\.0\/0/],
  ['egress-metadata', 'a block of IPv6', layer('ssrf-guard: { allow: ["fd00::/8"] }'), 'fail'],
  ['egress-metadata', 'an address in IPv6 writing', layer('ssrf-guard: { allow: ["::ffff:169.254.169.254"] }'), 'fail'],
  ['egress-metadata', 'an odd port', layer('ssrf-guard: { allow: ["169.254.169.254:8080"] }'), 'fail'],
  [
    'egress-metadata',
    'a name, which does not unlock it',
    layer('ssrf-guard: { allow: [metadata.google.internal] }'),
    'pass',
  ],
  ['egress-metadata', 'a private block', layer('ssrf-guard: { allow: ["10.0.0.0/8"] }'), 'pass'],
  ['tools-wildcard', 'two stars', layer('tool-policy: { allow: ["**"] }'), 'fail'],
  ['tools-wildcard', 'a letter and a star', layer('tool-policy: { allow: ["m*"] }'), 'fail'],
  ['tools-wildcard', 'a star first', layer('tool-policy: { allow: ["*_read"] }'), 'fail'],
  [
    'tools-wildcard',
    'the beginning of a server',
    layer('tool-policy: { servers: { ab: [x] }, allow: ["mcp__a*"] }'),
    'fail',
  ],
  ['tools-wildcard', 'a family of tools', layer('tool-policy: { allow: ["crm_*"], tools: { crm_x: [] } }'), 'pass'],
  ['secret-grants', 'two stars', layer('secrets-store: { grants: [{ names: ["**"], hosts: [a.example] }] }'), 'fail'],
  [
    'secret-grants',
    'a star before a last label',
    layer('secrets-store: { grants: [{ names: [a], hosts: ["*.com"] }] }'),
    'fail',
  ],
  [
    'secret-grants',
    'a domain',
    layer('secrets-store: { grants: [{ names: ["crm-*"], hosts: ["*.acme.com"] }] }'),
    'pass',
  ],
  ['sandbox-env', 'a pattern', layer('exec-sandbox: { env: ["A*"] }'), 'fail', /A\*/],
  ['sandbox-env', 'a URL with a password', layer('exec-sandbox: { env: [DATABASE_URL] }'), 'fail'],
  ['sandbox-env', 'names of no secret', layer('exec-sandbox: { env: ["LC_*", JAVA_HOME] }'), 'pass'],
  ['email-public-domains', 'a service in a country', layer('email-sender-filter: { allow: ["@yahoo.co.uk"] }'), 'fail'],
  // What an agent has alone.
  [
    'layers-enforce',
    'a layer that is on for an agent alone',
    { config: 'layers: { canary-tokens: off }\nagents: { a: { layers: { canary-tokens: observe } } }' },
    'fail',
    /canary-tokens observes for a/,
  ],
  // What is gone.
  [
    'audit-chain',
    'a key without records',
    { files: { '.ringwall/audit.key': 'x' } },
    'not-measured',
    /nothing that it signed/,
  ],
  // What clients are told.
  [
    'mcp-guarded',
    'an entry that is not understood',
    servers('{ "a": { "endpoint": "https://a.example" } }'),
    'not-measured',
    /a has neither/,
  ],
  ['mcp-guarded', 'an entry that is a text', servers('{ "a": "npx server" }'), 'not-measured'],
  ['mcp-guarded', 'servers in a list', servers('[{ "command": "x" }]'), 'not-measured', /no mapping/],
  [
    'mcp-guarded',
    'a program of the project',
    servers('{ "a": { "command": "./ringwall", "args": ["mcp", "--", "x"] } }'),
    'fail',
  ],
  [
    'mcp-guarded',
    'a byte order mark',
    { files: { '.mcp.json': '\uFEFF{ "mcpServers": { "a": { "command": "x" } } }' } },
    'fail',
  ],
  [
    'mcp-versions',
    'an image',
    servers('{ "a": { "command": "docker", "args": ["run", "-i", "-e", "A", "acme/a:latest"] } }'),
    'fail',
    /acme\/a:latest/,
  ],
  [
    'mcp-versions',
    'an image with its digest',
    servers('{ "a": { "command": "docker", "args": ["run", "--rm", "acme/a@sha256:00"] } }'),
    'pass',
  ],
  [
    'client-permissions',
    'every command, written otherwise',
    { files: { '.claude/settings.json': '{"permissions":{"allow":["Bash(*:*)"]}}' } },
    'fail',
  ],
  // Where secrets stand.
  ['env-plaintext', 'the file of direnv', { files: { '.envrc': `export T=${SECRET}\n` } }, 'fail', /\.envrc:1/],
  ['env-plaintext', 'a file for one stage', { files: { 'prod.env': `T=${SECRET}\n` } }, 'fail', /prod\.env:1/],
  [
    'backup-plaintext',
    'a draft that --fix left',
    { files: { '.0123456789ab.ringwall.yaml': `# ${SECRET}\n` } },
    'fail',
  ],
  ['env-ignored', 'a repository above', { files: { '.env': 'A=1' }, prepare: repository }, 'fail'],
  ['state-ignored', 'a folder that is yet to be made', { prepare: repository }, 'fail'],
]

test.for(cases)('%s: %s', async ([id, , scene, status, found]) => {
  const finding = await findingOf(id, scene)
  expect([finding.status, finding.found ?? '']).toEqual([status, expect.stringMatching(found ?? /(?:)/)])
})

test('whoever accepts that a layer is off has accepted that nothing of it is measured', async () => {
  const of = async (more: string): Promise<readonly (readonly [string, string, string | undefined])[]> => {
    const { options } = await build({ config: `layers: { email-sender-filter: off, exec-sandbox: off }\n${more}` })
    const { findings } = await diagnose({ ...options, only: ['layers-on', 'email', 'sandbox-ready'] })
    return findings.map(({ id, status, suppressed }) => [id, status, suppressed?.reason])
  }
  const email = ['email-policy', 'email-authentication', 'email-public-domains', 'email-server']
  const ids = ['sandbox-ready', ...email]
  expect(await of('')).toEqual([['layers-on', 'fail', undefined], ...ids.map((id) => [id, 'not-measured', undefined])])
  expect(await of('doctor: { suppress: [{ check: layers-on, reason: no mail }] }')).toEqual([
    ['layers-on', 'fail', 'no mail'],
    ...ids.map((id) => [id, 'not-measured', 'no mail']),
  ])
})

test('what is not measured for another reason stays open though layers-on is accepted', async () => {
  const { options } = await build({
    config: 'store: { file: ":memory:" }\ndoctor: { suppress: [{ check: layers-on, reason: x }] }',
  })
  const { findings, summary } = await diagnose({ ...options, only: ['audit-chain'] })
  expect([findings[0]?.status, findings[0]?.suppressed, summary.notMeasured]).toEqual(['not-measured', undefined, 1])
})

test('a report of nothing is refused', async () => {
  const { options } = await build({})
  await expect(diagnose({ ...options, only: [] })).rejects.toMatchObject({ code: 'DOCTOR_NO_CHECK' })
  await expect(diagnose({ ...options, only: ['email'], skip: ['email'] })).rejects.toMatchObject({
    code: 'DOCTOR_NO_CHECK',
  })
})

test('no place of a finding is lost though its summary is short', async () => {
  const files = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`.env.${at}`, 'A=1']))
  const { found, places } = await findingOf('env-files', { files, modes: mapped(files) })
  expect(places.length).toBe(30)
  expect(found).toMatch(/and 10 more$/)
})

function mapped(files: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(Object.keys(files).map((name) => [name, 0o644]))
}
