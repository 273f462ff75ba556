import type { GatewaySettings } from '@ringwall/config'
import { fail } from './errors.ts'

/** A model provider: takes requests whose path ends in /chat/completions, /responses, /models, /messages or /messages/count_tokens, and honours their abort signal. */
export type Upstream = (request: Request) => Promise<Response>

/** The base of the requests that an Upstream receives. Only the path behind it has a meaning. */
export const UPSTREAM_BASE = 'http://upstream.invalid/v1'

/** A provider over HTTP. Redirects are errors: they could carry the key elsewhere. Throws UPSTREAM_URL_INVALID. */
export function httpUpstream({ url, apiKey }: NonNullable<GatewaySettings['upstream']>): Upstream {
  const base = baseOf(url)
  return async (request) => {
    const headers = new Headers(request.headers)
    const path = request.url.slice(UPSTREAM_BASE.length)
    headers.delete('authorization')
    headers.delete('x-api-key')
    for (const [name, value] of Object.entries(keyHeader(path, apiKey))) headers.set(name, value)
    const hasBody = request.method !== 'GET'
    return fetch(base + path, {
      method: request.method,
      headers,
      redirect: 'error',
      signal: request.signal,
      ...(hasBody ? { body: await request.text() } : {}),
    })
  }
}

/** The key as the protocol of that path takes it, without the white space that files and variables leave around it. */
export function keyHeader(path: string, apiKey: string | undefined): Readonly<Record<string, string>> {
  if (apiKey === undefined) return {}
  const key = apiKey.trim()
  return path.startsWith('/messages') ? { 'x-api-key': key } : { authorization: `Bearer ${key}` }
}

/** The URL that paths are put behind. Throws UPSTREAM_URL_INVALID. */
export function baseOf(text: string): string {
  if (!URL.canParse(text)) throw fail('UPSTREAM_URL_INVALID', { problem: 'it is not a URL' })
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw fail('UPSTREAM_URL_INVALID', { problem: 'it is neither http nor https' })
  if (url.username || url.password || url.search || url.hash)
    throw fail('UPSTREAM_URL_INVALID', { problem: 'it must have no user, password, query or fragment' })
  return url.href.replace(/\/$/, '')
}
