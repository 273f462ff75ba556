import { randomUUID } from 'node:crypto'
import { isJsonObject, type JsonObject } from '@ringwall/core'
import type { Store, Stored } from '@ringwall/store'
import { NAME } from './codes.ts'
import type { BudgetGuardConfig } from './config.ts'
import { digest } from './counters.ts'
import { later } from './later.ts'
import type { Breaker, BreakerState, Pass, Refusal, Target } from './service.ts'

/** Failures further apart than this are not in a row. It also bounds what made-up names of models leave in the store. */
const FAILURE_MEMORY_MS = 3_600_000
/** A model that nobody calls for so long starts anew. */
const TRIP_MEMORY_MS = 86_400_000
/** Attempts to write against others that do the same; each round, one of them gets through. */
const MAX_ATTEMPTS = 200

/** A breaker, and what is needed where it only observes. */
export interface WatchedBreaker extends Breaker {
  /** What `admit` would answer; takes no probe. */
  peek(target: Target): Promise<Refusal | undefined>
  /** Knows the state, refuses nobody and counts nothing. */
  readonly observed: Breaker
}

/**
 * A breaker whose state is in the store, in two values for each model. `state` counts failures in a row, or says that the breaker tripped.
 * While it did, `gate` keeps callers out; once it has expired, the one caller who writes it again is the probe, until his own gate expires. So
 * time is the store's alone, and a probe that never reports delays the next one, no more.
 */
export function createBreaker(
  store: Store,
  config: Pick<BudgetGuardConfig, 'breakerFailures' | 'breakerOpenMs' | 'breakerProbeMs'>,
  tell: (target: Target, state: BreakerState) => void,
): WatchedBreaker {
  const { breakerFailures: limit, breakerOpenMs, breakerProbeMs } = config

  /** Lets the provider rest; false if another caller changed the state meanwhile. */
  async function trip(keys: Keys, expected: string | null): Promise<boolean> {
    const done = await store.transact([
      { kind: 'set', key: keys.state, value: { trip: randomUUID() }, expected, ttlMs: TRIP_MEMORY_MS + breakerOpenMs },
      { kind: 'set', key: keys.gate, value: { probe: null }, ttlMs: breakerOpenMs },
    ])
    return done !== undefined
  }

  /** Counts one failure; true if it is settled. */
  async function countFailure(pass: Pass, keys: Keys): Promise<boolean> {
    const stored = await store.get(keys.state)
    const { failures, trip: tripped } = readState(stored)
    const isProbe = tripped !== null && pass.probe !== null && pass.trip === tripped
    if (tripped !== null && !isProbe) return true // a call from before it tripped, or of an earlier probe, tells nothing new
    const version = stored?.version ?? null
    if (isProbe || (limit !== 'unlimited' && failures + 1 >= limit)) {
      if (!(await trip(keys, version))) return false
      tell(pass, 'open')
      return true
    }
    const value = { failures: failures + 1 }
    return (await store.compareAndSet(keys.state, version, value, { ttlMs: FAILURE_MEMORY_MS })) !== undefined
  }

  /** Forgets the failures; closes the breaker if this was a probe of its present trip. True if it is settled. */
  async function countSuccess(pass: Pass, keys: Keys): Promise<boolean> {
    const stored = await store.get(keys.state)
    if (!stored) return true
    const { trip: tripped } = readState(stored)
    if (tripped === null) return store.delete(keys.state, stored.version)
    if (pass.trip !== tripped) return true
    const closed = await store.transact([
      { kind: 'delete', key: keys.state, expected: stored.version },
      { kind: 'delete', key: keys.gate },
    ])
    if (closed) tell(pass, 'closed')
    return closed !== undefined
  }

  /** Lets the next caller try at once. */
  async function giveBack(pass: Pass, keys: Keys): Promise<void> {
    const gate = await store.get(keys.gate)
    if (gate && pass.probe !== null && readGate(gate) === pass.probe) await store.delete(keys.gate, gate.version)
  }

  async function refuse(target: Target, gate: Stored | undefined): Promise<Refusal> {
    const retryAfterMs = gate?.expiresAt ? Math.max(1, gate.expiresAt - (await store.time())) : 1
    return {
      layer: NAME,
      code: 'BREAKER_OPEN',
      rule: 'breaker',
      message: `The model is not available at the moment. Try again ${later(retryAfterMs)}.`,
      detail: `${target.provider}/${target.model} failed several times in a row`,
      retryAfterMs,
    }
  }

  const state = async (target: Target): Promise<BreakerState> => {
    if (limit === 'unlimited') return 'closed'
    const keys = keysOf(target)
    if (readState(await store.get(keys.state)).trip === null) return 'closed'
    const gate = await store.get(keys.gate)
    return gate && readGate(gate) === null ? 'open' : 'half-open'
  }

  return {
    state,
    async admit(target) {
      const free = freePass(target)
      if (limit === 'unlimited') return free
      const keys = keysOf(target)
      const { trip: tripped } = readState(await store.get(keys.state))
      if (tripped === null) return free
      const probe = randomUUID()
      const taken = await store.compareAndSet(keys.gate, null, { probe }, { ttlMs: breakerProbeMs })
      if (taken === undefined) return refuse(target, await store.get(keys.gate))
      tell(target, 'half-open')
      return { ...free, probe, trip: tripped }
    },
    async peek(target) {
      if ((await state(target)) === 'closed') return undefined
      const gate = await store.get(keysOf(target).gate)
      return gate && refuse(target, gate)
    },
    async report(pass, report) {
      if (limit === 'unlimited') return
      const keys = keysOf(pass)
      if (report === 'unknown') return giveBack(pass, keys)
      const count = report === 'success' ? countSuccess : countFailure
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) if (await count(pass, keys)) return
      throw new Error(`the breaker of ${pass.provider}/${pass.model} could not be written: too many others wrote it`)
    },
    observed: {
      state,
      admit: async (target) => freePass(target),
      report: async () => undefined,
    },
  }
}

/** Leave to call where nothing is known against it. */
export function freePass({ provider, model }: Target): Pass {
  return { provider, model, probe: null, trip: null }
}

interface Keys {
  readonly state: string
  readonly gate: string
}

/** Whatever the case of the names, as for prices: a provider that takes `GPT-5` for `gpt-5` has one breaker for both. */
function keysOf({ provider, model }: Target): Keys {
  const id = digest([provider.toLowerCase(), model.toLowerCase()])
  return { state: `breaker/${id}/state`, gate: `breaker/${id}/gate` }
}

/** Throws on anything else than what is written here: a state that cannot be read is no closed breaker. */
function readState(stored: Stored | undefined): { readonly failures: number; readonly trip: string | null } {
  if (!stored) return { failures: 0, trip: null }
  const { failures = 0, trip = null } = objectOf(stored)
  if (typeof failures !== 'number' || (trip !== null && typeof trip !== 'string'))
    throw new Error('the state of a breaker in the store cannot be read')
  return { failures, trip }
}

function readGate(stored: Stored): string | null {
  const { probe = null } = objectOf(stored)
  return typeof probe === 'string' ? probe : null
}

function objectOf({ value }: Stored): JsonObject {
  if (!isJsonObject(value)) throw new Error('the state of a breaker in the store cannot be read')
  return value
}
