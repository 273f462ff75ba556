import { isDeepStrictEqual } from 'node:util'
import type { JsonObject } from '@ringwall/core'
import type { Context } from 'hono'
import type { Admitted, ShownToken } from '../admission.ts'
import { fail } from '../errors.ts'
import type { Right, SessionInfo } from './contract.ts'
import { cookieHeader, originOf, readCookie } from './cookie.ts'
import { BODIES, read } from './requests.ts'
import { isSame, Sessions, type OpenSession } from './sessions.ts'

/** Lets a token in: that of the headers, or the one that is shown. Throws what the client is told. */
export type Admit = (c: Context, shown?: ShownToken) => Promise<Admitted>

/** Who asks. */
export interface Operator extends Admitted {
  readonly rights: readonly Right[]
  /** Absent for a bearer token. */
  readonly session?: OpenSession
}

const SCOPED: readonly Right[] = ['approvals:read', 'approvals:decide', 'audit:read']

/** Decides who may use the operator API: a bearer token, or a session that was begun with one. */
export class Access {
  readonly #admit: Admit
  readonly #publicUrl: () => URL | undefined
  readonly #sessions: Sessions

  /** `publicUrl`: where browsers reach the gateway beside its own address. */
  constructor(admit: Admit, publicUrl: () => URL | undefined) {
    this.#admit = admit
    this.#publicUrl = publicUrl
    this.#sessions = new Sessions()
  }

  /** Lets in who has one of the rights, which is a use of the session unless the page says that nobody is there (x-ringwall-unattended); without any, whoever has one at all. Throws UNAUTHORIZED, SESSION_INVALID, ORIGIN_REFUSED, CSRF_REFUSED, RIGHT_MISSING. */
  async enter(c: Context, ...rights: readonly Right[]): Promise<Operator> {
    return this.#enter(c, rights, c.req.header('x-ringwall-unattended') === undefined)
  }

  /** The same for what a browser opens again by itself: no use of the session. */
  async attach(c: Context, ...rights: readonly Right[]): Promise<Operator> {
    return this.#enter(c, rights, false)
  }

  async #enter(c: Context, rights: readonly Right[], isUse: boolean): Promise<Operator> {
    const operator = await this.#identify(c, isUse)
    const [first = 'operate'] = rights
    const has = operator.rights.includes('operate') || rights.some((right) => operator.rights.includes(right))
    if (operator.rights.length === 0 || (rights.length > 0 && !has)) throw fail('RIGHT_MISSING', { right: first })
    return operator
  }

  /** Throws where whoever was let in would not be now. No use of the session: who only listens is idle. */
  async checkAgain(c: Context, operator: Operator): Promise<void> {
    if (operator.session === undefined) {
      if (!isSameOperator(await this.#admit(c), operator)) throw fail('RIGHT_MISSING', { right: 'operate' })
      return
    }
    const session = this.#sessionOf(c)
    if (session === undefined) throw fail('SESSION_INVALID')
    const admitted = await this.#admit(c, { token: session.token, isProven: true })
    if (!isSameOperator(admitted, operator)) throw fail('SESSION_INVALID')
  }

  /** Begins a session. Throws as `enter` does. */
  async login(c: Context, body: () => Promise<JsonObject>): Promise<Response> {
    const origin = this.#originOf(c)
    checkOrigin(c, origin, 'may be absent')
    const { token } = read(BODIES.login, await body())
    const admitted = await this.#admit(c, { token, isProven: false })
    const rights = rightsOf(admitted)
    if (rights.length === 0) throw fail('RIGHT_MISSING', { right: 'operate' })
    this.#endSessionOf(c)
    const cookie = this.#sessions.begin(origin, token, admitted.tokenId)
    const session = this.#sessions.open(origin, cookie, false)
    const info = infoOf({ ...admitted, rights, ...(session && { session }) })
    return Response.json(info, { headers: { 'set-cookie': cookieHeader(origin, cookie) } })
  }

  /** Ends the session of the cookie. Throws as `enter` does, but not for a token that holds no more. */
  logout(c: Context): Response {
    const origin = this.#originOf(c)
    const session = this.#sessionOf(c)
    if (session) checkCsrf(c, origin, session)
    this.#endSessionOf(c)
    return new Response(null, { status: 204, headers: { 'set-cookie': cookieHeader(origin, undefined) } })
  }

  #originOf(c: Context): string {
    return originOf(c, this.#publicUrl())
  }

  #sessionOf(c: Context): OpenSession | undefined {
    const origin = this.#originOf(c)
    return this.#sessions.open(origin, readCookie(c, origin) ?? '', false)
  }

  #endSessionOf(c: Context): void {
    const origin = this.#originOf(c)
    const cookie = readCookie(c, origin)
    if (cookie !== undefined) this.#sessions.end(origin, cookie)
  }

  async #identify(c: Context, isUse: boolean): Promise<Operator> {
    const hasToken = c.req.header('authorization') !== undefined || c.req.header('x-api-key') !== undefined
    const origin = this.#originOf(c)
    const cookie = hasToken ? undefined : readCookie(c, origin)
    if (cookie === undefined) {
      const admitted = await this.#admit(c)
      return { ...admitted, rights: rightsOf(admitted) }
    }
    const session = this.#sessions.open(origin, cookie, false)
    if (session === undefined) throw fail('SESSION_INVALID')
    if (c.req.method === 'GET' || c.req.method === 'HEAD') checkSite(c)
    else checkCsrf(c, origin, session)
    const admitted = await this.#admit(c, { token: session.token, isProven: true }).catch((error: unknown) => {
      if (statusOf(error) === 401) this.#sessions.end(origin, cookie)
      throw error
    })
    const used = (isUse && this.#sessions.open(origin, cookie, true)) || session
    return { ...admitted, rights: rightsOf(admitted), session: used }
  }
}

