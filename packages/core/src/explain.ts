import type { Generation } from './generation.ts'
import { HOOKS, type Hook, type Stage } from './hooks.ts'
import type { Streaming } from './plugin.ts'
import type { Power } from './verdict.ts'

/** One place in the chain of a hook. */
export interface ChainLink {
  readonly hook: Hook
  readonly stage: Stage
  readonly layer: string
  readonly version: string
  readonly powers: readonly Power[]
  readonly mode: 'enforce' | 'observe'
  readonly onFailure: 'deny' | 'flag'
  readonly deadlineMs: number
  /** For onOutbound. */
  readonly streaming?: Streaming
}

/** The links of all hooks, in the order in which they run. */
export function explainGeneration({ steps, layers, streaming }: Generation): readonly ChainLink[] {
  const versions = new Map(layers.map(({ plugin }) => [plugin.name, plugin.version]))
  return HOOKS.flatMap((hook) =>
    steps[hook].map(({ stage, layer, powers, enforced, onFailure, deadlineMs }): ChainLink => ({
      hook,
      stage,
      layer,
      version: versions.get(layer) ?? '',
      powers,
      mode: enforced ? 'enforce' : 'observe',
      onFailure,
      deadlineMs,
      ...(hook === 'onOutbound' ? { streaming: streaming.get(layer)?.streaming ?? 'whole' } : undefined),
    })),
  )
}
