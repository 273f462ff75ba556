/** One text to train on or to measure with; a line of a JSONL corpus has the same fields. */
export interface Row {
  readonly id?: string
  readonly text: string
  readonly label: 'injection' | 'benign'
  /** What kind of attack or of ordinary text. */
  readonly kind: string
  /** BCP 47. */
  readonly lang: string
  /** Where it comes from; whole sources are kept out when a model is measured. */
  readonly source: string
  readonly license?: string
}
