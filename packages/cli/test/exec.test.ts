import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeFolder, run } from './harness.ts'

describe('ringwall exec', () => {
  test("ends with the command's status, in the folder from which it is called", async () => {
    const cwd = await makeFolder()
    expect((await run(['exec', '--', 'sh', '-c', 'echo x > made; exit 7'], { cwd })).code).toBe(7)
    expect(existsSync(join(cwd, 'made'))).toBe(true)
  })

  test('does not run what the validator refuses, unless it is told not to look', async () => {
    const cwd = await makeFolder()
    const command = ['--', 'sh', '-c', 'echo $(id) > made']
    expect(await run(['exec', ...command], { cwd })).toMatchObject({
      code: 126,
      err: expect.stringContaining('substitution'),
    })
    expect(existsSync(join(cwd, 'made'))).toBe(false)
    expect((await run(['exec', '--skip-validator', ...command], { cwd })).code).toBe(0)
    expect(existsSync(join(cwd, 'made'))).toBe(true)
  })

  test('runs under the configured policy', async () => {
    const cwd = await makeFolder()
    await writeFile(join(cwd, 'ringwall.yaml'), 'layers:\n  exec-sandbox: { wallTimeMs: 300 }\n')
    expect(await run(['exec', '--', 'sleep', '20'], { cwd })).toMatchObject({
      code: 124,
      err: expect.stringContaining('time'),
    })
  })

  test('does not run where there is no workspace, or no command', async () => {
    const cwd = await makeFolder()
    expect(await run(['exec', '--workspace', '/usr', '--', 'true'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('WORKSPACE_REFUSED'),
    })
    expect((await run(['exec'], { cwd })).code).toBe(2)
  })
})

describe('ringwall exec --network', () => {
  /** A server of this machine that says hello. */
  async function hello(): Promise<number> {
    const server = createServer((_request, response) => void response.end('hello'))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    onTestFinished(() => void server.close())
    return (server.address() as AddressInfo).port
  }
  const get = (port: number, proxied: boolean): readonly string[] => {
    const noproxy = proxied ? '' : '*'
    return ['--', 'curl', '-sf', '--noproxy', noproxy, `http://127.0.0.1:${port}/`, '-o', 'got']
  }

  test('proxy leads where ssrf-guard allows, and tells what it refused', async () => {
    const [port, other] = [await hello(), await hello()]
    const cwd = await makeFolder({ 'ringwall.yaml': `layers:\n  ssrf-guard: { allow: ['127.0.0.1:${port}'] }\n` })
    expect((await run(['exec', '--network', 'proxy', ...get(port, true)], { cwd })).code).toBe(0)
    expect(readFileSync(join(cwd, 'got'), 'utf8')).toBe('hello')
    const { code, err } = await run(['exec', '--network', 'proxy', ...get(other, true)], { cwd })
    expect(code).toBe(22) // curl: an error of HTTP
    expect(err).toContain(`refused: connect 127.0.0.1:${other}: 127.0.0.1 is loopback`)
    expect((await run(['exec', '--network', 'proxy', ...get(port, false)], { cwd })).code).toBe(7)
    expect((await run(['exec', '--network', 'none', ...get(port, true)], { cwd })).code).toBe(7)
  })

  test('the config says which, the option wins, and the network of the machine is loud', async () => {
    const port = await hello()
    const cwd = await makeFolder({ 'ringwall.yaml': 'layers:\n  exec-sandbox: { network: host }\n' })
    const loud = expect.stringContaining('everything that this machine reaches')
    expect(await run(['exec', ...get(port, false)], { cwd })).toMatchObject({ code: 0, err: loud })
    expect(await run(['exec', '--network', 'none', ...get(port, false)], { cwd })).toMatchObject({ code: 7, err: '' })
    expect((await run(['exec', '--network', 'some', '--', 'true'], { cwd })).code).toBe(2)
  })

  test('proxy runs nothing where ssrf-guard is off', async () => {
    const cwd = await makeFolder({ 'ringwall.yaml': 'layers:\n  ssrf-guard: off\n' })
    expect(await run(['exec', '--network', 'proxy', '--', 'touch', 'ran'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('NETWORK_UNGUARDED'),
    })
    expect(existsSync(join(cwd, 'ran'))).toBe(false)
  })
})
