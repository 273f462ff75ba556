import type { Summary } from '@ringwall/config'
import { textOf, type Finding, type Hook, type JsonObject, type Payloads, type Ruling } from '@ringwall/core'
import type { Subject } from './check-payload.ts'
import { alignColumns, quote, visible, type Palette } from './print.ts'

const EXCERPT_LENGTH = 60
const PAYLOAD_LENGTH = 2000

/** The summary for a person. */
export function toText(summary: Summary, subject: Subject, colors: Palette): string {
  const text = textOf(subject.payload)
  const groups = new Map<string, Ruling[]>()
  for (const ruling of summary.rulings) groups.set(ruling.layer, [...(groups.get(ruling.layer) ?? []), ruling])
  const spoken = [...groups].map(([layer, rulings]) => {
    const score = summary.scores[layer]
    const head = `${colors.bold(layer)}${score === undefined ? '' : `  score ${score}`}`
    return [head, ...rulings.flatMap((ruling) => rulingLines(ruling, text))].join('\n')
  })
  const lists = [
    listLine('silent', summary.silent, summary.scores),
    listLine('not reached', summary.notReached, {}),
    listLine('not on this hook', summary.elsewhere, {}),
  ].filter((line) => line !== undefined)
  const tail = [
    ...lists,
    ...summary.instructions.map((line) => `for the system prompt: ${quote(line, PAYLOAD_LENGTH)}`),
  ]
  return [headline(summary, colors), ...spoken, [...tail, payloadLine(summary, subject)].join('\n')].join('\n\n')
}

function headline({ outcome, hook }: Summary, colors: Palette): string {
  const words = {
    allow: colors.green('ALLOWED'),
    ask: colors.yellow('NEEDS APPROVAL'),
    deny: colors.red('DENIED'),
  }
  return `${words[outcome]}  ${hook}`
}

function rulingLines({ kind, code, message, detail, findings, enforced }: Ruling, text: string | undefined): string[] {
  const said = message === undefined ? '' : `: ${visible(message)}`
  const rows = findings.map((finding) => findingCells(finding, text))
  return [
    `  ${kind} ${code}${enforced ? '' : ' (observed only)'}${said}`,
    ...alignColumns(rows).map((row) => `    ${row}`),
    ...(detail === undefined ? [] : [`    ${visible(detail)}`]),
  ]
}

function findingCells({ rule, severity, span, score }: Finding, text: string | undefined): readonly string[] {
  const place = span === undefined ? '' : `${span.start}..${span.end}`
  const excerpt =
    span === undefined || text === undefined ? '' : quote(text.slice(span.start, span.end), EXCERPT_LENGTH)
  return [visible(rule), severity, score === undefined ? '' : String(score), place, excerpt]
}

function listLine(
  name: string,
  layers: readonly string[],
  scores: Readonly<Record<string, number>>,
): string | undefined {
  if (layers.length === 0) return undefined
  const shown = layers.map((layer) => (scores[layer] === undefined ? layer : `${layer} (score ${scores[layer]})`))
  return `${name}: ${shown.join(', ')}`
}

function payloadLine({ payload }: Summary, subject: Subject): string {
  if (payload === null) return 'payload: none, the host stops here'
  const [before, after] = [contentOf(subject.payload), contentOf(payload)]
  return before === after ? 'payload: unchanged' : `payload: ${quote(after, PAYLOAD_LENGTH)}`
}

function contentOf(payload: Payloads[Hook]): string {
  const text = textOf(payload)
  if (text !== undefined) return text
  return JSON.stringify('args' in payload ? payload.args : (payload as unknown as JsonObject))
}
