/** What is wrong with an address. */
export type LinkRule = 'data-url' | 'script-url' | 'image-leak' | 'link-leak'

/** How addresses are judged. */
export interface LinkRules {
  /** Judges an address with its escapes resolved. */
  judge(address: string, use: 'image' | 'link'): LinkRule | undefined
}

/** Longest stretch without a separator in the path or host of an image that passes. */
const LONGEST_PART = 80
// Each is anchored, or a class, or a sequence of distinct classes: linear.
/** As browsers read them: any number of slashes, either way round. */
const SCHEME = /^(?:(?:https?|wss?|ftp):\/*|\/\/+)([^/?#]*)/i
const HOLES = /\{\{|\$\{|\{[a-z_ ]{2,40}\}|%7b|\[[a-z_ ]{2,40}\]|%5b|<[a-z_ ]{2,40}>|%3c[a-z_]/i
/** Names of what is to be filled in, as they are written. */
const NAMED_HOLE =
  /(?:^|[/?=&.-])(?:INSERT|YOUR|ENCODED|BASE64|SECRET|STOLEN|DATA|CONVERSATION|HISTORY|PROMPT|API|TOKEN|PASSWORD|SUMMARY|USER|CONTENT|MESSAGE)(?:_[A-Z0-9]{1,20}){1,6}(?=$|[/?=&.#-])/
const BLANKS = /[\t\n\r]/g
const EDGE = /^[\0- ]+/ // oxlint-disable-line no-control-regex
const LONG_PART = new RegExp(`[^/.?#&=_-]{${LONGEST_PART},}`)

/** Compiles the rules for the hosts that the operator trusts and the longest query that a link may have, in UTF-16 code units. */
export function createLinkRules(trustedHosts: readonly string[], maxQuery: number): LinkRules {
  const trusted = trustedHosts.map((host) => host.toLowerCase())
  const isTrusted = (host: string): boolean => trusted.some((name) => host === name || host.endsWith(`.${name}`))
  return {
    judge(raw, use) {
      const address = canonical(raw)
      if (/^data:/i.test(address)) return 'data-url'
      if (/^(?:javascript|vbscript):/i.test(address)) return 'script-url'
      if (use === 'image' && /^file:/i.test(address)) return 'image-leak'
      if (/^(?:mailto|sms|tel):/i.test(address)) return HOLES.test(address) ? 'link-leak' : undefined
      const authority = SCHEME.exec(address)?.[1]
      if (authority === undefined || isTrusted(hostOf(authority))) return undefined
      const rest = address.slice(address.indexOf(authority) + authority.length)
      const mark = rest.search(/[?#]/)
      const query = mark === -1 ? '' : rest.slice(mark + 1)
      if (use === 'image') {
        const leaks = rest.includes('?') || LONG_PART.test(rest) || LONG_PART.test(authority) || authority.includes('@')
        return leaks || query.length > maxQuery || HOLES.test(rest) || NAMED_HOLE.test(rest) ? 'image-leak' : undefined
      }
      return query.length > maxQuery || (query !== '' && (HOLES.test(query) || NAMED_HOLE.test(`=${query}`)))
        ? 'link-leak'
        : undefined
    },
  }
}

/** An address as a browser takes it in. */
function canonical(raw: string): string {
  const address = raw.replace(BLANKS, '').replace(EDGE, '').replaceAll('\\', '/')
  return /^www\./i.test(address) ? `https://${address}` : address
}

/** Without user, port and the final dot. */
function hostOf(authority: string): string {
  const host = authority.slice(authority.lastIndexOf('@') + 1).toLowerCase()
  const colon = host.lastIndexOf(':')
  const name = colon === -1 ? host : host.slice(0, colon)
  return name.endsWith('.') ? name.slice(0, -1) : name
}

/** What stands in place of an address: readable, and nothing that a client would fetch. */
export function defang(address: string, rule: LinkRule): string {
  if (rule === 'data-url' || rule === 'script-url') return `#${rule}-removed`
  const host = hostOf(SCHEME.exec(canonical(address))?.[1] ?? '')
  // A host can spell data too, and must not bring markup along.
  const name = /^[a-z0-9.-]{1,80}$/.test(host) ? host : 'unknown-host'
  return `#${rule === 'image-leak' ? 'image' : 'link'}-removed-from-${name}`
}
