/** An argument: as written and as decoded. */
export interface Argument {
  readonly text: string
  readonly value: string
}
