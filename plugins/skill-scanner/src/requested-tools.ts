import { allowedTools } from '@ringwall/text'

/** What a skill asks for, next to what its agent may use. */
export interface ToolRequest {
  /** As written in `allowed-tools`, without what stands in parentheses behind a name. */
  readonly requested: readonly string[]
  /** Requested and permitted: what the skill is cut to. */
  readonly granted: readonly string[]
  /** Requested and not permitted. */
  readonly refused: readonly string[]
}

/** The tools that the front matter of a SKILL.md names in `allowed-tools`; none where there is no such key. */
export function requestedTools(skill: string): readonly string[] {
  return allowedTools(skill) ?? []
}

/** Cuts the tools that a skill requests to those that `permits` lets its agent use; a skill can never add one. */
export function cutRequestedTools(skill: string, permits: (tool: string) => boolean): ToolRequest {
  const requested = requestedTools(skill)
  const { granted = [], refused = [] } = Object.groupBy(requested, (tool) => (permits(tool) ? 'granted' : 'refused'))
  return { requested, granted, refused }
}
