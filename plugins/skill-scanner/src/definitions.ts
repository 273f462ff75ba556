import { isJsonObject, token, type Ask, type JsonValue, type Session, type ToolCall, type Token } from '@ringwall/core'
import { toolDefinitionHash } from './pins.ts'

/** The definition of a tool has become the accepted one, because a person approved a call of it. */
export interface DefinitionAccepted {
  /** In milliseconds since 1970. */
  readonly time: number
  readonly session: Session
  /** As the policy calls it. */
  readonly tool: string
  /** SHA-256 of the one that is accepted now, in hex. */
  readonly hash: string
  /** Of the one that was; absent where there was none. */
  readonly before?: string
}

declare module '@ringwall/core' {
  interface KernelEvents {
    definition: DefinitionAccepted
  }
}

/** What hosts that keep pins of definitions are told and tell. */
export interface Definitions {
  /** Whether a call with `meta.unacceptedDefinition` is asked about: not where the layer only observes. */
  readonly asks: boolean
  /** Says that a host has accepted a definition, for the record. */
  accepted(what: Omit<DefinitionAccepted, 'time'>): void
}
/** The service of unaccepted definitions. */
export const DefinitionsToken: Token<Definitions> = token<Definitions>('Definitions')

export const DEFINITION_CODES = {
  TOOL_DEFINITION_CHANGED: 'The definition of the tool has changed since it was accepted; a person decides.',
  TOOL_DEFINITION_NEW: 'Nobody has accepted the definition of the tool; a person decides.',
} as const

const HASH = /^[0-9a-f]{64}$/

/** Asks about the call of a tool whose definition nobody has accepted, as the host says in `meta.unacceptedDefinition`: `accepted`, a SHA-256, and `definition`. */
export function judgeDefinition({ meta }: ToolCall): Ask | undefined {
  const unaccepted = meta?.unacceptedDefinition
  if (unaccepted === undefined) return undefined
  const { accepted, definition } = isJsonObject(unaccepted) ? unaccepted : {}
  const code = accepted === undefined ? 'TOOL_DEFINITION_NEW' : 'TOOL_DEFINITION_CHANGED'
  const was = typeof accepted === 'string' && HASH.test(accepted) ? accepted : 'none'
  const detail = `accepted was SHA-256 ${was}, this one is ${hashOf(definition)}`
  return { kind: 'ask', code, message: DEFINITION_CODES[code], detail }
}

function hashOf(definition: JsonValue | undefined): string {
  return definition === undefined ? 'not given' : toolDefinitionHash(definition)
}
