import { spawn } from 'node:child_process'
import { chmod, mkdir, readFile, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { parse } from 'jsonc-parser'
import { describe, expect, test } from 'vitest'
import { appendJsonc } from '../src/init/jsonc.ts'
import { makeFolder, run } from './harness.ts'
import { before, isBuilt } from './hook-process.ts'

const SETTINGS = `{
    // mine
    "model": "opus", "permissions": { "allow": ["Bash(npm test)"] },
    "hooks": {
        "PreToolUse": [
            { "matcher": "Bash", "hooks": [{ "type": "command", "command": "echo hi" }] }, // keep
        ],
    },
}
`
const SERVERS = `{
\t"mcpServers": {
\t\t"my files": { "command": "npx", "args": ["-y", "server", "/data"], "env": { "A": "b" }, "alwaysAllow": [] },
\t\t"web": { "type": "http", "url": "https://mcp.example.com/mcp", "headers": { "Authorization": "Bearer x" } },
\t\t"old": { "type": "sse", "url": "https://example.com/sse" }
\t},
\t"other": 1
}
`

async function project(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await makeFolder()
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

/** Runs init with an empty home, so that nothing of this machine is found. */
async function init(cwd: string, ...args: readonly string[]) {
  return run(['init', ...args], { cwd, env: { HOME: await makeFolder() } })
}

async function snapshot(folder: string): Promise<unknown> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => !name.startsWith('.ringwall')).toSorted()
  const files = names.map(async (name) => {
    const path = join(folder, name)
    return (await stat(path)).isFile() ? [name, await readFile(path, 'utf8')] : [name]
  })
  return Promise.all(files)
}

const read = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8')

test('without a terminal it asks nothing and names --yes', async () => {
  const cwd = await project()
  const { code, err } = await init(cwd)
  expect([code, err]).toEqual([2, expect.stringContaining('INIT_NOT_INTERACTIVE')])
  expect(err).toContain('--yes')
  expect(await readdir(cwd)).toEqual([])
})

test('in an empty folder it writes a config that passes, and no more', async () => {
  const cwd = await project()
  expect((await init(cwd, '--yes')).code).toBe(0)
  expect((await readdir(cwd)).toSorted()).toEqual(['.ringwall', 'ringwall.yaml'])
  expect((await run(['check', 'hello'], { cwd })).code).toBe(0)
})

test('it enters the hooks, keeps every other byte, and does nothing the second time', async () => {
  const cwd = await project({ '.claude/settings.json': SETTINGS })
  expect((await init(cwd, '--yes')).code).toBe(0)
  const after = await read(cwd, '.claude/settings.json')
  for (const line of ['    // mine', '    "model": "opus", "permissions": { "allow": ["Bash(npm test)"] },'])
    expect(after).toContain(`${line}\n`)
  expect(after).toContain('{ "matcher": "Bash", "hooks": [{ "type": "command", "command": "echo hi" }] }')
  expect(after).toContain('// keep')
  const { hooks } = parse(after) as { hooks: Record<string, readonly { hooks: readonly { command: string }[] }[]> }
  expect(Object.keys(hooks).toSorted()).toEqual(
    [
      'PostToolUse',
      'PostToolUseFailure',
      'PreCompact',
      'PreToolUse',
      'Stop',
      'SubagentStop',
      'UserPromptSubmit',
    ].toSorted(),
  )
  expect(hooks['PreToolUse']).toHaveLength(2)
  expect(hooks['PreToolUse']?.[1]).toMatchObject({
    matcher: '*',
    hooks: [{ command: expect.stringMatching(/hook claude-code .* \|\| exit 2$/), onFailure: 'block' }],
  })
  const written = await snapshot(cwd)
  const again = await init(cwd, '--yes')
  expect(again.out).toContain('nothing was changed')
  expect(await snapshot(cwd)).toEqual(written)
})

test('hooks of an earlier run are replaced where they say something else', async () => {
  const cwd = await project({ '.claude/settings.json': '' })
  await init(cwd, '--yes')
  await writeFile(join(cwd, 'token'), 'x', { mode: 0o600 })
  await init(cwd, '--yes', '--gateway', 'http://127.0.0.1:8787', '--token-file', 'token')
  const { hooks } = parse(await read(cwd, '.claude/settings.json')) as { hooks: Record<string, readonly object[]> }
  expect(Object.values(hooks).map((groups) => groups.length)).toEqual([1, 1, 1, 1, 1, 1, 1])
  expect(JSON.stringify(hooks)).toContain(
    `--gateway \\"http://127.0.0.1:8787\\" --token-file \\"${join(cwd, 'token')}\\"`,
  )
})

