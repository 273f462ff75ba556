import { resolveSecret } from '@ringwall/config'
import { fail } from './errors.ts'

/**
 * The key that `--upstream-key` names, by a reference as in the config file. Throws UPSTREAM_KEY_LITERAL, which never
 * shows the value, or UPSTREAM_KEY_UNRESOLVED.
 */
export async function resolveKey(reference: string, env: NodeJS.ProcessEnv): Promise<string> {
  const resolved = await resolveSecret(reference, env)
  if (!resolved) throw fail('UPSTREAM_KEY_LITERAL')
  if (!resolved.ok) throw fail('UPSTREAM_KEY_UNRESOLVED', { reference, problem: resolved.problem })
  return resolved.value
}
