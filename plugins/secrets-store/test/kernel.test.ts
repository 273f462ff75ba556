import { createKernel, definePlugin, use, type DecisionEvent, type SecretAccessEvent } from '@ringwall/core'
import { openSqliteStore, StoreToken } from '@ringwall/store'
import { TEST_SESSION } from '@ringwall/testkit'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import {
  createKeyFile,
  openSecrets,
  rotate,
  SecretRefsToken,
  SecretsToken,
  secretsStore,
  type SecretsStoreInput,
} from '../src/index.ts'
import { MASTER_KEY, seedStore, VALUES } from './seeded.ts'

const LOGGER = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const GRANTS = [{ names: ['*'], agents: [TEST_SESSION.agentId], tools: ['*'], hosts: [] }]
const CALL = { tool: 'login', args: { password: '{{secret:TOKEN}}' } }

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringwall-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(config: SecretsStoreInput, more: Parameters<typeof createKernel>[0]['plugins'] = []) {
  const seeded = await seedStore((release) => onTestFinished(release))
  const plugins = [...more, use(secretsStore, { masterKey: MASTER_KEY, ...config })]
  const kernel = await createKernel({ plugins, services: seeded.services, logger: LOGGER })
  onTestFinished(() => kernel.close())
  const reads: SecretAccessEvent[] = []
  kernel.events.on('secret-access', (event) => void reads.push(event))
  return { ...seeded, kernel, reads }
}

test('the tool gets the value, the agent never sees it', async () => {
  const { kernel } = await start({ grants: GRANTS })
  const result = await kernel.guardTool(CALL, TEST_SESSION, ({ password }) => {
    expect(password).toBe(VALUES.TOKEN)
    return `logged in with ${String(password)}, ${Buffer.from(String(password)).toString('base64')}`
  })
  expect(result).toMatchObject({ outcome: 'allow', failed: false })
  expect(result.text).toMatch(/^logged in with \{\{secret:TOKEN\}\}, \{\{secret:TOKEN\}\}\S{0,4}$/)
  const failed = await kernel.guardTool(CALL, TEST_SESSION, ({ password }) => {
    throw new Error(`no such user: ${String(password)}`)
  })
  expect(failed.text).toBe('Error: no such user: {{secret:TOKEN}}')
})

test('no listener is shown the value, whatever comes behind', async () => {
  const last = definePlugin({
    name: 'last',
    version: '1.0.0',
    manifest: {
      api: 1,
      hooks: { onToolCall: { finish: ['rewrite', 'deny'] } },
      rewrites: ['/**'],
      after: ['secrets-store'],
    },
    codes: { WRAPPED: 'x' },
    config: z.strictObject({ denies: z.boolean().default(false) }),
    setup: ({ config: { denies } }) => ({
      onToolCall: {
        finish: ({ payload }) =>
          denies
            ? { kind: 'deny', code: 'WRAPPED' }
            : {
                kind: 'rewrite',
                code: 'WRAPPED',
                set: [{ path: '/password', value: `[${String(payload.args['password'])}]` }],
              },
      },
    }),
  })
  for (const denies of [false, true]) {
    const { kernel } = await start({ grants: GRANTS }, [use(last, { denies })])
    const told: DecisionEvent[] = []
    const everything: unknown[] = []
    kernel.events.on('decision', (event) => void told.push(event))
    for (const name of ['decision', 'finding', 'failure', 'secret-access'] as const)
      kernel.events.on(name, (event) => void everything.push(event))
    const { payload } = await kernel.onToolCall(CALL, TEST_SESSION)
    expect(payload?.args).toEqual(denies ? undefined : { password: `[${VALUES.TOKEN}]` })
    expect(told).toMatchObject([{ payload: { args: CALL.args } }])
    expect(told[0]?.decision.payload).toEqual(denies ? undefined : { ...CALL, meta: {} })
    expect(JSON.stringify(everything)).not.toContain(VALUES.TOKEN)
  }
})

