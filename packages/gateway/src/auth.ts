import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { GatewaySettings } from '@ringwall/config'
import type { Session } from '@ringwall/core'
import { fail } from './errors.ts'

/** Shorter tokens are refused at start. */
export const MIN_TOKEN_LENGTH = 32
const TOKEN_BYTES = 32
/** By it layers know that an event came by a gateway. */
const CHANNEL = 'gateway'

type TokenSettings = GatewaySettings['tokens'][number]
/** Who a token stands for. The token decides, so that no client chooses a looser agent. */
export interface Caller extends Pick<TokenSettings, 'agent' | 'tenant' | 'user'> {
  /** True if the entry of the token says so; what an agent holds says nothing. */
  readonly isOperator: boolean
}

/** Finds the caller of an authorization header; undefined for anybody else. */
export type Authenticate = (authorization: string | undefined) => Caller | undefined

/** A fresh random token, 32 bytes as base64url. */
export function makeToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url')
}

/** Reads the tokens once, keeping digests alone. No tokens: nobody is let in. Throws TOKEN_INVALID. */
export function authenticator(tokens: readonly TokenSettings[]): Authenticate {
  const entries = tokens.map(({ token, agent, tenant, user, operator }) => ({
    digest: digestOf(token),
    caller: { agent, tenant, ...(user === undefined ? {} : { user }), isOperator: operator === true },
  }))
  tokens.forEach(({ token }, at) => {
    const problem = problemOf(token, entries.findIndex(({ digest }) => digest.equals(digestOf(token))) < at)
    if (problem) throw fail('TOKEN_INVALID', { number: at + 1, problem })
  })
  return (authorization) => {
    const [, token] = /^bearer ([\x21-\x7e]+)$/i.exec(authorization ?? '') ?? []
    if (token === undefined) return undefined
    const digest = digestOf(token)
    let found: Caller | undefined
    for (const entry of entries) if (timingSafeEqual(entry.digest, digest)) found = entry.caller // all of them: no early exit
    return found
  }
}

/** The session of one request. Headers may name the conversation and the trace, never an identity. */
export function sessionOf(caller: Caller, header: (name: string) => string | undefined): Session & { traceId: string } {
  const wished = header('x-ringwall-session') ?? ''
  const [, trace = ''] =
    /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(header('traceparent') ?? '') ?? []
  return {
    tenantId: caller.tenant,
    agentId: caller.agent,
    ...(caller.user === undefined ? {} : { userId: caller.user }),
    channel: CHANNEL,
    sessionId: /^[A-Za-z0-9._-]{1,128}$/.test(wished) ? wished : crypto.randomUUID(),
    traceId: /[1-9a-f]/.test(trace) ? trace : crypto.randomUUID().replaceAll('-', ''),
  }
}

/** True for a host name or address that never leaves this machine. IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  return name === 'localhost' || name === '::1' || (isIP(name) === 4 && name.startsWith('127.'))
}

/** The name in a Host header, without its port. */
export function hostName(header: string): string {
  return header.replace(/:\d{1,5}$/, '')
}

/** What is compared of a token. */
export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function problemOf(token: string, isRepeated: boolean): string | undefined {
  if (token.length < MIN_TOKEN_LENGTH) return `it has fewer than ${MIN_TOKEN_LENGTH} characters`
  if (!/^[\x21-\x7e]+$/.test(token)) return 'it has white space or characters beyond ASCII'
  return isRepeated ? 'it is the same as an earlier one' : undefined
}
