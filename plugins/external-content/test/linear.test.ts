import { describe, expect, it } from 'vitest'
import type { Format } from '../src/format.ts'
import { cleanHtml } from '../src/html.ts'
import { createLinkRules } from '../src/links.ts'
import { neutralize } from '../src/detect.ts'

const links = createLinkRules([], 120)
const FORMATS: readonly Format[] = ['html', 'markdown', 'text', 'raw']
const PROTOTYPE = String.prototype

/** Work of a piece of code, in reads of a string: what a quadratic loop over text cannot hide. */
function countReads(run: () => void): number {
  const originals = {
    charAt: PROTOTYPE.charAt,
    charCodeAt: PROTOTYPE.charCodeAt,
    indexOf: PROTOTYPE.indexOf,
  }
  let reads = 0
  const spy = (name: keyof typeof originals): void => {
    const original = originals[name] as (this: string, ...args: unknown[]) => unknown
    Object.defineProperty(PROTOTYPE, name, {
      configurable: true,
      writable: true,
      value(this: string, ...args: unknown[]) {
        const result = original.apply(this, args)
        const scanned =
          name === 'indexOf' ? (Number(result) === -1 ? this.length : Number(result)) - Number(args[1] ?? 0) : 1
        reads += Math.max(1, scanned)
        return result
      },
    })
  }
  try {
    for (const name of Object.keys(originals) as (keyof typeof originals)[]) spy(name)
    run()
  } finally {
    for (const [name, value] of Object.entries(originals))
      Object.defineProperty(PROTOTYPE, name, { configurable: true, writable: true, value })
  }
  return reads
}

const HOSTILE: Readonly<Record<string, (n: number) => string>> = {
  'angle brackets': (n) => '<'.repeat(n),
  'tags without an end': (n) => '<div '.repeat(n),
  'deeply nested elements': (n) => '<div>'.repeat(n),
  'deeply nested hidden elements': (n) => '<div hidden>'.repeat(n),
  'end tags of nothing under deep nesting': (n) => '<b>'.repeat(n) + '</i>'.repeat(n),
  'hidden paragraphs without an end': (n) => '<p hidden>x\n\n'.repeat(n),
  'hidden spans without an end': (n) => '<span hidden>'.repeat(n),
  'comment starts': (n) => '<!--'.repeat(n),
  'script starts': (n) => '<script>'.repeat(n),
  'attributes in one tag': (n) => `<a ${'b=c '.repeat(n)}>`,
  'quotes that do not close': (n) => '<a b="'.repeat(n),
  'link ends': (n) => ']('.repeat(n),
  'link ends with labels': (n) => '[]('.repeat(n),
  'opening brackets': (n) => '!['.repeat(n),
  'parentheses in an address': (n) => `[a](${'('.repeat(n)}`,
  definitions: (n) => '[a]: <\n'.repeat(n),
  protocols: (n) => 'https://'.repeat(n),
  'backticks in runs': (n) => Array.from({ length: Math.ceil(Math.sqrt(n)) }, (_, i) => '`'.repeat(i + 1)).join(' '),
  fences: (n) => '```\n'.repeat(n),
  'names of delimiters': (n) => '<<<EXTERNAL_CONTENT'.repeat(n),
  'combining marks': (n) => `e${'\u0301\u0323'.repeat(n)}`,
  'one letter': (n) => 'x'.repeat(n),
  styles: (n) => `<style>${'.a{'.repeat(n)}</style><p>`,
  'long words in selectors': (n) => `<style>${`${'a'.repeat(200)}!{display:none}`.repeat(n / 100)}</style><p>`,
  'negations in selectors': (n) => `<style>a${':not('.repeat(n)}{display:none}</style><p>`,
  'colours in styles': (n) => `<p style="color:${'rgb('.repeat(n)}">`,
  'definitions with titles': (n) => '[a]: b/ (\n'.repeat(n),
  'titles that do not close': (n) => '[a](<b> "'.repeat(n),
  'comments in styles': (n) => `<p style="${'/*'.repeat(n)}">`,
}

describe('the work on hostile text', () => {
  for (const [name, make] of Object.entries(HOSTILE)) {
    it(`is linear: ${name}`, () => {
      for (const format of FORMATS) {
        const run = (n: number): number => countReads(() => void neutralize(make(n), { format, links, limit: 1e9 }))
        const [once, twice] = [run(1_000), run(2_000)]
        expect(twice, format).toBeLessThan(2.3 * once + 2_000)
      }
    })
  }

  it('ends for 100,000 nested elements and a million angle brackets', () => {
    const nested = `${'<div>'.repeat(100_000)}<p hidden>x</p>${'</div>'.repeat(100_000)}`
    expect(cleanHtml(nested, { links, isMarkdown: false })).toHaveLength(1)
    for (const format of FORMATS) expect(neutralize('<'.repeat(1_000_000), { format, links }).edits).toEqual([])
  })

  it('ends for 10 MB of one character', () => {
    const text = 'x'.repeat(10 * 1024 * 1024)
    expect(neutralize(text, { format: 'markdown', links }).edits).toEqual([])
    expect(neutralize(text, { format: 'text', links, limit: 50_000 }).edits).toHaveLength(1)
  })
})
