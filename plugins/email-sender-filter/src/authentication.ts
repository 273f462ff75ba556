import type { Field } from './headers.ts'
import { splitTokens, tokenize, type Token } from './tokens.ts'

/** One result of an Authentication-Results header, all in lower case. */
interface AuthResult {
  readonly method: string
  readonly result: string
  /** `ptype.property` to value. */
  readonly properties: ReadonlyMap<string, string>
}
/** What an Authentication-Results header says, or undefined if it breaks RFC 8601. */
interface AuthHeader {
  readonly authservId: string
  readonly results: readonly AuthResult[]
}
/** How domains are compared: the same, or one below the other. */
export type Alignment = 'strict' | 'relaxed'

/** DMARC results that leave the word to DKIM and SPF: there is no policy, or it could not be looked up. */
const NO_FAIL: ReadonlySet<string> = new Set(['pass', 'none', 'bestguesspass', 'temperror', 'permerror'])
const SPACE: Token = { kind: 'space', text: ' ' }

/** Reads one Authentication-Results value (RFC 8601, 2.2). Comments say nothing; a quoted string is never structure. */
function parseAuthHeader(value: string): AuthHeader | undefined {
  const tokens = tokenize(value, ';=')?.map((token) => (token.kind === 'comment' ? SPACE : token))
  if (!tokens) return undefined
  const [head = [], ...rest] = splitTokens(tokens, ';')
  const [id, version] = head.filter(({ kind }) => kind !== 'space')
  if (!id || (id.kind !== 'atom' && id.kind !== 'quoted') || (version && version.text !== '1')) return undefined
  const results: AuthResult[] = []
  for (const part of rest) {
    const words = part.filter(({ kind }) => kind !== 'space')
    if (words.length === 0 || (words.length === 1 && words[0]?.text.toLowerCase() === 'none')) continue
    const result = toResult(part)
    if (!result) return undefined
    results.push(result)
  }
  return { authservId: id.text.toLowerCase(), results }
}

/** The rule by which a mail from `domain` is not authentic by the word of `authservId`, or undefined if it is. */
export function findAuthProblem(
  fields: readonly Field[],
  domain: string,
  authservId: string,
  alignment: Alignment,
): string | undefined {
  const read = readResults(fields)
  // An unreadable header that begins as ours may hold a failure.
  if (read.some(({ value, header }) => !header && value?.toLowerCase().startsWith(authservId))) return 'auth.unreadable'
  const own = read.flatMap(({ header }) => (header?.authservId === authservId ? header : []))
  if (own.length === 0) return 'auth.none'
  // Fails of any of them count; they cost an attacker his own mail only.
  const all = own.flatMap(({ results }) => results)
  const dmarc = all.filter(({ method }) => method === 'dmarc')
  if (dmarc.some(({ result }) => !NO_FAIL.has(result))) return 'auth.dmarc-fail'
  const judged = dmarc.map(({ properties }) => properties.get('header.from'))
  if (judged.some((from) => from !== undefined && domainOf(from) !== domain)) return 'auth.other-domain'
  // What another hop's header says cannot help: only the topmost group of our own is surely ours.
  const results = topmostGroup(read, authservId)
  if (results.some((one) => isDmarcPass(one, domain))) return undefined
  return results.some((one) => isAlignedPass(one, domain, alignment)) ? undefined : 'auth.no-pass'
}

/** A header field of the trace: an Authentication-Results with what it says, if that can be read, or a Received. */
interface TraceField {
  readonly value?: string
  readonly header?: AuthHeader | undefined
}

/** The fields that count, in order, each parsed once. */
function readResults(fields: readonly Field[]): readonly TraceField[] {
  return fields.flatMap(({ name, value }) => {
    if (name === 'received') return {}
    return name === 'authentication-results' ? { value, header: parseAuthHeader(value) } : []
  })
}

/** The results of our topmost header and of those that follow before the next Received: one hop's filters write several. */
function topmostGroup(read: readonly TraceField[], authservId: string): readonly AuthResult[] {
  const results: AuthResult[] = []
  let found = false
  for (const { value, header } of read) {
    if (value === undefined && found) break
    if (header?.authservId !== authservId) continue
    found = true
    for (const result of header.results) results.push(result)
  }
  return results
}

function isDmarcPass({ method, result, properties }: AuthResult, domain: string): boolean {
  return method === 'dmarc' && result === 'pass' && domainOf(properties.get('header.from') ?? '') === domain
}

function isAlignedPass({ method, result, properties }: AuthResult, domain: string, alignment: Alignment): boolean {
  if (result !== 'pass') return false
  if (method === 'dkim') {
    const signer = properties.get('header.d') ?? domainOf(properties.get('header.i') ?? '')
    return isAligned(signer, domain, alignment)
  }
  return method === 'spf' && isAligned(envelopeDomain(properties.get('smtp.mailfrom') ?? ''), domain, alignment)
}

/** The domain of a MAIL FROM, which some servers write in angle brackets; none if two @ leave open where it begins. */
function envelopeDomain(path: string): string {
  const address = path.startsWith('<') && path.endsWith('>') ? path.slice(1, -1) : path
  return address.indexOf('@') === address.lastIndexOf('@') ? domainOf(address) : ''
}

/** Without a list of public suffixes, siblings are not aligned, and nothing is with a domain of one label. */
function isAligned(signer: string, domain: string, alignment: Alignment): boolean {
  if (signer === domain) return true
  if (alignment === 'strict' || !signer.includes('.') || !domain.includes('.')) return false
  return signer.endsWith(`.${domain}`) || domain.endsWith(`.${signer}`)
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

function toResult(tokens: readonly Token[]): AuthResult | undefined {
  const pairs = toPairs(tokens)
  const [first, ...rest] = pairs ?? []
  if (!first) return undefined
  const properties = new Map<string, string>()
  for (const [name, value] of rest) {
    if (properties.has(name)) return undefined
    properties.set(name, value)
  }
  return { method: first[0].split('/', 1)[0] ?? '', result: first[1], properties }
}

/** `name = value` pairs; a value goes on to the next white space, so it may hold `=` and quoted pieces, or be empty. */
function toPairs(tokens: readonly Token[]): readonly (readonly [string, string])[] | undefined {
  const pairs: (readonly [string, string])[] = []
  let at = 0
  const skipSpace = (): void => {
    while (tokens[at]?.kind === 'space') at++
  }
  for (skipSpace(); at < tokens.length; skipSpace()) {
    const name = tokens[at++]
    skipSpace()
    if (name?.kind !== 'atom' || tokens[at++]?.kind !== '=') return undefined
    skipSpace()
    let value = ''
    for (; at < tokens.length && tokens[at]?.kind !== 'space'; at++) value += tokens[at]?.text ?? ''
    pairs.push([name.text.toLowerCase(), value.toLowerCase()])
  }
  return pairs
}
