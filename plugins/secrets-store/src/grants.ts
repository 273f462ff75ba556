import type { Grant } from './config.ts'
import { matchesGlob } from './glob.ts'
import { parseHostRule, type HostRule } from './host-rule.ts'

/** What a secret is wanted for. */
export interface Use {
  readonly agent: string
  /** The tool, or what a layer or host says it needs the secret for. */
  readonly tool: string
  /** Where the call leads; undefined where that cannot be told. */
  readonly urls: readonly URL[] | undefined
}

/** `unknown`: this agent may not know that there is such a secret. `elsewhere`: it may use it, but not in this tool or for this host. */
export type Judgement = 'granted' | 'elsewhere' | 'unknown'

/** Says whether a secret may be used so. */
export type Judge = (name: string, use: Use) => Judgement

/** Compiles the grants of a config. One of them must cover all of a use; no two are put together. */
export function createJudge(grants: readonly Grant[]): Judge {
  const compiled = grants.map(({ hosts, ...globs }) => ({
    ...globs,
    hosts: hosts.map(parseHostRule).filter((rule) => rule !== undefined),
  }))
  return (name, { agent, tool, urls }) => {
    const known = compiled.filter(({ names, agents }) => covers(names, name) && covers(agents, agent))
    if (known.length === 0) return 'unknown'
    return known.some(({ tools, hosts }) => covers(tools, tool) && reaches(hosts, urls)) ? 'granted' : 'elsewhere'
  }
}

function covers(globs: readonly string[], text: string): boolean {
  return globs.some((glob) => matchesGlob(glob, text))
}

/** Every URL leads to a declared host; a grant with hosts needs one, as a call that names none may go anywhere. */
function reaches(rules: readonly HostRule[], urls: readonly URL[] | undefined): boolean {
  if (!urls) return false
  if (rules.length === 0) return urls.length === 0
  return urls.length > 0 && urls.every((url) => rules.some((rule) => rule(url)))
}
