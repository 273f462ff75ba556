import type { KERNEL_CODES } from './errors.ts'
import type { Events } from './events.ts'
import type { Generation } from './generation.ts'
import type { Hook, Payloads, Session } from './hooks.ts'
import { copyPayload, copySession } from './payload.ts'
import { runSteps } from './pipeline.ts'
import { startRun, type Run } from './run.ts'
import type { Decision, Ruling } from './verdict.ts'

/** The name under which the kernel itself rules. */
export const KERNEL = 'kernel'

const NOBODY: Session = Object.freeze({ tenantId: 'unknown', agentId: 'unknown', sessionId: 'unknown' })

/** One call of one hook, from the host's payload to the decision. Never rejects: bad input is a denial too. */
export async function dispatch<H extends Hook>(
  generation: Generation,
  hook: H,
  payload: Payloads[H],
  session: Session,
  events: Events,
): Promise<Decision<H>> {
  const started = performance.now()
  let run: Run<H>
  try {
    run = startRun(hook, copyPayload[hook](payload), copySession(session))
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'the payload cannot be read'
    return refuse(hook, 'PAYLOAD_INVALID', detail, events, session)
  }
  await runSteps(generation.steps[hook], run, events)
  return conclude(run, events, started)
}

/** Freezes a run into its decision and tells the listeners. */
export function conclude<H extends Hook>(run: Run<H>, events: Events, started: number): Decision<H> {
  const { hook, session, outcome, payload } = run
  const rest = {
    instructions: Object.freeze(run.instructions),
    rulings: Object.freeze(run.rulings),
    scores: Object.freeze(run.scores),
    traceId: session.traceId ?? crypto.randomUUID(),
  }
  const decision: Decision<H> = Object.freeze(outcome === 'deny' ? { outcome, ...rest } : { outcome, payload, ...rest })
  tell(decision, hook, session, payload, events, started)
  return decision
}

/** A denial by the kernel itself. */
export function refuse<H extends Hook>(
  hook: H,
  code: keyof typeof KERNEL_CODES,
  detail: string,
  events: Events,
  claimed: Session,
): Decision<H> {
  const session = knownSession(claimed)
  const ruling: Ruling = {
    layer: KERNEL,
    hook,
    stage: 'admit',
    kind: 'deny',
    code,
    findings: [],
    detail,
    enforced: true,
  }
  const rest = { instructions: [], rulings: [Object.freeze(ruling)], scores: {} }
  const decision: Decision<H> = Object.freeze({
    outcome: 'deny',
    ...rest,
    traceId: session.traceId ?? crypto.randomUUID(),
  })
  tell(decision, hook, session, undefined, events, performance.now())
  return decision
}

function knownSession(claimed: Session): Session {
  try {
    return copySession(claimed)
  } catch {
    return NOBODY // the call is being denied; this is only whom the record names
  }
}

function tell(
  decision: Decision,
  hook: Hook,
  session: Session,
  payload: Payloads[Hook] | undefined,
  events: Events,
  started: number,
): void {
  const { rulings, traceId } = decision
  if (rulings.length > 0 && events.has('finding')) {
    for (const ruling of rulings) events.emit('finding', { time: Date.now(), session, ruling, traceId })
  }
  if (events.has('decision'))
    events.emit('decision', {
      time: Date.now(),
      durationMs: performance.now() - started,
      hook,
      session,
      payload,
      decision,
    })
}
