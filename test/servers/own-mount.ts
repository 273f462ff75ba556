import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** What makes a mount that only the program sees: root does it directly, anyone else in a user namespace. */
export const UNSHARE: readonly string[] =
  process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount']

/** True where such a mount is allowed; else a loud word that what needs it is not tested. */
export async function canMount(what: string): Promise<boolean> {
  const isAllowed =
    process.platform === 'linux' &&
    (await promisify(execFile)('unshare', [...UNSHARE, 'mount', '-t', 'tmpfs', 'none', '/mnt']).then(
      () => true,
      () => false,
    ))
  if (!isAllowed) console.warn(`\n*** no mount of its own is allowed here: ${what} NOT tested ***\n`)
  return isAllowed
}
