import { readStyle } from './hidden-style.ts'
import type { Attribute } from './tags.ts'

/** What a selector looks at of an element. */
export interface Marks {
  readonly id: string | undefined
  readonly classes: readonly string[]
  readonly attributes: readonly Attribute[]
}
/** What a document's own style sheet hides. */
export interface HiddenNames {
  hides(name: string, marks: Marks): boolean
}

/** The last part of a selector; what stands before it is taken to hold. */
interface Compound {
  readonly name: string
  readonly id: string
  readonly classes: readonly string[]
  readonly attributes: readonly { readonly name: string; readonly value: string | undefined }[]
  /** The property by which it hides, if it does. */
  readonly hides: string | undefined
  readonly shown: readonly string[]
  /** Its place among all. */
  readonly order: number
}

type Selected = Pick<Compound, 'name' | 'id' | 'classes' | 'attributes'>

/** Selectors that are compared; a flood of others is passed over. */
const MAX_SELECTORS = 1000
const COMPARED_PER_ELEMENT = 50
// A class after counted classes, for one part of a selector at a time: linear.
const PART = /([.#]?)([\w-]{1,100})|\[\s{0,4}([\w-]{1,60})\s{0,4}(?:=\s{0,4}["']?([^\]"']{0,100})["']?)?\s{0,4}\]/g
const NOT = ':not('
const LONGEST_NOT = 100
const SHAPE = /^\*?(?:[.#]?[\w-]|\[[^\]]{1,200}\])+$/

/** What a document has, as `.class` and `#id`: a selector that needs another applies to nothing. */
export type Present = ReadonlySet<string>

/** Reads the rules that hide, or show again, on any screen, by the last part of each selector. Linear. */
export function readStyleSheets(
  sheets: readonly string[],
  isWhite: boolean,
  present: Present,
): HiddenNames & { readonly isStyled: boolean } {
  const rules = sheets.flatMap((css) => [...rulesOf(css, 0)]).map((rule) => ({ ...rule, style: readStyle(rule.body) }))
  const isStyled = rules.some(({ style }) => style.background)
  const found: Compound[] = []
  for (const { selectors, style } of rules) {
    const hides = style.hidden ?? (style.white && isWhite && !isStyled ? 'colour' : undefined)
    if (hides === undefined && style.shown.length === 0) continue
    for (const selector of selectors.split(',')) {
      const compound = found.length < MAX_SELECTORS ? lastOf(selector, present) : undefined
      if (compound !== undefined) found.push({ ...compound, hides, shown: style.shown, order: found.length })
    }
  }
  return { ...indexed(found), isStyled }
}

/** Each compound stands under its rarest mark, so that an element is compared with few. */
function indexed(compounds: readonly Compound[]): HiddenNames {
  const index = new Map<string, Compound[]>()
  for (const compound of compounds) {
    const { name, id, classes, attributes } = compound
    const attribute = attributes[0]?.name
    const mark =
      id !== ''
        ? `#${id}`
        : classes[0] !== undefined
          ? `.${classes[0]}`
          : attribute === undefined
            ? name
            : `[${attribute}`
    const known = index.get(mark) ?? []
    if (known.length < COMPARED_PER_ELEMENT) known.push(compound)
    index.set(mark, known)
  }
  return {
    hides(name, marks) {
      if (index.size === 0) return false
      const keys = [
        name,
        `#${marks.id ?? ''}`,
        ...marks.classes.map((one) => `.${one}`),
        ...marks.attributes.map((one) => `[${one.name}`),
      ]
      const all = new Set(marks.classes)
      const best = { hides: new Map<string, number>(), shown: new Map<string, number>() }
      for (const compound of keys.flatMap((key) => index.get(key) ?? [])) {
        if (!matches(compound, name, marks, all)) continue
        const rank = rankOf(compound)
        if (compound.hides !== undefined) raise(best.hides, compound.hides, rank)
        for (const property of compound.shown) raise(best.shown, property, rank)
      }
      return [...best.hides].some(([property, rank]) => rank > (best.shown.get(property) ?? -1))
    },
  }
}

/** Of two rules the more special one counts, and of equals the later one. */
function rankOf({ id, classes, attributes, name, order }: Compound): number {
  const weight = (id === '' ? 0 : 10_000) + (classes.length + attributes.length) * 100 + (name === '' ? 0 : 1)
  return weight * MAX_SELECTORS + order
}

function raise(ranks: Map<string, number>, property: string, rank: number): void {
  ranks.set(property, Math.max(rank, ranks.get(property) ?? -1))
}

function matches(compound: Compound, name: string, { id, attributes }: Marks, classes: ReadonlySet<string>): boolean {
  if (compound.name !== '' && compound.name !== name) return false
  if (compound.id !== '' && compound.id !== id) return false
  if (!compound.classes.every((one) => classes.has(one))) return false
  return compound.attributes.every((wanted) =>
    attributes.some((one) => one.name === wanted.name && (wanted.value === undefined || one.value === wanted.value)),
  )
}

/** Undefined where the selector names a state, a part of an element, or everything. */
function lastOf(selector: string, present: Present): Selected | undefined {
  const parts = selector.trim().split(/[\s>+~]+/)
  const marks = parts.flatMap((part) => withoutNot(part).match(/[.#][\w-]{1,100}/g) ?? [])
  if (!marks.every((mark) => present.has(mark))) return undefined
  const last = withoutNot(parts.at(-1) ?? '')
  if (last === '' || last.length > 300 || !SHAPE.test(last)) return undefined
  const classes: string[] = []
  const attributes: { name: string; value: string | undefined }[] = []
  let [name, id] = ['', '']
  for (const { 1: kind, 2: word, 3: attribute, 4: value } of last.matchAll(PART)) {
    if (attribute !== undefined) attributes.push({ name: attribute.toLowerCase(), value })
    else if (kind === '.') classes.push(word ?? '')
    else if (kind === '#') id = word ?? ''
    else name = (word ?? '').toLowerCase()
  }
  if (name === 'body' || name === 'html') return undefined
  return name === '' && id === '' && classes.length === 0 && attributes.length === 0
    ? undefined
    : { name, id, classes, attributes }
}

/** Leaves out what an element must not be; what is read after each opening is bounded, so this is linear. */
function withoutNot(part: string): string {
  let kept = ''
  let done = 0
  for (let at = part.indexOf(NOT); at !== -1; at = part.indexOf(NOT, at)) {
    const from = at + NOT.length
    const size = part.slice(from, from + LONGEST_NOT + 1).indexOf(')')
    if (size !== -1) {
      kept += part.slice(done, at)
      done = from + size + 1
    }
    at = Math.max(from, done)
  }
  return kept + part.slice(done)
}

interface Rule {
  readonly selectors: string
  readonly body: string
}

/** Blocks that hold for a reader at a desk: `@media all`, `screen`, a low least width; `@supports`, `@layer`. */
const HOLDS =
  /^@(?:supports(?!\s{0,4}not\b)|layer|media\s{1,4}(?:only\s{1,4})?(?:all|screen)?\s{0,4}(?:and\s{0,4})?(?:\(\s{0,4}min-width\s{0,4}:\s{0,4}(?:[0-9]{1,3}|10[0-2][0-9])(?:\.[0-9]{1,4})?px\s{0,4}\))?$)/i
const MAX_NESTING = 4

function* rulesOf(css: string, nesting: number): Generator<Rule, void> {
  let depth = 0
  let from = 0
  let selectors = ''
  for (let at = 0; at < css.length; at++) {
    const character = css.charAt(at)
    if (character === '/' && css.charAt(at + 1) === '*') {
      const close = css.indexOf('*/', at + 2)
      if (close === -1) return
      if (depth === 0) from = close + 2
      at = close + 1
    } else if (character === ';' && depth === 0) from = at + 1
    else if (character === '{' && depth++ === 0) {
      selectors = css.slice(from, at).trim()
      from = at + 1
    } else if (character === '}') {
      if (depth === 1 && !selectors.startsWith('@')) yield { selectors, body: css.slice(from, at) }
      else if (depth === 1 && nesting < MAX_NESTING && HOLDS.test(selectors.trim()))
        yield* rulesOf(css.slice(from, at), nesting + 1)
      depth = Math.max(0, depth - 1)
      if (depth === 0) from = at + 1
    }
  }
}
