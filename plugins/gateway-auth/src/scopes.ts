/** What a token may be allowed to do. `*` is all of it; no other scope contains another. */
export const SCOPES = [
  '*',
  'chat',
  'guard:inbound',
  'guard:tool-call',
  'guard:outbound',
  'guard:memory-write',
  'inbound:email',
  'approvals:read',
  'approvals:decide',
  'audit:read',
  'admin',
  'metrics',
] as const
/** One of SCOPES. */
export type Scope = (typeof SCOPES)[number]

/** What an agent needs: to talk, and to have its own traffic judged. Nothing with which it could approve, look behind the wall, or change it. */
export const AGENT_SCOPES: readonly Scope[] = [
  'chat',
  'guard:inbound',
  'guard:tool-call',
  'guard:outbound',
  'guard:memory-write',
]

/** Whether the scopes of a token cover what a request needs. No scopes cover nothing. */
export function covers(held: readonly Scope[], needed: Scope): boolean {
  return held.includes('*') || held.includes(needed)
}

/** True for one of SCOPES. */
export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text)
}
