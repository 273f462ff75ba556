import type { GatewaySettings, Wall } from '@ringwall/config'
import { token, type Session, type Token } from '@ringwall/core'
import type { Context } from 'hono'
import { authenticator, digestOf, MIN_TOKEN_LENGTH, type Authenticate, type Caller } from './auth.ts'
import { AuthRefused, fail, type AuthRefusal } from './errors.ts'
import { incomingOf } from './incoming.ts'

/** What a request wants to do; the token must have it. */
export type GatewayScope = 'chat' | 'inbound:email' | `guard:${'inbound' | 'tool-call' | 'outbound' | 'memory-write'}`

interface RequestFacts {
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  readonly remoteAddress: string | undefined
}
interface HostToken {
  readonly id: string
  readonly digest: Uint8Array
  readonly scopes: readonly string[]
  readonly tenant: string
  readonly agent: string
  readonly user?: string
}
interface Identity {
  readonly tokenId: string
  readonly scopes: readonly string[]
  readonly tenantId: string
  readonly agentId: string
  readonly userId?: string
  prove(session: Session): string
}
interface GatewayAuth {
  authenticate(
    request: RequestFacts,
    options: {
      readonly scope?: GatewayScope
      readonly tokens: readonly HostToken[]
      readonly isProven?: boolean
    },
  ): Promise<
    | { readonly identity: Identity; readonly refusal?: undefined }
    | { readonly refusal: AuthRefusal; readonly identity?: undefined }
  >
  refuseUrl(request: RequestFacts, tokens: readonly HostToken[]): Promise<AuthRefusal | undefined>
  createFirst(): Promise<string | undefined>
}

/** The service of the layer gateway-auth, or of whichever layer stands in its place. */
const GatewayAuthToken: Token<GatewayAuth> = token('GatewayAuth')

