import { token, type Decision, type JsonObject, type Session, type Token } from '@ringwall/core'
import { ApprovalsToken } from './approvals.ts'
import type { Guard } from './guard.ts'
import type { PinCheck } from './pins.ts'

/** What this package uses of the service of skill-scanner. */
export interface Definitions {
  readonly asks: boolean
  accepted(what: {
    readonly session: Session
    readonly tool: string
    readonly hash: string
    readonly before?: string
  }): void
}
/** The service of unaccepted definitions, wherever it comes from. */
export const DefinitionsToken: Token<Definitions> = token<Definitions>('Definitions')

/** A definition that no layer stops, and that nobody has accepted. */
export interface Unaccepted {
  readonly name: string
  readonly definition: JsonObject
  readonly check: PinCheck
}

/** True where there is a layer that asks about unaccepted definitions, and somebody who can be asked. */
export function canAccept({ kernel }: Pick<Guard, 'kernel'>): boolean {
  return kernel.find(DefinitionsToken)?.asks === true && kernel.find(ApprovalsToken)?.answerIn !== undefined
}

/** What the model is told of such a tool: nothing that the server says. */
export function neutral({ name, check: { state } }: Unaccepted): JsonObject {
  const why = state === 'changed' ? 'has changed since it was accepted' : 'was not accepted yet'
  const description = `Ringwall withholds the definition of this tool: it ${why}. A call asks the user, who can accept it; the tools can be listed again then.`
  return { name, description, inputSchema: { type: 'object' } }
}

/** What the layers, and the person who decides, are shown with a call of it. */
export function shown({ definition, check: { state, hash, accepted } }: Unaccepted): JsonObject {
  return { unacceptedDefinition: { state, ...(accepted === undefined ? {} : { accepted }), offered: hash, definition } }
}

/** What a person said about a call that was asked about for its definition. An allow that nobody gave is none. */
export function answerIn({ rulings }: Decision, { kernel }: Pick<Guard, 'kernel'>): 'approved' | 'denied' | undefined {
  const isAsked = rulings.some(
    ({ layer, kind, code, enforced }) =>
      enforced && kind === 'ask' && layer === 'skill-scanner' && code.startsWith('TOOL_DEFINITION_'),
  )
  return isAsked ? kernel.find(ApprovalsToken)?.answerIn?.(rulings) : undefined
}
