import { messageOf, type Logger, type Session } from '@ringwall/core'
import { clientOf, isInBlocks, parseBlock, sourceOf, type Block } from './address.ts'
import type { GatewayAuthConfig, TokenSettings } from './config.ts'
import { readCredential, valuesOf } from './credential.ts'
import { fail } from './errors.ts'
import type { Lockout } from './lockout.ts'
import { NAME } from './name.ts'
import type { Prover } from './proof.ts'
import type { TokenEntry } from './record.ts'
import { refuse, type Refusal, type RefusalCode } from './refusals.ts'
import { stateOf, type TokenRegistry } from './registry.ts'
import { covers } from './scopes.ts'
import type { AuthRefusedEvent, GatewayAuth, HostToken, Identity, RequestFacts } from './services.ts'
import { digestOf, findByDigest } from './token.ts'
import { readUrl } from './url.ts'

/** What decides. */
export interface AuthParts {
  readonly config: GatewayAuthConfig
  readonly registry: TokenRegistry
  readonly lockout: Lockout
  readonly prover: Prover
  readonly logger: Logger
  /** False in observe mode: nobody is let in for it, but nothing is counted either. */
  readonly counts: boolean
  readonly onRefusal: (event: AuthRefusedEvent) => void
}

/** Makes the service. Throws AUTH_TOKEN_INVALID where two tokens of the config are one. */
export function createGatewayAuth(parts: AuthParts): GatewayAuth {
  const { config, registry, lockout, prover, logger, counts, onRefusal } = parts
  const configured = config.tokens.map(toEntry)
  checkDistinct(configured)
  const proxies = blocksOf(config.trustedProxies)
  const neverLocked = blocksOf(config.neverLocked)

  const entriesOf = async (given: readonly HostToken[]): Promise<readonly TokenEntry[]> => [
    ...configured,
    ...given.map(fromHost),
    ...(await registry.load()),
  ]

  async function urlRefusal({ url, headers }: RequestFacts, given: readonly HostToken[]): Promise<Refusal | undefined> {
    const { isRefused, candidates } = readUrl(url, valuesOf(headers, 'host').join(','))
    if (isRefused) return refuse('AUTH_IN_URL')
    if (candidates.length === 0) return undefined
    const entries = await entriesOf(given)
    const shown = candidates.map((text) => findByDigest(digestOf(text), entries)).find((entry) => entry !== undefined)
    if (shown === undefined) return undefined
    logger.warn(`${NAME}: a token stood in a URL, where logs keep it: revoke it`, { token: shown.id })
    return refuse('AUTH_IN_URL')
  }

  /** Counts what an attacker could go on with; the answer stays what it is. */
  async function failed(subject: 'address' | 'token', name: string): Promise<void> {
    if (counts && (await lockout.fail(subject, name)))
      logger.warn(`${NAME}: locked out after too many failures`, { [subject]: name, lockMs: config.lockMs })
  }

  async function decide(
    request: RequestFacts,
    { scope, tokens = [], isProven = false }: Parameters<GatewayAuth['authenticate']>[1] & object,
    source: string,
    canLock: boolean,
  ): Promise<Verdict> {
    const countsAddress = canLock && !isProven
    const inUrl = await urlRefusal(request, tokens)
    if (inUrl) return { refusal: inUrl }
    const { token, refusal } = readCredential(request.headers)
    if (refusal) return { refusal }
    const [entries, locked] = await Promise.all([
      entriesOf(tokens),
      countsAddress ? lockout.lockedFor('address', source) : undefined,
    ])
    // Before anything is compared: a lock through which a right guess passes is none.
    if (locked !== undefined) return { refusal: refuse('AUTH_LOCKED', locked) }
    const entry = findByDigest(digestOf(token), entries)
    if (entry === undefined) {
      if (countsAddress) await failed('address', source)
      return { refusal: refuse('AUTH_UNKNOWN') }
    }
    const { id } = entry
    const lockedToken = await lockout.lockedFor('token', id)
    if (lockedToken !== undefined) return { refusal: refuse('AUTH_LOCKED', lockedToken), id }
    const problem = problemWith(entry, entry.expiresAt === null ? 0 : await registry.time(), scope)
    if (problem !== undefined) {
      await failed('token', id)
      return { refusal: refuse(problem), id }
    }
    if (counts) await registry.touch(id)
    return { entry, id }
  }

  /** A store that does not answer is no reason to let anybody in. */
  const unavailable = (error: unknown): Refusal => {
    logger.error(`${NAME}: tokens cannot be checked, so nobody is let in`, { problem: messageOf(error) })
    return refuse('AUTH_UNAVAILABLE')
  }

  return {
    async authenticate(request, options = {}) {
      const client = clientOf(request.remoteAddress, request.headers, proxies)
      const source = sourceOf(client)
      const verdict = await decide(request, options, source, !isInBlocks(client, neverLocked)).catch(
        (error: unknown): Verdict => ({ refusal: unavailable(error) }),
      )
      if (verdict.entry) return { identity: identityOf(verdict.entry, prover) }
      const { refusal, id } = verdict
      onRefusal({ time: Date.now(), code: refusal.code, source, ...(id !== undefined && { tokenId: id }) })
      return { refusal }
    },
    async refuseUrl(request, tokens = []) {
      const refusal = await urlRefusal(request, tokens).catch(unavailable)
      if (refusal) {
        const source = sourceOf(clientOf(request.remoteAddress, request.headers, proxies))
        onRefusal({ time: Date.now(), code: refusal.code, source })
      }
      return refusal
    },
    async createFirst() {
      if (configured.length > 0) return undefined
      return (await registry.createFirst())?.token
    },
  }
}