test('it puts the wall in front of every server, once, and says what it leaves', async () => {
  const cwd = await project({ '.mcp.json': SERVERS, '.vscode/mcp.json': '{ "servers": { "s": { "command": "x" } } }' })
  const { code, out } = await init(cwd, '--yes')
  expect(code).toBe(0)
  const { mcpServers, other } = parse(await read(cwd, '.mcp.json')) as {
    mcpServers: Record<string, { args: readonly string[] }>
    other: number
  }
  const config = join(cwd, 'ringwall.yaml')
  expect(other).toBe(1)
  expect(mcpServers['my files']).toMatchObject({ env: { A: 'b' }, alwaysAllow: [] })
  expect(mcpServers['my files']?.args.slice(1)).toEqual([
    'mcp',
    '--name',
    'my_files',
    '--config',
    config,
    '--',
    'npx',
    '-y',
    'server',
    '/data',
  ])
  expect(mcpServers['web']).toMatchObject({ env: { MCP_HEADER_1: 'Bearer x' } })
  expect(mcpServers['web']).not.toHaveProperty('url')
  expect(mcpServers['web']?.args.slice(1)).toEqual([
    'mcp',
    '--name',
    'web',
    '--config',
    config,
    '--url',
    'https://mcp.example.com/mcp',
    '--header',
    'Authorization=env:MCP_HEADER_1',
  ])
  expect(mcpServers['old']).toEqual({ type: 'sse', url: 'https://example.com/sse' })
  expect(out).toContain('old in')
  expect(await read(cwd, 'ringwall.yaml')).toContain("allow: ['mcp__my_files__*', 'mcp__web__*', 'mcp__s__*']")
  expect(await read(cwd, '.vscode/mcp.json')).toContain('"--name"')
  const written = await snapshot(cwd)
  await init(cwd, '--yes')
  expect(await snapshot(cwd)).toEqual(written)
})

test('a config that is there stays', async () => {
  const cwd = await project({ 'ringwall.json': '{ "preset": "default" }', '.claude/settings.json': '{}' })
  const { out } = await init(cwd, '--yes')
  expect(out).toContain('ringwall.json stays as it is')
  expect(await read(cwd, 'ringwall.json')).toBe('{ "preset": "default" }')
  expect(await read(cwd, '.claude/settings.json')).toContain('"$CLAUDE_PROJECT_DIR\\"/ringwall.json')
})

test('it names the frameworks of package.json, and what it found of Claude Code at home', async () => {
  const cwd = await project({ 'package.json': '{ "dependencies": { "ai": "5", "@mastra/core": "1" } }' })
  const home = await project({ '.claude/x': '' })
  const { out } = await run(['init', '--dry-run'], { cwd, env: { HOME: home } })
  expect(out).toMatch(/package.json has ai[^]*package.json has @mastra\/core/)
  expect(out).toContain('new  .claude/settings.json')
})

test('--dry-run shows every change and writes nothing', async () => {
  const cwd = await project({ '.claude/settings.json': SETTINGS, '.mcp.json': SERVERS })
  const untouched = await snapshot(cwd)
  const { code, out } = await init(cwd, '--dry-run')
  expect(code).toBe(0)
  expect(out).toContain('new  ringwall.yaml')
  expect(out).toContain('+                "matcher": "*",')
  expect(out).toContain('nothing was written')
  expect(await snapshot(cwd)).toEqual(untouched)
  expect(await readdir(cwd)).not.toContain('.ringwall')
})

test.for([
  ['.claude/settings.json', '{ "hooks": '],
  ['.claude/settings.json', '[]'],
  ['.claude/settings.json', '{ "hooks": [] }'],
  ['.claude/settings.json', '{ "hooks": { "Stop": {} } }'],
  ['.mcp.json', '{ "mcpServers": { "a": 1 } }'],
  ['.mcp.json', 'nothing'],
  ['package.json', '{'],
] as const)('%s that holds %s is an error that changes nothing', async ([name, content]) => {
  const cwd = await project({
    '.mcp.json': '{"mcpServers":{"x":{"command":"y"}}}',
    '.claude/settings.json': '{}',
    [name]: content,
  })
  const untouched = await snapshot(cwd)
  const { code, err } = await init(cwd, '--yes')
  expect([code, err]).toEqual([2, expect.stringContaining('INIT_FILE_BROKEN')])
  expect(err).toContain(name)
  expect(await snapshot(cwd)).toEqual(untouched)
})

test('an existing config with which the layers do not start is an error that changes nothing', async () => {
  const cwd = await project({ 'ringwall.yaml': 'layers: { nothing: on }\n', '.claude/settings.json': '{}' })
  const untouched = await snapshot(cwd)
  expect((await init(cwd, '--yes')).code).toBe(2)
  expect(await snapshot(cwd)).toEqual(untouched)
})

