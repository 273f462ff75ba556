import { messageOf } from '@ringwall/core'
import type * as Client from 'openid-client'
import { isLoopback, isSafe, type Provider } from './provider.ts'

/** Loaded when somebody logs in or a token has to be refreshed: most processes do neither. */
export const loadClient = (): Promise<typeof Client> => import('openid-client')

/** How long one request to an authorization server may take, in seconds. */
const TIMEOUT_S = 10

/** The client of a provider: its endpoints as they are known, or as the issuer says. */
export async function configure(
  provider: Pick<Provider, 'issuer' | 'endpoints' | 'clientId' | 'clientSecret'>,
): Promise<Client.Configuration> {
  const client = await loadClient()
  const { issuer, endpoints, clientId, clientSecret } = provider
  const authentication = clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret)
  const insecure = isLoopback(URL.parse(issuer))
  if (!endpoints) {
    const execute = insecure ? [client.allowInsecureRequests] : []
    return client.discovery(new URL(issuer), clientId, undefined, authentication, { execute, timeout: TIMEOUT_S })
  }
  const { authorization, token, device, revocation } = endpoints
  const known = [authorization, token, device, revocation].filter((url) => url !== undefined)
  if (!known.every(isSafe)) throw new TypeError('an endpoint is not an https URL')
  const config = new client.Configuration(
    {
      issuer,
      authorization_endpoint: authorization,
      token_endpoint: token,
      ...(device === undefined ? {} : { device_authorization_endpoint: device }),
      ...(revocation === undefined ? {} : { revocation_endpoint: revocation }),
    },
    clientId,
    undefined,
    authentication,
  )
  config.timeout = TIMEOUT_S
  if (insecure) client.allowInsecureRequests(config)
  return config
}

/** What went wrong, without what the server wrote of it: an answer may repeat a token. */
export function problemOf(error: unknown): string {
  const code = codeIn(error) ?? codeIn(error instanceof Error ? error.cause : undefined)
  if (code !== undefined) return code
  return error instanceof Error && error.name === 'TypeError' ? 'the server cannot be reached' : nameOf(error)
}

/** The OAuth error code (`invalid_grant`, ...) or the code of the client or of the system. */
export function codeIn(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  for (const key of ['error', 'code'] as const) {
    const value: unknown = Reflect.get(error, key)
    if (typeof value === 'string' && /^[\w.-]{1,64}$/.test(value)) return value
  }
  return undefined
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : messageOf(error).slice(0, 64)
}
