import { token, type Token, type ToolCall } from '@ringwall/core'
import type { ActionClass, Examine, Reason } from './action.ts'

/** What a call does, as far as its tool and its arguments say. */
export interface Classification {
  readonly class: ActionClass
  /** It reaches people, money, secrets, rights, or something in production. */
  readonly sensitive: boolean
  /** `unknown` for a tool that no entry names. */
  readonly group: string
  /** The entry's id; `unknown` for a tool that no entry names. */
  readonly action: string
  /** What lifted it there, at most eight; nothing of the arguments is in them. */
  readonly reasons: readonly Reason[]
}

/** Tools that a layer, a host or an operator makes known. */
export interface ActionEntry {
  readonly id: string
  readonly group: string
  readonly class: ActionClass
  readonly sensitive?: boolean | undefined
  /** Names, or globs in which `*` stands for any characters; `server/name`, `server.name` and `mcp__server__name` are one. */
  readonly tools: readonly string[]
  /** How the arguments are looked at; the class is then the least that a call can be, and `destructive` is what it is if nothing in them can be read. */
  readonly examine?: Examine | undefined
}

/** What calls do. */
export interface Actions {
  /** The class of a call. Synchronous; never throws: what cannot be classified is destructive. The first call locks the registry. */
  classify(call: ToolCall): Classification
  /**
   * Adds tools, or raises those that are known. Throws RingwallError: ACTION_LOWERED for an entry below what is known of a tool,
   * ACTION_INVALID for one that cannot be read, ACTIONS_LOCKED once a call has been classified. Of a list with such an entry none is taken.
   */
  register(entries: readonly ActionEntry[], source: string): void
}
/** The service of this layer. */
export const ActionsToken: Token<Actions> = token<Actions>('Actions')
