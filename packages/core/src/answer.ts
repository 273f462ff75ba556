import { orderEdits, isSpan, applyEdits, originalSpan } from './edits.ts'
import type { Hook, Payloads } from './hooks.ts'
import { applyPatch, coversPath } from './patches.ts'
import { structureOf, textOf, withStructure, withText } from './payload.ts'
import type { Place, Run } from './run.ts'
import { isScore, join, SEVERITIES, type Edit, type Finding, type Power, type Rewrite, type Ruling } from './verdict.ts'

/** Takes a layer's answer into the run: all of it, or, with a TypeError that says what is wrong, none of it. */
export function absorb<H extends Hook>(step: Place, run: Run<H>, answer: unknown): void {
  const verdicts: readonly unknown[] = Array.isArray(answer) ? answer : [answer]
  let { payload, outcome } = run
  let edits: readonly Edit[] | undefined
  const rulings: Ruling[] = []
  const instructions: string[] = []
  let rewrites = 0
  for (const verdict of verdicts) {
    const said = readVerdict(step, verdict)
    rulings.push(toRuling(step, run, said))
    if (said.kind === 'rewrite' && ++rewrites > 1) throw new TypeError('answered two rewrites at once')
    // A rewrite is checked in observe mode too: what a layer would have done must be possible.
    const changed = said.kind === 'rewrite' ? rewrite(step, payload, said) : undefined
    if (!step.enforced) continue
    if (changed) {
      payload = changed.payload
      edits = changed.edits
    }
    if (said.kind === 'instruct') instructions.push(said.text)
    outcome = join(outcome, said.kind)
  }
  run.rulings.push(...rulings)
  run.instructions.push(...instructions)
  if (edits) {
    run.rounds.push(edits)
    run.editors.push(step)
  }
  run.payload = payload
  run.outcome = outcome
}

type Said = { readonly kind: Power; readonly code: string; readonly text: string } & Partial<
  Record<'findings' | 'edits' | 'set', unknown>
> &
  Partial<Record<'message' | 'detail', string>>

function readVerdict(step: Place, verdict: unknown): Said {
  if (typeof verdict !== 'object' || verdict === null)
    throw new TypeError(`answered ${String(verdict)}, which is no verdict`)
  const { kind, code, text, message, detail, findings, edits, set } = verdict as Readonly<Record<string, unknown>>
  const power = step.powers.find((p) => p === kind)
  if (!power)
    throw new TypeError(`used the power ${String(kind)}, which it does not declare for ${step.hook}.${step.stage}`)
  if (typeof code !== 'string' || !Object.hasOwn(step.codes, code))
    throw new TypeError(`used the code ${String(code)}, which it does not declare`)
  if (kind === 'instruct' && typeof text !== 'string') throw new TypeError('instructs without a text')
  for (const words of [message, detail])
    if (words !== undefined && typeof words !== 'string') throw new TypeError('a message or detail is not a string')
  return {
    kind: power,
    code,
    text: typeof text === 'string' ? text : '',
    findings,
    edits,
    set,
    ...strings({ message, detail }),
  }
}

function toRuling(step: Place, run: Run, said: Said): Ruling {
  const length = textOf(run.payload)?.length
  if (said.findings !== undefined && !Array.isArray(said.findings)) throw new TypeError('findings is not an array')
  const list: readonly unknown[] = said.findings ?? []
  const findings = Object.freeze(list.map((finding) => readFinding(run.rounds, length, finding)))
  const { kind, code, message, detail } = said
  return Object.freeze({
    layer: step.layer,
    hook: step.hook,
    stage: step.stage,
    kind,
    code,
    findings,
    ...strings({ message, detail }),
    enforced: step.enforced,
  })
}

function readFinding(rounds: readonly (readonly Edit[])[], length: number | undefined, finding: unknown): Finding {
  const { rule, severity, span, score } = (finding ?? {}) as Partial<Finding>
  const grade = SEVERITIES.find((s) => s === severity)
  if (typeof rule !== 'string' || !grade) throw new TypeError('a finding lacks its rule or severity')
  if (score !== undefined && !isScore(score)) throw new TypeError(`the score of ${rule} is not in 0..1`)
  if (span !== undefined && (length === undefined || !isSpan(span, length)))
    throw new TypeError(`the span of ${rule} lies outside the text`)
  return Object.freeze({
    rule,
    severity: grade,
    ...(span === undefined ? undefined : { span: Object.freeze(originalSpan(rounds, span)) }),
    ...(score === undefined ? undefined : { score }),
  })
}

function rewrite<H extends Hook>(
  step: Place,
  payload: Payloads[H],
  said: Said,
): { payload: Payloads[H]; edits?: readonly Edit[] } {
  const { edits, set } = said as Pick<Rewrite, 'edits' | 'set'>
  if ((edits === undefined) === (set === undefined)) throw new TypeError('a rewrite needs either edits or set')
  if (edits) {
    const text = textOf(payload)
    if (text === undefined) throw new TypeError('edits need a text, and this payload is structured')
    const ordered = orderEdits(text, edits)
    return { payload: withText(payload, applyEdits(text, ordered)), edits: ordered }
  }
  let value = structureOf(payload)
  for (const patch of set ?? []) {
    if (!step.rewrites.some((path) => coversPath(path, patch.path)))
      throw new TypeError(`set ${patch.path}, which it does not declare`)
    if (value === undefined) throw new TypeError('set needs structured content, and this payload is text')
    value = applyPatch(value, patch)
  }
  return { payload: value === undefined ? payload : withStructure(payload, value) }
}

function strings<K extends string>(fields: Readonly<Record<K, unknown>>): Partial<Record<K, string>> {
  const out: Partial<Record<K, string>> = {}
  for (const key in fields) {
    const value = fields[key]
    if (typeof value === 'string') out[key] = value
  }
  return out
}
