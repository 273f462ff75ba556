import type { KERNEL_CODES } from './error-table.ts'
import { messageOf } from './errors.ts'
import type { DecisionEvent, Events } from './events.ts'
import type { Generation } from './generation.ts'
import type { Hook, Payloads, Session } from './hooks.ts'
import { copyPayload, copySession } from './payload.ts'
import { recordFailure, runSteps, settle } from './pipeline.ts'
import { Run } from './run.ts'
import type { Decision } from './verdict.ts'

/** The name under which the kernel itself rules. */
const KERNEL = 'kernel'

const NOBODY: Session = Object.freeze({ tenantId: 'unknown', agentId: 'unknown', sessionId: 'unknown' })

/** One call of one hook, from the host's payload to the decision. Never rejects: bad input is a denial too. */
export async function dispatch<H extends Hook>(
  generation: Generation,
  hook: H,
  payload: Payloads[H],
  session: Session,
): Promise<Decision<H>> {
  generation.inFlight++
  try {
    let run: Run<H>
    try {
      run = new Run(hook, copyPayload[hook](payload), copySession(session))
    } catch (error) {
      return await refuse(hook, 'PAYLOAD_INVALID', messageOf(error), generation, session)
    }
    const pending = runSteps(generation, run)
    if (pending) await pending
    const made = conclude(run, generation)
    return made instanceof Promise ? await made : made
  } finally {
    generation.inFlight--
    generation.retired?.()
  }
}

/** A promise only where a layer keeps records. */
type Made<H extends Hook> = Decision<H> | Promise<Decision<H>>

/** Freezes a run into its decision, has it recorded, and tells the listeners. Neither throws nor rejects. */
export function conclude<H extends Hook>(run: Run<H>, generation: Generation): Made<H> {
  const decision = toDecision(run)
  if (generation.recorders.length > 0) return record(run, decision, generation)
  tell(decision, run, generation.events)
  return decision
}

/** Has every recorder take the decision; what cannot be put on record is denied. */
async function record<H extends Hook>(run: Run<H>, made: Decision<H>, generation: Generation): Promise<Decision<H>> {
  const { recorders, deadlines, events } = generation
  let decision = made
  const event = toEvent(decision, run)
  for (const recorder of recorders) {
    try {
      const pending = recorder.record(event)
      if (pending) await settle(pending, recorder.deadlineMs, run, deadlines)
    } catch (error) {
      run.rulings = [...run.rulings] // those of the decision are frozen
      recordFailure({ ...recorder, hook: run.hook, stage: 'finish' }, run, events, error)
      decision = toDecision(run)
    }
  }
  tell(decision, run, events)
  return decision
}

function toDecision<H extends Hook>(run: Run<H>): Decision<H> {
  const { outcome, payload, traceId } = run
  const instructions = freeze(run.instructions)
  const rulings = freeze(run.rulings)
  const scores = Object.freeze(run.scores)
  // Two literals: spreading a common part would cost as much as the layers do.
  return Object.freeze(
    outcome === 'deny'
      ? { outcome, instructions, rulings, scores, traceId }
      : { outcome, payload, instructions, rulings, scores, traceId },
  )
}

const NONE: readonly never[] = Object.freeze([])

function freeze<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : Object.freeze(list) // most dispatches say nothing
}

type Code = keyof typeof KERNEL_CODES

/** A denial by the kernel itself. */
export function refuse<H extends Hook>(hook: H, code: Code, detail: string, on: Generation, who: Session): Made<H> {
  const run = new Run<H>(hook, undefined as never, knownSession(who)) // a denial has no payload
  const place = { layer: KERNEL, hook, stage: 'admit', kind: 'deny' } as const
  run.rulings.push(Object.freeze({ ...place, code, findings: [], detail, enforced: true }))
  run.outcome = 'deny'
  return conclude(run, on)
}

function knownSession(claimed: Session): Session {
  try {
    return copySession(claimed)
  } catch {
    return NOBODY // the call is being denied; this is only whom the record names
  }
}

function tell(decision: Decision, run: Run, events: Events): void {
  const { rulings, traceId } = decision
  const { session } = run
  const time = Date.now()
  if (events.has('finding')) for (const ruling of rulings) events.emit('finding', { time, session, ruling, traceId })
  if (events.has('decision')) events.emit('decision', toEvent(decision, run))
}

function toEvent(made: Decision, { hook, session, payload, shown, started }: Run): DecisionEvent {
  const decision = shown && made.payload ? Object.freeze({ ...made, payload: shown }) : made
  const durationMs = performance.now() - started
  return { time: Date.now(), durationMs, hook, session, payload: shown ?? payload, decision }
}
