/** A regex as far as the literals in it matter: which texts it spells, in what order, and what may be left out. */
export type RegexNode =
  /** One character of a few; an empty list is a place of no width. */
  | { readonly kind: 'characters'; readonly characters: readonly string[]; readonly place?: Place }
  /** Anything: a class of many, a dot. `units` tells which units a character of it may begin with; without it, any. */
  | { readonly kind: 'any'; readonly units?: UnitSet }
  | { readonly kind: 'sequence'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly node: RegexNode; readonly min: number; readonly max: number }

/** Places of no width that are told apart: \b, and an end ($). */
export type Place = 'boundary' | 'end'

/** By ASCII code, and at NON_ASCII for all others together: whether a character may be such a one. Never too narrow. */
export type UnitSet = Uint8Array
/** The member of a UnitSet that stands for every unit outside ASCII. */
export const NON_ASCII = 128

const ANY: RegexNode = { kind: 'any' }
const BOUNDARY: RegexNode = { kind: 'characters', characters: [], place: 'boundary' }
const END: RegexNode = { kind: 'characters', characters: [], place: 'end' }
const NOTHING: RegexNode = { kind: 'characters', characters: [] }
/** Classes of more characters count as anything. */
const MAX_CLASS = 4
/** Deeper groups are not read: the reader recurses. */
const MAX_DEPTH = 200

/** The tree of a regex in the portable part of RE2's syntax, or undefined where a construct is not known: then nothing is known of it. */
export function readRegex(source: string): RegexNode | undefined {
  const reader = new RegexReader(source)
  try {
    return reader.read()
  } catch (error) {
    if (error instanceof UnknownSyntax) return undefined
    throw error
  }
}

class UnknownSyntax extends Error {}

class RegexReader {
  readonly #source: string
  #at = 0
  #depth = 0

  constructor(source: string) {
    this.#source = source
  }

  read(): RegexNode {
    const node = this.#choice()
    if (this.#at < this.#source.length) throw new UnknownSyntax()
    return node
  }

  #choice(): RegexNode {
    if (++this.#depth > MAX_DEPTH) throw new UnknownSyntax()
    const nodes = [this.#sequence()]
    while (this.#take('|')) nodes.push(this.#sequence())
    this.#depth--
    return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: 'choice', nodes }
  }

  #sequence(): RegexNode {
    const nodes: RegexNode[] = []
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) {
      nodes.push(this.#repeats(this.#atom()))
    }
    return { kind: 'sequence', nodes }
  }

  #repeats(atom: RegexNode): RegexNode {
    let node = atom
    for (;;) {
      const range = this.#range()
      if (range === undefined) return node
      this.#take('?')
      node = { kind: 'repeat', node, ...range }
    }
  }

