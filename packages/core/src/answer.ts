import { z } from 'zod'
import { orderEdits, isSpan, applyEdits, originalSpan } from './edits.ts'
import type { Hook, Payloads } from './hooks.ts'
import { applyPatch, coversPath } from './patches.ts'
import { structureOf, textOf, withStructure, withText } from './payload.ts'
import { listIssues } from './plugin.ts'
import type { Place, Run } from './run.ts'
import { join, SEVERITIES, type Edit, type Finding, type Power, type Ruling } from './verdict.ts'

const place = z.int().min(0)
const finding = z.object({
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  span: z.object({ start: place, end: place }).optional(),
  score: z.number().min(0).max(1).optional(),
})
/** What a layer may answer. Parsing copies it, so what is checked is what is used, whatever getters it has. */
const verdict = z.object({
  kind: z.string(),
  code: z.string(),
  message: z.string().optional(),
  detail: z.string().optional(),
  findings: z.array(finding).default([]),
  text: z.string().optional(),
  edits: z.array(z.object({ start: place, end: place, text: z.string() })).optional(),
  set: z.array(z.object({ path: z.string(), value: z.unknown() })).optional(),
})
type Said = Omit<z.output<typeof verdict>, 'kind'> & { readonly kind: Power }

/** Takes a layer's answer into the run: all of it, or, with a TypeError that says what is wrong, none of it. */
export function absorb<H extends Hook>(step: Place, run: Run<H>, answer: unknown): void {
  const verdicts: readonly unknown[] = Array.isArray(answer) ? answer : [answer]
  const said = verdicts.map((one) => readVerdict(step, one))
  const rewrites = said.filter(({ kind }) => kind === 'rewrite')
  if (rewrites.length > 1) throw new TypeError('answered two rewrites at once')
  const rulings = said.map((one) => toRuling(step, run, one))
  // Checked in observe mode too: what a layer would have done must be possible.
  const changed = rewrites[0] && rewrite(step, run.payload, rewrites[0])
  run.rulings.push(...rulings)
  if (!step.enforced) return
  for (const { kind, text } of said) {
    run.outcome = join(run.outcome, kind)
    if (kind === 'instruct' && text !== undefined) run.instructions.push(text)
  }
  if (!changed) return
  if (step.hides) run.shown ??= run.payload
  run.payload = changed.payload
  if (!changed.edits) return
  run.rounds.push(changed.edits)
  run.editors.push(step)
}

function readVerdict({ powers, codes, hook, stage }: Place, answer: unknown): Said {
  const { data: said, error } = verdict.safeParse(answer)
  if (error) throw new TypeError(`answered something that is no verdict (${listIssues(error)})`)
  const kind = powers.find((power) => power === said.kind)
  if (!kind) throw new TypeError(`used the power ${said.kind}, which it does not declare for ${hook}.${stage}`)
  if (!Object.hasOwn(codes, said.code)) throw new TypeError(`used the code ${said.code}, which it does not declare`)
  if (kind === 'instruct' && said.text === undefined) throw new TypeError('instructs without a text')
  return { ...said, kind }
}

function toRuling({ layer, hook, stage, enforced }: Place, run: Run, said: Said): Ruling {
  const length = textOf(run.payload)?.length
  const findings = said.findings.map(({ rule, severity, span, score }): Finding => {
    if (span && (length === undefined || !isSpan(span, length)))
      throw new TypeError(`the span of ${rule} lies outside the text`)
    const where = span && { span: Object.freeze(originalSpan(run.rounds, span)) }
    return Object.freeze({ rule, severity, ...where, ...(score !== undefined && { score }) })
  })
  const { kind, code, message, detail } = said
  const words = { ...(message !== undefined && { message }), ...(detail !== undefined && { detail }) }
  return Object.freeze({ layer, hook, stage, kind, code, findings: Object.freeze(findings), ...words, enforced })
}

interface Changed<H extends Hook> {
  readonly payload: Payloads[H]
  readonly edits?: readonly Edit[]
}

function rewrite<H extends Hook>(step: Place, payload: Payloads[H], { edits, set }: Said): Changed<H> {
  if (edits === undefined && set === undefined) throw new TypeError('a rewrite needs edits or set')
  const patched = set ? patchAll(step, payload, set) : payload
  if (!edits) return { payload: patched }
  const text = textOf(payload)
  if (text === undefined) throw new TypeError('edits need a text, and this payload is structured')
  const ordered = orderEdits(text, edits)
  return { payload: withText(patched, applyEdits(text, ordered)), edits: ordered }
}

function patchAll<H extends Hook>(step: Place, payload: Payloads[H], set: NonNullable<Said['set']>): Payloads[H] {
  let value = structureOf(payload)
  if (value === undefined) throw new TypeError('set needs structured content, and this payload is text')
  for (const patch of set) {
    if (!step.rewrites.some((declared) => coversPath(declared, patch.path)))
      throw new TypeError(`set ${patch.path}, which it does not declare`)
    value = applyPatch(value, patch.path, patch.value)
  }
  return withStructure(payload, value)
}