test('whoever approves sees the reference, and a call that gets no secret is not shown to anybody', async () => {
  const shown: unknown[] = []
  const approval = definePlugin({
    name: 'approval',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onToolCall: { judge: ['ask'], decide: ['grant'] } } },
    codes: { ASKED: 'x' },
    config: z.strictObject({}),
    setup: () => ({
      onToolCall: {
        judge: () => ({ kind: 'ask', code: 'ASKED' }),
        decide: ({ payload }) => {
          shown.push(payload.args)
          return { kind: 'grant', code: 'ASKED' }
        },
      },
    }),
  })
  const { kernel } = await start({ grants: GRANTS }, [use(approval)])
  expect((await kernel.onToolCall(CALL, TEST_SESSION)).payload?.args).toEqual({ password: VALUES.TOKEN })
  expect(shown).toEqual([CALL.args])
  const other = { ...TEST_SESSION, agentId: 'other' }
  expect((await kernel.onToolCall(CALL, other)).outcome).toBe('deny')
  expect(shown).toHaveLength(1)
})

test.each(['nobody', 'a layer that only observes'] as const)(
  'a call that is asked about and granted by %s gets no value',
  async (by) => {
    const layer = (name: string, mode: 'enforce' | 'observe', ...says: readonly ('ask' | 'grant')[]) =>
      use(
        definePlugin({
          name,
          version: '1.0.0',
          manifest: { api: 1, hooks: { onToolCall: { decide: ['ask', 'grant'] } } },
          codes: { SAID: 'x' },
          config: z.strictObject({}),
          setup: () => ({ onToolCall: { decide: () => says.map((kind) => ({ kind, code: 'SAID' })) } }),
        }),
        {},
        { mode },
      )
    const grants = by === 'nobody' ? [] : [layer('grants', 'observe', 'grant')]
    const { kernel, reads } = await start({ grants: GRANTS }, [layer('asks', 'enforce', 'ask'), ...grants])
    const { outcome, payload } = await kernel.onToolCall(CALL, TEST_SESSION)
    expect([outcome, payload?.args]).toEqual(['ask', CALL.args])
    expect(reads).toEqual([])
  },
)

test('an ask of a layer that only observes, or that is settled, keeps no value back', async () => {
  const asking = definePlugin({
    name: 'asks',
    version: '1.0.0',
    manifest: { api: 1, hooks: { onToolCall: { judge: ['ask'] } } },
    codes: { SAID: 'x' },
    config: z.strictObject({}),
    setup: () => ({ onToolCall: { judge: () => ({ kind: 'ask', code: 'SAID' }) } }),
  })
  const { kernel } = await start({ grants: GRANTS }, [use(asking, {}, { mode: 'observe' })])
  const { outcome, payload } = await kernel.onToolCall(CALL, TEST_SESSION)
  expect([outcome, payload?.args]).toEqual(['allow', { password: VALUES.TOKEN }])
})

test('every read is told: granted, denied, missing, failed', async () => {
  const { kernel, reads, store } = await start({ grants: GRANTS })
  const ask = (name: string, agentId = TEST_SESSION.agentId) =>
    kernel.onToolCall({ tool: 'login', args: { p: `{{secret:${name}}}` } }, { ...TEST_SESSION, agentId })
  const missing = await ask('NONE')
  const denied = await ask('TOKEN', 'other')
  await ask('TOKEN')
  const rows = await store.list('', { limit: 100 })
  const row = rows.find(({ key }) => key.endsWith('/TOKEN'))
  await store.set(row?.key ?? '', { ...(row?.value as object), version: 1 })
  const failed = await ask('TOKEN')
  expect(reads.map(({ name, outcome, purpose }) => `${name} ${outcome} ${purpose}`)).toEqual([
    'NONE missing login',
    'TOKEN denied login',
    'TOKEN granted login',
    'TOKEN failed login',
  ])
  expect(failed.outcome).toBe('deny')
  // Nothing tells an agent which secrets there are.
  const texts = [missing, denied, failed].map(({ rulings }) => rulings.map(({ code, message }) => `${code} ${message}`))
  expect(new Set(texts.flat().map((text) => text.replace(/NONE|TOKEN/, 'X'))).size).toBe(1)
})

