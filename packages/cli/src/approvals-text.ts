import type { ApprovalChange, ApprovalList, PendingApproval, StandingApproval } from '@ringwall/plugin-approval-gate'
import { visible } from './print.ts'

/** A request with its exact arguments: nothing left out, and nothing that a terminal would obey, hide or reorder. */
export function pendingText(request: PendingApproval, now: number): string {
  const { id, tool, args, reasons, definition, expiresAt, scopes, hash } = request
  return [
    `${id}  ${named(tool)}${isAscii(tool) ? '' : ` (spelled ${spelled(tool)})`}  ${remaining(expiresAt - now)}`,
    `  for      ${ownerText(request)}`,
    ...reasons.map(({ code, message, detail }) => {
      const words = [message, detail].filter((text) => text !== undefined).join(' / ')
      return `  asked by ${one(code)}${words === '' ? '' : `: ${one(words)}`}`
    }),
    `  args     ${one(args)}`,
    // Letters of other scripts can look like those of this one.
    ...(isAscii(args) ? [] : [`  spelled  ${spelled(args)}`]),
    ...(definition === undefined ? [] : [`  accepts  ${one(definition)}`]),
    ...(definition === undefined || isAscii(definition) ? [] : [`  spelled  ${spelled(definition)}`]),
    `  scopes   ${scopes.join(', ')}`,
    `  hash     ${hash}`,
  ].join('\n')
}

/** An approval that still serves calls. */
export function standingText(approval: StandingApproval): string {
  const { id, tool, scope, by, at, until, note, argsHash, reasons } = approval
  return [
    `${id}  ${named(tool)}  ${scope}, until ${new Date(until).toISOString()}`,
    `  for      ${ownerText(approval)}`,
    `  settles  ${reasons.map(one).join(', ')}`,
    `  args     ${argsHash === null ? 'any' : `those with SHA-256 ${argsHash}`}`,
    `  by       ${one(by)}, ${new Date(at).toISOString()}${note === undefined ? '' : `: ${one(note)}`}`,
  ].join('\n')
}

/** Everything that can be looked at. */
export function listText({ pending, standing, forged }: ApprovalList, now: number): string {
  const parts = [
    pending.length === 0
      ? 'nothing waits for approval'
      : pending.map((request) => pendingText(request, now)).join('\n\n'),
    ...(standing.length === 0 ? [] : [`Approvals that hold:\n\n${standing.map(standingText).join('\n\n')}`]),
    ...(forged.length === 0
      ? []
      : [
          `Not authentic (changed, forged, or made under another key); these grant nothing, and \`ringwall approvals deny\` removes them:\n\n${forged.map(one).join('\n')}`,
        ]),
  ]
  return `${parts.join('\n\n')}\n`
}

/** What has changed, as it is watched. */
export function changeText(change: ApprovalChange, now: number): string {
  if (change.kind === 'settled') {
    const { id, state, by } = change
    return `${id}  ${state}${by === undefined ? '' : ` by ${one(by)}`}\n`
  }
  const { id } = change.request
  return `${pendingText(change.request, now)}\n  answer   ringwall approvals approve ${id}   or   ringwall approvals deny ${id}\n`
}

function ownerText({ tenant, agent, session, user }: PendingApproval | StandingApproval): string {
  const of = user === null ? 'no user' : `user ${named(user)}`
  return `agent ${named(agent)}, session ${named(session)}, ${of}, tenant ${named(tenant)}`
}

/** On one line. A run of blanks, which could push the rest out of sight, is spelled `\\u{20}{5000}`. */
function one(text: string): string {
  return visible(text)
    .replaceAll('\n', '\\n')
    .replace(/ {9,}/g, ({ length }) => `\\u{20}{${length}}`)
}

/** A name that somebody else chose: in quotes where it could pass for more than a name. */
function named(text: string): string {
  return /^[\w.:@/+=-]+$/.test(text) ? text : one(JSON.stringify(text))
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}

/** Each character beyond ASCII by its number. */
function spelled(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

function remaining(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  return seconds < 60 ? `${seconds} s left` : `${Math.floor(seconds / 60)} min ${seconds % 60} s left`
}