/** What the client is told of itself. */
export function infoOf({ caller, tokenId, rights, session }: Operator): SessionInfo {
  const { tenant, agent, user } = caller
  return {
    who: { token: tokenId, tenant, agent, ...(user !== undefined && { user }) },
    rights,
    csrf: session?.csrf ?? null,
    expiresAt: session?.expiresAt ?? null,
    idleUntil: session?.idleUntil ?? null,
  }
}

/** For the record: whose token it is, and the id of the token, which nobody can choose. */
export function nameOf({ caller: { user, agent }, tokenId }: Pick<Operator, 'caller' | 'tokenId'>): string {
  return `${(user ?? agent).slice(0, 100)}/${tokenId}`
}

function rightsOf({ caller, scopes }: Admitted): readonly Right[] {
  return caller.isOperator ? ['operate', ...SCOPED] : SCOPED.filter((right) => scopes.includes(right))
}

/** A token may have come to stand for somebody else, whose approvals are others. */
function isSameOperator(admitted: Admitted, { rights, caller }: Operator): boolean {
  return isDeepStrictEqual([rightsOf(admitted), admitted.caller], [rights, caller])
}

function checkCsrf(c: Context, own: string, { csrf }: OpenSession): void {
  checkOrigin(c, own, 'must be there')
  if (!isSame(c.req.header('x-ringwall-csrf') ?? '', csrf)) throw fail('CSRF_REFUSED')
}

/** Browsers say where a request comes from, and pages cannot change it. */
function checkOrigin(c: Context, own: string, rule: 'may be absent' | 'must be there'): void {
  checkSite(c)
  const origin = c.req.header('origin')
  if (origin !== undefined && origin !== own) throw fail('ORIGIN_REFUSED')
  const isTold = origin !== undefined || c.req.header('sec-fetch-site') === 'same-origin'
  if (rule === 'must be there' && !isTold) throw fail('ORIGIN_REFUSED')
}

/** `none`: somebody typed the address. Other ports of this host are another origin, and no friends. */
function checkSite(c: Context): void {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw fail('ORIGIN_REFUSED')
}

function statusOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined
}
