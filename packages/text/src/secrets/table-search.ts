import type { Engine } from '../engine.ts'
import { createCandidateSearch } from './candidates.ts'
import type { SecretFormat } from './format.ts'
import { createFormatSet, type FormatSet } from './format-set.ts'
import { PRIVATE_KEY, SECRET_FORMATS } from './formats.ts'
import { createUnfinished, openPatterns, type Unfinished } from './unfinished.ts'

/** What all scanners of one engine share: programs for the formats of the table, each compiled when a text first calls for it. */
export interface TableSearch {
  readonly formats: FormatSet<SecretFormat>
  readonly openFrom: Unfinished
}

/** Private keys are read from their first line to their last, not as a match. */
const FORMATS = SECRET_FORMATS.filter((format) => format !== PRIVATE_KEY)

/** The plans depend on the table alone and hold nothing of a text once it is read: they are made once in a process, when a text first calls for them. */
const WHOLE = once(() => createCandidateSearch(FORMATS, 'fails'))
const OPEN = once(() => createCandidateSearch(openPatterns(SECRET_FORMATS), 'matches'))
/** By engine, and as long as that. */
const SEARCHES = new WeakMap<Engine, TableSearch>()

/** The search for the formats of the table, one for each engine. */
export function tableSearch(engine: Engine): TableSearch {
  const known = SEARCHES.get(engine)
  if (known !== undefined) return known
  const formats = once(() => createFormatSet(FORMATS, engine, WHOLE()))
  const openFrom = once(() => createUnfinished(SECRET_FORMATS, engine, OPEN()))
  const made: TableSearch = {
    formats: { scan: (text, isWanted) => formats().scan(text, isWanted) },
    openFrom: (text, isWanted) => openFrom()(text, isWanted),
  }
  SEARCHES.set(engine, made)
  return made
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
