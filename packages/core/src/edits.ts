import type { Edit, Span } from './verdict.ts'

/** Checked edits in order of position: none overlaps another, all lie inside the text. Throws TypeError otherwise. */
export function orderEdits(text: string, edits: readonly Edit[]): readonly Edit[] {
  const ordered = edits.map(({ start, end, text: by }) => {
    if (!isSpan({ start, end }, text.length)) throw new TypeError(`edit ${start}..${end} lies outside the text`)
    if (typeof by !== 'string') throw new TypeError('the text of an edit is not a string')
    return Object.freeze({ start, end, text: by })
  })
  ordered.sort((a, b) => a.start - b.start || a.end - b.end)
  for (let i = 1; i < ordered.length; i++) {
    const [left, right] = [ordered[i - 1], ordered[i]]
    if (left && right && right.start < left.end) throw new TypeError(`edits overlap at ${right.start}`)
  }
  return ordered
}

/** The text with ordered edits applied. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = ''
  let at = 0
  for (const edit of edits) {
    out += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return out + text.slice(at)
}

/** True for integers 0 <= start <= end <= length. */
export function isSpan({ start, end }: Span, length: number): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= length
}

/** Where a position before the edits stands after them; text inserted at that very position comes after it. */
export function forward(edits: readonly Edit[], position: number): number {
  let shift = 0
  for (const edit of edits) {
    if (edit.end > position || edit.start >= position) break
    shift += edit.text.length - (edit.end - edit.start)
  }
  return position + shift
}

/** Where a position after the edits stood before them; inside a replacement it snaps to that edit's start, or to its end. */
export function backward(edits: readonly Edit[], position: number, snap: 'start' | 'end'): number {
  let shift = 0
  for (const edit of edits) {
    const from = edit.start + shift
    if (position <= from) break
    if (position < from + edit.text.length) return snap === 'start' ? edit.start : edit.end
    shift += edit.text.length - (edit.end - edit.start)
  }
  return position - shift
}

/** The last position up to `limit` that no edit of any round straddles; each round's edits refer to the text that the one before made. */
export function boundary(rounds: readonly (readonly Edit[])[], limit: number): number {
  let position = limit
  for (let round = 0, at = position; round < rounds.length; round++) {
    const edits = rounds[round] ?? []
    const straddling = edits.find((edit) => edit.start < at && edit.end > at)
    if (!straddling) at = forward(edits, at)
    else {
      // Back to the first round: an earlier position may now be straddled there.
      position = at = backwardAll(rounds.slice(0, round), straddling.start, 'start')
      round = -1
    }
  }
  return position
}

/** `forward` through every round. */
export function forwardAll(rounds: readonly (readonly Edit[])[], position: number): number {
  return rounds.reduce((at, edits) => forward(edits, at), position)
}

/** `backward` through every round, last first. */
export function backwardAll(rounds: readonly (readonly Edit[])[], position: number, snap: 'start' | 'end'): number {
  return rounds.reduceRight((at, edits) => backward(edits, at, snap), position)
}

/** A span of edited text, mapped back through every round to the text that stood before them all. */
export function originalSpan(rounds: readonly (readonly Edit[])[], span: Span): Span {
  const start = backwardAll(rounds, span.start, 'start')
  return { start, end: Math.max(start, backwardAll(rounds, span.end, 'end')) }
}
