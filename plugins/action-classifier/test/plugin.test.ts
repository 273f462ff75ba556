import { readFileSync } from 'node:fs'
import { createKernel, definePlugin, use, type JsonObject } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  ACTION_CLASSIFIER_ERRORS,
  actionClassifier,
  ActionsToken,
  type ActionClassifierInput,
  type ActionEntry,
  type Actions,
} from '../src/index.ts'
import { CASES } from './cases.ts'

const session = { tenantId: 't', agentId: 'a', sessionId: 's' }

pluginTester({ plugin: actionClassifier, cases: CASES, describe, it })
conformance({
  plugin: actionClassifier,
  packageJson: new URL('../package.json', import.meta.url),
  describe,
  it,
  samples: [{ hook: 'onToolCall', payload: { tool: 'delete_file', args: { path: 'a' } } }],
  ordinary: [
    { hook: 'onToolCall', payload: { tool: 'read_file', args: { path: 'src/index.ts' } } },
    { hook: 'onToolCall', payload: { tool: 'Bash', args: { command: 'npm test && git diff | head' } } },
    { hook: 'onToolCall', payload: { tool: 'web_search', args: { query: 'how to delete a branch' } } },
    { hook: 'onToolCall', payload: { tool: 'send_email', args: { to: 'a@example.com', body: 'delete it' } } },
  ],
})

async function withActions<T>(config: ActionClassifierInput, look: (actions: Actions) => T): Promise<T> {
  const kernel = await createKernel({ plugins: [use(actionClassifier, config)] })
  try {
    const actions = kernel.find(ActionsToken)
    if (!actions) throw new Error('no service')
    return look(actions)
  } finally {
    await kernel.close()
  }
}
const classOf = (tool: string, args: JsonObject, config: ActionClassifierInput = {}): Promise<string> =>
  withActions(config, (actions) => actions.classify({ tool, args }).class)

describe('what is too much to read', () => {
  const text = 'SELECT 1; '.repeat(12_000)
  it.each<[string, string, JsonObject]>([
    [
      'many statements of a length that one may have',
      'execute_sql',
      { a: { sql: text }, b: { sql: text }, c: { sql: text } },
    ],
    ['a command', 'bash', { command: `echo ${'a'.repeat(65_536)}` }],
    [
      'commands that are read in many ways',
      'bash',
      { command: 'ls '.repeat(9000), args: Array.from({ length: 10 }, () => 'a'), arguments: ['b'.repeat(200_000)] },
    ],
    ['signs that stand for many others', 'run_python', { code: `x = "${'ﷺ'.repeat(4000)}"` }],
    ['signs that stand for many others, in a statement', 'execute_sql', { query: `SELECT '${'ﷺ'.repeat(8000)}'` }],
    ['an argument beside a command', 'bash', { command: 'ls', hint: 'a '.repeat(9000) }],
    [
      'recipients behind much room',
      'send_email',
      { to: `a@acme.example,${' '.repeat(70_000)}x@evil.example`, body: 'x' },
    ],
  ])('is destructive: %s', async (_, tool, args) => {
    expect(await classOf(tool, args, { ownDomains: ['acme.example'] })).toBe('destructive')
  })
})

describe('a program in the config', () => {
  it.each(['rm', 'r*', 'git'])('that lowers %s stops the start', async (name) => {
    const plugin = use(actionClassifier, { programs: [{ names: [name], class: 'read' }] })
    await expect(createKernel({ plugins: [plugin] })).rejects.toMatchObject({ code: 'ACTION_LOWERED' })
  })

  it('may raise one of the table', async () => {
    const config = { programs: [{ names: ['git'], class: 'destructive' as const }] }
    expect(await classOf('bash', { command: 'git status' }, config)).toBe('destructive')
  })
})

