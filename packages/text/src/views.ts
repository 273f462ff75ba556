import { Decomposer } from './characters.ts'
import { decode } from './decode.ts'
import type { Decoded, DecodeLimits, Encoding } from './decode.ts'
import type { Span } from './engine.ts'
import { joinText } from './join-text.ts'
import { normalizeText } from './normalize-text.ts'
import { constantMap, identityMap } from './span-map.ts'
import type { MappedText } from './span-map.ts'

/** Which reading of a text a view is. */
export type ViewName = 'original' | 'normalized' | 'joined' | 'decoded'

/** One reading of a text. Spans are in UTF-16 code units. */
export interface View {
  readonly name: ViewName
  readonly text: string
  /** The smallest span of the original text that the span of this view came from; an out-of-range one is clamped. */
  toOriginal(start: number, end: number): Span
}

/** A text that was found encoded inside another; every span of it maps to the whole of the encoded candidate. */
export interface DecodedView extends View {
  readonly name: 'decoded'
  /** From the outermost in: `['base64', 'percent']` was percent-encoded first. */
  readonly encodings: readonly Encoding[]
  /** The decoded text, normalized. */
  readonly normalized: View
  /** The decoded text, normalized and joined. */
  readonly joined: View
}

/** The readings of one text, each made when first read and at most once. */
export interface Views {
  readonly original: View
  /** Compatibility forms, look-alikes and case folded, invisible characters and accents on Latin letters gone, white space one space. */
  readonly normalized: View
  /** `normalized`, with leetspeak and letters spaced apart put back together. */
  readonly joined: View
  readonly decoded: readonly DecodedView[]
  /** True when a limit left candidates undecoded: the text holds more than the views show. */
  readonly truncated: boolean
  /**
   * Every view to match case-blind patterns on: original, normalized, joined, and the folded forms of each decoded
   * text. None repeats the text of another, and the original is left out where it differs by case alone.
   */
  all(): readonly View[]
}

/** The views of a text. Never throws, whatever the text; the cost is linear in its length. */
export function createViews(text: string, limits: Partial<DecodeLimits> = {}): Views {
  return new LazyViews(text, limits)
}

class LazyViews implements Views {
  readonly original: View
  readonly #text: string
  readonly #limits: Partial<DecodeLimits>
  readonly #decomposer = new Decomposer()
  #folded: MappedText | undefined
  #all: readonly View[] | undefined
  #normalized: View | undefined
  #joined: View | undefined
  #decoded: { readonly views: readonly DecodedView[]; readonly truncated: boolean } | undefined

  constructor(text: string, limits: Partial<DecodeLimits>) {
    this.#text = text
    this.#limits = limits
    this.original = toView('original', { text, map: identityMap(text.length) })
  }

  get normalized(): View {
    return (this.#normalized ??= toView('normalized', this.#fold()))
  }

  get joined(): View {
    return (this.#joined ??= toView('joined', joinText(this.#fold())))
  }

  get decoded(): readonly DecodedView[] {
    return this.#decode().views
  }

  get truncated(): boolean {
    return this.#decode().truncated
  }

  all(): readonly View[] {
    return (this.#all ??= this.#listAll())
  }

  #listAll(): readonly View[] {
    const views: View[] = [this.normalized, this.joined]
    if (differsByMoreThanCase(this.#text, this.normalized.text)) views.unshift(this.original)
    // One text is often found twice: under percent signs inside entities, and the other way round.
    for (const decoded of unrepeated(this.decoded)) views.push(decoded.normalized, decoded.joined)
    return unrepeated(views)
  }

  #fold(): MappedText {
    return (this.#folded ??= normalizeText(this.#text, this.#decomposer))
  }

  #decode(): { readonly views: readonly DecodedView[]; readonly truncated: boolean } {
    if (this.#decoded === undefined) {
      const { candidates, truncated } = decode(this.#text, this.#limits)
      this.#decoded = {
        views: candidates.map((candidate) => new LazyDecodedView(candidate, this.#decomposer)),
        truncated,
      }
    }
    return this.#decoded
  }
}

class LazyDecodedView implements DecodedView {
  readonly name = 'decoded'
  readonly text: string
  readonly encodings: readonly Encoding[]
  readonly #span: Span
  readonly #decomposer: Decomposer
  #folded: MappedText | undefined
  #normalized: View | undefined
  #joined: View | undefined

  constructor({ text, encodings, span }: Decoded, decomposer: Decomposer) {
    this.text = text
    this.encodings = encodings
    this.#span = span
    this.#decomposer = decomposer
  }

  get normalized(): View {
    return (this.#normalized ??= this.#toView('normalized', this.#fold()))
  }

  get joined(): View {
    return (this.#joined ??= this.#toView('joined', joinText(this.#fold())))
  }

  toOriginal(): Span {
    return this.#span
  }

  #fold(): MappedText {
    return (this.#folded ??= normalizeText(this.text, this.#decomposer))
  }

  #toView(name: ViewName, { text }: MappedText): View {
    return toView(name, { text, map: constantMap(this.#span) })
  }
}

/** True unless the second text is the first in small letters. */
function differsByMoreThanCase(text: string, folded: string): boolean {
  if (text.length !== folded.length) return true
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === folded.charCodeAt(i)) continue
    // Most texts have a line break soon; ASCII is decided here, and the rest left to the platform.
    if (unit >= 0x80) return text.toLowerCase() !== folded
    if (unit < 0x41 || unit > 0x5a || folded.charCodeAt(i) !== unit + 0x20) return true
  }
  return false
}

/** Up to so many texts are compared with one another; a set has to hash each. */
const FEW = 6

/** The first view of each text. */
function unrepeated<V extends View>(views: readonly V[]): readonly V[] {
  if (views.length < 2) return views
  if (views.length <= FEW) {
    return views.filter(({ text }, i) => views.findIndex((view) => view.text === text) === i)
  }
  const seen = new Set<string>()
  return views.filter(({ text }) => {
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}

function toView(name: ViewName, { text, map }: MappedText): View {
  return Object.freeze({ name, text, toOriginal: map })
}
