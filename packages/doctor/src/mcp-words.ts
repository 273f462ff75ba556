/** Programs that run another. */
const RUNNERS = ['npx', 'bunx', 'pnpm', 'pnpx', 'yarn', 'npm', 'node', 'bun', 'uvx', 'uv', 'pipx']
/** What such programs do. */
const VERBS = ['dlx', 'exec', 'run', 'x', 'tool']
/** What may stand before the program without changing which one runs. */
const HARMLESS = ['-y', '--yes', '-s', '--silent', '--quiet', '-q', '--no-install', '--prefer-offline', '--offline']
/** Options of theirs that take the next word. */
const WITH_VALUE = ['-p', '--package', '--from', '--with', '--registry', '--python']

/** What is behind `ringwall mcp` in the words that start a server; undefined where it is not behind it. */
export function guardedWords(words: readonly string[]): readonly string[] | undefined {
  const at = subjectAt(words)
  const program = at === undefined ? undefined : words[at]
  if (at === undefined || program === undefined || !isRingwall(program)) return undefined
  // A package, a registry or a module that is named before it brings a program of the same name.
  const before = words.slice(0, at)
  // A path in the project is whatever the project has there, unless it was installed.
  if (/[\\/]/.test(program) && !/^(?:[a-z]:)?[\\/]/i.test(program) && !program.includes('node_modules'))
    return undefined
  const isSure = before.every((word, i) => {
    const isPackage = ['-p', '--package'].includes(before[i - 1] ?? '')
    if (isPackage) return isRingwall(word)
    return !word.startsWith('-') || HARMLESS.includes(word) || ['-p', '--package'].includes(word)
  })
  if (!isSure) return undefined
  return words[at + 1] === 'mcp' ? words.slice(at + 2) : undefined
}

/** The package that a runner fetches and runs at each start, with its version, if any; undefined where none is fetched. */
export function fetchedPackage(words: readonly string[]): string | undefined {
  const runner = nameOf(words[0] ?? '')
  if (!['npx', 'bunx', 'pnpx', 'uvx', 'pipx'].includes(runner) && !['dlx', 'exec', 'x'].includes(words[1] ?? ''))
    return undefined
  if (!RUNNERS.includes(runner)) return undefined
  const at = subjectAt(words)
  const found = at === undefined ? undefined : words[at]
  const isPath = found === undefined || found.startsWith('.') || found.startsWith('/')
  return isPath ? undefined : found
}

/** Options of `docker run` that take no value of their own. */
const FLAGS =
  /^(?:-[itdPq]+|--(?:rm|init|interactive|tty|privileged|read-only|detach|quiet|publish-all|sig-proxy|no-healthcheck))$/

/** The image that a container is made of; undefined where none is. */
export function containerImage(words: readonly string[]): string | undefined {
  if (!['docker', 'podman', 'nerdctl'].includes(nameOf(words[0] ?? ''))) return undefined
  const run = words.indexOf('run')
  if (run < 0) return undefined
  for (let at = run + 1; at < words.length; at++) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) return word
    if (!FLAGS.test(word) && !word.includes('=')) at++
  }
  return undefined
}

/** Whether a package is named with exactly one version. */
export function isPinned(name: string): boolean {
  return /^@?[^@]+(?:@|==)\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(name)
}

/** Where the program stands that a runner runs, or the first word. */
function subjectAt(words: readonly string[]): number | undefined {
  let at = 0
  while (at < words.length) {
    const word = words[at] ?? ''
    if (word.startsWith('-') && at > 0) at += WITH_VALUE.includes(word) ? 2 : 1
    else if (RUNNERS.includes(nameOf(word)) || (at > 0 && VERBS.includes(word))) at++
    else return at
  }
  return undefined
}

function nameOf(word: string): string {
  const last = word.split(/[\\/]/).at(-1) ?? ''
  return last.replace(/\.(?:exe|cmd)$/i, '').toLowerCase()
}

function isRingwall(word: string): boolean {
  const name = nameOf(word)
  return name === 'ringwall' || name === 'ringwall.js' || /^ringwall@[\w.^~-]+$/.test(name)
}
