import type { Inbound, JsonValue } from '@ringwall/core'
import { allowedTools } from '@ringwall/text'

/** A skill that says which tools it needs. */
export interface Skill {
  readonly name: string
  /** What the host says in `meta.allowedTools`, and what the skill says itself: both hold. */
  readonly lists: readonly (readonly string[])[]
}

/** The skill in an inbound text; undefined for one that names no tools, and for what is no skill. */
export function readSkill({ source, text, meta }: Inbound): Skill | undefined {
  // Definitions of tools come as structured texts of the same source.
  if (source !== 'skill' || meta?.structured === true) return undefined
  const lists = [toList(meta?.allowedTools), allowedTools(text)].filter((list) => list !== undefined)
  if (lists.length === 0) return undefined
  return { name: typeof meta?.name === 'string' ? meta.name : '', lists }
}

/** A list that cannot be read names nothing. */
function toList(value: JsonValue | undefined): readonly string[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) return []
  const items = value as readonly JsonValue[]
  return items.every((item) => typeof item === 'string') ? items : []
}
