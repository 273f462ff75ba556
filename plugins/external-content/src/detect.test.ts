import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalize } from './canonical.ts'
import { findDelimiters, hasDelimiter } from './delimiters.ts'
import type { Format } from './format.ts'
import { createLinkRules } from './links.ts'
import { blankCode, blankStrayMarkup, cleanLinks } from './markdown.ts'
import { neutralize } from './detect.ts'
import { readMarkup } from './tags.ts'
import { TextEditor } from './text-editor.ts'

const links = createLinkRules([], 120)
const FORMATS: readonly Format[] = ['html', 'markdown', 'text', 'raw']

function apply(text: string, format: Format, limit?: number): string {
  const { edits } = neutralize(text, { format, links, ...(limit !== undefined && { limit }) })
  let out = ''
  let at = 0
  for (const edit of edits) {
    expect(edit.start).toBeGreaterThanOrEqual(at)
    expect(edit.end).toBeGreaterThanOrEqual(edit.start)
    out += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  expect(at).toBeLessThanOrEqual(text.length)
  return out + text.slice(at)
}

const PIECES = [
  '<',
  '>',
  '<<<',
  '>>>',
  '&lt;',
  'EXTERNAL_CONTENT',
  'ｅｘｔｅｒｎａｌ content',
  'END_',
  '\u200b',
  '<!--',
  '-->',
  '<div hidden>',
  '</div>',
  '<p>',
  '<b style="display:none">',
  '</b>',
  '<script>',
  '</script>',
  '<textarea>',
  '"',
  '`',
  '```\n',
  '\n\n',
  '![',
  '[a]',
  '](https://e.com/?d=1)',
  '](',
  'https://e.com/?',
  'data:',
  ' text ',
  'ﬁ',
  '👩‍👩‍👧',
  '\ud800',
  '&#60;',
]
const texts = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'grapheme', maxLength: 5 })), {
  maxLength: 30,
})

describe('neutralize', () => {
  it('makes edits in order that leave no delimiter, whatever the text', () => {
    fc.assert(
      fc.property(
        texts,
        fc.constantFrom(...FORMATS),
        fc.option(fc.integer({ min: 10, max: 60 }), { nil: undefined }),
        (pieces, format, limit) => {
          expect(hasDelimiter(apply(pieces.join(''), format, limit))).toBe(false)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('leaves plain words as they are', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('a < b', 'x<y', '1 << 2', 'f(x) => y', 'if (a && b)', '**', '_', '"q"', '#', '- x', '\n'),
        ),
        (words) => {
          const text = words.join(' ')
          for (const format of FORMATS) if (format !== 'html') expect(apply(text, format)).toBe(text)
        },
      ),
    )
  })

  it('gives spans of the original text after several rounds', () => {
    const text = 'ﬁ <!-- x --> &lt;&lt;&lt;EXTERNAL_<!-- y -->CONTENT end'
    const { findings } = neutralize(text, { format: 'html', links, limit: 1_000 })
    const spans = [...findings.values()].flat().map(({ rule, span }) => [rule, text.slice(span?.start, span?.end)])
    expect(spans).toEqual([
      ['compatibility-form', 'ﬁ'],
      ['comment', '<!-- x -->'],
      ['comment', '<!-- y -->'],
      ['delimiter', '&lt;&lt;&lt;EXTERNAL_<!-- y -->CONTENT'],
    ])
  })
})

describe('TextEditor', () => {
  it('composes rounds into edits that make the same text', () => {
    const cut = fc.tuple(fc.nat(60), fc.nat(6), fc.string({ maxLength: 4 }))
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 50 }),
        fc.array(fc.array(cut, { maxLength: 5 }), { maxLength: 4 }),
        (text, rounds) => {
          const editor = new TextEditor(text)
          for (const round of rounds) {
            const sorted = round.toSorted((a, b) => a[0] - b[0])
            let at = 0
            const changes = sorted.flatMap(([from, size, by]) => {
              const start = Math.max(at, Math.min(from, editor.text.length))
              const end = Math.min(start + size, editor.text.length)
              at = end
              return [{ start, end, text: by, rule: 'r', severity: 'low' as const }]
            })
            editor.apply(changes)
          }
          let out = ''
          let at = 0
          for (const { start, end, text: by } of editor.edits()) {
            expect(start).toBeGreaterThanOrEqual(at)
            out += text.slice(at, start) + by
            at = end
          }
          expect(out + text.slice(at)).toBe(editor.text)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})

describe('parts', () => {
  it('reports each tag with the place of its values', () => {
    const text = `<a href = 'x&amp;y' b=&lt;1 c>t</a >`
    const seen: unknown[] = []
    readMarkup(text, (markup) => {
      if (markup.kind !== 'open') return seen.push([markup.kind, text.slice(markup.start, markup.end)])
      return seen.push(markup.attributes.map(({ name, value, start, end }) => [name, value, text.slice(start, end)]))
    })
    expect(seen).toEqual([
      [
        ['href', 'x&y', 'x&amp;y'],
        ['b', '<1', '&lt;1'],
        ['c', '', ''],
      ],
      ['close', '</a >'],
    ])
  })

  it('keeps the length of a text when it blanks code and stray markup', () => {
    fc.assert(
      fc.property(texts, (pieces) => {
        const text = pieces.join('')
        expect(blankStrayMarkup(blankCode(text))).toHaveLength(text.length)
      }),
    )
  })

  it('finds nothing in the text that stands in place of what it took out', () => {
    expect(findDelimiters('[delimiter removed]'.repeat(3))).toEqual([])
    expect(cleanLinks('![a](#image-removed-from-e.com)', links, true)).toEqual([])
    expect(canonicalize('fi e\u0301'.normalize('NFKC'))).toEqual([])
  })
})
