import type { Generation } from './generation.ts'
import { HOOKS, type Hook, type Stage } from './hooks.ts'
import type { Streaming } from './plugin.ts'
import type { Place } from './run.ts'
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
export function explainGeneration({ steps }: Generation): readonly ChainLink[] {
  return HOOKS.flatMap((hook) => steps[hook].map(toLink))
}

function toLink({ hook, stage, layer, version, powers, enforced, onFailure, deadlineMs, streaming }: Place): ChainLink {
  const mode = enforced ? 'enforce' : 'observe'
  const link: ChainLink = { hook, stage, layer, version, powers, mode, onFailure, deadlineMs }
  return hook === 'onOutbound' ? { ...link, streaming } : link
}
