import type { Decision, Kernel } from '@ringwall/core'
import { DeskToken, type Desk } from './desk.ts'
import { fail } from './errors.ts'
import { NAME } from './name.ts'

/** What a guarded memory needs of a kernel. */
export type GuardedKernel = Pick<Kernel, 'explain' | 'find' | 'onMemoryWrite' | 'onInbound'>
/** The desk of a layer that has a store. */
export type OpenDesk = Desk & { readonly state: NonNullable<Desk['state']> }

const PLACES = ['onInbound.judge', 'onInbound.finish', 'onMemoryWrite.judge', 'onMemoryWrite.finish']

/** The desk of the layer that runs now. Throws MEMORY_UNGUARDED where anything lets a text pass it by, and MEMORY_STORE_MISSING. */
export function guard(kernel: GuardedKernel): OpenDesk {
  const links = kernel.explain().filter(({ layer }) => layer === NAME)
  const desk = kernel.find(DeskToken)
  if (desk === undefined || links.length === 0)
    throw fail('MEMORY_UNGUARDED', { problem: 'the kernel does not run the layer' })
  const missing = PLACES.find((place) => !links.some(({ hook, stage }) => `${hook}.${stage}` === place))
  if (missing !== undefined) throw fail('MEMORY_UNGUARDED', { problem: `the layer does not run in ${missing}` })
  if (links.some(({ mode }) => mode !== 'enforce'))
    throw fail('MEMORY_UNGUARDED', { problem: 'the layer only observes' })
  if (links.some(({ onFailure }) => onFailure !== 'deny'))
    throw fail('MEMORY_UNGUARDED', { problem: 'a failure of the layer lets texts pass' })
  const { state } = desk
  if (state === undefined) throw fail('MEMORY_STORE_MISSING')
  return { ...desk, state }
}

/** The layer reports a score for every memory that it looks at: a decision without one passed it by. */
export function wasJudged({ scores }: Decision): boolean {
  return Object.hasOwn(scores, NAME)
}
