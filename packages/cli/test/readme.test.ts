import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { CLI_ERRORS, HOOK_ERRORS, INIT_ERRORS } from '../src/index.ts'
import { run } from './harness.ts'

const file = new URL('../README.md', import.meta.url)
let readme = await readFile(file, 'utf8')

function block(language: string): string {
  const [, code = ''] = readme.split(`\`\`\`${language}\n`)
  return code.split('```')[0] ?? ''
}

test('the README lists every error code and no other', () => {
  const [, section = ''] = readme.split('## Errors')
  const listed = section
    .split('\n')
    .flatMap((line) => [...(/^\| (`.+?`) \|/.exec(line)?.[1] ?? '').matchAll(/[A-Z_\d]+/g)])
  expect(listed.map(([code]) => code).sort()).toEqual(
    Object.keys({ ...CLI_ERRORS, ...HOOK_ERRORS, ...INIT_ERRORS }).sort(),
  )
})

test('the example of the README prints what it says', async () => {
  const lines = block('sh')
    .split('\n')
    .flatMap((line) => /^ {2}'(.*)' [\\|]$/.exec(line)?.[1] ?? [])
  expect(lines).toHaveLength(3)
  const argv = ['check', '--batch', '--layers', 'jailbreak-detection,tool-policy']
  expect(block('sh')).toContain(`ringwall ${argv.join(' ')}\n`)
  const { code, out } = await run(argv, { stdin: lines.map((line) => `${line}\n`) })
  // Scores change with each training of the classifier.
  if (process.env['UPDATE_DOCS']) {
    readme = readme.replace(block('text'), () => out)
    await writeFile(file, readme)
  }
  expect([code, out]).toEqual([0, block('text')])
})

test('the README has every option', async () => {
  const commands = [
    'serve',
    'check',
    'scan',
    'doctor',
    'explain',
    'config',
    'memory',
    'exec',
    'egress',
    'schema',
    'mcp',
    'hook',
    'init',
    'login',
    'logout',
  ]
  const secrets = ['init', 'set', 'get', 'list', 'import', 'rotate', 'remove'].map((name) => `secrets ${name}`)
  const audit = ['tail', 'search', 'export', 'verify', 'reseal', 'rotate-key'].map((name) => `audit ${name}`)
  const approvals = ['list', 'approve', 'deny', 'revoke', 'watch'].map((name) => `approvals ${name}`)
  const tokens = ['create', 'list', 'revoke', 'rotate'].map((name) => `tokens ${name}`)
  for (const command of [...commands, 'whoami', ...secrets, ...audit, ...approvals, ...tokens]) {
    const { out } = await run([...command.split(' '), '--help'])
    expect(out).toContain(`Usage: ringwall ${command}`)
    for (const [option] of out.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm))
      if (!option.endsWith('--help')) expect(readme).toContain(option.trim())
  }
})
