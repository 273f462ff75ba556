import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** What a person sees who runs `npm start` and pastes the three printed lines: the real command, a real socket, the real layers. */
describe('ringwall serve', () => {
  const bin = fileURLToPath(new URL('../../packages/cli/bin/ringwall.js', import.meta.url))
  let folder = ''
  let server: ChildProcess | undefined
  let printed = ''
  let curls: readonly string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ringwall-e2e-'))
    const child = spawn(process.execPath, [bin, 'serve', '--port', '0'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    server = child
    await new Promise<void>((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        printed += chunk.toString()
        curls = printed
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line.startsWith('curl ') && line.includes('messages'))
        if (curls.length === 3) resolve()
      }
      child.stdout.on('data', read)
      child.stderr.on('data', read)
      child.on('exit', (code) => reject(new Error(`serve ended with ${code}:\n${printed}`)))
    })
  }, 60_000)

  afterAll(async () => {
    if (server && server.exitCode === null) {
      const gone = new Promise((resolve) => server?.once('exit', resolve))
      server.kill('SIGTERM')
      expect(await gone).toBe(0)
    }
    await rm(folder, { recursive: true, force: true })
  })

  const paste = async (line: string | undefined): Promise<Reply> => {
    const { stdout } = await promisify(execFile)('sh', ['-c', `${line ?? 'false'} --silent --max-time 20`])
    const parsed: Reply = JSON.parse(stdout.slice(stdout.indexOf('{')))
    return parsed
  }

  it('prints a loopback URL and a token', () => {
    expect(printed).toMatch(/http:\/\/127\.0\.0\.1:\d+/)
    expect(printed).toMatch(/[A-Za-z0-9_-]{43}/)
  })

  it('lets an ordinary question through', async () => {
    const { choices } = await paste(curls[0])
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: expect.stringMatching(/\w/) } })
  })

  it('does not let an injection pass unnoticed', async () => {
    const before = printed.length
    const reply = await paste(curls[1])
    if (reply.choices[0]?.finish_reason === 'content_filter') expect(reply.ringwall).toMatchObject({ outcome: 'deny' })
    else await expect.poll(() => printed.slice(before)).toMatch(/jailbreak-detection.*JAILBREAK/)
  })

  it('redacts a planted secret', async () => {
    const { choices } = await paste(curls[2])
    expect(choices[0]?.message.content).toMatch(/\[REDACTED:[a-z-]+\]/)
    expect(choices[0]?.message.content).not.toMatch(/AKIA[A-Z0-9]{16}|ghp_[A-Za-z0-9]{36}/)
  })
})

interface Reply {
  readonly choices: readonly { readonly finish_reason: string; readonly message: { readonly content: string } }[]
  readonly ringwall?: object
}
