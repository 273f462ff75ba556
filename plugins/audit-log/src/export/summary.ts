import { SEVERITIES, type JsonValue, type Severity } from '@ringwall/core'
import type { Sealed } from '../chain/seal.ts'

/** The ruling that made the outcome what it is, or else the last one. */
export interface DecisiveRuling {
  readonly layer: string
  readonly code: string
}

/** Who decided; undefined where nobody said anything. */
export function decisiveRuling({ rulings, outcome }: Sealed): DecisiveRuling | undefined {
  const said = listOf(rulings)
  const ruling =
    said.findLast((one) => memberOf(one, 'enforced') === true && memberOf(one, 'kind') === outcome) ?? said.at(-1)
  const [layer, code] = [textOf(memberOf(ruling, 'layer')), textOf(memberOf(ruling, 'code'))]
  return layer === undefined || code === undefined ? undefined : { layer, code }
}

/** How bad it is: that of the worst finding; of what was stopped, at least medium. */
export function severityOf(record: Sealed): Severity {
  const found = listOf(record.rulings).flatMap((ruling) =>
    listOf(memberOf(ruling, 'findings')).map((one) => memberOf(one, 'severity')),
  )
  const { outcome, type } = record
  const least =
    outcome === 'deny' || outcome === 'denied' || type === 'failure' ? 'medium' : outcome === 'ask' ? 'low' : 'info'
  const worst = Math.max(
    SEVERITIES.indexOf(least),
    ...found.map((severity) => SEVERITIES.indexOf(severity as Severity)),
  )
  return SEVERITIES[worst] ?? least
}

/** A text, or undefined. */
export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** The items of a list; none of anything else. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : []
}

/** The member of an object; undefined for anything else. */
export function memberOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return (value as { readonly [name: string]: JsonValue })[key]
}
