import type { Source } from '@ringwall/core'
import type { Case, ExpectedFinding, ExpectedRuling } from '@ringwall/testkit'

const ID = '[0-9a-f]{24}'

/** The wrapped text, whose delimiters differ each time. */
export function wrapped(content: string): RegExp {
  const body = content.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  return new RegExp(
    `^<<<EXTERNAL_CONTENT (${ID})>>>\\nSource: [a-z]+\\n[^<>]+\\n---\\n${body}\\n<<<END_EXTERNAL_CONTENT \\1>>>$`,
  )
}

/** The ruling of the wrapping. */
export const WRAP: ExpectedRuling = { code: 'EXTERNAL_WRAPPED', kind: 'rewrite' }

/** A text that is wrapped and otherwise left as it is. */
export function only(name: string, source: Source, text: string): Case {
  return { name, hook: 'onInbound', input: text, source, expect: { rulings: [WRAP], text: wrapped(text) } }
}

/** A web page that is changed and wrapped. */
export function changed(
  name: string,
  format: string,
  text: string,
  result: string,
  code: string,
  findings: readonly ExpectedFinding[],
): Case {
  return {
    name,
    hook: 'onInbound',
    payload: { source: 'web', text, meta: { contentType: format } },
    expect: { rulings: [{ code, kind: 'rewrite', findings }, WRAP], text: wrapped(result) },
  }
}

/** A page from which something hidden is taken out. */
export const html = (name: string, text: string, result: string, rule: string, span: string): Case =>
  changed(name, 'text/html; charset=utf-8', text, result, 'EXTERNAL_HIDDEN_REMOVED', [{ rule, span }])
/** An address that is made unusable. */
export const link = (name: string, format: string, text: string, result: string, rule: string, span: string): Case =>
  changed(name, format, text, result, 'EXTERNAL_LINK_DEFANGED', [{ rule, span }])
/** A delimiter, or what looks like one. */
export const delimiter = (name: string, span: string): Case =>
  changed(name, 'text/plain', `a ${span} b`, 'a [delimiter removed] b', 'EXTERNAL_DELIMITER_REMOVED', [
    { rule: 'delimiter', severity: 'high', span },
  ])
