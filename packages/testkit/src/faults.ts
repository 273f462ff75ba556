import type { HookEvent, Plugin, Power } from '@ringwall/core'
import type { z } from 'zod'
import { placesOf, powersAt, replaceMembers, wrapLayer, type PlaceName } from './wrap-layer.ts'

type Answering = (event: HookEvent, plugin: Plugin, place: PlaceName) => unknown

const EDIT = { start: 0, end: 1, text: '' }
/** The most permissive first: that is the one whose misuse would hurt most. */
const POWERS: readonly Power[] = ['grant', 'rewrite', 'instruct', 'flag', 'ask', 'deny']

/** The ways for a handler to go wrong. */
export const FAULTS = [
  'throws',
  'rejects',
  'hangs',
  'late',
  'null',
  'number',
  'unknown-kind',
  'undeclared-code',
  'undeclared-power',
  'edit-out-of-range',
  'edits-overlap',
] as const
/** One of FAULTS. */
export type Fault = (typeof FAULTS)[number]

/** What each fault does in place of the layer's own handler. */
const ANSWERS: Readonly<Record<Fault, Answering>> = {
  throws: () => {
    throw new Error('an injected fault')
  },
  rejects: () => Promise.reject(new Error('an injected fault')),
  hangs: () => new Promise(() => {}),
  // Settles when told to stop, the earliest moment that is too late.
  late: (event) =>
    new Promise((resolve) => event.signal.addEventListener('abort', () => resolve(undefined), { once: true })),
  null: () => null,
  number: () => 42,
  'unknown-kind': (_event, plugin) => ({ ...complete(plugin), kind: 'permit' }),
  'undeclared-code': (_event, plugin, place) => ({
    ...complete(plugin),
    kind: powersAt(plugin, place)[0] ?? 'flag',
    code: unusedCode(plugin),
  }),
  'undeclared-power': (_event, plugin, place) => ({
    ...complete(plugin),
    kind: POWERS.find((power) => !powersAt(plugin, place).includes(power)),
  }),
  'edit-out-of-range': (_event, plugin) => ({
    kind: 'rewrite',
    code: complete(plugin).code,
    edits: [{ start: 0, end: Number.MAX_SAFE_INTEGER, text: '' }],
  }),
  'edits-overlap': (_event, plugin) => ({
    kind: 'rewrite',
    code: complete(plugin).code,
    edits: [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ],
  }),
}

/**
 * The same plugin, set up in earnest, with the handler of one place at fault and its other handlers silent, so that the fault
 * is reached. `fault` may be a function, asked on each call.
 */
export function withFault<S extends z.ZodType>(
  honest: Plugin<S>,
  place: PlaceName,
  fault: Fault | (() => Fault),
): Plugin {
  const plugin = honest as unknown as Plugin // its setup is given only what its own schema made
  return wrapLayer(plugin, (layer) => {
    const handlers: Record<string, Record<string, (event: HookEvent) => unknown>> = {}
    for (const { hook, stage } of placesOf(plugin)) {
      const faulty = hook === place.hook && stage === place.stage
      const answering = (event: HookEvent): unknown => {
        const answer: Answering = ANSWERS[typeof fault === 'function' ? fault() : fault]
        return answer(event, plugin, place)
      }
      handlers[hook] = { ...handlers[hook], [stage]: faulty ? answering : () => undefined }
    }
    // Wrong answers are the point, so no type can admit them; a record that is as late as the fault would hide it.
    return replaceMembers(layer, { ...handlers, record: undefined } as never)
  })
}

/** Everything that a verdict may need, so that only what the fault is about is wrong. */
function complete(plugin: Plugin): {
  readonly code: string
  readonly text: string
  readonly edits: readonly unknown[]
} {
  return { code: Object.keys(plugin.codes)[0] ?? unusedCode(plugin), text: 'text', edits: [EDIT] }
}

function unusedCode(plugin: Plugin): string {
  let code = 'UNDECLARED'
  while (Object.hasOwn(plugin.codes, code)) code += '_CODE'
  return code
}
