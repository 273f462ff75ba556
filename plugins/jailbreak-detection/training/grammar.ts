import type { Random } from './random.ts'

/** Named lists of templates that `{name}` stands for. */
export type Slots = Readonly<Record<string, readonly string[]>>

/**
 * Writes out a template: `(one|other|)` picks an alternative, `{name}` an entry of that slot, each of which may hold both again;
 * a backslash takes the next character as it is. Runs of spaces are folded. Throws on an unknown slot and on an open bracket.
 */
export function expand(template: string, slots: Slots, random: Random): string {
  return new Expansion(slots, random)
    .write(template, 0)
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/ ([,.!?;:])(?=\s|$)/g, '$1')
    .trim()
}

/** Deeper nesting is a slot that names itself. */
const MAX_DEPTH = 12

class Expansion {
  readonly #slots: Slots
  readonly #random: Random

  constructor(slots: Slots, random: Random) {
    this.#slots = slots
    this.#random = random
  }

  write(template: string, depth: number): string {
    if (depth > MAX_DEPTH) throw new Error(`the slots nest too deep in: ${template}`)
    let out = ''
    for (let at = 0; at < template.length; at++) {
      const sign = template.charAt(at)
      if (sign === '\\') out += template.charAt(++at)
      else if (sign === '{' || sign === '(') {
        const end = closing(template, at)
        const inner = template.slice(at + 1, end)
        out += this.write(sign === '{' ? this.#fill(inner) : this.#random.pick(alternatives(inner)), depth + 1)
        at = end
      } else out += sign
    }
    return out
  }

  #fill(name: string): string {
    const entries = this.#slots[name]
    if (entries === undefined) throw new Error(`there is no slot {${name}}`)
    return this.#random.pick(entries)
  }
}

function closing(template: string, from: number): number {
  const [open, close] = template[from] === '{' ? ['{', '}'] : ['(', ')']
  let depth = 0
  for (let at = from; at < template.length; at++) {
    if (template[at] === '\\') at++
    else if (template[at] === open) depth++
    else if (template[at] === close && --depth === 0) return at
  }
  throw new Error(`a bracket is left open in: ${template}`)
}

function alternatives(inner: string): readonly string[] {
  const found: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < inner.length; at++) {
    const sign = inner[at]
    if (sign === '\\') at++
    else if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (sign === '|' && depth === 0) {
      found.push(inner.slice(start, at))
      start = at + 1
    }
  }
  return [...found, inner.slice(start)]
}
