import { MATCHERS, type AllowLine, type Config, type Matcher } from './config.ts'
import type { RevocationList } from './crl.ts'
import type { PeerIdentity } from './services.ts'
import { matchesSpiffe } from './spiffe.ts'

/** What counts of a client certificate whose path was verified. */
export interface PeerFacts {
  /** SHA-256 in hex: of the certificate, and of its SubjectPublicKeyInfo. */
  readonly fingerprint: string
  readonly publicKey: string
  readonly commonName?: string | undefined
  readonly spiffe?: string | undefined
  readonly uris: readonly string[]
  readonly dns: readonly string[]
  readonly emails: readonly string[]
  /** When all of the path is valid, in milliseconds since 1970. */
  readonly notBefore: number
  readonly notAfter: number
  /** `issuer:serial` of each certificate of the path but the authority at its end. */
  readonly path: readonly string[]
}

/** Why a certificate is refused: a code, and what an operator reads. */
export interface Refusal {
  readonly code: RefusalCode
  readonly detail: string
}
/** The codes of refusals, with their meanings; the layer says those of JUDGEMENTS, the service all. */
export type RefusalCode = keyof typeof JUDGEMENTS | 'PEER_UNTRUSTED' | 'PEER_USE' | 'PEER_WEAK' | 'PEER_NAMES'
/** What the layer can say of an inbound text. */
export const JUDGEMENTS = {
  PEER_MISSING: 'No client certificate came with the connection.',
  PEER_UNPROVEN: 'What is said of the client certificate does not come from a connection that this layer has judged.',
  PEER_EXPIRED: 'The client certificate, or one that it stands on, has expired or is not yet valid.',
  PEER_REVOKED: 'The client certificate, or one that it stands on, is revoked.',
  PEER_REVOCATION_UNKNOWN: 'No revocation list in force says whether the client certificate is revoked.',
  PEER_NOT_ALLOWED: 'The client certificate is on no line of the allowlist.',
} as const

/** What facts are judged by. */
export interface Policy extends Pick<Config, 'allow' | 'crlGraceMs'> {
  /** By issuer; undefined where no lists are configured. */
  readonly lists: ReadonlyMap<string, RevocationList> | undefined
}
/** A refusal, or the line of the allowlist that lets the certificate in; an empty one where there is no list. */
export type Judgement =
  | { readonly refusal: Refusal; readonly line?: never }
  | { readonly line: AllowLine; readonly refusal?: never }

/** Judges a certificate as of a moment. */
export function judge(facts: PeerFacts, policy: Policy, now: number): Judgement {
  if (!(facts.notBefore <= now && now <= facts.notAfter))
    return refuse('PEER_EXPIRED', `valid from ${timeText(facts.notBefore)} to ${timeText(facts.notAfter)}`)
  const revocation = policy.lists && findRevocation(facts, policy.lists, now - policy.crlGraceMs)
  if (revocation) return { refusal: revocation }
  if (policy.allow === undefined) return { line: {} }
  const line = policy.allow.find((entry) => MATCHERS.some((matcher) => matches(matcher, entry[matcher], facts)))
  return line ? { line } : refuse('PEER_NOT_ALLOWED', `no line for ${nameOf(facts)}`)
}

/** The name that a certificate is known by: its SPIFFE id, else its common name, else its only other name, else its fingerprint. */
export function nameOf({ spiffe, commonName, uris, dns, emails, fingerprint }: PeerFacts): string {
  const others = [...uris, ...dns, ...emails]
  const only = others.length === 1 ? others[0] : undefined
  return spiffe ?? commonName ?? only ?? `sha256:${fingerprint}`
}

/** Whose calls a certificate is for: what is named here must be what the session has. */
export function ownerOf(
  { user, tenant, agent }: AllowLine,
  facts: PeerFacts,
  { identityAsUser }: Pick<Config, 'identityAsUser'>,
): Pick<PeerIdentity, 'user' | 'tenant' | 'agent'> {
  const owner = user ?? (identityAsUser ? nameOf(facts) : undefined)
  return {
    ...(owner === undefined ? {} : { user: owner }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(agent === undefined ? {} : { agent }),
  }
}

function findRevocation(
  { path }: PeerFacts,
  lists: ReadonlyMap<string, RevocationList>,
  deadline: number,
): Refusal | undefined {
  let unknown: Refusal | undefined
  for (const entry of path) {
    const [issuer = '', serial = ''] = entry.split(':')
    const list = lists.get(issuer)
    // First: what is known to be revoked stays so, however old the list.
    if (list?.revoked.has(serial)) return { code: 'PEER_REVOKED', detail: `serial number ${serial}` }
    if (list === undefined) unknown ??= unknownBecause(`there is no list of the authority of serial number ${serial}`)
    else if (!(deadline <= list.nextUpdate))
      unknown ??= unknownBecause(`the list expired at ${timeText(list.nextUpdate)}`)
  }
  return unknown
}

function matches(matcher: Matcher, wanted: string | undefined, facts: PeerFacts): boolean {
  if (wanted === undefined) return false
  switch (matcher) {
    case 'spiffe':
      return facts.spiffe !== undefined && matchesSpiffe(wanted, facts.spiffe)
    case 'uri':
      return facts.uris.includes(wanted)
    case 'dns':
      return facts.dns.includes(wanted)
    case 'email':
      return facts.emails.includes(wanted)
    default:
      return facts[matcher] === wanted
  }
}

function unknownBecause(detail: string): Refusal {
  return { code: 'PEER_REVOCATION_UNKNOWN', detail }
}

function refuse(code: RefusalCode, detail: string): { readonly refusal: Refusal } {
  return { refusal: { code, detail } }
}

/** A moment as people read it. */
export function timeText(time: number): string {
  return new Date(time).toISOString()
}
