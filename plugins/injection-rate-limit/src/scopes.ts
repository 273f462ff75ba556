import { hash } from 'node:crypto'
import type { Session, Source } from '@ringwall/core'
import type { Config } from './config.ts'

/** The steps of escalation, mildest first. */
export type Level = 'warn' | 'audit' | 'block'
/** Something that detections are counted for. */
export interface Scope {
  /** `user`, `session` or `source.<name>`; `session` also where the user is not proven. */
  readonly name: string
  /** Unique over all tenants, users, sessions and sources. */
  readonly key: string
  readonly limits: Readonly<Record<Level, number>>
  /** Whether detections in this text may block the scope. */
  readonly canBlock: boolean
}
/** Who a text is counted against. */
export interface Actor {
  readonly key: string
  readonly scopes: readonly Scope[]
}

/** The actor of a call: the tenant's user, or, where nobody is proven, the tenant's session. */
export function actorOf({ tenantId, userId, sessionId }: Session, source: Source, config: Config): Actor {
  const isProven = userId !== undefined
  const identity = isProven ? ['user', tenantId, userId] : ['session', tenantId, sessionId]
  const isOwn = config.ownSources.includes(source)
  const user = { warn: config.warnAfter, audit: config.auditAfter, block: config.blockAfter }
  const session = { warn: config.sessionWarnAfter, audit: config.sessionAuditAfter, block: config.sessionBlockAfter }
  const perSource = { warn: config.sourceWarnAfter, audit: config.sourceAuditAfter, block: config.sourceBlockAfter }
  const scopes: Scope[] = [
    { name: isProven ? 'user' : 'session', key: digest(identity), limits: user, canBlock: isOwn },
    { name: `source.${source}`, key: digest([...identity, 'source', source]), limits: perSource, canBlock: true },
  ]
  if (isProven)
    scopes.push({ name: 'session', key: digest([...identity, 'in', sessionId]), limits: session, canBlock: isOwn })
  return { key: digest(identity), scopes }
}

/** A key of fixed length for names of any length and characters; JSON keeps their borders. */
export function digest(names: readonly string[]): string {
  return hash('sha256', JSON.stringify(names), 'base64url')
}