/** What tokens of `gateway.tokens` may do. */
const AGENT_SCOPES = ['chat', 'guard:inbound', 'guard:tool-call', 'guard:outbound', 'guard:memory-write']
const OPERATOR_SCOPES = ['*']
const MAX_DECODINGS = 3
const CREDENTIAL_NAME =
  /[?&;#](?:x[-_]?)?(?:(?:access|api|auth|bearer|id|refresh|session|client|ringwall)?[-_]?(?:token|secret)|(?:api|access)[-_]?key|auth(?:orization)?|bearer|jwt|passw(?:or)?d|pwd|credentials?)=[^&]/i

/** Who was let in, and how its session proves that. */
export interface Admitted {
  readonly caller: Caller
  /** What the token is called in logs. */
  readonly tokenId: string
  /** What its token may do. */
  readonly scopes: readonly string[]
  /** Absent where no layer wants a proof. */
  readonly prove?: (session: Session) => string
}
/** A token that counts in the place of the headers. */
export interface ShownToken {
  readonly token: string
  /** It was let in before, and is no guess: it counts from an address that others have locked out. */
  readonly isProven: boolean
}
/** Tokens that were read, of which digests alone are kept. */
export interface ReadTokens {
  readonly authenticate: Authenticate
  readonly known: readonly HostToken[]
}
/** The door. Both `admit` and `checkUrl` throw what the client is told. */
export interface Admission {
  /** Without a scope any token will do. */
  admit(c: Context, scope?: GatewayScope, shown?: ShownToken): Promise<Admitted>
  /** For every request, whatever its path: a token in a URL must not get further, not even into an error. */
  checkUrl(c: Context): Promise<void>
  /** From here on these tokens count, and none but them. */
  use(tokens: ReadTokens): void
}

/** Reads a list of tokens. Throws TOKEN_INVALID. */
export function readTokens(tokens: GatewaySettings['tokens']): ReadTokens {
  return { authenticate: authenticator(tokens), known: tokens.map(toHostToken) }
}

/** Whoever knows the tokens: the layer where it is on, else the list in the settings alone. Without tokens nobody is let in. Throws TOKEN_INVALID. */
export function createAdmission(wall: Pick<Wall, 'for'>, settings: Pick<GatewaySettings, 'tokens'>): Admission {
  let { authenticate, known } = readTokens(settings.tokens)
  /** Every request is looked at twice: when it arrives, and when it is let in. */
  const facts = new WeakMap<Context, RequestFacts>()
  const factsAsSent = (c: Context): RequestFacts => {
    const found = facts.get(c) ?? factsOf(c)
    facts.set(c, found)
    return found
  }
  return {
    async admit(c, scope, given) {
      const auth = findAuth(wall)
      if (auth === undefined) {
        const shown = bearerOf(given?.token) ?? c.req.header('authorization') ?? bearerOf(c.req.header('x-api-key'))
        const caller = authenticate(shown)
        if (!caller) throw fail('UNAUTHORIZED')
        if (scope !== undefined && !caller.isOperator && !AGENT_SCOPES.includes(scope)) throw fail('OPERATOR_ONLY')
        return { caller, tokenId: idOf(shown, known), scopes: caller.isOperator ? OPERATOR_SCOPES : AGENT_SCOPES }
      }
      const isProven = given?.isProven ?? false
      const options = { tokens: known, isProven, ...(scope !== undefined && { scope }) }
      const { identity, refusal } = await auth.authenticate(given ? factsOf(c, given.token) : factsAsSent(c), options)
      if (refusal) throw new AuthRefused(refusal)
      return {
        caller: callerOf(identity),
        tokenId: identity.tokenId,
        scopes: identity.scopes,
        prove: (session) => identity.prove(session),
      }
    },
    async checkUrl(c) {
      const auth = findAuth(wall)
      if (auth === undefined && holdsToken(targetOf(c), authenticate)) throw fail('TOKEN_IN_URL')
      const refusal = await auth?.refuseUrl(factsAsSent(c), known)
      if (refusal) throw new AuthRefused(refusal)
    },
    use(tokens) {
      ;({ authenticate, known } = tokens)
    },
  }
}

/** A token of the list, or a parameter that is named like one, encoded up to three times. */
function holdsToken(url: string, authenticate: Authenticate): boolean {
  const views = [url]
  for (let at = 0; at < MAX_DECODINGS && views.at(-1)?.includes('%'); at++) views.push(decodeAscii(views.at(-1) ?? ''))
  return views.some((view) => {
    const pieces = view.split(/[/?&;#=,:@\s]/).filter((piece) => piece.length >= MIN_TOKEN_LENGTH)
    return CREDENTIAL_NAME.test(view) || pieces.some((piece) => authenticate(`Bearer ${piece}`) !== undefined)
  })
}

function decodeAscii(text: string): string {
  return text.replaceAll(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Whether a layer knows the tokens. */
export function hasTokenLayer(wall: Pick<Wall, 'for'>): boolean {
  return findAuth(wall) !== undefined
}

/** The token that such a layer makes at the first start of all, to be shown once; else none. Rejects when its store does. */
export async function firstTokens(wall: Pick<Wall, 'for'>): Promise<readonly string[]> {
  const token = await findAuth(wall)?.createFirst()
  return token === undefined ? [] : [token]
}

/** Looked up each time, as a reload may bring another. Who is asking is not known yet: no agent has the empty name, so it is the layer of everybody. */
function findAuth(wall: Pick<Wall, 'for'>): GatewayAuth | undefined {
  return wall.for('').find(GatewayAuthToken)
}

function toHostToken(
  { token, agent, tenant, user, operator }: GatewaySettings['tokens'][number],
  at: number,
): HostToken {
  return {
    id: `gateway.tokens[${at}]`,
    digest: digestOf(token),
    agent,
    tenant,
    ...(user !== undefined && { user }),
    scopes: operator === true ? OPERATOR_SCOPES : AGENT_SCOPES,
  }
}

function callerOf({ scopes, tenantId, agentId, userId }: Identity): Caller {
  const isOperator = scopes.includes('*') || scopes.includes('admin')
  return { tenant: tenantId, agent: agentId, ...(userId !== undefined && { user: userId }), isOperator }
}

/** From the connection where there is one: a Request has joined or dropped what stood twice. */
export function factsOf(c: Context, token?: string): RequestFacts {
  const incoming = incomingOf(c)
  const withToken = (headers: RequestFacts['headers']): RequestFacts['headers'] =>
    token === undefined
      ? withBearer(headers)
      : [...headers.filter(([name]) => !CREDENTIALS.has(name.toLowerCase())), ['authorization', `Bearer ${token}`]]
  const url = targetOf(c)
  if (incoming === undefined) return { url, headers: withToken([...c.req.raw.headers]), remoteAddress: undefined }
  const { rawHeaders, socket } = incoming
  const headers = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ''] as const] : []))
  return { url, headers: withToken(headers), remoteAddress: socket.remoteAddress }
}

/** Path and query, as they stand in the request. */
function targetOf(c: Context): string {
  const incoming = incomingOf(c)
  if (incoming) return incoming.url ?? ''
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'x-api-key'])

/** The id of a token that was let in. */
function idOf(authorization: string | undefined, known: readonly HostToken[]): string {
  const digest = digestOf((authorization ?? '').replace(/^bearer /i, ''))
  return known.find((one) => digest.equals(one.digest))?.id ?? ''
}

/** Clients of Anthropic's send their token as `x-api-key`. Where both stand, `authorization` counts. */
function withBearer(headers: RequestFacts['headers']): RequestFacts['headers'] {
  if (headers.some(([name]) => name.toLowerCase() === 'authorization')) return headers
  return headers.map(([name, value]) =>
    name.toLowerCase() === 'x-api-key' ? (['authorization', bearerOf(value)] as const) : ([name, value] as const),
  )
}

function bearerOf(key: string): string
function bearerOf(key: string | undefined): string | undefined
function bearerOf(key: string | undefined): string | undefined {
  return key === undefined ? undefined : `Bearer ${key}`
}
