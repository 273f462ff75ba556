import { AGENT_SCOPES, type ListedToken, type MadeToken, type Scope } from '@ringwall/plugin-gateway-auth'
import { write, type Io } from './io.ts'
import { withTokens } from './open-tokens.ts'
import { alignColumns, visible } from './print.ts'

/** Where the tokens are, and how the result is told. */
export interface TokensOptions {
  readonly config?: string
  readonly json: boolean
}
/** What a new token is for. */
export interface CreateOptions extends TokensOptions {
  readonly name: string
  /** Default: what an agent needs. */
  readonly scope?: readonly Scope[]
  readonly tenant: string
  readonly agent: string
  readonly user?: string
  readonly expiresInMs?: number
}

/** Makes a token and prints it, this once. */
export async function createToken(io: Io, options: CreateOptions): Promise<number> {
  const { config, name, scope: scopes = AGENT_SCOPES, tenant, agent, user, expiresInMs } = options
  return withTokens(io, config, async (tokens, { agents }) => {
    const made = await tokens.create({
      name,
      scopes,
      tenant,
      agent,
      ...(user !== undefined && { user }),
      ...(expiresInMs !== undefined && { expiresInMs }),
    })
    if (agent !== 'default' && !agents.has(agent))
      await write(
        io.stderr,
        `note: the config says nothing of the agent ${visible(agent)}: it has everybody's layers\n`,
      )
    return show(io, options, made, `made the token ${made.record.id}. It is shown this once: only its hash is kept.\n`)
  })
}

/** Prints what is known of the tokens; no token. */
export async function listTokens(io: Io, { config, json }: TokensOptions): Promise<number> {
  return withTokens(io, config, async (tokens) => {
    const listed = await tokens.list()
    const rows = listed.map(toRow)
    const text = rows.length === 0 ? 'there are no tokens' : alignColumns([HEAD, ...rows]).join('\n')
    await write(io.stdout, json ? `${JSON.stringify({ tokens: listed.map(withDates) })}\n` : `${text}\n`)
    return 0
  })
}

/** Ends a token at once. Exit code 1 where there is none that could be ended. */
export async function revokeToken(io: Io, id: string, { config, json }: TokensOptions): Promise<number> {
  return withTokens(io, config, async (tokens) => {
    const revoked = await tokens.revoke(id)
    const text = revoked ? `revoked ${visible(id)}` : NONE
    await write(io.stdout, json ? `${JSON.stringify({ revoked })}\n` : `${text}\n`)
    return revoked ? 0 : 1
  })
}

/** Makes a token in the place of another one, which works for a while yet. Exit code 1 where there is none to replace. */
export async function rotateToken(
  io: Io,
  id: string,
  options: TokensOptions & { readonly overlapMs: number },
): Promise<number> {
  const { config, json, overlapMs } = options
  return withTokens(io, config, async (tokens) => {
    const made = await tokens.rotate(id, overlapMs)
    if (made === undefined) {
      await write(io.stdout, json ? `${JSON.stringify({ rotated: false })}\n` : `${NONE}\n`)
      return 1
    }
    const { id: next, createdAt } = made.record
    const note = `${visible(id)} works until ${dateOf(createdAt + overlapMs)} at most. In its place is ${next}, shown this once.\n`
    return show(io, options, made, note)
  })
}

const NONE = 'there is no such token, or it has ended; `ringwall tokens list` shows the ids'
const HEAD = ['id', 'state', 'name', 'tenant/agent/user', 'made', 'ends', 'last used', 'scopes']

/** The token alone goes to standard output, so that it can be piped to where it is kept. */
async function show(io: Io, { json }: TokensOptions, { token, record }: MadeToken, note: string): Promise<number> {
  if (!json) await write(io.stderr, note)
  await write(io.stdout, json ? `${JSON.stringify({ token, ...withDates(record) })}\n` : `${token}\n`)
  return 0
}

function toRow(token: ListedToken): readonly string[] {
  const { id, state, name, tenant, agent, user, createdAt, expiresAt, lastUsedAt, scopes } = token
  const who = [tenant, agent, ...(user === undefined ? [] : [user])].map(visible).join('/')
  const used = lastUsedAt === null ? 'never' : dateOf(lastUsedAt)
  return [id, state, visible(name), who, dateOf(createdAt), dateOf(expiresAt) ?? 'never', used ?? '', scopes.join(',')]
}

function withDates<T extends MadeToken['record']>(record: T): object {
  const { createdAt, expiresAt, revokedAt, ...rest } = record
  const used = 'lastUsedAt' in record ? { lastUsedAt: dateOf(record.lastUsedAt as number | null) } : {}
  return { ...rest, createdAt: dateOf(createdAt), expiresAt: dateOf(expiresAt), revokedAt: dateOf(revokedAt), ...used }
}

function dateOf(time: number): string
function dateOf(time: number | null): string | null
function dateOf(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}
