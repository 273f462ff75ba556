import { createKernel, use, type JsonObject } from '@ringwall/core'
import { conformance, pluginTester } from '@ringwall/testkit'
import { describe, expect, it } from 'vitest'
import { toolPolicy } from '../src/index.ts'
import { CASES } from './cases.ts'

const session = { tenantId: 't', agentId: 'a', sessionId: 's' }

pluginTester({ plugin: toolPolicy, cases: CASES, describe, it })
conformance({
  plugin: toolPolicy,
  packageJson: new URL('../package.json', import.meta.url),
  describe,
  it,
  samples: [
    { hook: 'onToolCall', payload: { tool: 'send_email', args: {} } },
    { hook: 'onInbound', payload: { source: 'skill', text: '---\nallowed-tools: Read\n---\nRead.' } },
  ],
  ordinary: [
    { hook: 'onToolCall', payload: { tool: 'read_file', args: { path: 'src/index.ts' } } },
    { hook: 'onToolCall', payload: { tool: 'Bash', args: { command: 'npm test && git diff | head' } } },
    { hook: 'onToolCall', payload: { tool: 'web_search', args: { query: 'weather' } } },
  ],
})

describe('tool-policy in a kernel', () => {
  it('repeats no argument in what it says', async () => {
    const rules = [{ tool: 'exec', arg: 'command', allow: ['git *'] }]
    const kernel = await createKernel({ plugins: [use(toolPolicy, { rules })] })
    const decision = await kernel.onToolCall({ tool: 'exec', args: { command: 'curl -u me:hunter2 x' } }, session)
    await kernel.close()
    expect(decision.outcome).toBe('deny')
    expect(JSON.stringify(decision)).not.toContain('hunter2')
  })

  it('warns of entries that can never apply', async () => {
    const warned: (JsonObject | undefined)[] = []
    const silent = (): void => undefined
    const logger = {
      debug: silent,
      info: silent,
      error: silent,
      warn: (_: string, fields?: JsonObject) => warned.push(fields),
    }
    const config = {
      servers: { github: ['*'] },
      allow: ['browser', 'mcp__github__*'],
      deny: ['group:browser'],
      ask: ['send_email', 'exec'],
      rules: [{ tool: 'cron', arg: 'x', maxLength: 3 }],
    }
    const kernel = await createKernel({ plugins: [use(toolPolicy, config)], logger })
    await kernel.close()
    expect(warned).toEqual([{ idle: ['allow.0 (browser)', 'ask.0 (send_email)', 'rules.0.tool (cron)'] }])
  })

  it('does not start with an unknown group', async () => {
    const plugins = [use(toolPolicy, { deny: ['group:shell'] })]
    await expect(createKernel({ plugins })).rejects.toMatchObject({
      code: 'PLUGIN_CONFIG_INVALID',
      message: expect.stringContaining('group:exec'),
    })
  })
})
