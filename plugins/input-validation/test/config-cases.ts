import type { JsonObject } from '@ringwall/core'
import type { Case } from '@ringwall/testkit'

const JSON_META = { contentType: 'application/json' }

/** A text that passes with the defaults and is refused with one key of the config changed. */
function strict(config: JsonObject, text: string, code: string, meta?: JsonObject): readonly Case[] {
  const payload = { source: 'api', text, ...(meta && { meta }) } as const
  const name = JSON.stringify(config)
  return [
    { hook: 'onInbound', name: `without ${name}`, payload, expect: 'pass' },
    { hook: 'onInbound', name, config, payload, expect: { code, kind: 'deny' } },
  ]
}

const DOCUMENT = '{"name":[1,2,{"b":null}],"c":1}'
const FILES = { attachments: [{ size: 1_000 }, { size: 1_000 }] }

/** Every key of the config that the other cases leave alone: what it changes, through the kernel. */
export const configCases: readonly Case[] = [
  ...strict({ maxLength: 10 }, 'eleven chars', 'INPUT_TOO_LONG'),
  ...strict({ maxWhitespaceShare: 0.3 }, 'a b '.repeat(60), 'INPUT_WHITESPACE'),
  ...strict({ whitespaceFrom: 10 }, `a${' '.repeat(30)}b`, 'INPUT_WHITESPACE'),
  ...strict({ repeatLimit: 60 }, '-'.repeat(60), 'INPUT_REPETITION'),
  ...strict({ letterRepeatLimit: 60 }, 'z'.repeat(60), 'INPUT_REPETITION'),
  ...strict({ spaceRepeatLimit: 60 }, `a${' '.repeat(60)}b`, 'INPUT_REPETITION'),
  ...strict({ cycleLimit: 64 }, 'ha'.repeat(32), 'INPUT_REPETITION'),
  ...strict({ maxMarks: 2 }, 'e\u0301\u0302\u0303', 'INPUT_COMBINING_MARKS'),
  ...strict({ maxInvisibleRun: 1 }, 'a\u200b\u200bb', 'INPUT_INVISIBLE_CHARACTERS'),
  ...strict({ jsonSources: ['api'] }, '{"a":', 'INPUT_JSON_INVALID', JSON_META).slice(1),
  ...strict({ maxJsonBytes: 20 }, DOCUMENT, 'INPUT_JSON_TOO_COMPLEX', JSON_META),
  ...strict({ maxJsonDepth: 2 }, DOCUMENT, 'INPUT_JSON_TOO_COMPLEX', JSON_META).slice(1),
  ...strict({ maxJsonKeys: 1 }, DOCUMENT, 'INPUT_JSON_TOO_COMPLEX', JSON_META).slice(1),
  ...strict({ maxJsonKeyLength: 3 }, DOCUMENT, 'INPUT_JSON_TOO_COMPLEX', JSON_META).slice(1),
  ...strict({ maxJsonItems: 2 }, DOCUMENT, 'INPUT_JSON_TOO_COMPLEX', JSON_META).slice(1),
  ...strict({ maxAttachments: 1 }, 'see attached', 'INPUT_ATTACHMENTS', FILES),
  ...strict({ maxAttachmentBytes: 999 }, 'see attached', 'INPUT_ATTACHMENTS', FILES).slice(1),
  ...strict({ maxAttachmentsBytes: 1_999 }, 'see attached', 'INPUT_ATTACHMENTS', FILES).slice(1),
  {
    hook: 'onInbound',
    name: 'JSON from a source that is not checked as such',
    config: { jsonSources: [] },
    payload: { source: 'api', text: '{"a":', meta: JSON_META },
    expect: 'pass',
  },
  {
    hook: 'onInbound',
    name: 'a run of one letter from a source that is tolerated',
    config: { flagSources: ['user'] },
    input: 'z'.repeat(200),
    expect: { code: 'INPUT_REPETITION', kind: 'flag', outcome: 'allow' },
  },
]
