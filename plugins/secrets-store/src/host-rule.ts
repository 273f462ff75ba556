/** Where a secret may go: `api.example.com`, `*.example.com`, `api.example.com:8443` over TLS, `http://127.0.0.1:3000` as it is written, or `*`. */
export type HostRule = (url: URL) => boolean

const LABELS = /^(?:\*\.)?(?:[a-z0-9_-]{1,63}\.){0,20}[a-z0-9_-]{1,63}$/
const SAFE = new Set(['https:', 'wss:'])

/** Reads a rule; undefined where it is none. */
export function parseHostRule(text: string): HostRule | undefined {
  const source = text.trim().toLowerCase()
  if (source === '*') return () => true
  if (source.includes('://')) {
    const origin = URL.parse(source)
    if (!origin || (origin.origin !== source && `${origin.origin}/` !== source)) return undefined
    return (url) => url.origin === origin.origin
  }
  const [host = '', port, ...rest] = source.startsWith('[') ? bracketed(source) : source.split(':')
  if (rest.length > 0 || (port !== undefined && !/^\d{1,5}$/.test(port))) return undefined
  if (!LABELS.test(host) && !URL.canParse(`https://${host}/`)) return undefined
  if (host.includes('*') && !LABELS.test(host)) return undefined
  const below = host.startsWith('*.') ? host.slice(1) : undefined
  const name = below === undefined ? URL.parse(`https://${host}/`)?.hostname : undefined
  const wanted = port === undefined || Number(port) === 443 ? '' : String(Number(port))
  return (url) => {
    if (!SAFE.has(url.protocol) || url.port !== wanted) return false
    const actual = url.hostname.replace(/\.$/, '')
    return below === undefined ? actual === name : actual.endsWith(below)
  }
}

function bracketed(source: string): readonly string[] {
  const end = source.indexOf(']') + 1
  const port = source.slice(end)
  return port.startsWith(':') ? [source.slice(0, end), port.slice(1)] : [source.slice(0, end) + port]
}
