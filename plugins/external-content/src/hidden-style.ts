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
const OFFSETS: readonly string[] = ['left', 'top', 'right', 'bottom', 'text-indent', 'margin-left', 'margin-top']

/** What an element's own declarations say about its text. */
export interface StyleReading {
  /** Why the text cannot be seen; absent where it can, as far as the declarations tell. */
  readonly hidden?: string
  /** True for white text with no background of its own: hidden where the page is white. */
  readonly white: boolean
  /** True where it sets a background that is not white. */
  readonly background: boolean
}

/** Reads the declarations of a style attribute or rule; linear in its length. */
export function readStyle(style: string): StyleReading {
  const declared = declarations(style)
  const background = firstColour(declared.get('background-color') ?? declared.get('background'))
  const colour = firstColour(declared.get('color'))
  const hidden = hiddenBy(declared) ?? (colour !== undefined && sameColour(colour, background) ? 'colour' : undefined)
  const white = colour !== undefined && background === undefined && sameColour(colour, 'white')
  return {
    ...(hidden !== undefined && { hidden }),
    white,
    background: background !== undefined && !sameColour(background, 'white'),
  }
}

function declarations(style: string): ReadonlyMap<string, string> {
  const declared = new Map<string, string>()
  for (const declaration of withoutComments(style).split(';')) {
    const colon = declaration.indexOf(':')
    if (colon === -1) continue
    const value = declaration
      .slice(colon + 1)
      .toLowerCase()
      .replaceAll('!important', '')
      .trim()
    declared.set(declaration.slice(0, colon).trim().toLowerCase(), value)
  }
  return declared
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
  if (/\bopacity\(0(?:\.0{1,4})?%?\)/.test(declared.get('filter') ?? '')) return 'opacity'
  if (isAtMost(declared.get('opacity'), FAINTEST)) return 'opacity'
  if (pixelsOf(declared.get('font-size')) < SMALLEST) return 'font-size'
  if (pixelsOf((declared.get('font') ?? '').split('/')[0]?.split(' ').find(startsWithDigit)) < SMALLEST)
    return 'font-size'
  if (OFFSETS.some((name) => isFar(declared.get(name), name))) return 'off-screen'
  if (isClipped(declared)) return 'clipped'
  const transform = declared.get('transform') ?? ''
  if (/\bscale[xy3d]{0,2}\(0[),.]/.test(transform.replaceAll(' ', ''))) return 'transform'
  if (transform.includes('translate') && transform.split(/[(),]/).some((value) => isFar(value.trim(), ''))) {
    return 'off-screen'
  }
  return undefined
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
  return pixels <= -FAR || (name !== 'margin-top' && name !== 'top' && pixels >= 4 * FAR)
}

function isClipped(declared: ReadonlyMap<string, string>): boolean {
  const clip = (declared.get('clip') ?? '').replaceAll(' ', '')
  if (/^rect\((?:[01](?:px)?,?){4}\)$/.test(clip)) return true
  const path = (declared.get('clip-path') ?? '').replaceAll(' ', '')
  if (/^(?:inset\((?:50|100)%\)|circle\(0[a-z%]{0,3}\))/.test(path)) return true
  if (!['hidden', 'clip'].includes(declared.get('overflow') ?? '')) return false
  return ['width', 'height', 'max-width', 'max-height'].some((name) => pixelsOf(declared.get(name)) <= 1)
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['white', '255,255,255'],
  ['black', '0,0,0'],
  ['red', '255,0,0'],
  ['transparent', 'transparent'],
])
/** Difference per channel that a reader does not see. */
const NEAR = 6

function firstColour(value: string | undefined): string | undefined {
  if (value === undefined || value === '' || value === 'none' || value === 'inherit') return undefined
  const call = /^(?:rgb|hsl)a?\([^)]{0,80}\)/.exec(value)
  return call?.[0] ?? value.split(' ')[0]
}

/** True where text of the first colour cannot be told from the second, or is transparent. */
function sameColour(colour: string, background: string | undefined): boolean {
  const front = channels(colour)
  if (front === 'transparent') return true
  if (background === undefined) return false
  if (colour === background) return true
  const back = channels(background)
  if (typeof front === 'string' || typeof back === 'string') return false
  return front.every((channel, i) => Math.abs(channel - (back[i] ?? Number.NaN)) <= NEAR)
}

function channels(colour: string): readonly number[] | 'transparent' | 'unknown' {
  const name = NAMED.get(colour) ?? colour
  if (name === 'transparent') return 'transparent'
  const hex = /^#([0-9a-f]{3,8})$/.exec(name)?.[1]
  if (hex !== undefined) return fromHex(hex)
  const numbers = name.startsWith('hsl') ? [] : (name.match(/[0-9.]{1,12}/g) ?? []).map(Number)
  if (numbers.length === 4 && (numbers[3] ?? 1) <= FAINTEST) return 'transparent'
  return numbers.length >= 3 ? numbers.slice(0, 3) : 'unknown'
}

function fromHex(hex: string): readonly number[] | 'transparent' {
  const size = hex.length < 5 ? 1 : 2
  const parts = Array.from({ length: Math.floor(hex.length / size) }, (_, i) => {
    const digits = hex.slice(i * size, (i + 1) * size)
    return Number.parseInt(size === 1 ? digits + digits : digits, 16)
  })
  return (parts[3] ?? 255) < 13 ? 'transparent' : parts.slice(0, 3)
}
