import type { Context } from 'hono'
import { TLSSocket } from 'node:tls'

const NAME = 'ringwall-session'

/** True for a request that came over TLS to this very process: what a proxy says of itself is not asked. */
function isSecure({ env, req }: Context): boolean {
  const { incoming } = (env ?? {}) as { readonly incoming?: { readonly socket: unknown } }
  return incoming === undefined ? new URL(req.url).protocol === 'https:' : incoming.socket instanceof TLSSocket
}

/** The value of the one cookie of a session. None where there are two: who put the other one there is not known. */
export function readCookie(c: Context): string | undefined {
  const name = nameOf(c)
  const found = (c.req.header('cookie') ?? '').split(';').flatMap((pair) => {
    const [key = '', value = ''] = pair.split('=', 2)
    return key.trim() === name ? [value.trim()] : []
  })
  return found.length === 1 ? found[0] : undefined
}

/** The header that sets it for as long as the browser runs, or takes it away. */
export function cookieHeader(c: Context, value: string | undefined): string {
  const parts = [`${nameOf(c)}=${value ?? ''}`, 'Path=/', 'HttpOnly', 'SameSite=Strict']
  if (isSecure(c)) parts.push('Secure')
  if (value === undefined) parts.push('Max-Age=0')
  return parts.join('; ')
}

/** Cookies know no ports, so that the port is in the name: two gateways of one host must not end each other's sessions. */
function nameOf(c: Context): string {
  const secure = isSecure(c)
  const { port } = new URL(originOf(c))
  const suffix = port === '' ? '' : `-${port}`
  return `${secure ? '__Host-' : ''}${NAME}${suffix}`
}

/** The origin under which the browser reaches this gateway. */
export function originOf(c: Context): string {
  const { host } = new URL(c.req.url)
  return `${isSecure(c) ? 'https' : 'http'}://${host}`
}
