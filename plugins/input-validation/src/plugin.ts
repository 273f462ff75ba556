import {
  definePlugin,
  type Deny,
  type Edit,
  type Finding,
  type Flag,
  type Manifest,
  type Plugin,
  type Rewrite,
  type Span,
} from '@ringwall/core'
import { configSchema } from './config.ts'
import { createDetector, cutToLength, findNuls, type Fault, type Rule } from './detect.ts'

const manifest: Manifest = {
  api: 1,
  hooks: { onInbound: { normalize: ['deny', 'rewrite', 'flag'], judge: ['deny', 'flag'] } },
  before: ['external-content'],
}

const codes = {
  INPUT_TOO_LONG: 'The text is longer than the limit.',
  INPUT_CUT: 'The text was longer than the limit, and its end was cut off.',
  INPUT_BINARY: 'The text has so many NUL bytes that it is binary data.',
  INPUT_NUL_REMOVED: 'NUL bytes were removed from the text.',
  INPUT_WHITESPACE: 'The text is mostly white space.',
  INPUT_REPETITION: 'One character, or a few in turns, repeat too often.',
  INPUT_INVALID_UTF16: 'The text has lone surrogates: it is not Unicode.',
  INPUT_CONTROL_CHARACTERS: 'The text has control characters other than tab and line breaks.',
  INPUT_BIDI_CONTROLS: 'The text has characters that reorder it for display.',
  INPUT_COMBINING_MARKS: 'The text stacks too many combining marks.',
  INPUT_INVISIBLE_CHARACTERS: 'The text has runs of invisible characters, which can hide a message.',
  INPUT_JSON_INVALID: 'The content is declared as JSON and is not a well-formed document.',
  INPUT_JSON_UNSAFE_KEY: 'A member of the JSON document is named so that it would reach a prototype.',
  INPUT_JSON_TOO_COMPLEX: 'The JSON document exceeds a limit of size, depth or members.',
  INPUT_ATTACHMENTS: 'The attachments exceed a limit, or their sizes are unknown.',
} as const
type Code = keyof typeof codes

const CODE_OF: Readonly<Record<Rule, Code>> = {
  length: 'INPUT_TOO_LONG',
  'nul-flood': 'INPUT_BINARY',
  'whitespace-share': 'INPUT_WHITESPACE',
  repetition: 'INPUT_REPETITION',
  'invalid-utf16': 'INPUT_INVALID_UTF16',
  'control-character': 'INPUT_CONTROL_CHARACTERS',
  'bidi-control': 'INPUT_BIDI_CONTROLS',
  'combining-marks': 'INPUT_COMBINING_MARKS',
  'tag-characters': 'INPUT_INVISIBLE_CHARACTERS',
  'variation-selectors': 'INPUT_INVISIBLE_CHARACTERS',
  'zero-width-run': 'INPUT_INVISIBLE_CHARACTERS',
  'json-syntax': 'INPUT_JSON_INVALID',
  'json-scalar': 'INPUT_JSON_INVALID',
  'json-duplicate-key': 'INPUT_JSON_INVALID',
  'json-unsafe-key': 'INPUT_JSON_UNSAFE_KEY',
  'json-bytes': 'INPUT_JSON_TOO_COMPLEX',
  'json-depth': 'INPUT_JSON_TOO_COMPLEX',
  'json-keys': 'INPUT_JSON_TOO_COMPLEX',
  'json-key-length': 'INPUT_JSON_TOO_COMPLEX',
  'json-items': 'INPUT_JSON_TOO_COMPLEX',
  'attachment-list': 'INPUT_ATTACHMENTS',
  'attachment-count': 'INPUT_ATTACHMENTS',
  'attachment-size': 'INPUT_ATTACHMENTS',
}

/** Refuses malformed and flooding input before anything reads it, and removes stray NUL bytes. */
export const inputValidation: Plugin<typeof configSchema> = definePlugin({
  name: 'input-validation',
  version: '0.1.0',
  manifest,
  codes,
  config: configSchema,
  setup({ config }) {
    const detect = createDetector(config)
    return {
      onInbound: {
        normalize({ payload: { source, text, meta } }) {
          // The judge sees the length too, as other layers may make a text longer; here it spares them the work.
          const isLong = text.length > config.maxLength
          const isCut = isLong && config.cutSources.includes(source) && meta?.['structured'] !== true
          if (isLong && !isCut) return toVerdicts([{ rule: 'length', isTolerated: false }])
          const cut = isCut ? cutToLength(text, config.maxLength) : undefined
          const nuls = findNuls(cut ? text.slice(0, cut.start) : text)
          if (nuls.length > config.maxNulBytes) return toVerdicts([{ rule: 'nul-flood', isTolerated: false }])
          return cut || nuls.length > 0 ? repair(nuls, cut) : undefined
        },
        judge: ({ payload }) => toVerdicts(detect(payload)),
      },
    }
  },
})

/** All edits are one rewrite, as spans are those of one text; each reason is flagged by itself. */
function repair(nuls: readonly Span[], cut: Edit | undefined): readonly (Rewrite | Flag)[] {
  const edits = [...nuls.map((span) => ({ ...span, text: '' })), ...(cut ? [cut] : [])]
  const flags = [
    ...(nuls.length > 0 ? [toFlag('INPUT_NUL_REMOVED', 'nul', nuls)] : []),
    ...(cut ? [toFlag('INPUT_CUT', 'length', [{ start: cut.start, end: cut.end }])] : []),
  ]
  return [{ kind: 'rewrite', code: flags[0]?.code ?? 'INPUT_CUT', edits }, ...flags]
}

function toFlag(code: Code, rule: string, spans: readonly Span[]): Flag {
  const findings = spans.map((span): Finding => ({ rule, severity: 'medium', span }))
  return { kind: 'flag', code, findings, message: codes[code] }
}

/** One verdict per code: a denial, or a flag where all its faults are tolerated. */
function toVerdicts(faults: readonly Fault[]): readonly (Deny | Flag)[] | undefined {
  if (faults.length === 0) return undefined
  const byCode = Map.groupBy(faults, ({ rule }) => CODE_OF[rule])
  return Array.from(byCode, ([code, group]) => {
    const kind = group.every(({ isTolerated }) => isTolerated) ? 'flag' : 'deny'
    return { kind, code, findings: group.map(toFinding), message: codes[code] }
  })
}

function toFinding({ rule, span, isTolerated }: Fault): Finding {
  return { rule, severity: isTolerated ? 'low' : 'high', ...(span && { span }) }
}
