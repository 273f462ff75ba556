/** What the config is for. */
export interface ConfigNeeds {
  readonly claudeCode: boolean
  /** Names of MCP servers in the policy. */
  readonly servers: readonly string[]
}

/** Tools of Claude Code that no agent framework shares with it, by what they touch. Those that reach others (SendMessage), or leave the folder (EnterWorktree), are left out: they stay denied. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  status: [
    'AskUserQuestion',
    'EnterPlanMode',
    'ExitPlanMode',
    'TaskCreate',
    'TaskGet',
    'TaskList',
    'TaskUpdate',
    'ToolSearch',
  ],
  fs_read: ['ListMcpResourcesTool', 'LSP', 'ReadMcpResourceTool', 'Skill', 'SlashCommand', 'TaskOutput'],
  exec: ['TaskStop'],
}
/** Known to the layers, and not in the profile of an agent that works on files. */
const SUBAGENTS = ['task', 'agent']
/** Those among them that action-classifier's table does not have. */
const READERS: readonly string[] = ['ListMcpResourcesTool', 'ReadMcpResourceTool', 'ToolSearch']

/** A config that begins with everything on; YAML. */
export function configText({ claudeCode, servers }: ConfigNeeds): string {
  const allow = [...(claudeCode ? SUBAGENTS : []), ...servers.map((name) => `mcp__${name}__*`)]
  const lines = [
    '# What stands between your agent and the world. `ringwall explain` prints what is in force, `ringwall schema` gives editors',
    '# completion. Written by `ringwall init`, and yours from now on: init never changes it again.',
    'preset: default',
    ...(claudeCode || servers.length > 0 ? ['', 'layers:', '  tool-policy:'] : []),
    ...(claudeCode
      ? ['    # Tools of Claude Code beyond files, commands and the web. What stands nowhere is denied.', '    tools:']
      : []),
    ...(claudeCode
      ? Object.entries(TOOLS).flatMap(([group, tools]) => tools.map((tool) => `      ${tool}: [${group}]`))
      : []),
    ...(servers.length > 0
      ? [
          '    # Every tool of these servers, those of tomorrow too; name them instead of the star to be asked first.',
          '    servers:',
        ]
      : []),
    ...servers.map((name) => `      ${name}: ['*']`),
    ...(allow.length > 0
      ? [`    allow: [${allow.map((entry) => (entry.includes('*') ? `'${entry}'` : entry)).join(', ')}]`]
      : []),
    ...(claudeCode
      ? [
          '  action-classifier:',
          '    actions:',
          `      - { id: claude-code, group: agent, class: read, tools: [${READERS.join(', ')}] }`,
          '  # A session of coding is long; what runs away is stopped by the limit of an hour, 1500 calls.',
          '  budget-guard: { steps: 3000 }',
          '  # Claude Code asks its user itself.',
          '  approval-gate: { onAsk: return }',
        ]
      : []),
  ]
  return `${lines.join('\n')}\n`
}
