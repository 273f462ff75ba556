import type { Slots } from '../grammar.ts'

/** What kind of honest text a row is, as the corpora name it. */
export type HonestRowKind =
  | 'benign-hard'
  | 'benign-chat'
  | 'benign-email'
  | 'benign-doc'
  | 'benign-code'
  | 'benign-tool'
  | 'benign-prompt'
  | 'benign-security'

/** Templates of one sort of honest text that uses the words of attacks. */
export interface HonestFamily {
  readonly name: string
  readonly kind: HonestRowKind
  /** Whether several texts of it make a paragraph, stand as lines below each other, or are each complete. */
  readonly joins: 'paragraph' | 'lines' | 'alone'
  readonly templates: readonly string[]
  /** How often it is taken when its turn comes; always, unless given. Those that quote attacks are rarer. */
  readonly share?: number
  /** How likely each word with synonyms is to be exchanged in sentences; 0.3, unless given. */
  readonly varied?: number
  /** Slots of its own, besides the shared ones. */
  readonly slots?: Slots
}

/**
 * A template for text full of brackets: all of them stand for themselves, `«name»` is a slot and `‹a|b›` a choice. Tabs indent.
 */
export function literal(text: string): string {
  return text
    .replaceAll(/[\\(){}]/g, String.raw`\$&`)
    .replaceAll('«', '{')
    .replaceAll('»', '}')
    .replaceAll('‹', '(')
    .replaceAll('›', ')')
}
