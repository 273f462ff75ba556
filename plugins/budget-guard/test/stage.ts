import type { Kernel, LayerOptions, Use } from '@ringwall/core'
import { openSqliteStore, type Store } from '@ringwall/store'
import { afterEach, beforeEach } from 'vitest'
import type { BudgetGuardInput } from '../src/index.ts'
import { wallOn } from './wall.ts'

/** What each test of a file has anew. */
export interface Stage {
  /** The store's clock, in milliseconds: it stands still unless a test moves it. */
  now: number
  readonly store: Store
  start(config?: BudgetGuardInput, options?: LayerOptions, others?: readonly Use[]): Promise<Kernel>
}

/** Opens a store in memory before each test of the file, and closes it and the kernels that were started on it after. */
export function setStage(): Stage {
  let store: Store
  let walls: Kernel[]
  const stage: Stage = {
    now: 0,
    get store() {
      return store
    },
    async start(config, options, others) {
      const wall = await wallOn(store, config, options, others)
      walls.push(wall)
      return wall
    },
  }
  beforeEach(async () => {
    stage.now = Date.now()
    walls = []
    store = await openSqliteStore({ file: ':memory:', now: () => stage.now })
  })
  afterEach(async () => {
    for (const wall of walls) await wall.close()
    await store.close()
  })
  return stage
}
