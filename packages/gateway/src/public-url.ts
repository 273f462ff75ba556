import { problemWithPublicUrl } from '@ringwall/config'
import type { Context } from 'hono'
import { fail } from './errors.ts'

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

/** Where browsers reach a gateway through a proxy; undefined where nothing is said of it. Throws PUBLIC_URL_INVALID. */
export function readPublicUrl(text: string | undefined): URL | undefined {
  if (text === undefined) return undefined
  const problem = problemWithPublicUrl(text)
  if (problem !== undefined) throw fail('PUBLIC_URL_INVALID', { problem })
  return new URL(text)
}

/**
 * True for a request that names the host and port of that URL. The Host header says it, which no page of another name can set; what a
 * proxy adds (X-Forwarded-Host, X-Forwarded-Proto, Forwarded) anybody could send, and it is not asked.
 */
export function isUnder(publicUrl: URL | undefined, { req }: Context): publicUrl is URL {
  if (publicUrl === undefined) return false
  const { host, port, protocol } = publicUrl
  const names = port === '' ? [host, `${host}:${DEFAULT_PORTS[protocol]}`] : [host]
  const { host: named } = new URL(req.url)
  return names.includes(named) && names.includes((req.header('host') ?? named).toLowerCase())
}
