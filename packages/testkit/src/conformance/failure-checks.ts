import { isDeepStrictEqual } from 'node:util'
import { LAYER_FAILED, type Decision, type FailureEvent, type Kernel, type Session } from '@ringwall/core'
import { FAULTS, withFault, type Fault } from '../faults.ts'
import { showDecision } from '../show.ts'
import { payloadOf, TEST_SESSION, type Stimulus } from '../stimulus.ts'
import { placesOf, type PlaceName } from '../wrap-layer.ts'
import { problemIf, type Check } from './check.ts'
import type { Subject } from './subject.ts'

/** Every fault fails, late or not, so the time to wait for those that never settle may be short. */
const DEADLINE_MS = 5

/** In every place where the layer stands, every way to fail is a denial of that layer's, or a recorded bypass where the operator wants that. */
export function failureChecks(subject: Subject): readonly Check[] {
  return placesOf(subject.plugin).flatMap((place) => [
    {
      name: `a failure in ${place.hook}.${place.stage} denies`,
      findProblems: () => injectAll(subject, place, 'deny'),
    },
    {
      name: `a failure in ${place.hook}.${place.stage} is a recorded bypass with onFailure: flag`,
      findProblems: () => injectAll(subject, place, 'flag'),
    },
  ])
}

async function injectAll(subject: Subject, place: PlaceName, onFailure: 'deny' | 'flag'): Promise<readonly string[]> {
  let fault: Fault = 'throws'
  const plugin = withFault(subject.plugin, place, () => fault)
  const { config, services } = subject
  const kernel = await subject.start({ plugin, config, services, options: { onFailure, deadlineMs: DEADLINE_MS } })
  const problems: string[] = []
  try {
    for (fault of FAULTS) problems.push(...(await inject(kernel, plugin.name, place, onFailure, fault)))
  } finally {
    await kernel.close()
  }
  return problems
}

async function inject(
  kernel: Kernel,
  layer: string,
  place: PlaceName,
  onFailure: 'deny' | 'flag',
  fault: Fault,
): Promise<readonly string[]> {
  const events: FailureEvent[] = []
  const stop = kernel.events.on('failure', (event) => events.push(event))
  const payload = payloadOf(plainCall(place))
  const session: Session = { ...TEST_SESSION, sessionId: `fault-${fault}` }
  const decision: Decision = await kernel.dispatch(place.hook, payload, session)
  stop()
  const bypassed = onFailure === 'flag'
  const attributed = decision.rulings.some(
    ({ code, kind, stage, ...ruling }) =>
      code === LAYER_FAILED && ruling.layer === layer && stage === place.stage && kind === onFailure,
  )
  const told = events.some((event) => event.layer === layer && event.bypassed === bypassed)
  const due = bypassed ? 'allow' : 'deny'
  const of = `of the fault "${fault}"`
  return [
    ...problemIf(decision.outcome !== due, `the outcome ${of} is not ${due}: ${showDecision(decision)}`),
    ...problemIf(!attributed, `no ${onFailure} ${LAYER_FAILED} ${of} is attributed to ${layer}.${place.stage}`),
    ...problemIf(!told, `no failure event ${of} was seen`),
    ...problemIf(bypassed && !isDeepStrictEqual(decision.payload, payload), `the payload ${of} did not stay as it was`),
  ]
}

function plainCall({ hook }: PlaceName): Stimulus {
  return hook === 'onToolCall'
    ? { hook, payload: { tool: 'read_file', args: { path: 'notes.txt' } } }
    : { hook, input: 'Good morning, everyone.' }
}