test('the services give layers and hosts what the agent may have', async () => {
  const grants = [
    { names: ['TOKEN'], agents: ['agent-*'], tools: ['my-layer'] },
    { names: ['OTHER'], agents: ['agent-*'], tools: ['my-layer'], hosts: ['api.example.com'] },
  ]
  const { kernel, reads } = await start({ grants })
  const secrets = kernel.find(SecretsToken)
  const reader = { session: TEST_SESSION, purpose: 'my-layer' }
  expect(await secrets?.get('TOKEN', reader)).toBe(VALUES.TOKEN)
  expect(await secrets?.has('TOKEN', reader)).toBe(true)
  expect(await secrets?.require('OTHER', { ...reader, url: 'https://api.example.com/' })).toBe(VALUES.OTHER)
  for (const refused of [
    { ...reader, purpose: 'other' },
    { ...reader, session: { ...TEST_SESSION, agentId: 'x' } },
    { ...reader, session: { ...TEST_SESSION, tenantId: 'x' } },
    { ...reader, url: 'https://api.example.com/' },
    { ...reader, url: 'no url' },
  ]) {
    expect(await secrets?.get('TOKEN', refused)).toBeUndefined()
    expect(await secrets?.has('TOKEN', refused)).toBe(false)
    await expect(secrets?.require('TOKEN', refused)).rejects.toMatchObject({ code: 'SECRET_UNAVAILABLE' })
  }
  expect(await secrets?.get('OTHER', reader)).toBeUndefined()
  expect(reads.filter(({ outcome }) => outcome === 'granted')).toHaveLength(3)
  expect(Object.keys(secrets ?? {}).toSorted()).toEqual(['get', 'has', 'require'])
})

test('references: only declared helpers run, and what they answer is kept in', async () => {
  const helper = join(makeFolder(), 'helper')
  const body = `process.stdin.once('data', (d) => console.log(JSON.stringify({ value: 'from-the-helper-' + JSON.parse(d).id })))`
  writeFileSync(helper, `#!${process.execPath}\n${body}`)
  chmodSync(helper, 0o700)
  const { kernel, reads } = await start({ helpers: { vault: helper } })
  const refs = kernel.find(SecretRefsToken)
  const text = 'it is from-the-helper-7'
  expect((await kernel.onOutbound({ destination: 'user', body: text }, TEST_SESSION)).payload?.body).toBe(text)
  expect(await refs?.resolve('exec:vault/7', 'me')).toEqual({ ok: true, value: 'from-the-helper-7' })
  expect((await kernel.onOutbound({ destination: 'user', body: text }, TEST_SESSION)).payload?.body).toBe(
    'it is [REDACTED:secret]',
  )
  const { kernel: other } = await start({})
  expect(await other.find(SecretRefsToken)?.resolve(`exec:${helper}/7`, 'me')).toMatchObject({ ok: false })
  expect(await refs?.resolve('a literal', 'me')).toBeUndefined()
  vi.stubEnv('RINGWALL_TEST_REFERENCE', 'from the environment')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(await refs?.resolve('${RINGWALL_TEST_REFERENCE}', 'me')).toEqual({ ok: true, value: 'from the environment' })
  expect(reads.map(({ name, outcome, purpose }) => [name, outcome, purpose])).toEqual([
    ['exec:vault/7', 'granted', 'me'],
    ['env:RINGWALL_TEST_REFERENCE', 'granted', 'me'],
  ])
})

test('a value that was replaced is kept in, too', async () => {
  const { kernel, secrets } = await start({})
  await secrets.vault.set({ tenant: TEST_SESSION.tenantId, name: 'TOKEN', kind: 'value', value: 'another-value-7' })
  const say = async (text: string) => (await kernel.onInbound({ source: 'tool', text }, TEST_SESSION)).payload?.text
  await vi.waitFor(async () => expect(await say('another-value-7')).toBe('[REDACTED:secret]'))
  expect(await say(VALUES.TOKEN)).toBe('[REDACTED:secret]')
})

test('the master key is kept in as its secrets are, and has no reference', async () => {
  const { kernel } = await start({ grants: GRANTS })
  const bytes = Buffer.from(MASTER_KEY, 'hex')
  for (const writing of ['hex', 'base64', 'base64url'] as const) {
    const text = `# key\n${bytes.toString(writing)}\n`
    const { payload } = await kernel.onInbound({ source: 'tool', text }, TEST_SESSION)
    expect(payload?.text.replace('=', '')).toBe('# key\n[REDACTED:secret]\n')
  }
})

