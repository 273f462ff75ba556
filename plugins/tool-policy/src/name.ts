/** What a tool's name consists of after normalisation: enough for every framework's names, and nothing that looks like something else. */
const NAME = /^[a-z0-9_.:/@-]{1,200}$/

/** One spelling for each name: compatibility forms folded, case and outer white space dropped. */
export function normalizeName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

/** True for a normalised name without look-alike or invisible characters. */
export function isPlainName(name: string): boolean {
  return NAME.test(name)
}
