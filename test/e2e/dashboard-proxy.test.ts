// The dashboard in a real Chromium, behind a proxy that ends TLS and speaks plain HTTP with the gateway.
import { createServer as createHttpServer, request, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { loadPage } from '@ringwall/dashboard'
import { expect, onTestFinished, test } from 'vitest'
import { goTo, logIn, openTab, until, useBrowser } from '../../packages/dashboard/test/browser.ts'
import { findChromium } from '../../packages/dashboard/test/chromium.ts'
import { settings } from '../../packages/gateway/test/harness.ts'
import { makeAuthority, makeServer } from '../../plugins/mtls/test/pki.ts'
import { describeWith } from '../servers/describe-with.ts'
import { LAYERS, setScene } from './operator-scene.ts'

const NAME = 'ringwall.example'
const WAITING = LAYERS.map((line) => line.replace('onAsk: return', 'onAsk: wait, timeoutMs: 600000'))

async function listen(server: Server & { closeAllConnections?(): void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections?.()
    await closed
  })
  return (server.address() as AddressInfo).port
}

type Sent = IncomingMessage['headers']

/** Passes on everything as it came, Host too, with the address of the client behind what is there. */
function passTo(target: () => URL, sent: Sent[]): RequestListener {
  return (incoming, outgoing) => {
    const { hostname, port } = target()
    const { url: path, method, headers, socket } = incoming
    sent.push(headers)
    const before = headers['x-forwarded-for'] === undefined ? [] : [headers['x-forwarded-for']]
    const forwarded = { 'x-forwarded-for': [...before, socket.remoteAddress].join(', '), 'x-forwarded-proto': 'https' }
    const passed = request({ hostname, port, path, method, headers: { ...headers, ...forwarded } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    passed.on('error', () => outgoing.destroy())
    outgoing.once('close', () => passed.destroy())
    incoming.pipe(passed)
  }
}

describeWith('chromium', findChromium() !== undefined, 'the dashboard behind a proxy that ends TLS', () => {
  useBrowser(`--host-resolver-rules=MAP ${NAME} 127.0.0.1`)

  test('log in, watch, approve and log out; a page over http on the same host has nothing of it', async () => {
    let target = new URL('http://127.0.0.1')
    const sent: Sent[] = []
    const { keyPem, pem } = makeServer(makeAuthority('a proxy'), { dns: [NAME] })
    const port = await listen(
      createServer(
        { key: keyPem, cert: pem },
        passTo(() => target, sent),
      ),
    )
    const publicUrl = `https://${NAME}:${port}`
    const scene = await setScene(WAITING, { page: await loadPage(), settings: settings({ publicUrl }) })
    target = new URL(scene.gateway.url)
    const token = await scene.make(['admin'], { user: 'ada' })

    const { tab, complaints } = await openTab(`${publicUrl}/`, { ignoreHTTPSErrors: true })
    expect(tab.url()).toBe(`${publicUrl}/dashboard/`)
    await logIn(tab, token)
    const cookies = await tab.context().cookies()
    expect(cookies.map(({ name, secure, httpOnly, sameSite }) => [name, secure, httpOnly, sameSite])).toEqual([
      [`__Host-ringwall-session-${port}`, true, true, 'Strict'],
    ])
    await goTo(tab, 'Live')
    await tab.getByText('Connected.').waitFor()
    const call = scene.wall
      .for('helper')
      .onToolCall({ tool: 'deploy', args: { to: 'staging' } }, { tenantId: 'acme', agentId: 'helper', sessionId: 's1' })
    await tab.getByText('deploy of helper waits for approval').waitFor()
    await goTo(tab, 'Approvals')
    const card = tab.getByRole('article', { name: 'deploy' })
    await card.getByRole('button', { name: /^Approve/ }).click()
    expect((await call).outcome).toBe('allow')
    await tab.getByText('You approved the call of deploy.').waitFor()
    expect(complaints).toEqual([])

    const toSite: Sent[] = []
    const site = createHttpServer(({ headers }, response) => {
      toSite.push(headers)
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>http</title>')
    })
    const origin = `http://${NAME}:${await listen(site)}`
    const plain = await tab.context().newPage()
    await plain.goto(`${origin}/`)
    const look = `fetch('${publicUrl}/api/session', { credentials: 'include' }).then(() => 'read', () => 'refused')`
    expect(await plain.evaluate(look)).toBe('refused')
    const ofPlain = sent.filter((headers) => headers.origin === origin)
    expect(ofPlain.map((headers) => headers['sec-fetch-site'])).toEqual(['cross-site'])
    expect([...ofPlain, ...toSite].flatMap(({ cookie }) => cookie ?? [])).toEqual([])

    await tab.getByRole('button', { name: 'Log out' }).click()
    await tab.getByText('You have logged out.').waitFor()
    await until(async () => (await tab.context().cookies()).length).toBe(0)
  })
})
