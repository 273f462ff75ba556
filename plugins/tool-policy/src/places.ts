/** Why a text is no http or https URL of one of the hosts, or undefined. Every subdomain needs `*.` before the host. */
export function findHostProblem(text: string, hosts: readonly string[]): string | undefined {
  // The URL parser drops line breaks and takes a backslash for a slash; other clients do not.
  if (/[\s\\\p{C}]/u.test(text)) return 'it has characters that URLs do not have'
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return 'it is no http or https URL'
  if (!/^https?:\/\/[^/?#]/i.test(text)) return 'its host cannot be read in one way'
  if (url.username !== '' || url.password !== '') return 'it names a user'
  const host = url.hostname.replace(/\.$/, '')
  const isListed = hosts.some((entry) => {
    const name = entry.toLowerCase()
    return name.startsWith('*.') ? host.endsWith(name.slice(1)) && host.length >= name.length : host === name
  })
  return isListed ? undefined : 'its host is not listed'
}

/** Why a text is no path in one of the folders, or undefined. Links are not followed; path-guard does that. */
export function findPathProblem(text: string, folders: readonly string[]): string | undefined {
  if (/[\\\p{C}]/u.test(text) || /%(?:25|2e|2f|5c|00)/i.test(text)) return 'it has characters that hide where it leads'
  const names = namesOf(text)
  if (names.includes('..') || /^[~$]/.test(text)) return 'it can lead out of the folder'
  const isInside = folders.some((folder) => {
    const parts = namesOf(folder)
    return folder.startsWith('/') === text.startsWith('/') && parts.every((name, i) => names[i] === name)
  })
  return isInside ? undefined : 'it is in none of the folders'
}

function namesOf(path: string): readonly string[] {
  return path.split('/').filter((name) => name !== '' && name !== '.')
}
