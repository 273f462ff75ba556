import { readHelper } from './helper.ts'
import { readSecretFile } from './secret-file.ts'
import { formatReference, parseReference, type Reference } from './reference.ts'

/** What a reference led to. */
export type Resolved =
  | {
      readonly ok: true
      readonly value: string
      /** The file, if other users can read it. */ readonly exposed?: string
    }
  | { readonly ok: false; readonly problem: string }

/** Resolves references, each once. */
export type Resolver = (reference: Reference) => Promise<Resolved>

/** Helper programs by name; each value is an absolute path. Where they are given, no other program is run. */
export type Helpers = Readonly<Record<string, string>>

/** Makes the resolver of one load, so that a helper is asked once for a secret that stands in several places. */
export function createResolver(env: NodeJS.ProcessEnv): Resolver {
  const known = new Map<string, Promise<Resolved>>()
  return (reference) => {
    const key = formatReference(reference)
    const resolved = known.get(key) ?? resolve(reference, env).then(refuseEmpty)
    known.set(key, resolved)
    return resolved
  }
}

/** What a reference leads to; undefined for a literal, which is no secret that may be used. Never rejects, and no problem shows the value. */
export async function resolveSecret(
  text: string,
  env: NodeJS.ProcessEnv,
  helpers?: Helpers,
): Promise<Resolved | undefined> {
  const reference = parseReference(text)
  return reference && refuseEmpty(await resolve(reference, env, helpers))
}

async function resolve(reference: Reference, env: NodeJS.ProcessEnv, helpers?: Helpers): Promise<Resolved> {
  switch (reference.kind) {
    case 'env': {
      const value = env[reference.name]
      return value === undefined ? { ok: false, problem: 'the variable is not set' } : { ok: true, value }
    }
    case 'file':
      return readSecretFile(reference.file, reference.pointer)
    case 'exec': {
      const helper = helpers ? declared(helpers, reference.helper) : reference.helper
      if (helper === undefined) return { ok: false, problem: 'the helper is not declared' }
      return readHelper(helper, reference.id, env)
    }
  }
}

/** The path of a declared helper, which may be named by its name or by that path. */
function declared(helpers: Helpers, named: string): string | undefined {
  return Object.hasOwn(helpers, named) ? helpers[named] : Object.values(helpers).find((path) => path === named)
}

function refuseEmpty(resolved: Resolved): Resolved {
  return resolved.ok && resolved.value.trim() === '' ? { ok: false, problem: 'the value is empty' } : resolved
}
