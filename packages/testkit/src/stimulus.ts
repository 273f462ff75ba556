import type { Hook, Payloads, Session, Source } from '@ringwall/core'

/** One call of a hook: with its whole payload, or with `input` alone, which stands for the hook's text. */
export type StimulusFor<H extends Hook> = {
  readonly hook: H
  readonly payload?: Payloads[H]
  /** The text of the payload; from the user, to the user, or learned by the agent. A tool call has none. */
  readonly input?: H extends 'onToolCall' ? never : string
  /** With `input` of onInbound: where the text comes from. Default: user. */
  readonly source?: H extends 'onInbound' ? Source : never
  /** Laid over TEST_SESSION. */
  readonly session?: Partial<Session>
}
/** One call of any hook. */
export type Stimulus = { [H in Hook]: StimulusFor<H> }[Hook]

/** The keys of a stimulus. */
export const STIMULUS_KEYS: readonly string[] = ['hook', 'payload', 'input', 'source', 'session']

/** The session of every call that does not bring its own. */
export const TEST_SESSION: Session = Object.freeze({
  tenantId: 'tenant-1',
  agentId: 'agent-1',
  sessionId: 'session-1',
  userId: 'user-1',
})

/** What is wrong with a stimulus, or undefined. */
export function findStimulusProblem(stimulus: Stimulus): string | undefined {
  const { payload, input, source } = stimulus
  const hook: Hook = stimulus.hook
  if ((payload === undefined) === (input === undefined)) return 'it needs either payload or input'
  if (input !== undefined && typeof input !== 'string') return 'input is not a string'
  if (input !== undefined && hook === 'onToolCall') return 'a tool call has no text; give its payload'
  if (source !== undefined && (hook !== 'onInbound' || input === undefined))
    return 'source belongs to the input of onInbound'
  return undefined
}

/** The payload that a stimulus stands for, as the kernel passes it on. */
export function payloadOf(stimulus: Stimulus): Payloads[Hook] {
  const { payload, input = '' } = stimulus
  return complete(payload ?? payloadFromInput(stimulus, input))
}

/** A payload with its absent `meta` and `provenance` filled in, as the kernel does. */
export function complete(payload: Payloads[Hook]): Payloads[Hook] {
  return 'trust' in payload ? { meta: {}, provenance: {}, ...payload } : { meta: {}, ...payload }
}

function payloadFromInput({ hook, source = 'user' }: Stimulus, input: string): Payloads[Hook] {
  switch (hook) {
    case 'onInbound':
      return { source, text: input }
    case 'onOutbound':
      return { destination: 'user', body: input }
    case 'onMemoryWrite':
      return { text: input, trust: 'learned' }
    default: // findStimulusProblem refused it; the kernel denies a tool without a name
      return { tool: '', args: {} }
  }
}

/** The session of a stimulus: its own over `base`. */
export function sessionOf({ session }: Stimulus, base: Session = TEST_SESSION): Session {
  return { ...base, ...session }
}
