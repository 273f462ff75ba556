import { fail } from './errors.ts'

/** Encryption of the connection to a server. Certificates are always checked. */
export interface TlsOptions {
  /** Certificates (PEM) that may have signed the server's; default: those of Node. */
  readonly ca?: string
  /** The client's certificate and key (PEM), where the server wants one. */
  readonly cert?: string
  readonly key?: string
  /** The name that the server's certificate must have; default: the host of the URL. */
  readonly servername?: string
}

/** Where a server is and who asks. */
export interface Server {
  readonly host: string
  readonly port: number
  readonly user: string | undefined
  readonly password: string | undefined
  /** The path of the URL without its slash: a database. */
  readonly path: string
  /** How errors and logs name the server: nothing in it is secret. */
  readonly place: string
  readonly tls: TlsOptions | undefined
}

/** What a driver's URLs look like. */
export interface UrlKind {
  readonly plain: readonly string[]
  readonly encrypted: readonly string[]
  readonly port: number
  /** The parameter and its value that allow an unencrypted connection to another machine. */
  readonly off: readonly [name: string, value: string]
}

/** What openers of servers take beside the URL. */
export interface ServerOptions {
  readonly url: string
  readonly password?: string
  readonly tls?: TlsOptions
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * Reads a URL. Throws STORE_URL_INVALID, which shows nothing of it that may be secret. To another machine the connection is
 * encrypted unless the URL says otherwise; what it says must be understood.
 */
export function parseServer({ url, password, tls }: ServerOptions, kind: UrlKind): Server {
  const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined) throw invalid('it is not a URL')
  const scheme = parsed.protocol.slice(0, -1)
  const isEncrypted = kind.encrypted.includes(scheme)
  if (!isEncrypted && !kind.plain.includes(scheme))
    throw invalid(`its scheme is none of ${[...kind.plain, ...kind.encrypted].join(', ')}`)
  const parameters = new Map(parsed.searchParams)
  const socket = parameters.get('host')
  const [off, value] = kind.off
  const isOff = parameters.get(off) === value
  for (const name of parameters.keys())
    if (name !== 'host' && !(name === off && isOff))
      throw invalid(`of its parameters only host=/a/folder and ${off}=${value} are known`)
  if (socket !== undefined && !socket.startsWith('/')) throw invalid('its parameter host is not an absolute path')
  if (parsed.hostname === '' && socket === undefined) throw invalid('it names no host')
  if (parsed.hash !== '') throw invalid('it has a fragment')
  const isHere = socket !== undefined || LOOPBACK.test(parsed.hostname)
  const isPlain = isOff || (isHere && !isEncrypted && tls === undefined)
  if (isOff && (isEncrypted || tls !== undefined)) throw invalid(`${off}=${value} contradicts what else is given`)
  const host = socket ?? parsed.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = parsed.port === '' ? kind.port : Number(parsed.port)
  const path = decoded(parsed.pathname.slice(1))
  const shown = socket ?? `${parsed.hostname}:${port}`
  return {
    host,
    port,
    user: decoded(parsed.username) || undefined,
    password: password ?? (decoded(parsed.password) || undefined),
    path,
    place: `${scheme}://${shown}/${path}`,
    tls: isPlain ? undefined : { ...tls },
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalid('it is not well encoded')
  }
}

function invalid(problem: string): Error {
  return fail('STORE_URL_INVALID', { problem })
}
