import { describe, expect, it } from 'vitest'
import { parseToolName, squash } from './name.ts'
import { Registry } from './registry.ts'
import { ACTION_GROUPS } from './registry/actions.ts'

const registry = new Registry(ACTION_GROUPS)
const idsOf = (tool: string, server?: string): readonly string[] => {
  const name = parseToolName(tool, server)
  return name ? registry.find(name).map(({ id }) => id) : ['no name']
}

describe('the table', () => {
  const actions = ACTION_GROUPS.flatMap((group) => group.actions)

  it('has at least 178 actions in at least 21 groups', () => {
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length)
    expect(new Set(ACTION_GROUPS.map(({ group }) => group)).size).toBe(ACTION_GROUPS.length)
    expect(actions.length).toBeGreaterThanOrEqual(178)
    expect(ACTION_GROUPS.length).toBeGreaterThanOrEqual(21)
  })

  it.each(ACTION_GROUPS.map(({ group, actions: own }) => [group, own] as const))(
    'names each tool of %s once',
    (_, own) => {
      const names = own.flatMap(({ tools }) => tools.map(squash))
      expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
      expect(names).not.toContain('')
    },
  )

  it('has no action without a tool that is found', () => {
    for (const { id, group, tools } of actions) {
      const server = ACTION_GROUPS.find((each) => each.group === group)?.servers[0]
      for (const tool of tools) {
        const found = tool.startsWith('.') ? idsOf(`${server}.${tool.slice(1)}`) : idsOf(tool)
        expect(found, tool).toContain(id)
      }
    }
  })
})

describe('names', () => {
  it.each([
    ['readFile', 'files.read'],
    ['Read-File', 'files.read'],
    ['functions.read_file', 'files.read'],
    ['mcp__github__create_issue', 'code_host.issues'],
    ['mcp__github-mcp-server__create_issue', 'code_host.issues'],
    ['github_create_issue', 'code_host.issues'],
    ['mcp_github_create_issue', 'code_host.issues'],
    ['github.createIssue', 'code_host.issues'],
    ['mcp__slack__slack_post_message', 'chat.send'],
    ['gmail.users.messages.list', 'email.look'],
    ['ｒｅａｄ_file', 'files.read'],
  ])('%s is found', (tool, id) => {
    expect(idsOf(tool)).toContain(id)
  })

  it.each([
    ['mcp__stranger__read_file', undefined],
    ['stranger.read_file', undefined],
    ['read_file', 'stranger'],
    ['github.read_file', 'stranger'],
    ['mcp__stranger__github.get_me', undefined],
    ['log', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('%s of %s is not', (tool, server) => {
    expect(idsOf(tool, server)).toEqual([])
  })

  it.each(['', ' ', 'read\u200b_file', 'rеad_file', 'read file', 'a'.repeat(201), '*', '__', '...'])(
    '%j is none',
    (tool) => {
      expect(idsOf(tool)).toEqual(['no name'])
    },
  )

  it('of a server that is no name is none', () => {
    expect(parseToolName('read_file', 1)).toBeUndefined()
    expect(parseToolName('read_file', 'а')).toBeUndefined()
  })
})
