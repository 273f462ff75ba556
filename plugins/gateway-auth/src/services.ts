import { token, type Session, type Token } from '@ringwall/core'
import type { HeaderPairs } from './credential.ts'
import type { TokenBinding } from './record.ts'
import type { Refusal } from './refusals.ts'
import type { Scope } from './scopes.ts'
import type { Webhooks } from './webhook/verify.ts'

/** What a gateway knows of a request, as it came. */
export interface RequestFacts {
  /** The request target of the first line: path and query, or an absolute URL. */
  readonly url: string
  readonly headers: HeaderPairs
  /** The address at the other end of the connection. Absent: all such requests count as one address. */
  readonly remoteAddress?: string | undefined
}
/** A token that the host has from elsewhere, such as its own config. */
export interface HostToken extends TokenBinding {
  /** What it is called in logs. */
  readonly id: string
  /** SHA-256 of the token. */
  readonly digest: Uint8Array
}
/** How a request is judged. */
export interface AuthenticateOptions {
  /** What it wants to do. Absent: any token will do. */
  readonly scope?: Scope
  readonly tokens?: readonly HostToken[]
  /** The host keeps the token since it was let in, and nobody guesses it: that its address is locked out does not count. Default: false. */
  readonly isProven?: boolean
}
/** Whose request it is. The token says so, never the client. */
export interface Identity {
  readonly tokenId: string
  readonly scopes: readonly Scope[]
  readonly tenantId: string
  readonly agentId: string
  readonly userId?: string
  /** The value of `meta.auth` for the inbound events of this session. Throws AUTH_SESSION_FOREIGN for a session of somebody else. */
  prove(session: Session): string
}
/** Whether a request is let in. */
export type Admission =
  | { readonly identity: Identity; readonly refusal?: undefined }
  | { readonly refusal: Refusal; readonly identity?: undefined }

/** Decides who is let in. What cannot be checked is refused, and nothing rejects for it. */
export interface GatewayAuth {
  authenticate(request: RequestFacts, options?: AuthenticateOptions): Promise<Admission>
  /** Refuses a URL that holds a token, on whatever path: for requests that need none. */
  refuseUrl(request: RequestFacts, tokens?: readonly HostToken[]): Promise<Refusal | undefined>
  /** The very first token of all, to be shown once. Undefined if there is one in the config, or ever was one in the store. Rejects when the store does. */
  createFirst(): Promise<string | undefined>
}
/** Somebody was not let in. */
export interface AuthRefusedEvent {
  readonly time: number
  readonly code: Refusal['code']
  /** Without the part of an IPv6 address that its owner chooses. */
  readonly source: string
  /** Whose holder it was, where he showed it. */
  readonly tokenId?: string
}

/** The service by which gateways ask who a request is from. */
export const GatewayAuthToken: Token<GatewayAuth> = token('GatewayAuth')
/** The service by which endpoints verify webhooks. */
export const WebhooksToken: Token<Webhooks> = token('Webhooks')
