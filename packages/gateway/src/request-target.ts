import type { IncomingMessage } from 'node:http'
import { fail } from './errors.ts'

/** Headers of which a second one leaves open which is meant. Credentials are looked at where they are read. */
const SINGLE: readonly string[] = ['host', 'content-type', 'content-encoding', 'x-ringwall-session', 'traceparent']
/** Escapes of what needs none, of separators and of control characters: with them a path has a second spelling. */
const SECOND_SPELLING = /%(?:[01][0-9a-f]|2[def]|3[0-9]|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9aef])/i

/**
 * Refuses what a proxy in front of the gateway may have read differently: a path with a second spelling, an absolute form for
 * another host, a header that stands twice, codings under the body. Throws TARGET_REFUSED or HEADER_REFUSED.
 */
export function checkTarget({ url = '', rawHeaders, headers, httpVersion }: IncomingMessage): void {
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
  for (const name of SINGLE)
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw fail('HEADER_REFUSED', { header: name })
  if ((headers['transfer-encoding'] ?? 'chunked').toLowerCase() !== 'chunked')
    throw fail('HEADER_REFUSED', { header: 'transfer-encoding' })
  if (headers.host === undefined && httpVersion !== '1.0') throw fail('HEADER_REFUSED', { header: 'host' })
  const path = url.startsWith('/') ? url : pathOfAbsolute(url, headers.host)
  const [pathname = ''] = path.split('?', 1)
  const isPlain = pathname.startsWith('/') && !/[\\#;]|\/\//.test(path.slice(0, pathname.length)) && !path.includes('#')
  const hasDots = pathname.split('/').some((part) => part === '.' || part === '..')
  if (!isPlain || hasDots || SECOND_SPELLING.test(pathname)) throw fail('TARGET_REFUSED')
}

function pathOfAbsolute(url: string, host: string | undefined): string {
  const [, authority = '', path = ''] = /^https?:\/\/([^/?#]*)(.*)$/is.exec(url) ?? []
  if (authority === '' || authority.toLowerCase() !== host?.toLowerCase()) throw fail('TARGET_REFUSED')
  return path
}
