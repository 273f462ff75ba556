import type { Edit, Finding } from '@ringwall/core'
import { canonicalize, cut } from './canonical.ts'
import { findDelimiters } from './delimiters.ts'
import type { Format } from './format.ts'
import { cleanHtml } from './html.ts'
import type { LinkRules } from './links.ts'
import { cleanHiddenMarkdown } from './markdown-hidden.ts'
import { blankCode, blankStrayMarkup, cleanLinks } from './markdown.ts'
import { TextEditor, type Change, type Mark } from './text-editor.ts'

/** What is done to a text. */
export interface Treatment {
  readonly format: Format
  readonly links: LinkRules
  /** Longest text in UTF-16 code units, made canonical and cut; absent where the text stays as it is. */
  readonly limit?: number
}
/** What was changed, by the code that says so. */
export type Code =
  | 'EXTERNAL_CANONICALIZED'
  | 'EXTERNAL_TRUNCATED'
  | 'EXTERNAL_HIDDEN_REMOVED'
  | 'EXTERNAL_LINK_DEFANGED'
  | 'EXTERNAL_DELIMITER_REMOVED'
/** The edits of a text, with the findings behind them. */
export interface Neutralized {
  readonly edits: readonly Edit[]
  readonly findings: ReadonlyMap<Code, readonly Finding[]>
  /** Places per rule, those without a finding too. */
  readonly counts: ReadonlyMap<string, number>
}

const CODES: ReadonlyMap<string, Code> = new Map([
  ['invisible-character', 'EXTERNAL_CANONICALIZED'],
  ['compatibility-form', 'EXTERNAL_CANONICALIZED'],
  ['cut', 'EXTERNAL_TRUNCATED'],
  ['comment', 'EXTERNAL_HIDDEN_REMOVED'],
  ['unfinished-tag', 'EXTERNAL_HIDDEN_REMOVED'],
  ['hidden-element', 'EXTERNAL_HIDDEN_REMOVED'],
  ['unrendered-element', 'EXTERNAL_HIDDEN_REMOVED'],
  ['hidden-definition', 'EXTERNAL_HIDDEN_REMOVED'],
  ['hidden-attribute', 'EXTERNAL_HIDDEN_REMOVED'],
  ['hidden-title', 'EXTERNAL_HIDDEN_REMOVED'],
  ['data-url', 'EXTERNAL_LINK_DEFANGED'],
  ['script-url', 'EXTERNAL_LINK_DEFANGED'],
  ['image-leak', 'EXTERNAL_LINK_DEFANGED'],
  ['link-leak', 'EXTERNAL_LINK_DEFANGED'],
  ['delimiter', 'EXTERNAL_DELIMITER_REMOVED'],
])
/** Findings per rule: enough to see the pattern, and no flood of findings from a flood of tags. */
const MAX_PLACES = 8
/** NFKC makes at most 18 units of one; what is cut away beforehand could hardly have stayed. */
const RAW_FACTOR = 4
/** Taking delimiters out can bring the parts of others together; each round leaves fewer. */
const DELIMITER_ROUNDS = 4

/** The edits that make a text from outside harmless to read; none where nothing has to change. Linear in the text. */
export function neutralize(text: string, { format, links, limit }: Treatment): Neutralized {
  const editor = new TextEditor(text)
  if (limit !== undefined) {
    editor.apply(cut(editor.text, limit * RAW_FACTOR))
    editor.apply(canonicalize(editor.text))
    editor.apply(cut(editor.text, limit))
  }
  if (format === 'html') editor.apply(cleanHtml(editor.text, { links, isMarkdown: false }))
  if (format === 'markdown') {
    editor.apply(cleanInlineHtml(editor.text, links))
    editor.apply(cleanHiddenMarkdown(editor.text))
  }
  if (format !== 'raw') editor.apply(cleanLinks(editor.text, links, format !== 'text'))
  for (let round = 0; round < DELIMITER_ROUNDS; round++) {
    const changes = findDelimiters(editor.text)
    if (changes.length === 0) break
    editor.apply(changes)
  }
  return { edits: editor.edits(), ...report(editor.marks) }
}

function cleanInlineHtml(text: string, links: LinkRules): readonly Change[] {
  if (!text.includes('<')) return []
  return cleanHtml(blankStrayMarkup(blankCode(text)), { links, isMarkdown: true })
}

function report(marks: readonly Mark[]): Pick<Neutralized, 'findings' | 'counts'> {
  const findings = new Map<Code, Finding[]>()
  const counts = new Map<string, number>()
  for (const { rule, severity, span } of marks) {
    const seen = (counts.get(rule) ?? 0) + 1
    counts.set(rule, seen)
    const code = CODES.get(rule)
    if (code === undefined || seen > MAX_PLACES) continue
    const known = findings.get(code) ?? []
    known.push({ rule, severity, span })
    findings.set(code, known)
  }
  return { findings, counts }
}
