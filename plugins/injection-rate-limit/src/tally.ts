import type { Store } from '@ringwall/store'
import type { Config } from './config.ts'
import { digest, type Actor, type Level, type Scope } from './scopes.ts'

/** A threshold that was reached. */
export interface Crossing {
  readonly scope: string
  readonly level: Level
  readonly count: number
}
/** Counts and blocks. Every method rejects when the store does. */
export interface Tally {
  /** The scope that is blocked now, or undefined. One read, unless some scope of the actor is blocked. */
  findBlock(actor: Actor): Promise<string | undefined>
  /** Counts one detection and answers the thresholds that it is the first to reach; sets blocks. */
  record(actor: Actor, text: string): Promise<readonly Crossing[]>
  /** What record would answer at most; changes nothing. */
  predict(actor: Actor): Promise<readonly Crossing[]>
}

/** A tally in the store, so that all processes on it share it and nothing is evicted before its time. */
export function createTally(store: Store, config: Config): Tally {
  const { windowMs, blockMs } = config

  /** True for the first report of a spell; a spell ends when its threshold was not reached for a window. */
  async function isFirst(key: string): Promise<boolean> {
    if ((await store.compareAndSet(key, null, true, { ttlMs: windowMs })) !== undefined) return true
    await store.set(key, true, { ttlMs: windowMs })
    return false
  }

  async function report(scope: Scope): Promise<readonly Crossing[]> {
    const { count } = await store.hit(`all/${scope.key}`, { windowMs })
    const crossings: Crossing[] = []
    for (const level of ['warn', 'audit'] as const) {
      if (count >= scope.limits[level] && (await isFirst(`${level}/${scope.key}`)))
        crossings.push({ scope: scope.name, level, count })
    }
    return crossings
  }

  /** Counts towards a block. The marker of the actor is written first: a block without it would not be seen. */
  async function block(actor: Actor, scope: Scope): Promise<readonly Crossing[]> {
    const { count } = await store.hit(`new/${scope.key}`, { windowMs })
    if (count < scope.limits.block) return []
    await store.set(`blocked/${actor.key}`, true, { ttlMs: blockMs })
    await store.set(`block/${scope.key}`, true, { ttlMs: blockMs })
    return [{ scope: scope.name, level: 'block', count }]
  }

  async function isNew(actor: Actor, text: string): Promise<boolean> {
    if (config.blockRepeats) return true
    const seen = await store.compareAndSet(`seen/${digest([actor.key, text])}`, null, true, { ttlMs: windowMs })
    return seen !== undefined
  }

  return {
    async findBlock(actor) {
      if (!config.block || (await store.get(`blocked/${actor.key}`)) === undefined) return undefined
      for (const { name, key } of actor.scopes) if (await store.get(`block/${key}`)) return name
      return undefined
    },
    async record(actor, text) {
      const crossings: Crossing[] = []
      for (const scope of actor.scopes) crossings.push(...(await report(scope)))
      if (!config.block || !(await isNew(actor, text))) return crossings
      for (const scope of actor.scopes) if (scope.canBlock) crossings.push(...(await block(actor, scope)))
      return crossings
    },
    async predict({ scopes }) {
      const crossings: Crossing[] = []
      for (const { name, key, limits, canBlock } of scopes) {
        const count = (await store.count(`all/${key}`, windowMs)).count + 1
        for (const level of ['warn', 'audit'] as const)
          if (count === limits[level]) crossings.push({ scope: name, level, count })
        if (!config.block || !canBlock) continue
        const fresh = (await store.count(`new/${key}`, windowMs)).count + 1
        if (fresh >= limits.block) crossings.push({ scope: name, level: 'block', count: fresh })
      }
      return crossings
    },
  }
}
