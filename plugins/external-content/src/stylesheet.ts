import { readStyle } from './hidden-style.ts'

/** Class names and ids that a document's own style sheet hides. */
export interface HiddenNames {
  readonly classes: ReadonlySet<string>
  readonly ids: ReadonlySet<string>
}

// A class after a counted class: linear.
const SIMPLE = /^[a-z0-9]{0,16}([.#])([\w-]{1,100})$/i

/** Reads rules with one simple selector (`.a`, `p.a`, `#a`, lists of them) outside @-blocks; linear. */
export function readStyleSheets(sheets: readonly string[]): HiddenNames {
  const classes = new Set<string>()
  const ids = new Set<string>()
  for (const { selectors, body } of sheets.flatMap((css) => [...rulesOf(css)])) {
    if (readStyle(body).hidden === undefined) continue
    for (const selector of selectors.split(',')) {
      const [, kind, name = ''] = SIMPLE.exec(selector.trim()) ?? []
      if (kind !== undefined) (kind === '.' ? classes : ids).add(name)
    }
  }
  return { classes, ids }
}

interface Rule {
  readonly selectors: string
  readonly body: string
}

function* rulesOf(css: string): Generator<Rule, void> {
  let depth = 0
  let from = 0
  let selectors = ''
  for (let at = 0; at < css.length; at++) {
    const character = css.charAt(at)
    if (character === '/' && css.charAt(at + 1) === '*') {
      const close = css.indexOf('*/', at + 2)
      if (close === -1) return
      if (depth === 0) from = close + 2
      at = close + 1
    } else if (character === ';' && depth === 0) from = at + 1
    else if (character === '{' && depth++ === 0) {
      selectors = css.slice(from, at).trim()
      from = at + 1
    } else if (character === '}') {
      if (depth === 1 && !selectors.startsWith('@')) yield { selectors, body: css.slice(from, at) }
      depth = Math.max(0, depth - 1)
      if (depth === 0) from = at + 1
    }
  }
}
