import { readStyle } from './hidden-style.ts'
import type { HiddenNames } from './stylesheet.ts'
import type { Attribute } from './tags.ts'

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))

/** Elements without content. */
export const VOID: ReadonlySet<string> = words('area base br col embed hr img input link meta param source track wbr')
/** Elements of SVG and MathML, where a slash before the bracket closes an element. */
export const FOREIGN: ReadonlySet<string> = words('svg math path g use circle rect line polygon polyline ellipse text')
/** Elements that a browser opens again after an ancestor's end: only their own end tag ends them. */
export const FORMATTING: ReadonlySet<string> = words('a b big code em font i nobr s small strike strong tt u')
/** Inside these, an end tag does not reach the elements outside. */
export const SCOPES: ReadonlySet<string> = words('table caption td th object template marquee applet svg math')
/** Elements whose content no reader sees. */
const UNRENDERED: ReadonlySet<string> = words(
  'script style template noscript iframe noembed noframes object embed applet canvas datalist',
)
/** Elements known in Markdown, where another word in angle brackets is text: a type parameter, a placeholder. */
const KNOWN: ReadonlySet<string> = words(
  'a abbr address article aside b blockquote body button center cite code dd del details dialog div dl dt em fieldset figure font footer form h1 h2 h3 h4 h5 h6 header i iframe img input ins label li main mark nav noscript object ol p pre q s samp script section small span strike strong style sub summary sup svg table tbody td template tfoot th thead tr tt u ul var',
)
const BLOCKS = words(
  'address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table ul',
)
/** Which start tags end an element that has no end tag of its own. */
const ENDED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['p', BLOCKS],
  ['li', words('li')],
  ['dt', words('dt dd')],
  ['dd', words('dt dd')],
  ['tr', words('tr tbody tfoot')],
  ['td', words('td th tr tbody tfoot')],
  ['th', words('td th tr tbody tfoot')],
  ['option', words('option optgroup')],
])

/** True where a start tag ends the open element. */
export function isEndedBy(open: string, next: string): boolean {
  return ENDED_BY.get(open)?.has(next) ?? false
}

/** What decides whether an element is seen. */
export interface Surroundings {
  /** In Markdown only known elements count. */
  readonly isMarkdown: boolean
  readonly names: HiddenNames
  /** True where the page is white for all that its markup says. */
  readonly isWhitePage: boolean
}

/** Why a reader does not see an element; undefined where he does, as far as can be told. */
export function hiddenReason(
  name: string,
  attributes: readonly Attribute[],
  { isMarkdown, names, isWhitePage }: Surroundings,
): 'hidden-element' | 'unrendered-element' | undefined {
  if (isMarkdown && !KNOWN.has(name)) return undefined
  if (UNRENDERED.has(name)) return 'unrendered-element'
  const value = (wanted: string): string | undefined => attributes.find((one) => one.name === wanted)?.value
  if (name === 'dialog' && value('open') === undefined) return 'hidden-element'
  if (name === 'input' && value('type')?.trim().toLowerCase() === 'hidden') return 'hidden-element'
  if (value('hidden') !== undefined || value('aria-hidden')?.trim().toLowerCase() === 'true') return 'hidden-element'
  const classes = value('class')
  if (names.ids.has(value('id') ?? '') || (classes ?? '').split(/[ \t\n\f\r]/).some((one) => names.classes.has(one)))
    return 'hidden-element'
  const colour = name === 'font' ? value('color') : undefined
  const style = value('style') ?? (colour === undefined ? undefined : `color:${colour}`)
  if (style === undefined) return undefined
  const { hidden, white } = readStyle(style)
  return hidden !== undefined || (white && isWhitePage && classes === undefined) ? 'hidden-element' : undefined
}
