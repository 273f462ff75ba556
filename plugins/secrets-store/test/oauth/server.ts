import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:http'
import { Provider as OidcProvider, type Configuration } from 'oidc-provider'
import type { Provider } from '../../src/index.ts'

/** A real authorization server on the loopback interface. */
export interface TestServer {
  readonly issuer: string
  readonly provider: Provider
  /** How often a refresh token was exchanged. */
  readonly refreshes: () => number
  /** What goes wrong at the token endpoint until it is set to undefined again. */
  fault: 'status' | 'slow' | undefined
  /** Goes through login and consent as a browser would, and returns where it ends. */
  browse(url: string): Promise<{ readonly status: number; readonly text: string; readonly url: string }>
  /** Approves a device. */
  approve(url: string, code: string): Promise<void>
  close(): Promise<void>
}

const CLIENT = 'ringwall-test'

/** Starts the server; its access tokens hold for `seconds`, and every refresh replaces the refresh token. */
export async function startServer(seconds: number): Promise<TestServer> {
  const outer: Server = createServer()
  outer.listen(0, '127.0.0.1')
  await new Promise((resolve) => outer.once('listening', resolve))
  const issuer = `http://127.0.0.1:${(outer.address() as AddressInfo).port}`
  const settings: Configuration = {
    clients: [
      {
        client_id: CLIENT,
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        redirect_uris: ['http://127.0.0.1/callback', 'http://localhost/auth/callback'],
        response_types: ['code'],
      },
    ],
    cookies: { keys: ['one', 'two'] },
    claims: { openid: ['sub', 'email', 'name'] },
    conformIdTokenClaims: false,
    features: { deviceFlow: { enabled: true }, revocation: { enabled: true }, devInteractions: { enabled: true } },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@example.com`, name: 'Ada' }),
    }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: seconds, RefreshToken: 3600, Grant: 3600, Session: 3600, Interaction: 3600, IdToken: 3600 },
  }
  const oidc = new OidcProvider(issuer, settings)
  oidc.on('server_error', () => undefined)
  let refreshes = 0
  oidc.on('grant.success', (context) => {
    if (context.oidc.params?.['grant_type'] === 'refresh_token') refreshes++
  })
  const callback = oidc.callback()
  const server: TestServer = {
    issuer,
    provider: { name: 'test', issuer, clientId: CLIENT, scope: 'openid offline_access', openid: true },
    refreshes: () => refreshes,
    fault: undefined,
    browse: (url) => browse(url, {}),
    async approve(url, code) {
      await browse(url, { user_code: code, confirm: 'yes' })
    },
    async close() {
      outer.closeAllConnections()
      await new Promise((resolve) => outer.close(resolve))
    },
  }
  outer.on('request', (request, response) => {
    if (request.url === '/token' && server.fault === 'status') {
      response.writeHead(500, { 'content-type': 'text/plain' }).end('secret words of the server')
    } else if (request.url === '/token' && server.fault === 'slow') {
      setTimeout(() => void callback(request, response), 300)
    } else void callback(request, response)
  })
  return server
}

/** A browser of few means: cookies, redirects, and every form that it is shown. */
async function browse(
  start: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string; readonly url: string }> {
  const cookies = new Map<string, string>()
  let [url, body]: [string, URLSearchParams | undefined] = [start, undefined]
  for (let step = 0; step < 30; step++) {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
    const response = await fetch(url, { redirect: 'manual', headers, ...(body ? { method: 'POST', body } : {}) })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const location = response.headers.get('location')
    if (location !== null) {
      ;[url, body] = [new URL(location, url).href, undefined]
      continue
    }
    const text = await response.text()
    const form = /<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/.exec(text)
    if (!form) return { status: response.status, text, url }
    const inputs = (form[2] ?? '').match(/<input[^>]*>/g) ?? []
    body = new URLSearchParams()
    for (const input of inputs) body.set(attribute(input, 'name'), attribute(input, 'value'))
    for (const [name, value] of Object.entries({ login: 'ada', password: 'x', ...fields })) body.set(name, value)
    url = new URL((form[1] ?? '').replaceAll('&amp;', '&'), url).href
  }
  throw new Error('the browser goes round in circles')
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
}
