import { join } from 'node:path'

/** Caches of tools, which then stand in the sandbox's own temporary home rather than in the user's. */
const CACHES: Readonly<Record<string, string>> = {
  XDG_CACHE_HOME: '.cache',
  npm_config_cache: '.cache/npm',
  PIP_CACHE_DIR: '.cache/pip',
  CARGO_HOME: '.cargo',
  GOPATH: 'go',
  GOCACHE: '.cache/go',
  PYTHONPYCACHEPREFIX: '.cache/python',
}

/** The environment of a command: what the allowlist names of the host's, and what the sandbox sets itself, `more` included. */
export function environmentFor(
  allowed: readonly string[],
  host: NodeJS.ProcessEnv,
  home: string,
  more: Readonly<Record<string, string>> | undefined = {},
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(host)) {
    const isAllowed = allowed.some((rule) => (rule.endsWith('*') ? name.startsWith(rule.slice(0, -1)) : name === rule))
    if (isAllowed && value !== undefined) environment[name] = value
  }
  for (const [name, folder] of Object.entries(CACHES)) environment[name] = join(home, folder)
  return {
    ...environment,
    ...more,
    HOME: home,
    USER: 'agent',
    LOGNAME: 'agent',
    SHELL: '/bin/sh',
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin',
    TMPDIR: '/tmp',
    PWD: '',
  }
}
