import { blankCode } from './markdown.ts'
import { type Definition, definitionsIn, titlesIn } from './markdown-titles.ts'
import type { Change } from './text-editor.ts'

/** A title longer than this is no name of a page: nobody reads it, and a model does. */
const LONGEST_TITLE = 60
/** The usual way to write a comment: it leads nowhere, and its title is the text. */
const COMMENT = /\]:\s{0,9}(?:#|<>)\s{1,9}["'(]/
const FOOTNOTE = /^ {0,3}\[(\^[^\]\s]{1,100})\]:[^\n]{0,4000}(?:\n(?: {2,8}|\t)[^\n]{1,4000}){0,50}/gm
const LABEL = /\[([^\][\n]{1,200})\]/g

/**
 * The changes that take out what a renderer of Markdown shows to nobody: definitions and footnotes that nothing refers to
 * (`[//]: # (a comment)` is one), and titles as long as a paragraph. Linear.
 */
export function cleanHiddenMarkdown(text: string): readonly Change[] {
  if (!text.includes(']:') && !text.includes('](')) return []
  const visible = blankCode(text)
  const changes: Change[] = []
  const found = [...definitionsIn(visible), ...footnotesIn(visible)]
  const used = found.length === 0 ? new Set<string>() : labelsOf(visible, new Set(found.map(({ start }) => start)))
  for (const { start, end, label } of found) {
    if (used.has(nameOf(label)) && !COMMENT.test(visible.slice(start, end))) continue
    changes.push({ start, end, text: '', rule: 'hidden-definition', severity: 'high' })
  }
  for (const { start, end } of titlesIn(visible, LONGEST_TITLE + 1))
    changes.push({ start, end, text: '', rule: 'hidden-title', severity: 'medium' })
  changes.sort((a, b) => a.start - b.start)
  return changes.filter(({ start }, i) => i === 0 || start >= (changes[i - 1]?.end ?? 0))
}

function footnotesIn(text: string): readonly Definition[] {
  return [...text.matchAll(FOOTNOTE)].map(({ index, 0: all, 1: label = '' }) => {
    return { start: index, end: index + all.length, label }
  })
}

/** The labels that something refers to, outside of the places where they are defined. */
function labelsOf(text: string, definitions: ReadonlySet<number>): ReadonlySet<string> {
  const used = new Set<string>()
  let line = 0
  let at = 0
  for (const { index, 1: label = '' } of text.matchAll(LABEL)) {
    for (let next = text.indexOf('\n', at); next !== -1 && next < index; next = text.indexOf('\n', at))
      at = line = next + 1
    const isDefinition = definitions.has(line) && text.slice(line, index).trim() === ''
    if (!isDefinition) used.add(nameOf(label))
  }
  return used
}

function nameOf(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ').toLowerCase()
}
