import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createKernel, use } from '@ringwall/core'
import { conformance, pluginTester, TEST_SESSION } from '@ringwall/testkit'
import { describe, expect, it } from 'vitest'
import { EgressProxyToken, GuardedFetchToken, LookupToken, ssrfGuard, type Lookup } from '../src/index.ts'
import { CASES, NAMES } from './cases.ts'
import { resolverOf } from './names.ts'

const services = [{ token: LookupToken, value: resolverOf(NAMES).lookup }]

pluginTester({ plugin: ssrfGuard, cases: CASES, services, describe, it })
conformance({
  plugin: ssrfGuard,
  packageJson: new URL('../package.json', import.meta.url),
  services,
  samples: [
    { hook: 'onToolCall', payload: { tool: 'web_fetch', args: { url: 'http://10.0.0.1/' } } },
    { hook: 'onToolCall', payload: { tool: 'web_fetch', args: { url: 'https://inner.example.com/' } } },
  ],
  ordinary: [
    { hook: 'onToolCall', payload: { tool: 'read', args: { path: 'src/index.ts' } } },
    { hook: 'onToolCall', payload: { tool: 'exec', args: { command: 'npm test && git diff | head' } } },
    { hook: 'onToolCall', payload: { tool: 'web_fetch', args: { url: 'https://example.com/a' } } },
    { hook: 'onToolCall', payload: { tool: 'write', args: { path: 'a', content: 'see http://localhost:3000 now' } } },
  ],
  describe,
  it,
})

describe('ssrf-guard in a kernel', () => {
  const ask = async (lookup: Lookup, url: string, lookupTimeoutMs = 50) => {
    const plugins = [use(ssrfGuard, { lookupTimeoutMs })]
    const kernel = await createKernel({ plugins, services: [{ token: LookupToken, value: lookup }] })
    const decision = await kernel.onToolCall({ tool: 'web_fetch', args: { url } }, TEST_SESSION)
    await kernel.close()
    return decision
  }

  it.each<[string, Lookup]>([
    ['never answers', () => undefined],
    [
      'throws',
      () => {
        throw new Error('no')
      },
    ],
    ['fails', (_host, _options, done) => done(Object.assign(new Error('no'), { code: 'EAI_AGAIN' }), [])],
    ['answers nothing', (_host, _options, done) => done(null, undefined as never)],
    ['answers no list', (_host, _options, done) => done(null, '1.1.1.1' as never)],
  ])('denies where the resolver %s', async (_, lookup) => {
    const { outcome, rulings } = await ask(lookup, 'https://example.com/')
    expect({ outcome, code: rulings[0]?.code }).toEqual({ outcome: 'deny', code: 'HOST_UNRESOLVED' })
  })

  it('says no more to the user than that the place is out of reach', async () => {
    const { rulings } = await ask(resolverOf(NAMES).lookup, 'https://inner.example.com/secret-path')
    expect(JSON.stringify(rulings)).not.toMatch(/172\.16|secret-path/)
    expect(rulings[0]?.message).not.toContain('inner.example.com')
  })

  it('holds its guarded fetch to the limits of the config', async () => {
    const server = createServer((request, response) => {
      if (request.url === '/slow') return
      if (request.url === '/away') response.writeHead(302, { location: '/' })
      response.end('x'.repeat(1000))
    })
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const { port } = server.address() as AddressInfo
    const get = async (path: string, config: object): Promise<string> => {
      const kernel = await createKernel({ plugins: [use(ssrfGuard, { allow: [`127.0.0.1:${port}`], ...config })] })
      try {
        const response = await kernel.find(GuardedFetchToken)?.(`http://127.0.0.1:${port}${path}`)
        return String((await response?.text())?.length)
      } catch (error) {
        return String((error as { code?: unknown }).code ?? 'refused')
      } finally {
        await kernel.close()
      }
    }
    expect([await get('/', {}), await get('/away', {})]).toEqual(['1000', '1000'])
    expect(await get('/', { maxBytes: 999 })).not.toBe('1000')
    expect(await get('/away', { maxRedirects: 0 })).toBe('FETCH_REDIRECTS')
    expect(await get('/slow', { timeoutMs: 100 })).toBe('FETCH_TIMEOUT')
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })

  it('waits for a name as long as the config says', async () => {
    const slow: Lookup = (_host, _options, done) =>
      void setTimeout(() => done(null, [{ address: '93.184.215.14', family: 4 }]), 300)
    expect((await ask(slow, 'https://example.com/', 50)).outcome).toBe('deny')
    expect((await ask(slow, 'https://example.com/', 3000)).outcome).toBe('allow')
  })

  it.each(['enforce', 'observe'] as const)(
    'gives other layers and hosts proxies under its policy: %s',
    async (mode) => {
      const kernel = await createKernel({ plugins: [use(ssrfGuard, {}, { mode })], services })
      const refused: string[] = []
      const proxy = kernel
        .find(EgressProxyToken)
        ?.create({ onEvent: ({ host, code }) => void refused.push(`${host} ${code}`) })
      await new Promise<void>((listening) => proxy?.listen(0, '127.0.0.1', listening))
      const { port } = (proxy?.address() ?? {}) as AddressInfo
      const status = await new Promise((resolve) => {
        get({ host: '127.0.0.1', port, path: 'http://10.0.0.1/', agent: false }, ({ statusCode }) =>
          resolve(statusCode),
        )
      })
      expect([status, refused]).toEqual([403, ['10.0.0.1 ADDRESS_REFUSED']])
      proxy?.closeAllConnections()
      proxy?.close()
      await kernel.close()
    },
  )

  it('gives other layers and hosts its guarded fetch', async () => {
    const kernel = await createKernel({ plugins: [use(ssrfGuard)], services })
    const guarded = kernel.find(GuardedFetchToken)
    await expect(guarded?.('http://10.0.0.1/')).rejects.toMatchObject({ code: 'FETCH_REFUSED' })
    await kernel.close()
  })
})
