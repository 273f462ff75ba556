import { messageOf } from '@ringwall/core'
import { LayerOff, NotMeasured, notMeasured, type Check, type Outcome } from './check.ts'
import type { Subject } from './subject.ts'

const TIMEOUT_MS = 120_000

/** A check and what it saw. */
export interface Ran {
  readonly check: Check
  readonly outcome: Outcome
}

/** Runs checks one after the other. Never rejects: one that throws, or is late, is not measured. */
export async function runChecks(checks: readonly Check[], subject: Subject): Promise<readonly Ran[]> {
  const { timeoutMs = TIMEOUT_MS, onProgress } = subject.options
  const ran: Ran[] = []
  for (const [at, check] of checks.entries()) {
    onProgress?.({ id: check.id, at: at + 1, of: checks.length })
    ran.push({ check, outcome: await lookAt(check, subject, timeoutMs) })
  }
  return ran
}

async function lookAt(check: Check, subject: Subject, timeoutMs: number): Promise<Outcome> {
  const late = Promise.withResolvers<Outcome>()
  const timer = setTimeout(() => late.resolve(notMeasured(`it did not end within ${timeoutMs} ms`)), timeoutMs)
  try {
    const outcome = await Promise.race([look(check, subject), late.promise])
    // An empty list of places would be a failure that says nothing; whoever wrote the check meant something else.
    return outcome.status === 'fail' && outcome.places.length === 0 ? notMeasured('the check said nothing') : outcome
  } catch (error) {
    // The messages of others may quote what they read.
    const problem = subject.secrets.hide(messageOf(error)).split('\n', 1)[0] ?? ''
    if (error instanceof LayerOff) return { status: 'not-measured', found: problem, isOff: true }
    return notMeasured(error instanceof NotMeasured ? problem : `the check failed: ${problem}`)
  } finally {
    clearTimeout(timer)
  }
}

/** Also what a check throws before its first await. */
async function look(check: Check, subject: Subject): Promise<Outcome> {
  return check.look(subject)
}
