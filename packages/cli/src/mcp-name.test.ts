import { expect, test } from 'vitest'
import { serverName } from './mcp-name.ts'

test.for<readonly [string, string]>([
  ['npx -y @modelcontextprotocol/server-filesystem /data', 'filesystem'],
  ['npx -y @modelcontextprotocol/server-filesystem@2026.8.31 /data', 'filesystem'],
  ['uvx mcp-server-git --repository .', 'git'],
  ['npx github-mcp-server', 'github'],
  ['node ./servers/weather/dist/index.js', 'weather'],
  ['/usr/bin/python3 tools/mail.py', 'mail'],
  ['C:\\tools\\notes.exe --stdio', 'notes'],
  ['pnpm dlx playwright-mcp', 'playwright'],
  ['node', 'node'],
  ['npx -y ./__', 'server'],
  [`node ${'x'.repeat(80)}.js`, 'x'.repeat(64)],
])('%s is called %s', ([line, expected]) => {
  const name = serverName(line.split(' '), undefined)
  expect(name).toBe(expected)
  expect(name).toMatch(/^[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*$/)
})

test('a URL is called after its host', () => {
  expect(serverName([], 'https://mcp.example.com:8443/x')).toBe('mcp_example_com')
  expect(serverName([], 'http://[::1]:8000/mcp')).toBe('1')
})
