import { closest } from 'fastest-levenshtein'
import { SECRET_FORMATS } from './formats.ts'

const IDS = SECRET_FORMATS.map(({ id }) => id)
/** Longer ones are near to no id, and the comparison is quadratic. */
const MAX_LENGTH = 100

/** What is wrong with the id of a format, with the nearest that there is; undefined where nothing is. */
export function formatIdProblem(id: string): string | undefined {
  if (IDS.includes(id)) return undefined
  const nearest = closest(id.slice(0, MAX_LENGTH), IDS)
  return `is not the id of a format; did you mean ${JSON.stringify(nearest)}?`
}