  #range(): { readonly min: number; readonly max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Infinity }
    if (this.#take('+')) return { min: 1, max: Infinity }
    if (this.#take('?')) return { min: 0, max: 1 }
    if (this.#source[this.#at] !== '{') return undefined
    const counted = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#source.slice(this.#at, this.#at + 12))
    // A brace that counts nothing stands for itself, and one that counts too much is an error of the engine's.
    if (!counted) return undefined
    this.#at += counted[0].length
    const min = Number(counted[1])
    return { min, max: counted[2] === undefined ? min : counted[3] ? Number(counted[3]) : Infinity }
  }

  #atom(): RegexNode {
    if (this.#take('(')) return this.#group()
    if (this.#take('[')) return this.#class()
    if (this.#take('.')) return ANY
    if (this.#take('^')) return NOTHING
    if (this.#take('$')) return END
    if (this.#take('\\')) return this.#escape()
    return literal(this.#character())
  }

  #group(): RegexNode {
    if (this.#take('?')) {
      // Flags change which texts a letter stands for by case alone, and what dots and anchors mean: neither matters here.
      const opened = /^(?:P?<[A-Za-z_]\w*>|[a-zA-Z-]*[:)])/.exec(this.#source.slice(this.#at, this.#at + 60))
      if (!opened) throw new UnknownSyntax()
      this.#at += opened[0].length
      if (opened[0].endsWith(')')) return NOTHING
    }
    const node = this.#choice()
    if (!this.#take(')')) throw new UnknownSyntax()
    return node
  }

  #escape(): RegexNode {
    const sign = this.#character()
    if (sign === 'b') return BOUNDARY
    if ('BAz'.includes(sign)) return NOTHING
    if (isShorthand(sign)) return { kind: 'any', units: shorthand(sign) }
    if (sign === 'p' || sign === 'P') {
      this.#property()
      return ANY
    }
    return literal(this.#escaped(sign))
  }

  #property(): void {
    if (!this.#take('{')) {
      this.#character()
      return
    }
    while (!this.#take('}')) this.#character()
  }

  /** The character that an escape stands for; its sign is read already. */
  #escaped(sign: string): string {
    const control = CONTROLS.get(sign)
    if (control !== undefined) return control
    if (sign === 'x') return this.#hexadecimal()
    // What is no letter and no digit stands for itself.
    if (/^[A-Za-z0-9]$/.test(sign)) throw new UnknownSyntax()
    return sign
  }

  #hexadecimal(): string {
    const digits = /^(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))/.exec(this.#source.slice(this.#at, this.#at + 10))
    if (!digits) throw new UnknownSyntax()
    this.#at += digits[0].length
    const codePoint = Number.parseInt(digits[1] ?? digits[2] ?? '', 16)
    if (codePoint > 0x10ffff) throw new UnknownSyntax()
    return String.fromCodePoint(codePoint)
  }

  #class(): RegexNode {
    const negated = this.#take('^')
    const characters: string[] = []
    const units: UnitSet = new Uint8Array(NON_ASCII + 1)
    let many = negated
    for (let first = true; first || !this.#take(']'); first = false) {
      const from = this.#member()
      if (typeof from !== 'string') {
        many = true
        addAll(units, from)
        continue
      }
      const isRange = this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']'
      if (isRange) {
        this.#at++
        const to = this.#member()
        if (typeof to !== 'string') throw new UnknownSyntax()
        many = true
        addRange(units, from, to)
      } else {
        characters.push(from)
        addRange(units, from, from)
      }
    }
    if (many || characters.length > MAX_CLASS) return { kind: 'any', units: negated ? complement(units) : units }
    return { kind: 'characters', characters }
  }

  /** One character of a class, or what a class inside it holds. */
  #member(): string | UnitSet {
    if (this.#source.startsWith('[:', this.#at)) {
      const end = this.#source.indexOf(':]', this.#at)
      if (end < 0) throw new UnknownSyntax()
      this.#at = end + 2
      return UNKNOWN
    }
    const sign = this.#character()
    if (sign !== '\\') return sign
    const escaped = this.#character()
    if (isShorthand(escaped)) return shorthand(escaped)
    if (escaped !== 'p' && escaped !== 'P') return this.#escaped(escaped)
    this.#property()
    return UNKNOWN
  }

  #character(): string {
    const codePoint = this.#source.codePointAt(this.#at)
    if (codePoint === undefined) throw new UnknownSyntax()
    const character = String.fromCodePoint(codePoint)
    this.#at += character.length
    return character
  }

  #take(sign: string): boolean {
    const isThere = this.#source[this.#at] === sign
    if (isThere) this.#at++
    return isThere
  }
}

const CONTROLS: ReadonlyMap<string, string> = new Map(
  Object.entries({ a: '\u0007', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }),
)

/** Says that a class is not known: what holds it, or holds all but it, may hold anything. */
const UNKNOWN_MARK = 2
const UNKNOWN: UnitSet = new Uint8Array(NON_ASCII + 1).fill(UNKNOWN_MARK)

function isShorthand(sign: string): boolean {
  return 'dDsSwW'.includes(sign)
}

/** RE2 knows ASCII alone by these. */
function shorthand(sign: string): UnitSet {
  const lower = sign.toLowerCase()
  const members = lower === 'd' ? /[0-9]/ : lower === 's' ? /[\t\n\f\r ]/ : /[0-9A-Za-z_]/
  const units: UnitSet = new Uint8Array(NON_ASCII + 1)
  for (let unit = 0; unit < NON_ASCII; unit++) units[unit] = members.test(String.fromCharCode(unit)) ? 1 : 0
  return lower === sign ? units : complement(units)
}

function addAll(units: UnitSet, others: UnitSet): void {
  for (let unit = 0; unit <= NON_ASCII; unit++) units[unit] = Math.max(units[unit] ?? 0, others[unit] ?? 0)
}

function addRange(units: UnitSet, from: string, to: string): void {
  const last = to.codePointAt(0) ?? 0
  for (let unit = from.codePointAt(0) ?? 0; unit <= Math.min(last, NON_ASCII - 1); unit++) units[unit] = 1
  if (last >= NON_ASCII) units[NON_ASCII] = 1
}

/** The others; of what is outside ASCII some always are. */
function complement(units: UnitSet): UnitSet {
  const others = units.map((member) => (member === 1 ? 0 : 1))
  others[NON_ASCII] = 1
  return others
}

/** A pair of surrogates may be folded in case as one, and U+FFFD is what half a pair is matched as: neither is compared by unit. */
function literal(character: string): RegexNode {
  return character.length > 1 || character === '\ufffd' ? ANY : { kind: 'characters', characters: [character] }
}
