import { applyEdits, backward, backwardAll, boundary } from './edits.ts'
import type { Place, Run } from './run.ts'
import type { Edit } from './verdict.ts'

/** Released text that stays in the slice, so that a pattern sees what stands before its match. In UTF-16 code units. */
const CONTEXT = 160
/** So much more may stay before anything is forgotten: a cut at every chunk would cost more than it saves. */
const SLACK = 96
/** How far behind the context a break is looked for. */
const BREAK_REACH = 640
/** White space, or a character of a script that writes words without it: no pattern takes what follows for the middle of a word. */
const BREAK = /[ \n\r\t\u2e80-\ud7ff]/
/** A mark that neither words, numbers, addresses nor encoded values go on over. */
const MARK = /["'(),;<>[\]`{|}]/

/** Up to where of `text` no layer can change its mind, whatever follows. Throws what a layer's `pending` throws, with run.step naming it. */
export function settledPoint(run: Run, text: string, steps: readonly Place[]): number {
  const inputs: { readonly held: number; readonly edits: readonly Edit[] }[] = []
  let current = text
  for (const step of steps) {
    const edits = run.rounds[run.editors.indexOf(step)] ?? []
    inputs.push({ held: holdPoint(run, current, step), edits })
    if (edits.length > 0) current = applyEdits(current, edits)
  }
  const settled = inputs.reduceRight(
    (at, { held, edits }) => Math.min(held, backward(edits, at, 'start')),
    current.length,
  )
  return boundary(run.rounds, splitsPair(text, settled) ? settled - 1 : settled)
}

/** From where of the slice the layer that stopped the run could still change its mind. */
export function heldFrom(run: Run, steps: readonly Place[]): number {
  const stopper = run.rulings.findLast((ruling) => ruling.enforced && (ruling.kind === 'deny' || ruling.kind === 'ask'))
  const step = steps.find(({ layer }) => layer === stopper?.layer)
  const body = 'body' in run.payload ? run.payload.body : ''
  if (!step || typeof body !== 'string') return 0
  return backwardAll(run.rounds, holdPoint(run, body, step), 'start')
}

/** How much of the released text can be forgotten: to a boundary behind a break between words where there is one, so that nothing looks like the start of a text. */
export function cutPoint(
  rounds: readonly (readonly Edit[])[],
  text: string,
  released: number,
  steps: readonly Place[],
): number {
  if (released <= CONTEXT + SLACK) return 0
  const last = released - CONTEXT
  const first = Math.max(0, last - BREAK_REACH)
  // Text without white space (compact JSON, lists) is cut at a mark that stands in no token; only one long run is kept on.
  for (const kind of [BREAK, MARK]) {
    for (let at = last; at > first; at--) if (kind.test(text.charAt(at - 1)) && boundary(rounds, at) === at) return at
  }
  const windows = steps.map(({ streaming }) => (streaming === 'whole' ? 0 : streaming.window))
  const keep = CONTEXT + 2 * Math.max(...windows, 0)
  return released > 2 * keep ? boundary(rounds, released - keep) : 0
}

/** The offset from which the layer still holds `text`: its own `pending`, but never more than its window. */
function holdPoint(run: Run, text: string, { layer, streaming, pending }: Place): number {
  if (streaming === 'whole') return 0
  const floor = backUp(text, streaming.window)
  if (!pending) return floor
  run.step = layer
  const from: unknown = pending(text)
  if (typeof from !== 'number' || !Number.isInteger(from) || from < 0)
    throw new TypeError(`pending answered ${String(from)}, which is no offset`)
  return Math.max(floor, Math.min(text.length, from))
}

/** The offset that lies `count` code points before the end of the text. */
function backUp(text: string, count: number): number {
  let at = text.length <= count ? 0 : text.length // no code point is shorter than a unit: mostly, no look is needed
  for (let i = 0; i < count && at > 0; i++) at -= splitsPair(text, at - 1) ? 2 : 1
  return at
}

function splitsPair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)]
  const isHigh = before >= 0xd800 && before <= 0xdbff
  return isHigh && (at >= text.length || (after >= 0xdc00 && after <= 0xdfff))
}
