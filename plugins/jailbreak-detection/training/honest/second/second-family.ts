import { type HonestFamily, type HonestRowKind, literal } from '../family.ts'

/** Sentences of a second author, one a line, which stay nearly as they are; several of them make a paragraph. */
export function sentences(name: string, kind: HonestRowKind, text: string): HonestFamily {
  return { name, kind, joins: 'paragraph', varied: 0.06, templates: text.trim().split('\n').map(literal) }
}

/** Whole texts of several lines, with a line of percent signs between them. */
export function documents(name: string, kind: HonestRowKind, text: string): HonestFamily {
  return {
    name,
    kind,
    joins: 'alone',
    varied: 0.06,
    templates: text
      .trim()
      .split(/\n+%%%\n+/)
      .map(literal),
  }
}
