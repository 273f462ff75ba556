import { CLASSES, type Examine } from './action.ts'
import { fail } from './errors.ts'
import type { ActionEntry } from './services.ts'

const EXAMINES: ReadonlySet<unknown> = new Set<Examine>(['shell', 'code', 'script', 'sql', 'http', 'graphql', 'path'])

/** Entries as they may be registered, copied: from JavaScript, types hold nobody back. Throws ACTION_INVALID. */
export function checkEntries(entries: readonly ActionEntry[], source: string): readonly ActionEntry[] {
  if (!Array.isArray(entries)) throw fail('ACTION_INVALID', { source: String(source), problem: 'it is no list' })
  return entries.map((entry: ActionEntry) => {
    const problem = problemOf(entry)
    if (problem !== undefined) throw fail('ACTION_INVALID', { source: String(source), problem })
    return { ...entry, tools: [...entry.tools] }
  })
}

function problemOf(entry: ActionEntry | undefined): string | undefined {
  if (typeof entry !== 'object' || entry === null) return 'an entry is no object'
  const { id, group, class: of, sensitive, tools, examine } = entry
  if (typeof id !== 'string' || id === '' || typeof group !== 'string' || group === '')
    return 'an entry has no id or no group'
  if (group === 'unknown') return 'the group `unknown` is for what no entry has'
  if (!CLASSES.includes(of)) return `${id} has no class`
  if (sensitive !== undefined && typeof sensitive !== 'boolean') return `sensitive of ${id} is neither true nor false`
  if (!Array.isArray(tools) || tools.length === 0 || !tools.every((tool) => typeof tool === 'string'))
    return `${id} names no tools`
  return examine === undefined || EXAMINES.has(examine) ? undefined : `examine of ${id} is unknown`
}
