import { writeFile } from 'node:fs/promises'
import { existsSync, statSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { main } from '../src/index.ts'
import { Collector, makeFolder, makeIo, run } from './harness.ts'

/** Starts the proxy in a folder with that config and waits until it says where; it is stopped after the test. */
async function start(config: string, argv: readonly string[] = []) {
  const folder = await makeFolder()
  await writeFile(join(folder, 'ringwall.yaml'), config)
  const stdout = new Collector()
  const io = { ...(await makeIo({ cwd: folder, stdout })), stdout }
  const done = main(['egress', '--json', ...argv.map((each) => each.replace('{folder}', folder))], io)
  onTestFinished(async () => {
    io.signals.emit('SIGTERM')
    await done
  })
  await Promise.race([stdout.contains('\n'), done])
  const { address, token } = JSON.parse(stdout.text.split('\n')[0] ?? '{}') as { address: string; token?: string }
  return { stdout, address, token, done, io }
}

/** A server that says hello; its port. */
async function hello(): Promise<number> {
  const server = createServer((_request, response) => void response.end('hello'))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

function ask(where: object, path: string, token?: string): Promise<string> {
  const headers = token === undefined ? {} : { 'proxy-authorization': `Basic ${btoa(`ringwall:${token}`)}` }
  return new Promise((resolve, reject) => {
    const sent = request({ ...where, path, headers, agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => resolve(`${response.statusCode} ${text.trim()}`))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('ringwall egress', () => {
  test('lets through what the config allows, with its token, and tells of every request', async () => {
    const port = await hello()
    const { address, token, stdout } = await start(`layers:\n  ssrf-guard: { allow: ['127.0.0.1:${port}'] }\n`)
    const proxy = { host: '127.0.0.1', port: Number(new URL(address).port) }
    expect(await ask(proxy, `http://127.0.0.1:${port}/`, token)).toBe('200 hello')
    expect(await ask(proxy, `http://127.0.0.1:${port}/`)).toMatch(/^407 /)
    expect(await ask(proxy, 'http://169.254.169.254/latest/', token)).toMatch(
      /^403 ringwall: 169\.254\.169\.254 is metadata/,
    )
    const events = stdout.text.split('\n').slice(1, -1)
    expect(events.map((line) => JSON.parse(line) as object)).toEqual([
      { outcome: 'allowed', method: 'GET', host: '127.0.0.1', port },
      expect.objectContaining({ outcome: 'refused', host: '169.254.169.254', code: 'ADDRESS_REFUSED' }),
    ])
  })

  test('listens on a socket for its owner alone, and leaves none behind', async () => {
    const port = await hello()
    const { address, token, io, done } = await start(`layers:\n  ssrf-guard: { allow: ['127.0.0.1:${port}'] }\n`, [
      '--socket',
      '{folder}/egress.sock',
    ])
    expect(token).toBeUndefined()
    expect(statSync(address).mode & 0o777).toBe(0o600)
    expect(await ask({ socketPath: address }, `http://127.0.0.1:${port}/`)).toBe('200 hello')
    io.signals.emit('SIGTERM')
    expect(await done).toBe(0)
    expect(existsSync(address)).toBe(false)
  })

  test('does not start without a policy, or where it cannot listen', async () => {
    const folder = await makeFolder()
    await writeFile(join(folder, 'ringwall.yaml'), 'layers:\n  ssrf-guard: off\n')
    expect(await run(['egress'], { cwd: folder })).toMatchObject({
      code: 2,
      err: expect.stringContaining('EGRESS_UNGUARDED'),
    })
    const other = await makeFolder()
    const bad = await run(['egress', '--socket', '/nowhere/at/all.sock'], { cwd: other })
    expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('EGRESS_ADDRESS_UNUSABLE') })
    expect((await run(['egress', '--socket', 'x', '--port', '1'], { cwd: other })).err).toContain('USAGE')
  })
})