test('streams: no chunking lets a value through', async () => {
  const { kernel } = await start({})
  const text = `The token is ${VALUES.TOKEN}, and that is all.`
  for (const size of [1, 3, 7, 20]) {
    const stream = kernel.outboundStream(TEST_SESSION)
    const writer = stream.writable.getWriter()
    const written = (async () => {
      for (let at = 0; at < text.length; at += size) await writer.write(text.slice(at, at + size))
      await writer.close()
    })()
    let out = ''
    for await (const chunk of stream.readable) out += chunk
    await written
    expect(out).toBe('The token is [REDACTED:secret], and that is all.')
  }
})

test('masterKey: a wrong one stops the start, and changes nothing', async () => {
  const { services, store } = await seedStore((release) => onTestFinished(release))
  const before = await store.list('', { limit: 100 })
  const plugins = (config: SecretsStoreInput) => [use(secretsStore, config)]
  const wrong = MASTER_KEY.replace('9f1c', '0000')
  await expect(
    createKernel({ plugins: plugins({ masterKey: wrong }), services, logger: LOGGER }),
  ).rejects.toMatchObject({
    code: 'SECRETS_KEY_WRONG',
  })
  const keyFile = join(makeFolder(), 'none')
  await expect(createKernel({ plugins: plugins({ keyFile }), services, logger: LOGGER })).rejects.toMatchObject({
    code: 'SECRETS_KEY_MISSING',
  })
  const short = await createKernel({ plugins: plugins({ masterKey: 'abcd' }), services, logger: LOGGER }).catch(String)
  expect(short).toContain('it has 2 bytes')
  expect(short).not.toContain('abcd')
  expect(await store.list('', { limit: 100 })).toEqual(before)
})

test('keyFile: the key of the file is used, and a new one once it was rotated', async () => {
  const keyFile = join(makeFolder(), 'master.key')
  await createKeyFile(keyFile)
  const store = await openSqliteStore({ file: ':memory:' })
  onTestFinished(() => store.close())
  const opened = openSecrets(store, { keyFile, refreshBeforeMs: 0 })
  await opened.vault.init()
  await opened.vault.set({ tenant: TEST_SESSION.tenantId, name: 'TOKEN', kind: 'value', value: VALUES.TOKEN })
  const services = [{ token: StoreToken, value: store }]
  const kernel = await createKernel({
    plugins: [use(secretsStore, { keyFile, grants: GRANTS })],
    services,
    logger: LOGGER,
  })
  onTestFinished(() => kernel.close())
  const args = async () => (await kernel.onToolCall(CALL, TEST_SESSION)).payload?.args
  expect(await args()).toEqual({ password: VALUES.TOKEN })
  const old = readFileSync(keyFile, 'utf8')
  await rotate({ ...opened, to: { keyFile } })
  expect(readFileSync(keyFile, 'utf8')).not.toBe(old)
  expect(await args()).toEqual({ password: VALUES.TOKEN })
})

test('without a store, and with one that fails, nothing is filled in and nothing gets through', async () => {
  const kernel = await createKernel({ plugins: [use(secretsStore, { grants: GRANTS })], logger: LOGGER })
  onTestFinished(() => kernel.close())
  expect((await kernel.onToolCall(CALL, TEST_SESSION)).rulings[0]?.code).toBe('SECRET_UNAVAILABLE')
  expect((await kernel.onToolCall({ tool: 'login', args: {} }, TEST_SESSION)).outcome).toBe('allow')
  const { kernel: other, store, reads } = await start({ grants: GRANTS })
  await store.close()
  expect((await other.onToolCall(CALL, TEST_SESSION)).rulings[0]?.code).toBe('SECRET_UNAVAILABLE')
  expect(reads.at(-1)?.outcome).toBe('failed')
  const { payload } = await other.onInbound({ source: 'tool', text: VALUES.TOKEN }, TEST_SESSION)
  expect(payload?.text).toBe('{{secret:TOKEN}}')
})
