import type { Suppression } from '@ringwall/config'
import type { Check } from './check.ts'

const DAY_MS = 86_400_000

/** The operator's word for a check, if it still counts. */
export function suppressionOf(
  { id, group }: Pick<Check, 'id' | 'group'>,
  suppressions: readonly Suppression[],
  now: number,
): { readonly reason: string; readonly until?: string } | undefined {
  const found = suppressions.find((one) => [id, group].includes(one.check) && !isOver(one, now))
  return found && { reason: found.reason, ...(found.until !== undefined && { until: found.until }) }
}

/** Whether the last day of a suppression, in UTC, has passed. */
export function isOver({ until }: Suppression, now: number): boolean {
  return until !== undefined && now >= Date.parse(`${until}T00:00:00Z`) + DAY_MS
}
