import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { makeFolder } from './harness.ts'

const binary = fileURLToPath(new URL('../bin/ringwall.js', import.meta.url))
const isBuilt = existsSync(new URL('../dist/main.js', import.meta.url))

async function spawnBinary(argv: readonly string[], cwd: string, stdin = '') {
  const child = spawn(process.execPath, [binary, ...argv], { cwd })
  child.stdin.end(stdin)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, out, err }
}

// `npm test` builds first; whoever runs vitest alone may not have.
describe.skipIf(!isBuilt)('the built command', () => {
  test('checks a line and leaves nothing behind, not even on standard error', async () => {
    const cwd = await makeFolder({ 'ringwall.json': '{ "layers": { "audit-log": { "copy": "stdout" } } }' })
    const line = '{"id":"a","hook":"onInbound","payload":{"source":"user","text":"hello"}}\n'
    const { code, out, err } = await spawnBinary(['check', '--batch'], cwd, line)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ id: 'a', outcome: 'allow' })
    expect(err).toMatch(/^1 line, 0 with an error, in .*\n$/)
    expect(await readdir(cwd)).toEqual(['ringwall.json'])
  })

  test('exits with 1 for what is stopped and 2 for what is wrong', async () => {
    const cwd = await makeFolder()
    expect((await spawnBinary(['check', '--tool', 'nope'], cwd)).code).toBe(1)
    expect((await spawnBinary(['chek'], cwd)).code).toBe(2)
  })

  test('serves until it is told to stop', async () => {
    const cwd = await makeFolder()
    const child = spawn(process.execPath, [binary, 'serve', '--port', '0', '--json'], { cwd })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    let out = ''
    for await (const chunk of child.stdout) {
      out += String(chunk)
      if (out.includes('\n')) break
    }
    const { url } = JSON.parse(out) as { url: string }
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  })
})
