import type { Model } from '@ringwall/config'
import { isRingwallError } from '@ringwall/core'
import { loadPage, type Page } from '@ringwall/dashboard'
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
  return `${addressOf(url)} (log in with ${wayIn})`
}

/** The address of the page of a gateway. */
export function addressOf(url: string): string {
  return `${url}/dashboard/`
}
