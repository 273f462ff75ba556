/** How far an approval reaches, narrowest first. None ever leaves the session, agent, tenant and user that asked. */
export const SCOPES = ['once', 'args', 'session', 'until'] as const
/** One of SCOPES. */
export type Scope = (typeof SCOPES)[number]
