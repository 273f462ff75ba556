import { isJsonObject, type JsonValue, type Session } from '@ringwall/core'
import type { Store } from '@ringwall/store'
import { fail } from './errors.ts'
import { compileGlob } from './glob.ts'
import { normalizeName } from './name.ts'
import { keyOf } from './session-key.ts'

/** A narrowing is forgotten this long after the last one of its session, in milliseconds: 30 days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000
const ATTEMPTS = 8
/** Skills that can narrow one session, tools that one can name, and the length of a name. */
const [MAX_SKILLS, MAX_TOOLS, MAX_NAME] = [16, 100, 200]

/** The tools to which skills have narrowed sessions, in the store. Every method rejects when the store does. */
export interface Skills {
  /** Narrows the session to what the skill names, too: only a tool that all its skills name is left. Throws TOOL_POLICY_CANNOT_NARROW. */
  narrow(session: Session, skill: string, tools: readonly string[]): Promise<void>
  /** Takes the narrowing of one skill away, or of all. */
  release(session: Session, skill?: string): Promise<void>
  /** A test for the tools that are left; undefined where no skill has narrowed the session. */
  leftIn(session: Session): Promise<((name: string) => boolean) | undefined>
}

type Lists = Readonly<Record<string, readonly string[]>>

/** Keeps narrowings in the store, so that they hold across reloads, restarts and processes. */
export function createSkills(store: Store): Skills {
  /** Changes what is kept, unless others keep writing first: then the call fails, rather than leave the session wide. */
  const change = async (session: Session, by: (lists: Lists) => Lists): Promise<void> => {
    const key = keyFor(session)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const stored = await store.get(key)
      const lists = by(readLists(stored?.value))
      if (await store.compareAndSet(key, stored?.version ?? null, lists, { ttlMs: KEPT_MS })) return
    }
    throw fail('TOOL_POLICY_CANNOT_NARROW', { problem: 'others kept changing the tools of the session' })
  }
  return {
    narrow(session, skill, tools) {
      const names = toNames(tools)
      if (names === undefined || skill.length > MAX_NAME)
        throw fail('TOOL_POLICY_CANNOT_NARROW', { problem: 'the list of its tools is malformed or too long' })
      return change(session, (lists) => {
        // A second list under one name is a second narrowing: a skill cannot be loaded again to widen.
        const next = { ...lists, [`${skill}/${keyOf(names)}`]: names }
        if (Object.keys(next).length > MAX_SKILLS)
          throw fail('TOOL_POLICY_CANNOT_NARROW', { problem: `more than ${MAX_SKILLS} skills narrow the session` })
        return next
      })
    },
    release: (session, skill) =>
      change(session, (lists) =>
        skill === undefined
          ? {}
          : Object.fromEntries(Object.entries(lists).filter(([key]) => key.slice(0, key.lastIndexOf('/')) !== skill)),
      ),
    async leftIn(session) {
      const stored = await store.get(keyFor(session))
      const lists = Object.values(readLists(stored?.value))
      if (lists.length === 0) return undefined
      const tests = lists.map((names) => names.map(compileGlob))
      return (name) => tests.every((globs) => globs.some((matches) => matches(name)))
    },
  }
}

function toNames(tools: readonly string[]): readonly string[] | undefined {
  if (tools.length > MAX_TOOLS || tools.some((tool) => tool.length > MAX_NAME)) return undefined
  return [...new Set(tools.map(normalizeName))].toSorted()
}

/** What cannot be read leaves nothing. */
function readLists(value: JsonValue | undefined): Lists {
  if (value === undefined) return {}
  if (!isJsonObject(value)) return { unreadable: [] }
  return Object.fromEntries(
    Object.entries(value).map(([skill, names]) => [
      skill,
      Array.isArray(names) ? (names as readonly JsonValue[]).filter((name) => typeof name === 'string') : [],
    ]),
  )
}

function keyFor({ tenantId, agentId, sessionId }: Session): string {
  return `skill/${keyOf([tenantId, agentId, sessionId])}`
}
