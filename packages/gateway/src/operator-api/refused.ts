import { isRingwallError } from '@ringwall/core'
import { AuthRefused, fail, GatewayError } from '../errors.ts'

/** What a layer's service says no to, and the status that says so. The codes and words are the layer's own. */
const STATUS: Readonly<Record<string, number>> = {
  APPROVALS_UNKNOWN: 404,
  APPROVALS_AMBIGUOUS: 409,
  APPROVALS_SETTLED: 409,
  APPROVALS_CHANGED: 409,
  APPROVALS_UNAUTHENTIC: 409,
  APPROVALS_SCOPE_REFUSED: 400,
  APPROVALS_ARGUMENT_INVALID: 400,
  MEMORY_ARGUMENT_INVALID: 400,
  MEMORY_UNGUARDED: 409,
  MEMORY_STORE_MISSING: 409,
}

/** Runs what asks a layer's service. What the service refuses the client is told in the service's words; what fails is STATE_UNAVAILABLE. */
export async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof GatewayError) throw error
    if (!isRingwallError(error)) throw error
    const { code, message, fix } = error
    const status = STATUS[code]
    if (status === undefined) throw fail('STATE_UNAVAILABLE', {}, error)
    throw new AuthRefused({ code, status, message, fix, headers: {} })
  }
}

/** The error of a layer's service where this package knows it without asking. */
export function refusal(code: keyof typeof STATUS & string, message: string, fix: string): Error {
  return new AuthRefused({ code, status: STATUS[code] ?? 500, message, fix, headers: {} })
}
