import { isRingwallError, token, type JsonValue, type Token } from '@ringwall/core'
import { inTime } from './in-time.ts'
import { TlsOptionsToken } from './peer.ts'
import { findAll, type WatchedWall } from './watched-wall.ts'

/** How long a part may take to answer, in milliseconds. One that is late has failed. */
const CHECK_MS = 1_000
/** Nothing is kept there: a store that answers that there is none has answered. */
const PROBE_KEY = 'gateway:readyz'

const StoreToken: Token<{ get(key: string): Promise<unknown> }> = token('Store')
/** The service of a layer that keeps an audit log. */
export const AuditStatusToken: Token<{ isWritable(): Promise<boolean>; backlog(): number }> = token('AuditStatus')
const ExecToken: Token<{ ready(): Promise<readonly string[]> }> = token('Exec')

/** `not-measured`: there is nothing of the kind here, so nothing is said of it. */
export interface Check {
  readonly state: 'ok' | 'failed' | 'not-measured'
  /** For operators: codes, numbers and times, never a text from elsewhere. */
  readonly detail?: JsonValue
}
/** All checks, by name. */
export interface Readiness {
  /** False if one of them has failed. */
  readonly isReady: boolean
  readonly checks: Readonly<Record<'accepting' | 'kernel' | 'store' | 'audit' | 'sandbox' | 'tls', Check>>
}

/** Looks at every part, for at most one second. Never rejects: what throws has failed. */
export async function measureReadiness(wall: WatchedWall, isDraining: () => boolean): Promise<Readiness> {
  const [store, audit, sandbox] = await Promise.all([
    each(wall, StoreToken, async (store) => {
      await store.get(PROBE_KEY)
      await wall.flush?.() // nothing is answered before it resolves
    }),
    each(wall, AuditStatusToken, async (audit) => {
      if (!(await audit.isWritable())) throw new NotReady('AUDIT_UNAVAILABLE')
    }),
    each(wall, ExecToken, async (exec) => void (await exec.ready())),
  ])
  const accepting: Check = isDraining() ? { state: 'failed', detail: { problem: 'DRAINING' } } : { state: 'ok' }
  const checks = { accepting, kernel: kernelCheck(wall), store, audit, sandbox, tls: tlsCheck(wall) }
  return { isReady: Object.values(checks).every(({ state }) => state !== 'failed'), checks }
}

class NotReady extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.code = code
  }
}

function late(): NotReady {
  return new NotReady('TIMEOUT')
}

/** A check of a service in all kernels, which fails as soon as one does. */
async function each<T>(wall: WatchedWall, of: Token<T>, look: (service: T) => Promise<void>): Promise<Check> {
  const started = performance.now()
  try {
    const services = findAll(wall, of)
    if (services.length === 0) return { state: 'not-measured' }
    await inTime(Promise.all(services.map(look)), CHECK_MS, late)
    return { state: 'ok', detail: { ms: Math.round(performance.now() - started) } }
  } catch (error) {
    return { state: 'failed', detail: { problem: codeOf(error) } }
  }
}

function kernelCheck({ isOpen }: WatchedWall): Check {
  if (isOpen === undefined) return { state: 'not-measured' }
  return isOpen ? { state: 'ok' } : { state: 'failed', detail: { problem: 'KERNEL_CLOSED' } }
}

function tlsCheck(wall: WatchedWall): Check {
  try {
    const services = findAll(wall, TlsOptionsToken).filter(({ isOn }) => isOn)
    if (services.length === 0) return { state: 'not-measured' }
    const stati = services.map((service) => service.status())
    const ends = stati.flatMap(({ notAfter }) => notAfter ?? [])
    const until = ends.length === 0 ? {} : { notAfter: new Date(Math.min(...ends)).toISOString() }
    const isReady = stati.every((status) => status.isReady)
    return { state: isReady ? 'ok' : 'failed', detail: { ...until, ...(!isReady && { problem: 'TLS_EXPIRED' }) } }
  } catch (error) {
    return { state: 'failed', detail: { problem: codeOf(error) } }
  }
}

/** The texts of errors can quote a URL or a path. */
function codeOf(error: unknown): string {
  return isRingwallError(error) || error instanceof NotReady ? error.code : 'ERROR'
}
