import { CHECKS, GROUPS, type Check, type Group } from '@ringwall/doctor'

const TITLES: Readonly<Record<Group, string>> = {
  configuration: 'Configuration',
  permissions: 'Permissions of files',
  secrets: 'Secrets in clear text',
  gateway: 'Gateway, exposure and TLS',
  tokens: 'Tokens and scopes',
  sandbox: 'Sandbox',
  approvals: 'Approvals',
  'tool-policy': 'Tool policy',
  agents: 'Agents',
  observe: 'Layers that observe',
  failure: 'What happens after a failure',
  email: 'E-mail',
  webhooks: 'Webhooks',
  skills: 'Skills',
  mcp: 'MCP servers and their clients',
  store: 'Store',
  audit: 'Audit log',
  plugins: 'Layers of others',
  versions: 'Versions',
}

/** The text of docs/hardening.md, made from the table of checks of the doctor. */
export function hardeningPage(): string {
  const fixable = CHECKS.filter((check) => check.fixable).length
  return `# Hardening

What to look at before an agent does real work. \`ringwall doctor\` looks at each of these ${CHECKS.length} points and names the places; \`ringwall doctor
--fix\` shows what it can repair by itself (${fixable} of them), and \`--fix --yes\` does it, with a copy of what was. Under each point: what can happen where
it does not hold, and what to do.

A point that is meant otherwise is suppressed in the config, by its id or its group, with a reason and, if it is to come back, a last day:

\`\`\`yaml
doctor:
  suppress:
    - { check: env-plaintext, reason: keys of the test system, until: 2030-01-31 }
\`\`\`

What could not be measured is told as such, and never as passed.

This page is made from the table in the code (\`UPDATE_DOCS=1 pnpm vitest test/docs\`); a test fails when the two differ.

${GROUPS.map(section).join('\n')}`
}

function section(group: Group): string {
  const points = CHECKS.filter((check) => check.group === group)
  return `## ${TITLES[group]}\n\nGroup \`${group}\`.\n\n${points.map(point).join('\n')}`
}

function point({ id, title, severity, meaning, fix, fixable }: Check): string {
  const by = fixable ? ' (`--fix` can do it)' : ''
  return `- [ ] **${title}.** \`${id}\`, ${severity}\n  - If not: ${meaning}\n  - Fix${by}: ${fix}\n`
}
