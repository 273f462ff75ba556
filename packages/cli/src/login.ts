import { spawn } from 'node:child_process'
import {
  chooseProvider,
  loginInBrowser,
  loginOnDevice,
  parseTokens,
  revoke,
  type Tokens,
} from '@ringwall/plugin-secrets-store'
import { fail } from './errors.ts'
import { write, type Io } from './io.ts'
import { resolveOption, withSecrets, type CliSecrets, type SecretsOptions } from './open-secrets.ts'
import { alignColumns, visible } from './print.ts'
import { missing, requireReady, tell } from './secrets.ts'

/** How somebody logs in. */
export interface LoginOptions extends SecretsOptions {
  /** Under which name the login is kept; default: that of the provider. */
  readonly name?: string
  readonly device?: boolean
  readonly browser?: boolean
  readonly issuer?: string
  readonly clientId?: string
  /** A reference. */
  readonly clientSecret?: string
  readonly scope?: string
  /** `name=value` each. */
  readonly param?: readonly string[]
  /** In seconds. */
  readonly timeout: number
}

/** Logs in with a provider and keeps the tokens. SIGINT gives up. */
export async function runLogin(io: Io, provider: string, options: LoginOptions): Promise<number> {
  const { issuer, clientId, clientSecret, scope, param = [], name = provider, tenant } = options
  const chosen = chooseProvider(provider, {
    ...(issuer === undefined ? {} : { issuer }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(clientSecret === undefined ? {} : { clientSecret: await resolveOption(io, '--client-secret', clientSecret) }),
    ...(scope === undefined ? {} : { scope }),
    parameters: Object.fromEntries(param.map(readParameter)),
  })
  return withSecrets(io, options, async ({ vault, audited }) => {
    await requireReady(vault)
    await vault.get(tenant, name) // a bad name shows now, not after the login
    const stop = new AbortController()
    const abort = (): void => stop.abort()
    io.signals.on('SIGINT', abort)
    const host = {
      timeoutMs: options.timeout * 1000,
      signal: stop.signal,
      store: async (tokens: Tokens) => {
        const keep = () => vault.set({ tenant, name, kind: 'oauth', value: JSON.stringify(tokens) })
        await audited({ action: 'login', target: name, tenant }, keep, (version) => version !== undefined)
      },
    }
    try {
      const tokens = options.device
        ? await loginOnDevice(chosen, {
            ...host,
            onCode: ({ url, code }) => write(io.stderr, `Open ${visible(url)} and enter the code ${visible(code)}\n`),
          })
        : await loginInBrowser(chosen, { ...host, onUrl: (url) => showUrl(io, url, options.browser !== false) })
      return await tell(
        io,
        options,
        { name, ...describe(tokens) },
        `logged in as ${who(tokens)}, kept as ${visible(name)}`,
      )
    } finally {
      io.signals.off('SIGINT', abort)
    }
  })
}

/** Forgets a login, and tells the provider where it can be told. Exit code 1 where there is none. */
export async function runLogout(io: Io, name: string, options: SecretsOptions): Promise<number> {
  return withSecrets(io, options, async ({ vault, audited }) => {
    await requireReady(vault)
    const secret = await vault.get(options.tenant, name)
    if (secret?.kind !== 'oauth') return missing(io, options)
    const forget = async (): Promise<boolean> => {
      const told = await revoke(parseTokens(name, secret.value))
      await vault.remove(options.tenant, name)
      return told
    }
    const revoked = await audited({ action: 'logout', target: name, tenant: options.tenant }, forget, () => true)
    const text = revoked ? 'logged out' : 'forgotten here; the provider was not told'
    return tell(io, options, { loggedOut: name, revoked }, text)
  })
}

/** Tells who is logged in, never a token. Exit code 1 where nobody is. */
export async function runWhoami(io: Io, options: SecretsOptions): Promise<number> {
  return withSecrets(io, options, async ({ vault }) => {
    const logins = await loginsOf(vault, options.tenant)
    const rows = logins.map(({ name, tokens }) => {
      const { provider, expires, refreshes } = describe(tokens)
      return [
        name,
        visible(provider),
        who(tokens),
        refreshes ? 'refreshes itself' : `until ${expires ?? 'it is revoked'}`,
      ]
    })
    const text = rows.length === 0 ? 'nobody is logged in' : alignColumns(rows).join('\n')
    await tell(io, options, { logins: logins.map(({ name, tokens }) => ({ name, ...describe(tokens) })) }, text)
    return logins.length > 0 ? 0 : 1
  })
}

async function loginsOf(
  vault: CliSecrets['vault'],
  tenant: string,
): Promise<readonly { readonly name: string; readonly tokens: Tokens }[]> {
  const names = (await vault.list(tenant)).filter(({ kind }) => kind === 'oauth').map(({ name }) => name)
  const secrets = await Promise.all(names.map((name) => vault.get(tenant, name)))
  return secrets.flatMap((secret) =>
    secret?.kind === 'oauth' ? [{ name: secret.name, tokens: parseTokens(secret.name, secret.value) }] : [],
  )
}

function describe({ provider, claims, expiresAt, refresh, scope }: Tokens) {
  return {
    provider: provider.name,
    issuer: provider.issuer,
    claims,
    scope: scope ?? provider.scope,
    ...(expiresAt === undefined ? {} : { expires: new Date(expiresAt).toISOString() }),
    refreshes: refresh !== undefined,
  }
}

function who({ claims: { email, name, account, sub } }: Tokens): string {
  return visible(email ?? name ?? account ?? sub ?? 'somebody whom the provider does not name')
}

function readParameter(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw fail('USAGE', { command: 'ringwall login', problem: '--param needs name=value' })
  return [text.slice(0, at), text.slice(at + 1)]
}

async function showUrl(io: Io, url: string, opens: boolean): Promise<void> {
  await write(io.stderr, `Log in with your browser:\n\n  ${visible(url)}\n\n`)
  if (opens && io.stderr.isTTY === true) openBrowser(url)
}

/** The address is shown too, so that nothing depends on this. No shell: an address has signs that one reads. */
function openBrowser(url: string): void {
  const [command, ...argv] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', url]
        : ['xdg-open', url]
  const child = spawn(command, argv, { stdio: 'ignore', detached: true, shell: false })
  child.on('error', () => undefined)
  child.unref()
}
