import { fail } from '../errors.ts'

/** What is needed to log in somewhere. */
export interface Provider {
  /** How tokens name it. */
  readonly name: string
  readonly issuer: string
  /** Absent: asked of the issuer (OpenID Connect Discovery). */
  readonly endpoints?: Endpoints
  readonly clientId: string
  /** Of a registered application that cannot keep it secret, as those on a desktop. */
  readonly clientSecret?: string
  readonly scope: string
  /** The redirect that is registered, where it is not any port of 127.0.0.1. */
  readonly redirect?: Redirect
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>
  /** False where the answer has no ID token, for OAuth 2.0 alone. */
  readonly openid: boolean
  /** False where none is sent, as the provider’s own program sends none; PKCE and state bind the answer all the same. */
  readonly nonce?: boolean
}

/** Endpoints of an authorization server. */
export interface Endpoints {
  readonly authorization: string
  readonly token: string
  readonly device?: string
  readonly revocation?: string
}

/** Where the browser is sent back to; always to this machine. */
export interface Redirect {
  readonly host: 'localhost' | '127.0.0.1'
  /** 0 takes any. */
  readonly port: number
  readonly path: string
}

/** A provider that is known by its name; those without a client id need one of an application of your own. */
export type Preset = Omit<Provider, 'name' | 'clientId'> & { readonly clientId?: string; readonly title: string }

/** The providers that `ringwall login` knows. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  // https://developers.google.com/identity/protocols/oauth2/native-app
  google: {
    title: 'Google',
    issuer: 'https://accounts.google.com',
    endpoints: {
      authorization: 'https://accounts.google.com/o/oauth2/v2/auth',
      token: 'https://oauth2.googleapis.com/token',
      device: 'https://oauth2.googleapis.com/device/code',
      revocation: 'https://oauth2.googleapis.com/revoke',
    },
    scope: 'openid email profile',
    parameters: { access_type: 'offline', prompt: 'consent' },
    openid: true,
  },
  // https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow; the issuer of ID tokens is that of each tenant
  microsoft: {
    title: 'Microsoft',
    issuer: 'https://login.microsoftonline.com/common/v2.0',
    endpoints: {
      authorization: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
      token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token',
      device: 'https://login.microsoftonline.com/common/oauth2/v2.0/devicecode',
    },
    scope: 'offline_access User.Read',
    redirect: { host: 'localhost', port: 0, path: '/' },
    openid: false,
  },
  // https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
  github: {
    title: 'GitHub',
    issuer: 'https://github.com',
    endpoints: {
      authorization: 'https://github.com/login/oauth/authorize',
      token: 'https://github.com/login/oauth/access_token',
      device: 'https://github.com/login/device/code',
    },
    scope: 'read:user',
    openid: false,
  },
  // https://docs.gitlab.com/api/oauth2/
  gitlab: {
    title: 'GitLab',
    issuer: 'https://gitlab.com',
    endpoints: {
      authorization: 'https://gitlab.com/oauth/authorize',
      token: 'https://gitlab.com/oauth/token',
      device: 'https://gitlab.com/oauth/authorize_device',
      revocation: 'https://gitlab.com/oauth/revoke',
    },
    scope: 'openid read_api',
    openid: true,
  },
  // The login of the Codex command with a ChatGPT subscription: its public client, which has this one redirect.
  chatgpt: {
    title: 'ChatGPT subscription, as the Codex command logs in',
    issuer: 'https://auth.openai.com',
    endpoints: {
      authorization: 'https://auth.openai.com/oauth/authorize',
      token: 'https://auth.openai.com/oauth/token',
    },
    clientId: 'app_EMoamEEZ73f0CkXaXp7hrann',
    scope: 'openid profile email offline_access',
    redirect: { host: 'localhost', port: 1455, path: '/auth/callback' },
    parameters: {
      id_token_add_organizations: 'true',
      codex_cli_simplified_flow: 'true',
      originator: 'codex_cli_rs',
    },
    openid: true,
    nonce: false,
  },
}

/** What an operator says of a provider; everything but its name may come from a preset. */
export interface ProviderOptions {
  readonly issuer?: string
  readonly clientId?: string
  readonly clientSecret?: string
  readonly scope?: string
  readonly parameters?: Readonly<Record<string, string>>
}

/** A preset, or an issuer that has discovery, with what the operator said over it. Throws OAUTH_PROVIDER_INVALID. */
export function chooseProvider(name: string, options: ProviderOptions = {}): Provider {
  const { issuer, clientId, clientSecret, scope, parameters } = options
  const preset = Object.hasOwn(PRESETS, name) ? PRESETS[name] : undefined
  const refuse = (problem: string): Error => fail('OAUTH_PROVIDER_INVALID', { provider: JSON.stringify(name), problem })
  if (!preset && issuer === undefined) throw refuse('it is not known by name, and no --issuer is given')
  if (preset && issuer !== undefined) throw refuse('the issuer of a known one cannot be another')
  const id = clientId ?? preset?.clientId
  if (id === undefined) throw refuse('it needs the --client-id of an application that you registered there')
  if (issuer !== undefined && !isSafe(issuer)) throw refuse('the issuer is not an https URL')
  const base = preset ?? { issuer: issuer ?? '', scope: 'openid offline_access', openid: true }
  const { endpoints, redirect, nonce } = preset ?? {}
  return {
    name,
    issuer: base.issuer,
    ...(endpoints === undefined ? {} : { endpoints }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(nonce === undefined ? {} : { nonce }),
    clientId: id,
    ...(clientSecret === undefined ? {} : { clientSecret }),
    scope: scope ?? base.scope,
    openid: base.openid && ` ${scope ?? base.scope} `.includes(' openid '),
    parameters: { ...preset?.parameters, ...parameters },
  }
}

/** Codes and tokens go over TLS, or stay on this machine. */
export function isSafe(url: string): boolean {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'https:' || isLoopback(parsed)
}

/** True for plain HTTP to this machine, by address: a name could lead elsewhere. */
export function isLoopback(url: URL | null): boolean {
  return url?.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname)
}
