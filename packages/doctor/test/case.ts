import type { Scene } from './scene.ts'

/** Where a check fires, and where it does not. */
export interface Case {
  readonly id: string
  readonly fires: Scene
  /** What it says there. */
  readonly found: RegExp
  /** It passes here. */
  readonly quiet: Scene
}

/** The usual scene in which nothing is weak. */
export const CLEAN: Scene = {}

/** A case of one key of a layer: weak, and as it is by default. */
export function ofKey(id: string, config: string, found: RegExp, quiet: Scene = CLEAN): Case {
  return { id, fires: { config }, found, quiet }
}
