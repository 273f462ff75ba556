import { randomBytes } from 'node:crypto'
import type { Source } from '@ringwall/core'
import { createViews } from '@ringwall/text'
import type { Change } from './text-editor.ts'

const NAME = 'EXTERNAL_CONTENT'
const SQUEEZED = 'externalcontent'
/** What stands in place of a delimiter that the content brought along. */
const REPLACEMENT = '[delimiter removed]'
/** Units looked at on each side of the name for the rest of a delimiter. */
const REACH = 96

/** Weight of characters that pass for `<`. */
const OPENERS = weights(['<‹〈⟨〈＜﹤˂ᐸ❮❰⦑⧼', '«《⟪≪⟦', '⋘'])
/** Weight of characters that pass for `>`. */
const CLOSERS = weights(['>›〉⟩〉＞﹥˃ᐳ❯❱⦒⧽', '»》⟫≫⟧', '⋙'])

function weights(rows: readonly string[]): ReadonlyMap<string, number> {
  return new Map(rows.flatMap((row, i) => [...row].map((angle): [string, number] => [angle, i + 1])))
}

const OPENER_ENTITIES: readonly string[] = ['&lt;', '&#60;', '&#x3c;']
const CLOSER_ENTITIES: readonly string[] = ['&gt;', '&#62;', '&#x3e;']
// Each tests a single character.
const GLUE = /^[\s_\-–—:=/\\.#|~\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]$/u
const ALPHANUMERIC = /^[0-9a-z]$/
const WORD = /^[\p{L}\p{N}]$/u

/** Text to put around content. */
export interface Wrapping {
  readonly before: string
  readonly after: string
}

/** Delimiters with a fresh random id that the content does not hold, the source and the notice. */
export function wrappingFor(content: string, source: Source, notice: string): Wrapping {
  let id = randomBytes(12).toString('hex')
  while (content.includes(id)) id = randomBytes(12).toString('hex')
  return {
    before: `<<<${NAME} ${id}>>>\nSource: ${source}\n${notice}\n---\n`,
    after: `\n<<<END_${NAME} ${id}>>>`,
  }
}

/** True for a text that spells a delimiter in any way that `findDelimiters` sees. */
export function hasDelimiter(text: string): boolean {
  return findDelimiters(text).length > 0
}

/** The changes that take delimiters and their look-alikes out: other case, spaced, fullwidth, other alphabets, zero-width inside. */
export function findDelimiters(text: string): readonly Change[] {
  if (!hasAngles(text)) return []
  const view = createViews(text).normalized
  const { letters, places } = squeeze(view.text)
  const changes: Change[] = []
  let done = 0
  for (let at = letters.indexOf(SQUEEZED); at !== -1; at = letters.indexOf(SQUEEZED, at + SQUEEZED.length)) {
    const first = places[at] ?? 0
    const last = places[at + SQUEEZED.length - 1] ?? 0
    const name = view.toOriginal(first, last + 1)
    const opening = reachBack(text, name.start, done)
    const closing = reachOn(text, name.end)
    // Two alone are a shift operator before a name; three, or two on both sides, are no such thing.
    if (opening.weight < (closing.weight < 2 ? 3 : 2)) continue
    const { place: start } = opening
    const { place: end } = closing
    changes.push({ start, end, text: REPLACEMENT, rule: 'delimiter', severity: 'high' })
    done = end
  }
  return changes
}

/** A class and literals: linear. */
const OPENER = new RegExp(`[${[...OPENERS.keys()].join('')}]|&lt;|&#60;|&#x3c;`, 'giu')

/** True where two angles stand with nothing but glue between them; most texts have none, and need no view. */
function hasAngles(text: string): boolean {
  for (const { index, 0: opener } of text.matchAll(OPENER)) {
    if ((OPENERS.get(opener) ?? 1) > 1) return true
    let at = index + opener.length
    while (at < text.length) {
      const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
      const character = text.slice(at, at + size)
      if (OPENERS.has(character)) return true
      if (character === '&' && OPENER_ENTITIES.some((one) => text.slice(at, at + one.length).toLowerCase() === one)) {
        return true
      }
      if (!GLUE.test(character)) break
      at += size
    }
  }
  return false
}

/** A view without what may stand between the letters of the name, and where each character stands in it. */
function squeeze(view: string): { readonly letters: string; readonly places: readonly number[] } {
  if (!view.includes('e') || !view.includes('x')) return { letters: '', places: [] }
  const letters: string[] = []
  const places: number[] = []
  for (let i = 0; i < view.length; i++) {
    const character = view.charAt(i)
    if (view.charCodeAt(i) < 0x80 && !ALPHANUMERIC.test(character)) continue
    letters.push(character === '0' ? 'o' : character === '1' ? 'l' : character === '3' ? 'e' : character)
    places.push(i)
  }
  return { letters: letters.join(''), places }
}

interface Reach {
  readonly place: number
  /** Of the angles on the way. */
  readonly weight: number
}

/** Where a delimiter begins whose name begins at `from`: the word END may stand between, spelled in any three letters. */
function reachBack(text: string, from: number, floor: number): Reach {
  const least = Math.max(floor, from - REACH)
  let place = from
  let weight = 0
  let letters = 3
  for (let at = from; at > least;) {
    const entity = OPENER_ENTITIES.find((one) => text.slice(Math.max(least, at - one.length), at).toLowerCase() === one)
    const size = entity?.length ?? sizeBefore(text, at)
    const character = text.slice(at - size, at)
    const angle = entity ? 1 : OPENERS.get(character)
    if (angle !== undefined) {
      weight += angle
      place = at - size
    } else if (!GLUE.test(character) && (weight > 0 || letters-- === 0 || !WORD.test(character))) break
    at -= size
  }
  return { place, weight }
}

/** Where a delimiter ends whose name ends at `from`: after its id and its angles, as far as they stand there. */
function reachOn(text: string, from: number): Reach {
  const most = Math.min(text.length, from + REACH)
  let place = from
  let weight = 0
  for (let at = from; at < most;) {
    const entity = CLOSER_ENTITIES.find((one) => text.slice(at, at + one.length).toLowerCase() === one)
    const size = entity?.length ?? ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
    const character = text.slice(at, at + size)
    const angle = entity ? 1 : CLOSERS.get(character)
    if (angle !== undefined) {
      weight += angle
      place = at + size
    } else if (!GLUE.test(character) && (weight > 0 || !WORD.test(character))) break
    at += size
  }
  return { place, weight }
}

function sizeBefore(text: string, at: number): number {
  const low = text.charCodeAt(at - 1)
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? 2 : 1
}
