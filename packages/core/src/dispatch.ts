import type { KERNEL_CODES } from './error-table.ts'
import { messageOf } from './errors.ts'
import type { Events } from './events.ts'
import type { Generation } from './generation.ts'
import type { Hook, Payloads, Session } from './hooks.ts'
import { copyPayload, copySession } from './payload.ts'
import { runSteps } from './pipeline.ts'
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
  let run: Run<H>
  try {
    run = new Run(hook, copyPayload[hook](payload), copySession(session))
  } catch (error) {
    return refuse(hook, 'PAYLOAD_INVALID', messageOf(error), generation.events, session)
  }
  if (generation.events.has('decision')) run.started = performance.now()
  generation.inFlight++
  try {
    const pending = runSteps(generation, run)
    if (pending) await pending
  } finally {
    generation.inFlight--
    generation.retired?.()
  }
  return conclude(run, generation.events)
}

/** Freezes a run into its decision and tells the listeners. */
export function conclude<H extends Hook>(run: Run<H>, events: Events): Decision<H> {
  const { session, outcome, payload } = run
  const traceId = session.traceId ?? crypto.randomUUID()
  const instructions = freeze(run.instructions)
  const rulings = freeze(run.rulings)
  const scores = Object.freeze(run.scores)
  // Two literals: spreading a common part would cost as much as the layers do.
  const decision: Decision<H> =
    outcome === 'deny'
      ? { outcome, instructions, rulings, scores, traceId }
      : { outcome, payload, instructions, rulings, scores, traceId }
  Object.freeze(decision)
  tell(decision, run, events)
  return decision
}

const NONE: readonly never[] = Object.freeze([])

function freeze<T>(list: readonly T[]): readonly T[] {
  return list.length === 0 ? NONE : Object.freeze(list) // most dispatches say nothing
}

type Code = keyof typeof KERNEL_CODES

/** A denial by the kernel itself. */
export function refuse<H extends Hook>(hook: H, code: Code, detail: string, events: Events, who: Session): Decision<H> {
  const run = new Run<H>(hook, undefined as never, knownSession(who)) // a denial has no payload
  const place = { layer: KERNEL, hook, stage: 'admit', kind: 'deny' } as const
  run.rulings.push(Object.freeze({ ...place, code, findings: [], detail, enforced: true }))
  run.outcome = 'deny'
  run.started = performance.now()
  return conclude(run, events)
}

function knownSession(claimed: Session): Session {
  try {
    return copySession(claimed)
  } catch {
    return NOBODY // the call is being denied; this is only whom the record names
  }
}

function tell(made: Decision, { hook, session, payload, shown, started }: Run, events: Events): void {
  const { rulings, traceId } = made
  const time = Date.now()
  if (events.has('finding')) for (const ruling of rulings) events.emit('finding', { time, session, ruling, traceId })
  if (!events.has('decision')) return
  const decision = shown && made.payload ? Object.freeze({ ...made, payload: shown }) : made
  const durationMs = performance.now() - started
  events.emit('decision', { time, durationMs, hook, session, payload: shown ?? payload, decision })
}
