import { firstColour, isSameColour } from './colours.ts'

/** Lengths from which on a box counts as moved off the screen, in CSS pixels. */
const FAR = 500
const PIXELS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['px', 1],
  ['pt', 4 / 3],
  ['em', 16],
  ['rem', 16],
  ['ex', 8],
  ['ch', 8],
  ['in', 96],
  ['cm', 38],
  ['mm', 3.8],
  ['vw', 12],
  ['vh', 8],
  ['%', 12],
])
/** Text smaller than this is not read, in CSS pixels. */
const SMALLEST = 2
const FAINTEST = 0.05
/** Clip paths that leave nothing, without spaces. */
const NOTHING_LEFT: readonly RegExp[] = [
  /^inset\((?:[0-9a-z.]{1,8}%?)?(?:50|100)%/,
  /^circle\(0[a-z%]{0,3}[)a]/,
  /^ellipse\(0/,
  /^polygon\((?:0[a-z%]{0,3},?){4}/,
]
const OFFSETS: readonly string[] = [
  'left',
  'top',
  'right',
  'bottom',
  'text-indent',
  'margin-left',
  'margin-top',
  'inset',
  'inset-inline-start',
  'inset-block-start',
  'margin',
  'margin-inline-start',
  'translate',
  'letter-spacing',
  'word-spacing',
]

const SHOWN: readonly string[] = ['display', 'visibility', 'opacity', 'font-size']

/** What an element's own declarations say about its text. */
export interface StyleReading {
  /** Why the text cannot be seen; absent where it can, as far as the declarations tell. */
  readonly hidden?: string
  /** Properties that may hide, and here do not. */
  readonly shown: readonly string[]
  /** True for white text with no background of its own: hidden where the page is white. */
  readonly white: boolean
  /** True where it sets a background that is not white. */
  readonly background: boolean
  /** The colours that it sets, as they are written. */
  readonly colour?: string
  readonly behind?: string
}

/** Reads the declarations of a style attribute or rule; linear in its length. */
export function readStyle(style: string): StyleReading {
  const declared = declarations(style)
  const background = firstColour(declared.get('background-color') ?? declared.get('background'))
  const colour = firstColour(declared.get('-webkit-text-fill-color') ?? declared.get('color') ?? declared.get('fill'))
  // A background cut out by the text is what colours it.
  const isCutOut = declared.get('background-clip') === 'text'
  const hidden =
    hiddenBy(declared) ?? (colour !== undefined && !isCutOut && isSameColour(colour, background) ? 'colour' : undefined)
  const white = colour !== undefined && background === undefined && isSameColour(colour, 'white')
  return {
    ...(hidden !== undefined && { hidden }),
    shown: SHOWN.filter(
      (name) => declared.has(name) && hiddenBy(new Map([[name, declared.get(name) ?? '']])) === undefined,
    ),
    ...(colour !== undefined && { colour }),
    ...(background !== undefined && { behind: background }),
    white,
    background: background !== undefined && !isSameColour(background, 'white'),
  }
}

function declarations(style: string): ReadonlyMap<string, string> {
  const declared = new Map<string, string>()
  const important = new Set<string>()
  for (const declaration of withoutComments(style).split(';')) {
    const colon = declaration.indexOf(':')
    if (colon === -1) continue
    const name = declaration.slice(0, colon).trim().toLowerCase().replace(PREFIX, '')
    const raw = declaration.slice(colon + 1).toLowerCase()
    const isImportant = raw.includes('!important') || raw.includes('! important')
    if (important.has(name) && !isImportant) continue
    if (isImportant) important.add(name)
    declared.set(name, resolve(raw.replaceAll(/! ?important/g, '').trim(), declared))
  }
  return declared
}

/** What browsers put before properties that are standard by now; not that of the text's fill, which has no other name. */
const PREFIX = /^-(?:webkit|moz|ms|o)-(?!text-fill)/

/** Own variables, and sums of one term. Counted classes: linear. */
function resolve(value: string, declared: ReadonlyMap<string, string>): string {
  if (!value.includes('(')) return value
  return value
    .replace(
      /\bvar\(\s{0,4}(--[\w-]{1,60})\s{0,4}(?:,[^()]{0,80})?\)/g,
      (whole, name: string) => declared.get(name) ?? whole,
    )
    .replace(/\bcalc\(\s{0,4}([+-]?[0-9.]{1,12}[a-z%]{0,4})\s{0,4}\)/g, '$1')
}

/** CSS without comments, and with escapes resolved: both can break up a name. */
function withoutComments(css: string): string {
  if (!css.includes('/*') && !css.includes('\\')) return css
  const kept: string[] = []
  let at = 0
  for (let open = css.indexOf('/*'); open !== -1; open = css.indexOf('/*', at)) {
    kept.push(css.slice(at, open))
    const close = css.indexOf('*/', open + 2)
    at = close === -1 ? css.length : close + 2
  }
  kept.push(css.slice(at))
  // Counted classes one after the other: linear.
  return kept.join('').replace(/\\([0-9a-fA-F]{1,6})[ \t\r\n]?|\\([^\n])/g, (_all, hex: string | undefined, plain) => {
    const code = hex === undefined ? 0 : Number.parseInt(hex, 16)
    return hex === undefined ? String(plain) : code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  })
}

function hiddenBy(declared: ReadonlyMap<string, string>): string | undefined {
  if (declared.get('display') === 'none') return 'display'
  if (['hidden', 'collapse'].includes(declared.get('visibility') ?? '')) return 'visibility'
  if (declared.get('content-visibility') === 'hidden') return 'visibility'
  if (declared.get('mso-hide') === 'all') return 'display'
  if (/\bopacity(?:\(\s?0(?:\.0{1,4})?%?\s?\)|\s?=\s?0\s?\))/.test(declared.get('filter') ?? '')) return 'opacity'
  if (isAtMost(declared.get('opacity'), FAINTEST)) return 'opacity'
  if (sizeOf(declared.get('font-size')) < SMALLEST || isAtMost(declared.get('zoom'), 0.1)) return 'font-size'
  if (pixelsOf((declared.get('font') ?? '').split('/')[0]?.split(' ').find(startsWithDigit)) < SMALLEST)
    return 'font-size'
  if (OFFSETS.some((name) => (declared.get(name) ?? '').split(' ', 4).some((one) => isFar(one, name))))
    return 'off-screen'
  if (isClipped(declared)) return 'clipped'
  const transform = declared.get('transform') ?? ''
  if (isShrunk(transform, declared.get('scale'))) return 'transform'
  if (transform.includes('translate') && transform.split(/[(),]/).some((value) => isFar(value.trim(), ''))) {
    return 'off-screen'
  }
  return undefined
}

const SCALE = /\bscale[xyz3d]{0,2}\(([0-9.]{1,8})/
const EDGE_ON = /\brotate[xy]\(-?(?:90|270)deg\)/

function isShrunk(transform: string, scale: string | undefined): boolean {
  const squeezed = transform.replaceAll(' ', '')
  const factor = SCALE.exec(squeezed)?.[1] ?? scale?.split(' ', 1)[0]
  return isAtMost(factor, 0.1) || EDGE_ON.test(squeezed)
}

/** The size of a font in CSS pixels: a percentage is one of the usual size. */
function sizeOf(value: string | undefined): number {
  return value?.endsWith('%') === true ? Number(value.slice(0, -1)) * 0.16 : pixelsOf(value)
}

function startsWithDigit(word: string): boolean {
  return /^[0-9.]/.test(word)
}

function isAtMost(value: string | undefined, limit: number): boolean {
  if (value === undefined || value === '') return false
  const number = value.endsWith('%') ? Number(value.slice(0, -1)) / 100 : Number(value)
  return number <= limit
}

/** A length in CSS pixels; NaN where it is none. A unit is at most four characters. */
function pixelsOf(value: string | undefined): number {
  const found = /^([+-]?[0-9.]{1,12})([a-z%]{0,4})$/.exec(value ?? '')
  return found ? Number(found[1]) * (PIXELS.get(found[2] ?? '') ?? Number.NaN) : Number.NaN
}

/** Far to the left or above; to the right and below only where the box is placed from that edge. */
function isFar(value: string | undefined, name: string): boolean {
  const pixels = pixelsOf(value)
  // Letters on top of each other need no such distance.
  if (name.endsWith('-spacing')) return pixels <= -FAR / 10
  return pixels <= -FAR || (name !== 'margin' && name !== 'margin-top' && name !== 'top' && pixels >= 4 * FAR)
}

function isClipped(declared: ReadonlyMap<string, string>): boolean {
  const clip = (declared.get('clip') ?? '').replaceAll(' ', '')
  if (/^rect\((?:[01](?:px)?,?){4}\)$/.test(clip)) return true
  const path = (declared.get('clip-path') ?? '').replaceAll(' ', '')
  if (NOTHING_LEFT.some((shape) => shape.test(path))) return true
  const overflow = ['overflow', 'overflow-x', 'overflow-y'].map((name) => declared.get(name) ?? '').join(' ')
  if (!/hidden|clip|scroll|auto/.test(overflow)) return false
  return ['width', 'height', 'max-width', 'max-height'].some((name) => pixelsOf(declared.get(name)) <= 1)
}
