import { SOURCES, token, type Session, type Source, type Token } from '@ringwall/core'
import { createCatalog, GROUP, type Catalog } from './catalog.ts'
import type { SourceRule, ToolPolicyConfig } from './config.ts'
import { deny, type Said } from './policy.ts'

/** What external-content tells of a session: from where content from outside came into it. */
export interface Provenance {
  sourcesOf(session: Session): Promise<readonly Source[]>
}

/** The service that external-content provides. */
export const ProvenanceToken: Token<Provenance> = token<Provenance>('Provenance')

/** What the entries of `perSource` say of one tool. */
export interface SourcePolicy {
  /** True where an entry speaks of the tool; nothing else needs to know the session. */
  concerns(name: string): boolean
  /** What they say, given the content that is in the session. */
  judge(name: string, sources: readonly Source[]): Said | undefined
}

/** What a tool of a server is called that tells somebody something. */
const SENDS =
  /(?:^|[_-])(?:send|reply|forward|notify|tweet|broadcast)|post[_-]?(?:message|tweet|reply|status)|add[_-]?message/

/** A test for selectors that take tools away. A group includes tools of servers that are called as its own are. */
function compileTaken(selectors: readonly string[], catalog: Catalog): (name: string) => boolean {
  const isNamed = catalog.matcher(selectors)
  const inGroup = catalog.matcher(selectors.filter((selector) => selector.startsWith(GROUP)))
  const isSending = selectors.includes(`${GROUP}messaging`)
  return (name) => {
    if (isNamed(name)) return true
    const own = ownName(name)
    return own !== '' && (inGroup(own) || (isSending && SENDS.test(own)))
  }
}

const SERVER = 'mcp__'

/** What the server itself calls the tool, of `mcp__SERVER__TOOL`; empty for other names. */
function ownName(name: string): string {
  const at = name.startsWith(SERVER) ? name.indexOf('__', SERVER.length + 1) : -1
  return at < 0 ? '' : name.slice(at + 2)
}

/** Compiles `perSource`. An entry only ever takes tools away, or asks. */
export function compileSources(config: ToolPolicyConfig): SourcePolicy {
  const catalog = createCatalog(config)
  const entries = config.perSource.map(({ source, deny: denied, ask, profile }, index) => ({
    index,
    source,
    isDenied: compileTaken(denied, catalog),
    isAsked: compileTaken(ask, catalog),
    within: profile === undefined ? undefined : catalog.profile(profile),
  }))
  const judgeBy = (name: string, isPresent: (source: SourceRule['source']) => boolean): Said | undefined => {
    let asked: Said | undefined
    for (const { index, source, isDenied, isAsked, within } of entries) {
      if (!isPresent(source)) continue
      const detail = `while content from ${source} is in the session`
      const rule = `perSource.${index}`
      if (isDenied(name) || within?.has(name) === false) return deny('TOOL_SOURCE_DENIED', rule, `not ${detail}`)
      if (isAsked(name)) asked ??= { kind: 'ask', code: 'TOOL_ASK', rule, detail: `asks ${detail}` }
    }
    return asked
  }
  return {
    concerns: (name) => judgeBy(name, () => true) !== undefined,
    judge: (name, sources) =>
      judgeBy(name, (source) => (source === 'external' ? sources.length > 0 : sources.includes(source))),
  }
}

/** The sources of a session. Where nobody can tell, content from everywhere is in it. */
export async function sourcesOf(
  session: Session,
  provenance: Provenance | undefined,
  onError: (error: unknown) => void,
): Promise<readonly Source[]> {
  if (!provenance) return SOURCES
  try {
    const sources: unknown = await provenance.sourcesOf(session)
    return Array.isArray(sources) && sources.every((source) => SOURCES.includes(source)) ? sources : SOURCES
  } catch (error) {
    onError(error)
    return SOURCES
  }
}
