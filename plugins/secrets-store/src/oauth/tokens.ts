import { z } from 'zod'
import { fail } from '../errors.ts'
import type { Provider } from './provider.ts'

const endpoints = z.strictObject({
  authorization: z.string(),
  token: z.string(),
  device: z.string().exactOptional(),
  revocation: z.string().exactOptional(),
})
const schema = z.strictObject({
  provider: z.strictObject({
    name: z.string(),
    issuer: z.string(),
    endpoints: endpoints.exactOptional(),
    clientId: z.string(),
    clientSecret: z.string().exactOptional(),
    scope: z.string(),
    openid: z.boolean(),
  }),
  access: z.string().min(1),
  refresh: z.string().min(1).exactOptional(),
  id: z.string().min(1).exactOptional(),
  /** Milliseconds since 1970; absent where the server did not say. */
  expiresAt: z.number().exactOptional(),
  scope: z.string().exactOptional(),
  /** Who it is, by the ID token: `sub`, `email`, `name`, `account`. */
  claims: z.record(z.string(), z.string()),
})

/** What a login leads to, as it is kept: the tokens, and what it takes to refresh them. */
export interface Tokens {
  readonly provider: Omit<Provider, 'parameters' | 'redirect' | 'nonce'>
  readonly access: string
  readonly refresh?: string
  readonly id?: string
  readonly expiresAt?: number
  readonly scope?: string
  readonly claims: Readonly<Record<string, string>>
}

/** What a token endpoint answers. */
export interface TokenAnswer {
  readonly access_token: string
  readonly refresh_token?: string | undefined
  readonly id_token?: string | undefined
  readonly expires_in?: number | undefined
  readonly scope?: string | undefined
  claims(): Readonly<Record<string, unknown>> | undefined
}

/** The tokens of an answer; what a refresh leaves out stays as it was (RFC 6749, section 6). */
export function toTokens(provider: Provider, answer: TokenAnswer, before?: Tokens): Tokens {
  const { name, issuer, endpoints: at, clientId, clientSecret, scope, openid } = provider
  const refresh = answer.refresh_token ?? before?.refresh
  const id = answer.id_token ?? before?.id
  const seconds = answer.expires_in
  const claims = answer.claims()
  return {
    provider: {
      name,
      issuer,
      ...(at === undefined ? {} : { endpoints: at }),
      clientId,
      ...(clientSecret === undefined ? {} : { clientSecret }),
      scope,
      openid,
    },
    access: answer.access_token,
    ...(refresh === undefined ? {} : { refresh }),
    ...(id === undefined ? {} : { id }),
    ...(seconds === undefined ? {} : { expiresAt: Date.now() + seconds * 1000 }),
    ...(answer.scope === undefined ? {} : { scope: answer.scope }),
    claims: claims ? readClaims(claims) : (before?.claims ?? {}),
  }
}

/** Throws SECRETS_CORRUPT. */
export function parseTokens(name: string, text: string): Tokens {
  const { data } = schema.safeParse(JSON.parse(text))
  if (!data) throw fail('SECRETS_CORRUPT', { what: name, problem: 'it is no login' })
  return data
}

/** The values of a login that must not leave. */
export function secretsOf({ access, refresh, id, provider }: Tokens): readonly string[] {
  return [access, refresh, id, provider.clientSecret].filter((value) => value !== undefined)
}

/** The claim in which OpenAI says which account it is. */
const OPENAI = 'https://api.openai.com/auth'

function readClaims(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const openai = claims[OPENAI]
  const account =
    typeof openai === 'object' && openai !== null && 'chatgpt_account_id' in openai
      ? openai.chatgpt_account_id
      : undefined
  const known = { sub: claims['sub'], email: claims['email'], name: claims['name'], account }
  return Object.fromEntries(
    Object.entries(known).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
