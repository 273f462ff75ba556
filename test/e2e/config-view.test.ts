import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'

// Put together from pieces, so that no scanner takes this file for a leak.
const GITHUB = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
const TOKEN = 'resolved-gateway-token-0123456789-abcdef'
const AGENT_TOKEN = 'resolved-agents-token-0123456789-abcdef'
const bin = fileURLToPath(new URL('../../packages/cli/bin/ringwall.js', import.meta.url))

/** What the real command answers on a real socket, with config-redaction as `layer` says. */
async function viewOf(layer: string, args: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-e2e-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const key = join(folder, 'key')
  await writeFile(key, 'resolved-upstream-key')
  await chmod(key, 0o600)
  await writeFile(
    join(folder, 'ringwall.yaml'),
    `preset: none
layers:
  jailbreak-detection: { action: block }
  tool-policy: { mode: observe, enabled: false, note: open sesame }
  config-redaction: ${layer}
gateway:
  upstream: { url: 'https://api.acme.io/v1', apiKey: 'file:${key}' }
  tokens: [{ token: 'env:AGENT_TOKEN' }, { token: 'env:GATEWAY_TOKEN', operator: true }]
  unscannedParts: ['${GITHUB}', image_url, '${GITHUB}']
`,
  )
  const child = spawn(process.execPath, [bin, 'serve', '--port', '0', '--json', ...args], {
    cwd: folder,
    env: { ...process.env, GATEWAY_TOKEN: TOKEN, AGENT_TOKEN, OTHER_KEY: 'resolved-other-key' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let out = ''
      let errors = ''
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString()
        if (out.includes('\n')) resolve((JSON.parse(out) as { url: string }).url)
      })
      child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
      child.on('exit', (code) => reject(new Error(`serve ended with ${code}: ${errors}`)))
    })
    expect((await fetch(`${url}/v1/ringwall/config`)).status).toBe(401)
    const refused = await fetch(`${url}/v1/ringwall/config`, { headers: { authorization: `Bearer ${AGENT_TOKEN}` } })
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { code: 'OPERATOR_ONLY' } }])
    const response = await fetch(`${url}/v1/ringwall/config`, { headers: { authorization: `Bearer ${TOKEN}` } })
    expect(response.status).toBe(200)
    return await response.text()
  } finally {
    if (child.exitCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await gone
    }
  }
}

describe('the config view of ringwall serve', { timeout: 60_000 }, () => {
  it.each(['on', 'off', 'observe', '{ fingerprints: false }'])(
    'shows no secret while config-redaction is %s',
    async (layer) => {
      const text = await viewOf(layer)
      expect(text).not.toMatch(/resolved|hunter2|q7Rt2LmX|sesame/)
      const { layers, gateway } = JSON.parse(text)
      expect(layers.map(({ name, enabled }: { name: string; enabled: boolean }) => [name, enabled])).toEqual([
        ['jailbreak-detection', true],
        ['tool-policy', false],
        ['config-redaction', layer !== 'off'],
      ])
      expect(layers[0]).toMatchObject({ mode: 'enforce', onFailure: 'deny', config: { action: 'block' } })
      expect(gateway.upstream.apiKey).toMatch(/^file:\/.*key$/)
      const who = { agent: 'default', tenant: 'default' }
      expect(gateway.tokens).toEqual([
        { token: 'env:AGENT_TOKEN', ...who, operator: false },
        { token: 'env:GATEWAY_TOKEN', ...who, operator: true },
      ])
      const [first, innocent, second] = gateway.unscannedParts
      expect(innocent).toBe('image_url')
      expect(first).toBe(second)
      expect(first).toMatch(layer.startsWith('{') ? /^\[REDACTED\]$/ : /^\[REDACTED:[0-9a-f]{6}\]$/)
    },
  )

  it('shows what the command line says, as it says it', async () => {
    const text = await viewOf('on', ['--upstream', 'https://other.acme.io/v1', '--upstream-key', 'env:OTHER_KEY'])
    expect(text).not.toMatch(/resolved|hunter2/)
    expect(JSON.parse(text).gateway.upstream).toEqual({
      url: 'https://other.acme.io/v1',
      timeoutMs: 120_000,
      apiKey: 'env:OTHER_KEY',
    })
  })
})
