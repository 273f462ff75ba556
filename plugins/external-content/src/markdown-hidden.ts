import { blankCode } from './markdown.ts'
import type { Change } from './text-editor.ts'

/** A title longer than this is no name of a page: nobody reads it, and a model does. */
const LONGEST_TITLE = 60
// Every class is counted and what follows it is not in it: linear.
const TITLE = new RegExp(
  `\\]\\((?:<[^>\\n]{0,500}>|[^\\s()<>]{1,1000})[ \\t\\n]{1,8}("[^"\\n]{${LONGEST_TITLE + 1},4000}"|'[^'\\n]{${LONGEST_TITLE + 1},4000}'|\\([^()\\n]{${LONGEST_TITLE + 1},4000}\\))\\s{0,4}\\)`,
  'g',
)
/** `[label]: address "title"`; the address must look like one, as a chat log has lines of the same shape. */
const DEFINITION =
  /^ {0,3}\[([^\]\n]{1,200})\]:[ \t]{0,8}\n?[ \t]{0,8}(?:<[^>\n]{0,500}>|#\S{0,200}|[^\s"'(]{0,40}[/:][^\s]{0,1000})(?:[ \t]{0,8}\n?[ \t]{1,8}(?:"[^"\n]{0,4000}"|'[^'\n]{0,4000}'|\([^\n]{0,4000}\)))?[ \t]{0,8}$/gm
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
  const found = [...visible.matchAll(DEFINITION), ...visible.matchAll(FOOTNOTE)]
  const used = found.length === 0 ? new Set<string>() : labelsOf(visible, new Set(found.map(({ index }) => index)))
  for (const { index, 0: all, 1: label = '' } of found) {
    if (used.has(nameOf(label)) && !COMMENT.test(all)) continue
    changes.push({ start: index, end: index + all.length, text: '', rule: 'hidden-definition', severity: 'high' })
  }
  for (const { index, 0: all, 1: title = '' } of visible.matchAll(TITLE)) {
    const start = index + all.lastIndexOf(title)
    changes.push({ start, end: start + title.length, text: '', rule: 'hidden-title', severity: 'medium' })
  }
  changes.sort((a, b) => a.start - b.start)
  return changes.filter(({ start }, i) => i === 0 || start >= (changes[i - 1]?.end ?? 0))
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
