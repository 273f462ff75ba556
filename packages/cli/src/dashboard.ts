import type { Model, Wall } from '@ringwall/config'
import { isRingwallError, type Logger } from '@ringwall/core'
import { loadPage, type Page } from '@ringwall/dashboard'
import { tlsOf } from '@ringwall/gateway'
import { gatewayAuthConfig } from '@ringwall/plugin-gateway-auth'
import type { Io } from './io.ts'
import { findLayer } from './open-tokens.ts'

/** The page for operators. Undefined where it was not built, which is said on standard error: the gateway guards without it too. */
export async function loadDashboard(io: Pick<Io, 'stderr'>): Promise<Page | undefined> {
  try {
    return await loadPage()
  } catch (error) {
    if (!isRingwallError(error)) throw error
    io.stderr.write(`no dashboard: ${error.message} ${error.fix}\n`)
    return undefined
  }
}

/** Where it is, and with which token one gets in. */
export function describeDashboard(url: string, model: Model): string {
  const wayIn = findLayer(model) ? 'ringwall tokens create --scope admin' : 'a token of the config with operator: true'
  return `${addressOf(url, model)} (log in with ${wayIn})`
}

/** The address of the page of a gateway: that of `gateway.publicUrl` where there is one, as browsers elsewhere know no other. */
export function addressOf(url: string, { gateway: { publicUrl } }: Pick<Model, 'gateway'>): string {
  return `${publicUrl ?? url}/dashboard/`
}

/** Says it where a proxy ends TLS and gateway-auth knows of none: all clients have its address, and one who guesses tokens locks out all. */
export function warnOfProxy(model: Model, wall: Pick<Wall, 'for'>, logger: Logger): void {
  const { publicUrl } = model.gateway
  const auth = findLayer(model)
  if (publicUrl?.startsWith('https:') !== true || auth === undefined || tlsOf(wall) !== undefined) return
  const isKnown = gatewayAuthConfig.parse(auth.config).trustedProxies.length > 0
  if (isKnown || auth.options.mode === 'observe') return // which counts nothing
  logger.warn('all clients behind the proxy count as one address: who guesses tokens locks out everybody', {
    publicUrl,
    fix: 'name the address of the proxy in gateway-auth.trustedProxies, and let it write X-Forwarded-For',
  })
}
