import { token, type Session, type Token } from '@ringwall/core'

/** What a host asks and tells the policy. Every method rejects when the store does: then the host shows no tools. */
export interface ToolPolicy {
  /** The names, of those given, of tools that this session could call now with the right arguments; a model is shown no others. */
  visible(tools: readonly string[], session: Session): Promise<readonly string[]>
  /** Narrows the session to the tools of a skill, and of all those before it. Rejects with TOOL_POLICY_CANNOT_NARROW: then the skill must not be used. */
  narrow(session: Session, skill: string, tools: readonly string[]): Promise<void>
  /** Ends the narrowing by one skill, or by all. For the host alone: no model may decide it. */
  release(session: Session, skill?: string): Promise<void>
}

/** The service of this layer. */
export const ToolPolicyToken: Token<ToolPolicy> = token<ToolPolicy>('ToolPolicy')
