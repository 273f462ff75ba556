import { fail } from '../errors.ts'
import { configure, loadClient, problemOf } from './client.ts'
import type { Provider } from './provider.ts'
import { receiveRedirect } from './redirect.ts'
import { toTokens, type Tokens } from './tokens.ts'

/** What a login in the browser needs of the host. */
export interface BrowserLogin {
  /** Shows the address to the user, or opens it. */
  readonly onUrl: (url: string) => void | Promise<void>
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Keeps the tokens; only then the browser is told that all went well. */
  readonly store: (tokens: Tokens) => Promise<void>
}

/** What a login on another device needs of the host. */
export interface DeviceLogin {
  readonly onCode: (code: { readonly url: string; readonly code: string }) => void | Promise<void>
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  readonly store: (tokens: Tokens) => Promise<void>
}

/**
 * Authorization code with PKCE (RFC 7636, S256), state and nonce, over a redirect to this machine. Resolves once the tokens are stored.
 * Throws OAUTH_LOGIN_FAILED, OAUTH_LOGIN_TIMEOUT, OAUTH_REDIRECT_UNUSABLE, or what `store` throws.
 */
export async function loginInBrowser(provider: Provider, host: BrowserLogin): Promise<Tokens> {
  const client = await loadClient()
  const config = await attempt(() => configure(provider))
  const [verifier, state] = [client.randomPKCECodeVerifier(), client.randomState()]
  const nonce = provider.openid && provider.nonce !== false ? client.randomNonce() : undefined
  const receiver = await receiveRedirect(state, provider.redirect)
  let shown = 'The login did not succeed. You can close this window.'
  try {
    const url = client.buildAuthorizationUrl(config, {
      ...provider.parameters,
      response_type: 'code',
      redirect_uri: receiver.redirectUri,
      scope: provider.scope,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      ...(nonce === undefined ? {} : { nonce }),
    })
    await host.onUrl(url.href)
    const answer = await inTime(receiver.received, host)
    const checks = {
      pkceCodeVerifier: verifier,
      expectedState: state,
      ...(nonce === undefined ? {} : { expectedNonce: nonce }),
      idTokenExpected: provider.openid,
    }
    const tokens = toTokens(provider, await attempt(() => client.authorizationCodeGrant(config, answer, checks)))
    await host.store(tokens)
    shown = 'You are logged in. You can close this window.'
    return tokens
  } finally {
    await receiver.finish(shown)
  }
}

/** Device authorization grant (RFC 8628). Resolves once the tokens are stored; throws as loginInBrowser does. */
export async function loginOnDevice(provider: Provider, host: DeviceLogin): Promise<Tokens> {
  const client = await loadClient()
  const config = await attempt(() => configure(provider))
  if (config.serverMetadata().device_authorization_endpoint === undefined)
    throw fail('OAUTH_LOGIN_FAILED', { problem: `${provider.name} has no login by device code` })
  const device = await attempt(() => client.initiateDeviceAuthorization(config, { scope: provider.scope }))
  await host.onCode({ url: device.verification_uri_complete ?? device.verification_uri, code: device.user_code })
  const stop = new AbortController()
  const signal = host.signal ? AbortSignal.any([stop.signal, host.signal]) : stop.signal
  const polled = client.pollDeviceAuthorizationGrant(config, device, undefined, { signal })
  try {
    const tokens = toTokens(provider, await attempt(() => inTime(polled, host)))
    await host.store(tokens)
    return tokens
  } finally {
    stop.abort()
    polled.catch(() => undefined) // told already, or given up
  }
}

/** Tells the provider that the tokens are no longer used, where it can be told. True if it was. */
export async function revoke(tokens: Tokens): Promise<boolean> {
  const client = await loadClient()
  try {
    const config = await configure(tokens.provider)
    if (config.serverMetadata().revocation_endpoint === undefined) return false
    await client.tokenRevocation(config, tokens.refresh ?? tokens.access)
    return true
  } catch {
    return false // the tokens are forgotten here whatever the provider says
  }
}

async function attempt<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('OAUTH_LOGIN')) throw error
    throw fail('OAUTH_LOGIN_FAILED', { problem: problemOf(error) })
  }
}

function inTime<T>(
  work: Promise<T>,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(fail('OAUTH_LOGIN_TIMEOUT', { seconds: Math.round(timeoutMs / 1000) }))
    const cancelled = (): void => reject(fail('OAUTH_LOGIN_FAILED', { problem: 'it was cancelled' }))
    const timer = setTimeout(late, timeoutMs)
    if (signal?.aborted) cancelled()
    signal?.addEventListener('abort', cancelled, { once: true })
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancelled)
    })
  })
}