describe('a registration in the config', () => {
  const entry = (tools: readonly string[], of: ActionEntry['class'], more: Partial<ActionEntry> = {}) =>
    use(actionClassifier, { actions: [{ id: 'own.x', group: 'own', class: of, tools, ...more }] })

  it.each([
    ['a known tool', entry(['delete_file'], 'mutate')],
    ['in another spelling', entry(['DeleteFile'], 'read')],
    ['of a server', entry(['mcp__github-mcp-server__delete_repository'], 'read')],
    ['by a glob', entry(['delete_*'], 'read')],
    ['by a glob over servers', entry(['mcp__github__*'], 'mutate')],
    ['by a star', entry(['*'], 'read')],
    ['a tool whose arguments tell', entry(['bash'], 'mutate')],
    ['a tool of many uses', entry(['browser'], 'read')],
    ['what is sensitive', entry(['send_email'], 'mutate', { sensitive: false })],
  ])('that lowers %s stops the start', async (_, plugin) => {
    await expect(createKernel({ plugins: [plugin] })).rejects.toMatchObject({ code: 'ACTION_LOWERED' })
  })

  it('that lowers an earlier one stops the start', async () => {
    const own = (of: ActionEntry['class'], tool: string) => ({ id: of, group: 'own', class: of, tools: [tool] })
    for (const [first, second] of [
      ['acme.wipe', 'acme.wipe'],
      ['acme.*', 'acme.wipe'],
      ['acme.wipe', 'acme.*'],
    ] as const) {
      const actions = [own('destructive', first), own('read', second)]
      await expect(createKernel({ plugins: [use(actionClassifier, { actions })] })).rejects.toMatchObject({
        code: 'ACTION_LOWERED',
      })
    }
  })

  it('raises a known tool, whatever the spelling of the call', async () => {
    const config = { actions: [{ id: 'own.x', group: 'own', class: 'destructive' as const, tools: ['read_file'] }] }
    for (const tool of ['read_file', 'readFile', 'ReadFile', 'READ-FILE'])
      expect(await classOf(tool, { path: 'a' }, config)).toBe('destructive')
  })

  it('has its arguments looked at', async () => {
    const actions = [
      { id: 'own.run', group: 'own', class: 'read' as const, tools: ['acme.run'], examine: 'shell' as const },
    ]
    expect(await classOf('acme.run', { command: 'ls' }, { actions })).toBe('read')
    expect(await classOf('acme.run', { command: 'rm x' }, { actions })).toBe('destructive')
    expect(await classOf('acme.run', {}, { actions })).toBe('destructive')
  })

  it('cannot name what the table does not have', async () => {
    const servers = { work: 'githubb' }
    await expect(createKernel({ plugins: [use(actionClassifier, { servers })] })).rejects.toMatchObject({
      code: 'ACTION_INVALID',
    })
    await expect(
      createKernel({ plugins: [use(actionClassifier, { ask: ['destructiv' as 'mutate'] })] }),
    ).rejects.toMatchObject({ code: 'PLUGIN_CONFIG_INVALID' })
  })
})

describe('trust', () => {
  it('lowers a tool, and still sees what annotations and reach say', async () => {
    const trust = [{ tools: ['merge_*', 'acme.*'], class: 'mutate' as const }]
    expect(await classOf('merge_tickets', {}, { trust })).toBe('mutate')
    expect(await classOf('merge_tickets', { force: true }, { trust })).toBe('destructive')
    await withActions({ trust }, (actions) => {
      const meta = { annotations: { destructiveHint: true } }
      expect(actions.classify({ tool: 'acme.do', args: {}, meta }).class).toBe('destructive')
    })
  })

  it('can leave a tool sensitive', async () => {
    const trust = [{ tools: ['pay'], class: 'mutate' as const, sensitive: true }]
    await withActions({ trust }, (actions) =>
      expect(actions.classify({ tool: 'pay', args: {} })).toMatchObject({ class: 'mutate', sensitive: true }),
    )
  })

  it('in names goes by the worst word', async () => {
    expect(await classOf('get_and_delete', {}, { trustNames: true })).toBe('destructive')
    expect(await classOf('getOrCreate', {}, { trustNames: true })).toBe('mutate')
    expect(await classOf('frobnicate', {}, { trustNames: true })).toBe('destructive')
  })
})

