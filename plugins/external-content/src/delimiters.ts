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
const OPENERS = weights(['<‹〈⟨〈＜﹤˂ᐸ❮❰⦑⧼【〔「『〖', '«《⟪≪⟦', '⋘'])
/** Weight of characters that pass for `>`. */
const CLOSERS = weights(['>›〉⟩〉＞﹥˃ᐳ❯❱⦒⧽】〕」』〗', '»》⟫≫⟧', '⋙'])

function weights(rows: readonly string[]): ReadonlyMap<string, number> {
  return new Map(rows.flatMap((row, i) => [...row].map((angle): [string, number] => [angle, i + 1])))
}

// Each tests a single character.
const GLUE = /^[\s_\-–—:=/\\.#|~*'"`\p{M}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]$/u
const ALPHANUMERIC = /^[0-9a-z]$/
const WORD = /^[\p{L}\p{N}]$/u
const NO_LETTER = /^[\p{M}\p{P}\p{S}\p{Z}\p{C}]$/u
/** Digits that stand for letters of the name. */
const LEET: ReadonlyMap<string, string> = new Map([
  ['0', 'o'],
  ['1', 'l'],
  ['3', 'e'],
  ['4', 'a'],
  ['7', 't'],
])
/** What frames a heading or a quotation, where no angle does. */
const FRAME = /^[[\](){}=*#~+|-]$/
/** An id as this layer makes them, close behind the name. */
const ID = /^[^0-9A-Za-z]{0,12}[0-9a-f]{24}(?![0-9a-f])/i
const REVERSED = [...SQUEEZED].toReversed().join('')

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

/** The changes that take delimiters and their look-alikes out: other case, spaced, fullwidth, other alphabets, escaped, zero-width or tags inside. */
export function findDelimiters(original: string): readonly Change[] {
  const text = unescape(original)
  if (!MAY_HOLD.test(text)) return []
  const view = createViews(text).normalized
  const { letters, places } = squeeze(view.text)
  const changes: Change[] = []
  let done = 0
  for (const at of placesOf(letters)) {
    const first = places[at] ?? 0
    const last = places[at + SQUEEZED.length - 1] ?? 0
    const name = view.toOriginal(first, last + 1)
    if (name.start < done) continue
    const opening = reachBack(text, name.start, done)
    const closing = reachOn(text, name.end)
    if (!isDelimiter(opening, closing, text.slice(name.end, name.end + REACH))) continue
    const { place: start } = opening
    let { place: end } = closing
    while (end < text.length && text.charAt(end) === FILLER && original.charAt(end) !== FILLER) end++
    changes.push({ start, end, text: REPLACEMENT, rule: 'delimiter', severity: 'high' })
    done = end
  }
  return changes
}

function isDelimiter(opening: Reach, closing: Reach, after: string): boolean {
  // Two alone are a shift operator before a name; three, or two on both sides, are no such thing.
  if (opening.weight >= (closing.weight < 2 ? 3 : 2)) return true
  if (ID.test(after)) return true
  // One angle is an element of that name, which is honest; its end, or the word END, is not.
  return opening.isEnd && ((opening.weight > 0 && closing.weight > 0) || (opening.frame > 1 && closing.frame > 1))
}

/** Both ways round, since a text may be turned by a bidi override. */
function placesOf(letters: string): readonly number[] {
  const found: number[] = []
  for (const name of [SQUEEZED, REVERSED])
    for (let at = letters.indexOf(name); at !== -1; at = letters.indexOf(name, at + name.length)) found.push(at)
  return found.sort((a, b) => a - b)
}

/** Most texts have neither; a class and two of another in a row: linear. */
const MAY_HOLD = new RegExp(`[${[...OPENERS.keys(), ...CLOSERS.keys()].join('')}]|[[({=*#~+|-]{2}|[0-9a-f]{24}`, 'iu')

// Counted classes behind literals: linear.
const ESCAPES =
  /&#0{0,6}([0-9]{1,3});?|&#x0{0,6}([0-9a-f]{1,2});?|&(lt|gt|langle|rangle);?|%([2-7][0-9a-f])|\\u\{?(?:00)?([2-7][0-9a-f])\}?|\\x([2-7][0-9a-f])|<\/?[a-z]{1,6}>/gi

/** No reader sees it, and every view is without it. */
const FILLER = '\u00ad'

/** A text of the same length in which escaped characters are themselves, and small tags are nothing: soft hyphens fill the places. */
function unescape(text: string): string {
  if (!/[&%\\]|<\/?[a-z]{1,6}>/i.test(text)) return text
  return text.replace(ESCAPES, (all, decimal, hex, name, ...rest: unknown[]) => {
    const digits = [hex, rest[0], rest[1], rest[2]].find((one): one is string => typeof one === 'string')
    const code = typeof decimal === 'string' ? Number(decimal) : digits === undefined ? 0 : Number.parseInt(digits, 16)
    const angle = typeof name === 'string' ? (/^l/i.test(name) ? '<' : '>') : ''
    const character = angle !== '' ? angle : code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ''
    return character + FILLER.repeat(all.length - character.length)
  })
}

/** A view without what may stand between the letters of the name, and where each character stands in it. */
function squeeze(view: string): { readonly letters: string; readonly places: readonly number[] } {
  if (!/[xX]/.test(view)) return { letters: '', places: [] }
  const letters: string[] = []
  const places: number[] = []
  for (let i = 0; i < view.length; i++) {
    const character = view.charAt(i)
    if (view.charCodeAt(i) < 0x80 ? !ALPHANUMERIC.test(character) : NO_LETTER.test(character)) continue
    letters.push(LEET.get(character) ?? character)
    places.push(i)
  }
  return { letters: letters.join(''), places }
}

interface Reach {
  readonly place: number
  /** Of the angles on the way. */
  readonly weight: number
  /** Other characters on the way that frame a text. */
  readonly frame: number
  /** True where a word or a slash stands between the angles and the name. */
  readonly isEnd: boolean
}

/** Where a delimiter begins whose name begins at `from`: the word END may stand between, spelled in any three letters. */
function reachBack(text: string, from: number, floor: number): Reach {
  const least = Math.max(floor, from - REACH)
  let [place, weight, frame, letters] = [from, 0, 0, 3]
  let isEnd = false
  for (let at = from; at > least;) {
    const size = sizeBefore(text, at)
    const character = text.slice(at - size, at)
    const plain = character.normalize('NFKC')
    const angle = OPENERS.get(character)
    if (angle !== undefined) {
      weight += angle
      place = at - size
    } else if (FRAME.test(plain)) {
      frame++
      if (weight === 0) place = at - size
    } else if (!GLUE.test(plain) && (weight > 0 || frame > 1 || letters-- === 0 || !WORD.test(plain))) break
    if (plain === '/' || letters < 3) isEnd = true
    at -= size
  }
  return { place, weight, frame, isEnd }
}

/** Where a delimiter ends whose name ends at `from`: after its id and its angles, as far as they stand there. */
function reachOn(text: string, from: number): Reach {
  const most = Math.min(text.length, from + REACH)
  let [place, weight, frame] = [from + (ID.exec(text.slice(from, most))?.[0].length ?? 0), 0, 0]
  for (let at = from; at < most;) {
    const size = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
    const character = text.slice(at, at + size)
    const plain = character.normalize('NFKC')
    const angle = CLOSERS.get(character)
    if (angle !== undefined) {
      weight += angle
      place = at + size
    } else if (FRAME.test(plain)) {
      frame++
      if (weight === 0) place = Math.max(place, at + size)
    } else if (!GLUE.test(plain) && (weight > 0 || frame > 1 || !WORD.test(plain))) break
    at += size
  }
  return { place, weight, frame, isEnd: false }
}

function sizeBefore(text: string, at: number): number {
  const low = text.charCodeAt(at - 1)
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? 2 : 1
}
