import type { Part } from './characters.ts'
import type { MappedTextBuilder } from './span-map.ts'

/** Words of look-alikes alone are folded from this length on: Russian has one-letter words made of nothing else. */
const MIN_LOOK_ALIKE_WORD = 3
/** Marks kept on one letter outside Latin: living scripts stack four at most, and a flood is quadratic to sort. */
const MAX_MARKS = 8

/**
 * Appends characters, folded: Latin letters lose their marks, look-alikes become Latin by the company that they keep. It
 * holds back one word at a time, in lists that every word uses again: an object per letter would cost more than the rest.
 */
export class WordFolder {
  readonly #builder: MappedTextBuilder
  /** Per letter of the word, or for the one sign that is held back, which marks may still follow: what it is, its marks, and its place. */
  readonly #parts: Part[] = []
  readonly #marks: string[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  #size = 0
  /** On the last letter. */
  #markCount = 0

  constructor(builder: MappedTextBuilder) {
    this.#builder = builder
  }

  /** Appends a part of the character at `[start, end)`. A mark with nothing held back stands alone. */
  add(part: Part, start: number, end: number): void {
    if (part.kind === 'phrase') {
      this.flush()
      this.#builder.put(part.lower, start, end)
      return
    }
    const last = this.#size - 1
    const before = this.#parts[last]
    if (before && last >= 0) {
      if (part.kind === 'mark') return this.#mark(before, last, part, end)
      if (isJamoTail(part.character, before.character, this.#marks[last] ?? '')) {
        this.#marks[last] += part.character
        this.#ends[last] = end
        return
      }
      if (part.kind !== 'letter' || before.kind !== 'letter') this.flush()
    }
    const at = this.#size++
    this.#parts[at] = part
    this.#marks[at] = ''
    this.#starts[at] = start
    this.#ends[at] = end
    this.#markCount = 0
  }

  /** True while nothing is held back. */
  get isEmpty(): boolean {
    return this.#size === 0
  }

  /** Appends what was held back. */
  flush(): void {
    const size = this.#size
    this.#size = 0
    if (size === 0) return
    if (this.#parts[0]?.kind === 'letter') this.#appendWord(size)
    else this.#appendSingle()
  }

  #mark(before: Part, last: number, part: Part, end: number): void {
    this.#ends[last] = end
    if (before.isAscii || this.#markCount === MAX_MARKS) return
    this.#marks[last] += part.character
    this.#markCount++
  }

  #appendWord(size: number): void {
    const parts = this.#parts
    let latin = false
    let lookAlike = size >= MIN_LOOK_ALIKE_WORD
    for (let i = 0; i < size; i++) {
      const part = parts[i]
      latin ||= part?.isAscii === true || part?.latin !== undefined
      lookAlike &&= part?.strong !== undefined
    }
    // Letters that stand unit for unit are appended in rows.
    let row = ''
    let rowStart = 0
    for (let i = 0; i < size;) {
      const first = i === 0
      const start = this.#starts[i] ?? 0
      const end = this.#ends[i] ?? 0
      let text = ''
      // The letters of one character at once.
      do {
        const part = parts[i]
        if (part) text += foldLetter(part, latin, lookAlike) ?? composed(part, this.#marks[i] ?? '')
        i++
      } while (i < size && this.#starts[i] === start && this.#ends[i] === end)
      if (!first && text.length === 1 && end - start === 1) {
        if (row !== '' && rowStart + row.length !== start) {
          this.#builder.copy(row, rowStart)
          row = ''
        }
        if (row === '') rowStart = start
        row += text
        continue
      }
      this.#builder.copy(row, rowStart)
      row = ''
      this.#builder.put(text, start, end)
    }
    this.#builder.copy(row, rowStart)
  }

  #appendSingle(): void {
    const [part, start = 0, end = 0] = [this.#parts[0], this.#starts[0], this.#ends[0]]
    if (part === undefined) return
    if (part.kind === 'space') this.#builder.space(start, end)
    else
      this.#builder.put(part.isAscii ? part.character : (part.sign ?? composed(part, this.#marks[0] ?? '')), start, end)
  }
}

function foldLetter(part: Part, latin: boolean, lookAlike: boolean): string | undefined {
  if (part.isAscii) return part.lower
  if (latin) return part.latin ?? part.strong ?? part.weak
  return lookAlike ? part.strong : undefined
}

function composed({ character, lower }: Part, marks: string): string {
  return marks === '' ? lower : (character + marks).toLowerCase().normalize('NFC')
}

/** A vowel after a leading consonant, or a final consonant after both: the parts of one Korean syllable. */
function isJamoTail(character: string, lead: string, marks: string): boolean {
  const unit = character.charCodeAt(0)
  if (unit < 0x1161 || unit > 0x11c2) return false
  const first = lead.charCodeAt(0)
  if (first < 0x1100 || first > 0x1112) return false
  if (unit <= 0x1175) return marks === ''
  const vowel = marks.charCodeAt(0)
  return unit >= 0x11a8 && marks.length === 1 && vowel >= 0x1161 && vowel <= 0x1175
}
