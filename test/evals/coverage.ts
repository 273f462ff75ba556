import type { Answer } from './wall.ts'

/** How much of a secret is gone from what leaves. */
export type Coverage = 'whole' | 'partly' | 'none'

/** A stretch of a text, in UTF-16 code units. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** What became of a text. */
export interface Covered {
  /** What leaves differs from what was given, or nothing leaves. */
  readonly isTouched: boolean
  /** Some layer ruled, whether or not it took anything out. */
  readonly isReported: boolean
  /** It is known which stretches are gone. */
  readonly isAligned: boolean
  /** The texts that are gone, where that is known. */
  readonly taken: readonly string[]
  /** What became of a stretch. */
  judge(stretch: Stretch): { readonly coverage: Coverage; readonly isReported: boolean; readonly value: string }
}

/**
 * Lays what leaves beside what was given. Which stretches are gone is taken from the findings of the rewrites, but only
 * believed where the text that leaves is exactly what then must be left of the text that was given.
 */
export function coverageOf(text: string, { outcome, rulings, payload }: Answer): Covered {
  const body = payload?.['body']
  const left = outcome === 'allow' && typeof body === 'string' ? body : undefined
  const isTouched = left !== text
  const claimed = rulings.filter(({ kind }) => kind === 'rewrite').flatMap(({ findings }) => findings)
  const gone = left === undefined ? [{ start: 0, end: text.length }] : isTouched ? joinSpans(claimed) : []
  const isAligned = left === undefined || isWhatIsLeft(left, text, gone)
  const reports = rulings.flatMap(({ findings }) => findings.flatMap(({ span }) => (span === undefined ? [] : [span])))
  return {
    isTouched,
    isReported: rulings.length > 0,
    isAligned,
    taken: isAligned ? gone.map(({ start, end }) => text.slice(start, end)) : [],
    judge({ start, end }) {
      const value = text.slice(start, end)
      const isReported = reports.some((span) => span.start < end && span.end > start)
      // The careful reading where nothing is known: the value is missed while any of it might have stayed.
      if (!isAligned) return { value, isReported, coverage: left?.includes(value) ? 'none' : 'partly' }
      return { value, isReported, coverage: coverageBy(gone, { start, end }) }
    },
  }
}

function coverageBy(gone: readonly Stretch[], { start, end }: Stretch): Coverage {
  const covered = gone.reduce(
    (sum, each) => sum + Math.max(0, Math.min(each.end, end) - Math.max(each.start, start)),
    0,
  )
  if (covered === 0) return 'none'
  return covered === end - start ? 'whole' : 'partly'
}

/** The stretches in order, those that overlap or touch as one. */
function joinSpans(findings: readonly { readonly span?: Stretch | undefined }[]): readonly Stretch[] {
  const spans = findings.flatMap(({ span }) => (span === undefined ? [] : [span])).toSorted((a, b) => a.start - b.start)
  const joined: Stretch[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last === undefined || span.start > last.end) joined.push(span)
    else joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) }
  }
  return joined
}

const MARKS = /^(?:\[REDACTED:[^\]\n]*\])+$/

/** Whether `left` is `text` with a mark in the place of each stretch, and nothing else changed. */
function isWhatIsLeft(left: string, text: string, gone: readonly Stretch[]): boolean {
  let at = 0
  let from = 0
  for (const [index, { start, end }] of gone.entries()) {
    const kept = text.slice(from, start)
    if (!left.startsWith(kept, at)) return false
    at += kept.length
    from = end
    const next = text.slice(end, gone[index + 1]?.start)
    const isLast = index === gone.length - 1
    const close = isLast ? left.length - next.length : endOfMarks(left, at)
    if (close <= at || !MARKS.test(left.slice(at, close))) return false
    at = close
  }
  return left.slice(at) === text.slice(from)
}

/** Where the marks that start at `at` end. */
function endOfMarks(left: string, at: number): number {
  let end = at
  while (left.startsWith('[REDACTED:', end)) {
    const close = left.indexOf(']', end)
    if (close < 0) return end
    end = close + 1
  }
  return end
}
