/** What an attack wants or how it comes: straight from the user, inside data, by a persona, or after what is hidden. */
export type AttackKind = 'direct' | 'indirect' | 'jailbreak' | 'extraction'

/** One technique: templates for `expand` with the slots of english/slots.ts. */
export interface Family {
  /** In small letters with hyphens; the rows' source ends in it. */
  readonly name: string
  readonly kind: AttackKind
  /** Code, tokens or markup: case, letters and signs stay as they are written. */
  readonly verbatim?: boolean
  /** Typed by people in a chat: mostly no capitals beyond those in the templates. */
  readonly casual?: boolean
  readonly templates: readonly string[]
}
