import type { Context } from 'hono'
import { TLSSocket } from 'node:tls'
import { isUnder } from '../public-url.ts'

const NAME = 'ringwall-session'

/** True for a request that came over TLS to this very process: what a proxy says of itself is not asked. */
function isSecure({ env, req }: Context): boolean {
  const { incoming } = (env ?? {}) as { readonly incoming?: { readonly socket: unknown } }
  return incoming === undefined ? new URL(req.url).protocol === 'https:' : incoming.socket instanceof TLSSocket
}

/** The one origin under which the browser reaches this gateway with a request: the public one where it names that host, else the gateway's own. */
export function originOf(c: Context, publicUrl: URL | undefined): string {
  if (isUnder(publicUrl, c)) return publicUrl.origin
  const { host } = new URL(c.req.url)
  return `${isSecure(c) ? 'https' : 'http'}://${host}`
}

/** The value of the one cookie of a session under that origin. None where there are two: who put the other one there is not known. */
export function readCookie(c: Context, origin: string): string | undefined {
  const name = nameOf(origin)
  const found = (c.req.header('cookie') ?? '').split(';').flatMap((pair) => {
    const [key = '', value = ''] = pair.split('=', 2)
    return key.trim() === name ? [value.trim()] : []
  })
  return found.length === 1 ? found[0] : undefined
}

/** The header that sets it for as long as the browser runs, or takes it away. */
export function cookieHeader(origin: string, value: string | undefined): string {
  const parts = [`${nameOf(origin)}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict']
  if (origin.startsWith('https:')) parts.push('Secure')
  if (value === undefined) parts.push('Max-Age=0')
  return parts.join('; ')
}

/** Cookies know no ports, so that the port is in the name: two gateways of one host must not end each other's sessions. */
function nameOf(origin: string): string {
  const { port, protocol } = new URL(origin)
  const suffix = port === '' ? '' : `-${port}`
  return `${protocol === 'https:' ? '__Host-' : ''}${NAME}${suffix}`
}
