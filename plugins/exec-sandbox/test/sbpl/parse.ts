/** A form of SBPL, which is written as Scheme is. */
export type Form =
  | { readonly kind: 'list'; readonly items: readonly Form[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }

const TOKEN = /\s+|;[^\n]*|[()]|#"(?:[^"\\]|\\[^])*"|"(?:[^"\\]|\\[^])*"|#o[0-7]+(?=[\s()]|$)|[A-Za-z0-9*?_+./:-]+/y

/** Reads the forms of a profile. Whatever is not of the few kinds that profiles are made of is an error. */
export function parse(text: string): readonly Form[] {
  const open: Form[][] = [[]]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(text)?.[0]
    if (token === undefined) throw new SyntaxError(`unreadable at ${at}: ${text.slice(at, at + 20)}`)
    if (/^[\s;]/.test(token)) continue
    if (token === '(') open.push([])
    else if (token === ')') {
      const items = open.pop()
      const outer = open.at(-1)
      if (!items || !outer) throw new SyntaxError(`a bracket closes nothing at ${at}`)
      outer.push({ kind: 'list', items })
    } else open.at(-1)?.push(atom(token))
  }
  const [forms, ...unclosed] = open
  if (!forms || unclosed.length > 0) throw new SyntaxError('a bracket is not closed')
  return forms
}

function atom(token: string): Form {
  // In the sharp form a backslash is one of the regular expression's.
  if (token.startsWith('#"')) return { kind: 'string', value: token.slice(2, -1) }
  if (token.startsWith('"')) return { kind: 'string', value: token.slice(1, -1).replace(/\\([^])/g, '$1') }
  if (token.startsWith('#o')) return { kind: 'number', value: Number.parseInt(token.slice(2), 8) }
  return /^\d+$/.test(token) ? { kind: 'number', value: Number(token) } : { kind: 'symbol', name: token }
}

/** Writes a form as text that reads as the same form. */
export function print(form: Form): string {
  switch (form.kind) {
    case 'list':
      return `(${form.items.map(print).join(' ')})`
    case 'string':
      return `"${form.value.replace(/["\\]/g, String.raw`\$&`)}"`
    case 'symbol':
      return form.name
    case 'number':
      return `#o${form.value.toString(8)}`
  }
}
