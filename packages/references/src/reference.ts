/** A value that stands elsewhere. */
export type Reference =
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'file'; readonly file: string; readonly pointer?: string }
  | { readonly kind: 'exec'; readonly helper: string; readonly id: string }

/** The variable that a whole-value `${NAME}` names. */
export function parseVariable(text: string): string | undefined {
  return /^\$\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(text)?.[1]
}

/** Reads `${NAME}`, `env:NAME`, `file:path#pointer` or `exec:helper/id`; undefined for any other text, which is a literal. */
export function parseReference(text: string): Reference | undefined {
  const variable = parseVariable(text) ?? /^env:([A-Za-z_][A-Za-z0-9_]*)$/.exec(text)?.[1]
  if (variable !== undefined) return { kind: 'env', name: variable }
  if (text.startsWith('file:')) return parseFile(text.slice('file:'.length))
  if (text.startsWith('exec:')) return parseExec(text.slice('exec:'.length))
  return undefined
}

function parseFile(rest: string): Reference | undefined {
  const hash = rest.indexOf('#')
  const file = hash < 0 ? rest : rest.slice(0, hash)
  if (file === '' || file.includes('\0')) return undefined
  return { kind: 'file', file, ...(hash < 0 ? {} : { pointer: rest.slice(hash + 1) }) }
}

/** The id is what follows the last slash: a helper is a path, an id is not. */
function parseExec(rest: string): Reference | undefined {
  const slash = rest.lastIndexOf('/')
  const helper = rest.slice(0, Math.max(slash, 0))
  const id = rest.slice(slash + 1)
  if (helper === '' || id === '' || rest.includes('\0')) return undefined
  return { kind: 'exec', helper, id }
}

/** The reference as it may be shown: where the value stands, never the value. */
export function formatReference(reference: Reference): string {
  switch (reference.kind) {
    case 'env':
      return `env:${reference.name}`
    case 'file':
      return `file:${reference.file}${reference.pointer === undefined ? '' : `#${reference.pointer}`}`
    case 'exec':
      return `exec:${reference.helper}/${reference.id}`
  }
}
