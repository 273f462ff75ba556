/** Characters between the scheme of an address and the last slash that is looked at. */
const LONGEST_PATH = 240
const LONGEST_NAME = 80
// Anchored, one counted class: linear.
const NAME = /^([\w.-]{1,80})(?:["'`\s?#]|$)/
const ADDRESS_END = /["'`\s]/

/** The file that a download of the first address with one is kept under: the last part of its path. Linear. */
export function remoteNameOf(command: string): string | undefined {
  for (const { index, 0: scheme } of command.matchAll(/https?:\/\//gi)) {
    const from = index + scheme.length
    const rest = command.slice(from, from + LONGEST_PATH + 1)
    const end = rest.search(ADDRESS_END)
    const path = end === -1 ? rest : rest.slice(0, end)
    // Each name ends where the next slash is, so none is read twice.
    for (let slash = path.length - 1; slash > 0; slash--) {
      if (path.charAt(slash) !== '/') continue
      const start = from + slash + 1
      const name = NAME.exec(command.slice(start, start + LONGEST_NAME + 1))?.[1]
      if (name !== undefined) return name
    }
  }
  return undefined
}
