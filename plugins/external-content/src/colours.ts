const NAMED: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries({
    white: [255, 255, 255],
    snow: [255, 250, 250],
    ivory: [255, 255, 240],
    ghostwhite: [248, 248, 255],
    floralwhite: [255, 250, 240],
    whitesmoke: [245, 245, 245],
    mintcream: [245, 255, 250],
    azure: [240, 255, 255],
    black: [0, 0, 0],
    silver: [192, 192, 192],
    gray: [128, 128, 128],
    grey: [128, 128, 128],
    lightgray: [211, 211, 211],
    lightgrey: [211, 211, 211],
    red: [255, 0, 0],
    maroon: [128, 0, 0],
    yellow: [255, 255, 0],
    olive: [128, 128, 0],
    lime: [0, 255, 0],
    green: [0, 128, 0],
    aqua: [0, 255, 255],
    cyan: [0, 255, 255],
    teal: [0, 128, 128],
    blue: [0, 0, 255],
    navy: [0, 0, 128],
    fuchsia: [255, 0, 255],
    magenta: [255, 0, 255],
    purple: [128, 0, 128],
    orange: [255, 165, 0],
  }),
)
/** Difference per channel that a reader does not see. */
const NEAR = 10
const FAINTEST = 0.05
/** Characters between the parentheses of a colour. */
const LONGEST_CALL = 80

/** The first colour of a declaration's value, wherever in it; undefined where it names none. */
export function firstColour(value: string | undefined): string | undefined {
  if (value === undefined || value === '' || value === 'none' || value === 'inherit') return undefined
  const call = firstCall(value)
  if (call !== undefined) return call
  // Without addresses, which may hold anything. A counted class: linear.
  const words = value.replace(/url\([^)]{0,2000}\)?/g, ' ').split(/[ ,]+/)
  return (
    words.find((word) => channelsOf(word) !== undefined) ??
    (value.includes('url(') ? 'image' : words.find((word) => word !== ''))
  )
}

/** The first call of a colour's function that closes; what is read after each name is bounded, so this is linear. */
function firstCall(value: string): string | undefined {
  for (const { index, 0: opening } of value.matchAll(/\b(?:rgb|hsl)a?\(/g)) {
    const from = index + opening.length
    const size = value.slice(from, from + LONGEST_CALL + 1).indexOf(')')
    if (size !== -1) return value.slice(index, from + size + 1)
  }
  return undefined
}

/** True where text of the first colour cannot be told from the second, or is transparent. */
export function isSameColour(colour: string, background: string | undefined): boolean {
  const front = channelsOf(colour)
  if (front === 'transparent') return true
  if (background === undefined) return false
  if (colour === background) return true
  const back = channelsOf(background)
  if (front === undefined || back === undefined || back === 'transparent') return false
  return front.every((channel, i) => Math.abs(channel - (back[i] ?? Number.NaN)) <= NEAR)
}

function channelsOf(colour: string): readonly number[] | 'transparent' | undefined {
  if (colour === 'transparent') return 'transparent'
  const named = NAMED.get(colour)
  if (named !== undefined) return named
  const hex = /^#([0-9a-f]{3,8})$/.exec(colour)?.[1]
  if (hex !== undefined) return fromHex(hex)
  const call = /^(rgb|hsl)a?\(/.exec(colour)?.[1]
  if (call === undefined) return undefined
  const parts = colour.match(/[0-9.]{1,12}%?/g) ?? []
  const [alpha] = parts.slice(3)
  if (alpha !== undefined && fraction(alpha) <= FAINTEST) return 'transparent'
  if (parts.length < 3) return undefined
  if (call === 'hsl') return fromHsl(parts)
  return parts.slice(0, 3).map((part) => (part.endsWith('%') ? fraction(part) * 255 : Number(part)))
}

function fraction(part: string): number {
  return part.endsWith('%') ? Number(part.slice(0, -1)) / 100 : Number(part)
}

function fromHsl([hue = '0', saturation = '0', lightness = '0']: readonly string[]): readonly number[] {
  const [h, s, l] = [Number(hue), fraction(saturation), fraction(lightness)]
  const chroma = s * Math.min(l, 1 - l)
  return [0, 8, 4].map((offset) => {
    const k = (offset + h / 30) % 12
    return 255 * (l - chroma * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  })
}

function fromHex(hex: string): readonly number[] | 'transparent' {
  const size = hex.length < 5 ? 1 : 2
  const parts = Array.from({ length: Math.floor(hex.length / size) }, (_, i) => {
    const digits = hex.slice(i * size, (i + 1) * size)
    return Number.parseInt(size === 1 ? digits + digits : digits, 16)
  })
  return (parts[3] ?? 255) < 13 ? 'transparent' : parts.slice(0, 3)
}
