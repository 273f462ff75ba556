import type { Edit, Severity, Span } from '@ringwall/core'

/** An edit with the reason for it. */
export interface Change extends Edit {
  readonly rule: string
  readonly severity: Severity
}
/** A change that was made, with its place in the original text. */
export interface Mark {
  readonly rule: string
  readonly severity: Severity
  readonly span: Span
}

/** A stretch of the edited text: of the original unit for unit, or, with `text`, in place of `[start, end)` of it. */
interface Piece extends Span {
  readonly text?: string
}

/** Edits a text in rounds, each on what the round before it left, and gives one list of edits of the original. */
export class TextEditor {
  text: string
  readonly marks: Mark[] = []
  #pieces: readonly Piece[]

  constructor(text: string) {
    this.text = text
    this.#pieces = [{ start: 0, end: text.length }]
  }

  /** Makes the changes, which must stand in order and not overlap; the cost is linear in the pieces. */
  apply(changes: readonly Change[]): void {
    if (changes.length === 0) return
    const reader = new PieceReader(this.#pieces)
    const pieces: Piece[] = []
    const texts: string[] = []
    let at = 0
    for (const { start, end, text, rule, severity } of changes) {
      for (const piece of reader.take(start)) pieces.push(piece)
      const span = reader.skip(end)
      pieces.push({ ...span, text })
      this.marks.push({ rule, severity, span })
      if (start > at) texts.push(this.text.slice(at, start))
      texts.push(text)
      at = end
    }
    for (const piece of reader.rest()) pieces.push(piece)
    texts.push(this.text.slice(at))
    this.text = texts.join('')
    this.#pieces = pieces
  }

  /** All rounds as edits of the original text: in order, none overlapping. */
  edits(): readonly Edit[] {
    const edits: { start: number; end: number; texts: string[] }[] = []
    let open = false
    for (const { start, end, text } of this.#pieces) {
      if (text === undefined) {
        open = false
        continue
      }
      const last = edits.at(-1)
      if (!open || last === undefined) edits.push({ start, end, texts: [text] })
      else {
        last.end = Math.max(last.end, end)
        last.texts.push(text)
      }
      open = true
    }
    return edits.map(({ start, end, texts }) => ({ start, end, text: texts.join('') }))
  }
}

/** Reads pieces from left to right by positions in the edited text. */
class PieceReader {
  readonly #pieces: readonly Piece[]
  #index = 0
  /** Units of the current piece that were read. */
  #offset = 0
  #position = 0
  /** Where the last unit that was read ends in the original. */
  #origin = 0

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces
  }

  /** The pieces up to a position. */
  take(position: number): readonly Piece[] {
    const taken: Piece[] = []
    while (this.#position < position) {
      const piece = this.#pieces[this.#index]
      if (piece === undefined) break
      const length = piece.text?.length ?? piece.end - piece.start
      const count = Math.min(length - this.#offset, position - this.#position)
      const part = partOf(piece, this.#offset, count)
      if (count > 0 || part.end > part.start) taken.push(part)
      this.#origin = part.end
      this.#position += count
      this.#offset += count
      if (this.#offset < length) continue
      this.#index++
      this.#offset = 0
    }
    return taken
  }

  /** All pieces that are left, empty ones too: they are deletions. */
  rest(): readonly Piece[] {
    return this.take(Number.POSITIVE_INFINITY)
  }

  /** Leaves out what stands up to a position; the original's span of it, empty for an insertion. */
  skip(position: number): Span {
    const taken = this.take(position)
    const first = taken[0]
    return { start: first?.start ?? this.#origin, end: this.#origin }
  }
}

/** Of a replacement, the part that holds its first unit stands for all of the original's span, later ones for its end. */
function partOf({ start, end, text }: Piece, offset: number, count: number): Piece {
  if (text === undefined) return { start: start + offset, end: start + offset + count }
  return { start: offset === 0 ? start : end, end, text: text.slice(offset, offset + count) }
}
