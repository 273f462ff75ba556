import { isSameColour } from './colours.ts'
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
  'script style template noscript iframe noembed noframes object embed applet canvas datalist audio video defs metadata',
)
/** Elements known in Markdown, where another word in angle brackets is text: a type parameter, a placeholder. */
export const KNOWN: ReadonlySet<string> = words(
  'a abbr address article aside b blockquote body button center cite code dd del details dialog div dl dt em fieldset figure font footer form h1 h2 h3 h4 h5 h6 header i iframe kbd video audio img input ins label li main mark nav noscript object ol p pre q s samp script section small span strike strong style sub summary sup svg table tbody td template tfoot th thead tr tt u ul var',
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

/** Why a reader does not see an element; undefined where he does, as far as can be told. `behind` is the background it stands on, where known. */
export function hiddenReason(
  name: string,
  attributes: readonly Attribute[],
  { isMarkdown, names, isWhitePage }: Surroundings,
  behind?: string,
): 'hidden-element' | 'unrendered-element' | undefined {
  // A word in angle brackets is text; with attributes, it is the element that it says.
  if (isMarkdown && !KNOWN.has(name) && attributes.length === 0) return undefined
  if (UNRENDERED.has(name)) return 'unrendered-element'
  const value = (wanted: string): string | undefined => attributes.find((one) => one.name === wanted)?.value
  if (name === 'dialog' && value('open') === undefined) return 'hidden-element'
  if (name === 'input' && value('type')?.trim().toLowerCase() === 'hidden') return 'hidden-element'
  if (value('hidden') !== undefined || value('aria-hidden')?.trim().toLowerCase() === 'true') return 'hidden-element'
  const classes = (value('class') ?? '').split(/[ \t\n\f\r]/).filter((one) => one !== '')
  if (classes.some((one) => HIDING_CLASSES.has(one)) && !classes.some((one) => SHOWING_CLASS.test(one)))
    return 'hidden-element'
  if (names.hides(name, { id: value('id'), classes, attributes })) return 'hidden-element'
  if (name === 'svg' && (isNothing(value('width')) || isNothing(value('height')))) return 'hidden-element'
  const style = styleOf(name, value)
  if (style === '') return undefined
  const { hidden, white, colour, behind: own } = readStyle(style)
  if (hidden !== undefined) return 'hidden-element'
  if (colour !== undefined && own === undefined && behind !== undefined && isSameColour(colour, behind))
    return 'hidden-element'
  return white && isWhitePage && classes.length === 0 ? 'hidden-element' : undefined
}

/** Names by which widespread style sheets hide from eyes. */
const HIDING_CLASSES = words('hidden d-none sr-only visually-hidden visuallyhidden screen-reader-text invisible')
/** Names by which the same sheets show it again on wider screens. */
const SHOWING_CLASS =
  /^(?:(?:sm|md|lg|xl|2xl):(?:block|flex|grid|inline|table|visible|contents|not-sr-only)|d-(?:sm|md|lg|xl|xxl)-(?:block|flex|grid|inline|table))/

function isNothing(value: string | undefined): boolean {
  return value !== undefined && /^\s{0,4}0(?:px|%)?\s{0,4}$/.test(value)
}

/** Presentation attributes, which count less than the style, and the style. */
function styleOf(name: string, value: (wanted: string) => string | undefined): string {
  const font = name === 'font' ? value('color') : undefined
  const presented = FOREIGN.has(name) || name === 'tspan' || name === 'foreignobject' ? PRESENTATION : []
  const isText = name === 'text' || name === 'tspan'
  return [
    ...(font === undefined ? [] : [`color:${font}`]),
    ...presented.flatMap((one) => {
      const said = value(one)
      return said === undefined || (one === 'fill' && !isText)
        ? []
        : [one === 'fill' && said === 'none' ? 'color:transparent' : `${one}:${said}`]
    }),
    ...(value('style') === undefined ? [] : [value('style') ?? '']),
  ].join(';')
}

const PRESENTATION: readonly string[] = ['display', 'visibility', 'opacity', 'font-size', 'fill']
