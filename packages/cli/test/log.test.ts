import { spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { installLayer, makeFolder } from './harness.ts'

// Put together from pieces, so that no scanner takes this file for a leak.
const GITHUB = `ghp_${'q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe'}`
const TOKEN = 'configured-token-0123456789-0123456789'
const entry = new URL('../src/index.ts', import.meta.url)

/** A layer that tells its logger what it should not, at start and on each message. */
const NOISY = `(() => {
  const error = new Error('refused: ${GITHUB}')
  logger.error('failed: ' + error.message, { problem: error.stack, request: { authorization: 'swordfish', list: [{ pin: 1234 }] } })
  logger.info('began with sk-' + 'ant-api03-q7Rt2LmX9vKc4WzY8pNd5HsJ3gFb6TkU1aQe and ${TOKEN}')
  logger.warn('plain', { tokens: 4096 })
  logger.debug('not at this level')
  return { onInbound: { judge: ({ payload }) => { logger.warn('saw ' + payload.text, { text: payload.text }) } } }
})()`

/** Runs `ringwall serve` in a process of its own, and returns what it wrote to standard error. */
async function serve(layers: string, use: (url: string) => Promise<unknown>): Promise<string> {
  const folder = await makeFolder()
  await installLayer(folder, 'noisy', NOISY, { onInbound: { judge: ['flag'] } })
  const tokens = `gateway: { tokens: [{ token: '\${GATEWAY_TOKEN}', agent: a, tenant: t }] }`
  const layer = `  '@acme/ringwall-plugin-noisy': {}`
  await writeFile(join(folder, 'ringwall.yaml'), `preset: none\nlayers:\n${layer}\n${layers}${tokens}\n`)
  const script = `import { main } from ${JSON.stringify(entry.href)}; process.exitCode = await main(['serve', '--port', '0', '--json'])`
  const argv = ['--conditions=@ringwall/source', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, argv, { cwd: folder, env: { ...process.env, GATEWAY_TOKEN: TOKEN } })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => void (err += chunk.toString()))
  let out = ''
  for await (const chunk of child.stdout) {
    out += String(chunk)
    if (out.includes('\n')) break
  }
  if (out === '') throw new Error(`serve did not start: ${err}`)
  const { url } = JSON.parse(out) as { url?: string }
  await use(url ?? '')
  child.kill('SIGTERM')
  expect(await ended, err).toBe(0)
  return err
}

const ask = (url: string): Promise<Response> =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: `is ${GITHUB} a key?` }] }),
  })

test('what serve logs passes through the sanitizer, fields included', { timeout: 60_000 }, async () => {
  const err = await serve('  log-sanitizer: {}\n', ask)
  const lines = err
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as object)
  expect(lines).toContainEqual(
    expect.objectContaining({
      level: 'error',
      message: 'failed: refused: [REDACTED:github-pat]',
      problem: expect.stringContaining('Error: refused: [REDACTED:github-pat]\n'),
      request: { authorization: '[REDACTED:named-secret]', list: [{ pin: '[REDACTED:named-secret]' }] },
    }),
  )
  expect(lines).toContainEqual(
    expect.objectContaining({ message: 'began with [REDACTED:anthropic-key] and [REDACTED:known:value]' }),
  )
  expect(lines).toContainEqual(expect.objectContaining({ message: 'plain', tokens: 4096 }))
  expect(lines).toContainEqual(expect.objectContaining({ message: 'saw is [REDACTED:github-pat] a key?' }))
  for (const secret of [GITHUB, TOKEN, 'swordfish', '1234']) expect(err).not.toContain(secret)
  expect(err).not.toContain('not at this level')
})

test('as it is configured there, and not where it is off', { timeout: 60_000 }, async () => {
  const loose = await serve(`  log-sanitizer: { ignore: [github-pat], publicNames: [authorization] }\n`, ask)
  expect(loose).toContain('swordfish')
  expect(loose).toContain('saw is ghp_')
  expect(loose).not.toContain('1234')
  const off = await serve('  log-sanitizer: off\n', ask)
  expect(off).toContain('"pin":1234')
})