type Verdict =
  | { readonly entry: TokenEntry; readonly id: string; readonly refusal?: undefined }
  | { readonly refusal: Refusal; readonly id?: string; readonly entry?: undefined }

function problemWith(
  entry: TokenEntry,
  now: number,
  scope: Parameters<typeof covers>[1] | undefined,
): RefusalCode | undefined {
  const state = stateOf(entry, now)
  if (state !== 'live') return state === 'revoked' ? 'AUTH_REVOKED' : 'AUTH_EXPIRED'
  return scope !== undefined && !covers(entry.scopes, scope) ? 'AUTH_SCOPE' : undefined
}

function identityOf({ id, scopes, tenant, agent, user }: TokenEntry, prover: Prover): Identity {
  return {
    tokenId: id,
    scopes,
    tenantId: tenant,
    agentId: agent,
    ...(user !== undefined && { userId: user }),
    prove(session: Session) {
      const isOwn = session.tenantId === tenant && session.agentId === agent && session.userId === user
      if (!isOwn) throw fail('AUTH_SESSION_FOREIGN')
      return prover.prove(session)
    },
  }
}

/** The digest alone is kept. */
function toEntry({ name, token, scopes, tenant, agent, user, expiresAt }: TokenSettings): TokenEntry {
  return fromHost({
    id: `config:${name}`,
    scopes,
    tenant,
    agent,
    ...(user !== undefined && { user }),
    digest: digestOf(token),
    expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt),
  })
}

function fromHost({ expiresAt = null, ...given }: HostToken & { readonly expiresAt?: number | null }): TokenEntry {
  return { ...given, name: given.id, expiresAt, createdAt: 0, revokedAt: null, rotatedTo: null }
}

function checkDistinct(entries: readonly TokenEntry[]): void {
  entries.forEach((entry, at) => {
    const earlier = entries.slice(0, at)
    const problem = earlier.some(({ id }) => id === entry.id)
      ? 'another one has its name'
      : findByDigest(entry.digest, earlier) && 'it is the same as an earlier one'
    if (problem) throw fail('AUTH_TOKEN_INVALID', { name: entry.id, problem })
  })
}

function blocksOf(texts: readonly string[]): readonly Block[] {
  return texts.map(parseBlock).filter((block) => block !== undefined) // all of them: the schema has checked it
}
