import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { installLayer, makeFolder, run } from './harness.ts'

const GITHUB = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
const env = { KEY: 'resolved-upstream-key', TOKEN: 'resolved-gateway-token-0123456789-abcdef' }
const GATEWAY = `gateway:
  upstream: { url: 'https://api.acme.io/v1?api_key=hunter2', apiKey: '\${KEY}' }
  tokens: [{ token: 'env:TOKEN' }]
`
const CONFIG = `preset: none
layers:
  tool-policy: observe
  jailbreak-detection: { action: block }
  output-guard: on
  config-redaction: on
agents:
  strict: { layers: { output-guard: { secrets: deny } } }
${GATEWAY}`

test('config prints the config in force, without secrets and with references', async () => {
  const cwd = await makeFolder({ 'ringwall.yaml': CONFIG })
  const { code, out, err } = await run(['config'], { cwd, env })
  expect([code, err]).toEqual([0, ''])
  expect(out).not.toMatch(/resolved|hunter2/)
  expect(out).toContain('apiKey: "${KEY}"')
  expect(out).toContain('token: env:TOKEN')
  expect(out).toMatch(/- name: tool-policy\n(?: .*\n)*? +mode: observe\n/)
  const shown = parse(out)
  expect(shown.gateway.upstream.url).toMatch(/^https:\/\/api\.acme\.io\/v1\?api_key=\[REDACTED:\w{6}\]$/)
  const json = await run(['config', '--json'], { cwd, env })
  const body = JSON.parse(json.out)
  expect(json.out.split('\n')).toHaveLength(2)
  // Each run has a key of its own.
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replaceAll(/REDACTED:\w{6}/g, 'REDACTED'))
  expect(plain(shown)).toEqual(plain(body))
  expect(body.layers.find(({ name }: { name: string }) => name === 'jailbreak-detection')).toMatchObject({
    mode: 'enforce',
    config: { action: 'block', highThreshold: expect.any(Number) },
  })
})

test('no secret is shown while config-redaction is off or only observes', async () => {
  for (const mode of ['off', 'observe']) {
    const cwd = await makeFolder({
      'ringwall.yaml': `preset: none\nlayers: { output-guard: on, config-redaction: ${mode} }\n${GATEWAY}`,
    })
    const { code, out } = await run(['config'], { cwd, env })
    expect(code).toBe(0)
    expect(out).not.toMatch(/resolved|hunter2/)
  }
})

test('the config of config-redaction decides how it is shown', async () => {
  const cwd = await makeFolder({
    'ringwall.yaml': `preset: none\nlayers: { config-redaction: { fingerprints: false } }\n${GATEWAY}`,
  })
  const { out } = await run(['config'], { cwd, env })
  expect(out).toContain('api_key=[REDACTED]')
})

test('a text that would play tricks on a terminal is spelled out', async () => {
  const cwd = await makeFolder()
  await installLayer(cwd, 'moat', '{ onInbound: { judge: () => undefined } }', { onInbound: { judge: ['deny'] } })
  const word = JSON.stringify('\u001b[2J\u202e')
  await writeFile(`${cwd}/ringwall.yaml`, `preset: none\nlayers: { '@acme/ringwall-plugin-moat': { word: ${word} } }\n`)
  const { code, out } = await run(['config'], { cwd })
  expect(code).toBe(0)
  for (const character of ['\u001b', '\u202e']) expect(out).not.toContain(character)
  expect(out).toContain('\\u001b[2J\\u{202e}')
})

test('a layer that refuses the config keeps it in, and the exit code says so', async () => {
  const cwd = await makeFolder({
    'ringwall.yaml': `preset: none\nlayers: { '@acme/ringwall-plugin-moat': { word: ${GITHUB} } }\n`,
  })
  await installLayer(cwd, 'moat', "{ onOutbound: { judge: () => ({ kind: 'deny', code: 'SEEN' }) } }", {
    onOutbound: { judge: ['deny'] },
  })
  const { code, out, err } = await run(['config'], { cwd })
  expect([code, out, err]).toEqual([1, '', 'the config was withheld by moat: SEEN\n'])
})