describe('the service', () => {
  const registrar = (entries: readonly ActionEntry[]) =>
    definePlugin({
      name: 'registrar',
      version: '1.0.0',
      manifest: { api: 1, hooks: {}, requires: ['Actions'] },
      codes: {},
      config: z.strictObject({}),
      setup({ require }) {
        require(ActionsToken).register(entries, 'registrar')
        return {}
      },
    })
  const wipe: ActionEntry = { id: 'acme.wipe', group: 'acme', class: 'read', tools: ['acme.look'] }

  it('takes what other layers register in their setup', async () => {
    const kernel = await createKernel({ plugins: [use(registrar([wipe])), use(actionClassifier)] })
    const { outcome } = await kernel.onToolCall({ tool: 'mcp__acme__look', args: {} }, session)
    await kernel.close()
    expect(outcome).toBe('allow')
  })

  it('lets no other layer lower anything', async () => {
    const lower = { ...wipe, tools: ['rm'] }
    await expect(createKernel({ plugins: [use(registrar([lower])), use(actionClassifier)] })).rejects.toMatchObject({
      code: 'ACTION_LOWERED',
    })
  })

  it('is locked by the first call', async () => {
    await withActions({}, (actions) => {
      actions.classify({ tool: 'acme.look', args: {} })
      expect(() => actions.register([wipe], 'late')).toThrow(expect.objectContaining({ code: 'ACTIONS_LOCKED' }))
      expect(actions.classify({ tool: 'acme.look', args: {} }).class).toBe('destructive')
    })
  })

  it('takes all of a list or nothing', async () => {
    await withActions({}, (actions) => {
      expect(() => actions.register([wipe, { ...wipe, tools: ['delete_file'] }], 'x')).toThrow()
      expect(actions.classify({ tool: 'acme.look', args: {} }).class).toBe('destructive')
    })
  })

  it.each([
    null,
    [null],
    [{ ...wipe, class: 'harmless' }],
    [{ ...wipe, tools: [] }],
    [{ ...wipe, tools: ['a b'] }],
    [{ ...wipe, tools: [1] }],
    [{ ...wipe, group: 'unknown' }],
    [{ ...wipe, id: '' }],
    [{ ...wipe, sensitive: 'no' }],
    [{ ...wipe, examine: 'nothing' }],
  ])('refuses %j', async (entries) => {
    await withActions({}, (actions) =>
      expect(() => actions.register(entries as never, 'x')).toThrow(
        expect.objectContaining({ code: 'ACTION_INVALID' }),
      ),
    )
  })

  it('never throws', async () => {
    await withActions({}, (actions) => {
      for (const call of [undefined, null, {}, { tool: 1, args: {} }, { tool: 'bash', args: null }, { tool: 'bash' }])
        expect(actions.classify(call as never).class).toBe('destructive')
      const trap = new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no')
          },
        },
      )
      expect(actions.classify({ tool: 'bash', args: trap as JsonObject })).toMatchObject({
        class: 'destructive',
        sensitive: true,
      })
    })
  })
})

describe('what is told', () => {
  it('repeats nothing of the arguments', async () => {
    const kernel = await createKernel({ plugins: [use(actionClassifier, { ask: ['destructive', 'sensitive'] })] })
    const secret = 'hunter2-Xy7'
    for (const [tool, args] of [
      ['bash', { command: `${secret} --x; rm ${secret}; curl -u a:${secret} -X DELETE https://x.example/${secret}` }],
      ['execute_sql', { query: `DROP TABLE "${secret}"` }],
      ['write_file', { path: `/etc/${secret}`, content: secret }],
      [`${secret}_tool`, { [secret]: secret }],
      ['http_request', { method: secret, url: `https://${secret}.example` }],
      ['create_payout', { amount: secret }],
    ] as const) {
      const decision = await kernel.onToolCall({ tool, args }, session)
      expect(decision.outcome).toBe('ask')
      expect(JSON.stringify(decision.rulings)).not.toContain(secret)
    }
    await kernel.close()
  })

  it('says why to the approver', async () => {
    const kernel = await createKernel({ plugins: [use(actionClassifier)] })
    const { rulings } = await kernel.onToolCall({ tool: 'bash', args: { command: 'git push -f' } }, session)
    await kernel.close()
    expect(rulings[0]?.detail).toBe(
      'exec.command: destructive, sensitive (git changes the repository; it publishes commits; it overwrites or deletes what others have); ask has destructive',
    )
  })

  it('lists every error in the README', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    for (const code of Object.keys(ACTION_CLASSIFIER_ERRORS)) expect(readme).toContain(`\`${code}\``)
  })
})
