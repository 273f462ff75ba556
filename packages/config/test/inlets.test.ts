import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import { expect, onTestFinished, test } from 'vitest'
import { configSchema, createWall } from '../src/index.ts'
import { DEFAULTS, load, makeProject, problemsOf, summaryOf } from './project.ts'

// Put together from pieces, so that no scanner takes this file for a leak.
const SIGNING = `whsec_${Buffer.alloc(24, 1).toString('base64')}`
const env = { HOOK: 'resolved-hook-secret-0123456789', OLD: 'resolved-old-secret-0123456789', SIGNING, SHORT: 'short' }

const GOOD = `gateway:
  webhooks:
    ci: { scheme: github, secret: env:HOOK, previousSecret: 'env:OLD', agent: builder, maxBytes: 5 }
    shop: { scheme: stripe, secret: env:HOOK, deliverTo: { url: 'http://127.0.0.1:9/x', secret: 'env:SIGNING' } }
    other: { scheme: generic, secret: env:HOOK, algorithm: sha512, tenant: acme, user: bob }
  mailboxes:
    desk: {}
    sales: { deliverTo: { url: 'https://n8n.example/in', secret: 'env:SIGNING', attempts: 1, timeoutMs: 5 } }
agents: { builder: {} }
`

test('inlets are read with their defaults, and their secrets by reference', async () => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': GOOD })
  const { gateway, warnings } = await load(folder, { env })
  const mine = { agent: 'default', tenant: 'default' }
  const deliverTo = { secret: SIGNING, attempts: 3, timeoutMs: 2000 }
  expect(gateway.webhooks).toEqual({
    ci: { ...mine, agent: 'builder', scheme: 'github', secret: env.HOOK, previousSecret: env.OLD, maxBytes: 5 },
    shop: {
      ...mine,
      scheme: 'stripe',
      secret: env.HOOK,
      maxBytes: 1_048_576,
      deliverTo: { ...deliverTo, url: 'http://127.0.0.1:9/x' },
    },
    other: {
      ...mine,
      tenant: 'acme',
      user: 'bob',
      scheme: 'generic',
      secret: env.HOOK,
      algorithm: 'sha512',
      maxBytes: 1_048_576,
    },
  })
  expect(gateway.mailboxes).toEqual({
    desk: { ...mine, maxBytes: 10_485_760 },
    sales: {
      ...mine,
      maxBytes: 10_485_760,
      deliverTo: { url: 'https://n8n.example/in', secret: SIGNING, attempts: 1, timeoutMs: 5 },
    },
  })
  expect(warnings).toEqual([])
  const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(await configSchema({ cwd: folder }))
  expect([accepts(parse(GOOD)), accepts({ gateway: { webhooks: { ci: { scheme: 'github' } } } })]).toEqual([
    true,
    false,
  ])
})

test('the config view shows the references of inlets redacted, and nothing that they lead to', async () => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': GOOD })
  const wall = await createWall(await load(folder, { env }))
  onTestFinished(() => wall.close())
  const text = JSON.stringify((await wall.describe()).body)
  for (const secret of Object.values(env)) expect(text).not.toContain(secret)
  expect(text).toContain('n8n.example')
})

const W = 'gateway: { webhooks: { ci: { scheme: github, secret: env:HOOK'
const D = 'gateway: { mailboxes: { ci: { deliverTo: { secret: env:SIGNING, url:'
test.for([
  ['no scheme', 'gateway: { webhooks: { ci: { secret: env:HOOK } } }', 'CONFIG_VALUE gateway.webhooks.ci.scheme'],
  [
    'a scheme that is none',
    'gateway: { webhooks: { ci: { scheme: gitlab, secret: env:HOOK } } }',
    'CONFIG_VALUE gateway.webhooks.ci.scheme',
  ],
  ['no secret', 'gateway: { webhooks: { ci: { scheme: github } } }', 'CONFIG_TYPE gateway.webhooks.ci.secret'],
  [
    'a literal',
    'gateway: { webhooks: { ci: { scheme: github, secret: abcdefghijklmnopqrstuvwxyz } } }',
    'CONFIG_SECRET_LITERAL gateway.webhooks.ci.secret',
  ],
  [
    'a short one',
    'gateway: { webhooks: { ci: { scheme: github, secret: env:SHORT } } }',
    'CONFIG_VALUE gateway.webhooks.ci.secret',
  ],
  [
    'one that is not there',
    'gateway: { webhooks: { ci: { scheme: github, secret: env:NONE } } }',
    'CONFIG_SECRET_UNRESOLVED gateway.webhooks.ci.secret',
  ],
  ['an unknown key', `${W}, secrets: [] } } }`, 'CONFIG_UNKNOWN_KEY gateway.webhooks.ci.secrets'],
  ['an algorithm of another scheme', `${W}, algorithm: sha512 } } }`, 'CONFIG_VALUE gateway.webhooks.ci.algorithm'],
  ['a size of nothing', `${W}, maxBytes: 0 } } }`, 'CONFIG_VALUE gateway.webhooks.ci.maxBytes'],
  ['http elsewhere', `${D} 'http://n8n.example/' } } } }`, 'CONFIG_VALUE gateway.mailboxes.ci.deliverTo.url'],
  [
    'http to a name like loopback',
    `${D} 'http://127.evil.example/' } } } }`,
    'CONFIG_VALUE gateway.mailboxes.ci.deliverTo.url',
  ],
  [
    'a password in the URL',
    `${D} 'https://a:b@n8n.example/' } } } }`,
    'CONFIG_VALUE gateway.mailboxes.ci.deliverTo.url',
  ],
  ['another protocol', `${D} 'file:///etc/passwd' } } } }`, 'CONFIG_VALUE gateway.mailboxes.ci.deliverTo.url'],
  [
    'a signing secret of another form',
    "gateway: { mailboxes: { ci: { deliverTo: { secret: env:HOOK, url: 'https://x.example' } } } }",
    'CONFIG_VALUE gateway.mailboxes.ci.deliverTo.secret',
  ],
  [
    'attempts without end',
    `${D} 'https://x.example', attempts: 99 } } } }`,
    'CONFIG_VALUE gateway.mailboxes.ci.deliverTo.attempts',
  ],
] as const)('%s is a problem with its place', async ([, yaml, expected]) => {
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': yaml })
  const problems = await problemsOf(folder, { env })
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([expected])
  expect(JSON.stringify(problems)).not.toMatch(/resolved-|abcdefghij/)
})

test('a name that makes no plain path, and an agent that nobody knows', async () => {
  const names = ['A', '-a', 'a/b', 'a.b', 'ä', 'a b']
  for (const name of names) {
    const folder = await makeProject(DEFAULTS, {
      'ringwall.yaml': `gateway: { mailboxes: { ${JSON.stringify(name)}: {} } }`,
    })
    expect([name, (await problemsOf(folder)).length]).toEqual([name, 1])
  }
  const folder = await makeProject(DEFAULTS, { 'ringwall.yaml': 'gateway: { mailboxes: { desk: { agent: hleper } } }' })
  expect((await load(folder)).warnings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'CONFIG_UNKNOWN_AGENT gateway.mailboxes.desk.agent',
  ])
  expect(await summaryOf(await makeProject(DEFAULTS, { 'ringwall.yaml': 'gateway: { mailboxes: [] }' }))).toHaveLength(
    1,
  )
})
