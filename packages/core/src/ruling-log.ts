import type { Finding, Ruling } from './verdict.ts'

/** The rulings of a stream: overlapping slices see the same text again, so each finding is kept once, in offsets of the whole text. */
export class RulingLog {
  readonly #entries = new Map<string, { ruling: Ruling; findings: Finding[] }>()
  #base = 0

  /** Keeps rulings without spans, and findings that end in (from, to] of the slice; -1 is before everything. */
  add(rulings: readonly Ruling[], from: number, to: number): void {
    for (const ruling of rulings) {
      const fresh = ruling.findings.filter(({ span }) => !span || (span.end > from && span.end <= to))
      if (ruling.findings.length > 0 && fresh.length === 0) continue
      const { layer, stage, kind, code } = ruling
      const key = [layer, stage, kind, code].join(' ')
      const entry = this.#entries.get(key) ?? { ruling, findings: [] }
      this.#entries.set(key, entry)
      for (const finding of fresh.map((f) => this.#moved(f))) {
        if (!entry.findings.some((known) => same(known, finding))) entry.findings.push(finding)
      }
    }
  }

  /** The slice lost its first `by` code units. */
  shift(by: number): void {
    this.#base += by
  }

  rulings(): Ruling[] {
    return [...this.#entries.values()].map(({ ruling, findings }) =>
      Object.freeze({ ...ruling, findings: Object.freeze(findings) }),
    )
  }

  #moved(finding: Finding): Finding {
    const { span } = finding
    return span
      ? Object.freeze({
          ...finding,
          span: Object.freeze({ start: span.start + this.#base, end: span.end + this.#base }),
        })
      : finding
  }
}

function same(a: Finding, b: Finding): boolean {
  return (
    a.rule === b.rule && a.severity === b.severity && a.span?.start === b.span?.start && a.span?.end === b.span?.end
  )
}