test('--undo puts everything back, and not what was changed since', async () => {
  const cwd = await project({ '.claude/settings.json': SETTINGS, '.mcp.json': SERVERS })
  const untouched = await snapshot(cwd)
  await init(cwd, '--yes')
  const { code, out } = await init(cwd, '--undo')
  expect([code, out]).toEqual([0, 'put back ringwall.yaml, .mcp.json, .claude/settings.json\n'])
  expect(await snapshot(cwd)).toEqual(untouched)
  expect((await init(cwd, '--undo')).err).toContain('INIT_NOTHING_TO_UNDO')

  await init(cwd, '--yes')
  await writeFile(join(cwd, '.mcp.json'), '{}')
  const changed = await snapshot(cwd)
  expect((await init(cwd, '--undo')).err).toContain('INIT_CHANGED_SINCE')
  expect(await snapshot(cwd)).toEqual(changed)
})

test('the copies are the owner’s alone, and permissions and links stay', async () => {
  const elsewhere = await project({ 'settings.json': '{}' })
  const cwd = await project({ '.claude/x': '', '.mcp.json': SERVERS })
  await chmod(join(cwd, '.mcp.json'), 0o600)
  await symlink(join(elsewhere, 'settings.json'), join(cwd, '.claude', 'settings.json'))
  await init(cwd, '--yes')
  expect((await stat(join(cwd, '.ringwall'))).mode & 0o077).toBe(0)
  expect((await stat(join(cwd, '.mcp.json'))).mode & 0o777).toBe(0o600)
  expect(await read(elsewhere, 'settings.json')).toContain('hook claude-code')
})

test('--gateway needs --token-file, and --with knows its parts', async () => {
  const cwd = await project()
  expect((await init(cwd, '--yes', '--gateway', 'http://127.0.0.1:1')).err).toContain('USAGE')
  expect((await init(cwd, '--yes', '--with', 'emacs')).err).toContain('USAGE')
})

test('--with may be given again', async () => {
  const cwd = await project({ '.mcp.json': SERVERS })
  const { out } = await init(cwd, '--dry-run', '--json', '--with', 'mcp', '--with', 'claude-code')
  expect(JSON.parse(out)).toMatchObject({ planned: ['ringwall.yaml', '.mcp.json', '.claude/settings.json'] })
})

test.for([
  ['', '{"a":[1]}'],
  ['{}', '{"a":[1]}'],
  ['{ /* c */ }', '{"a":[1]}'],
  ['{"b":2}', '{"b":2,"a":[1]}'],
  ['{\r\n\t"b": 2, // c\r\n}', '{"b":2,"a":[1]}'],
  ['\uFEFF{"b":2,}', '{"b":2,"a":[1]}'],
] as const)('a member comes into %j', ([text, expected]) => {
  const after = appendJsonc(text, [], [1], 'a')
  expect(JSON.stringify(parse(after.replace('\uFEFF', '')))).toBe(expected)
  if (text.includes('// c') || text.includes('/* c')) expect(after).toContain(' c')
})

describe.skipIf(!isBuilt)('what init wrote', () => {
  test('works at once: the command of the settings denies an attack, and blocks where it is gone', async () => {
    const cwd = await project()
    await init(cwd, '--yes', '--with', 'claude-code')
    const { hooks } = parse(await read(cwd, '.claude/settings.json')) as {
      hooks: { PreToolUse: readonly [{ hooks: readonly [{ command: string }] }] }
    }
    const { command } = hooks.PreToolUse[0].hooks[0]
    const shell = async (line: string, event: object) => {
      const child = spawn('sh', ['-c', line], { cwd, env: { ...process.env, CLAUDE_PROJECT_DIR: cwd } })
      child.stdin.on('error', () => undefined)
      child.stdin.end(JSON.stringify(event))
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
      return { out: await textOf(child.stdout), code: await ended }
    }
    expect(await shell(command, before('Read', { file_path: join(cwd, 'a.txt') }))).toEqual({ code: 0, out: '{}\n' })
    expect((await shell(command, before('Read', { file_path: '/etc/passwd' }))).out).toContain('PATH_OUTSIDE')
    expect((await shell(command, before('Task', { prompt: 'look', description: 'd' }))).out).toBe('{}\n')
    expect((await shell(command, before('SendMessage', { to: 'x', message: 'y' }))).out).toContain('TOOL_UNKNOWN')
    const gone = command.replace('ringwall.js', 'ringwall-gone.js')
    expect((await shell(gone, before('Read', { file_path: 'a' }))).code).toBe(2)
  })
})
