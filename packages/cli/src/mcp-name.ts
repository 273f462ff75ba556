/** Programs that run another; what they run names the server. */
const RUNNERS =
  /^(?:npx|bunx|uvx|pipx|pnpm|yarn|npm|dlx|exec|run|uv|node|bun|deno|tsx|python[\d.]*|py)(?:\.exe|\.cmd)?$/i
/** Files that are called the same in every package. */
const COMMON_FILES = /^(?:index|main|server|cli|dist|build|src|bin|out)$/i

/** The name of a server in policies, from how the operator starts it; never from what the server says of itself. */
export function serverName(words: readonly string[], url: string | undefined): string {
  if (url !== undefined) return tidyName(URL.canParse(url) ? new URL(url).hostname : url)
  const subject =
    words.find((word) => !word.startsWith('-') && !RUNNERS.test(word.split(/[\\/]/).at(-1) ?? '')) ?? words[0] ?? ''
  const parts = withoutVersion(subject)
    .replace(/\.[cm]?[jt]s$|\.py$|\.exe$|\.cmd$/i, '')
    .split(/[\\/]/)
  const part = parts.findLast((one) => one !== '' && !COMMON_FILES.test(one)) ?? subject
  return tidyName(part.replace(/^(?:mcp-server-|server-|mcp-)|(?:-mcp-server|-mcp|-server)$/g, ''))
}

/** `@scope/name` of `@scope/name@1.2.3`. */
function withoutVersion(subject: string): string {
  const at = subject.lastIndexOf('@')
  return at > 0 && !subject.includes('/', at) ? subject.slice(0, at) : subject
}

/** The nearest name that can stand in `mcp__NAME__TOOL`. */
export function tidyName(text: string): string {
  // What was put in stands alone, so no more than one can stand at an end; those of the name itself go too.
  const words = text.split(/[^A-Za-z0-9-]+/).filter((word) => word !== '')
  const name = words.join('_').slice(0, 64).replace(/_$/, '')
  return name === '' ? 'server' : name
}
