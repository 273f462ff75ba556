import type { ApprovalScope, PendingItem } from './api.ts'

/** Codes of asks about what cannot be taken back, or about a tool that nobody knows. */
const GRAVE = ['ACTION_DESTRUCTIVE', 'ACTION_UNKNOWN']

/** Why approving needs a second look, in words; undefined where it does not. */
export function whyConfirm(
  { reasons, redacted }: Pick<PendingItem, 'reasons' | 'redacted'>,
  scope: ApprovalScope,
): string | undefined {
  const codes = reasons.map(({ code }) => code.split('/').at(-1) ?? code)
  const why: string[] = []
  if (codes.includes('ACTION_DESTRUCTIVE')) why.push('It takes something away, or cannot be taken back.')
  if (codes.includes('ACTION_UNKNOWN')) why.push('Nobody knows what this tool does, so it counts as destructive.')
  if (redacted) why.push('A part of it is hidden as a secret: you do not see all that would run.')
  if (scope === 'args') why.push('The same call would run again and again, and nobody would be asked.')
  if (scope === 'session' || scope === 'until')
    why.push('Every call of this tool in the session would run for these reasons, whatever its arguments.')
  return why.length === 0 ? undefined : why.join(' ')
}

/** Whether a request is about something that takes away. */
export function isGrave({ reasons }: Pick<PendingItem, 'reasons'>): boolean {
  return reasons.some(({ code }) => GRAVE.includes(code.split('/').at(-1) ?? code))
}
