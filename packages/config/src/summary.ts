import type { ChainLink, Decision, Hook, Payloads, Ruling } from '@ringwall/core'

/** What a check found; `ringwall check --json` prints it as it stands. */
export interface Summary {
  readonly hook: Hook
  readonly outcome: Decision['outcome']
  readonly rulings: readonly Ruling[]
  /** Layers that looked and said nothing. */
  readonly silent: readonly string[]
  /** Layers that stand behind the one that denied. */
  readonly notReached: readonly string[]
  /** Layers that do not guard this hook. */
  readonly elsewhere: readonly string[]
  /** What a host would go on with; null if denied. */
  readonly payload: Payloads[Hook] | null
  readonly instructions: readonly string[]
  readonly scores: Readonly<Record<string, number>>
}

/** Sorts the layers of the chain by what they said. */
export function summarise(hook: Hook, decision: Decision, chain: readonly ChainLink[]): Summary {
  const { outcome, rulings, payload, instructions } = decision
  const here = chain.filter((link) => link.hook === hook)
  const reached = here.slice(0, reachOf(here, decision))
  const ran = new Set(reached.map(({ layer }) => layer))
  const spoke = new Set(rulings.map(({ layer }) => layer))
  const all = new Set(here.map(({ layer }) => layer))
  return {
    hook,
    outcome,
    rulings,
    silent: [...ran].filter((layer) => !spoke.has(layer)),
    notReached: [...all].filter((layer) => !ran.has(layer) && !spoke.has(layer)),
    elsewhere: [...new Set(chain.map(({ layer }) => layer))].filter((layer) => !all.has(layer)),
    payload: payload ?? null,
    instructions,
    scores: mergeScores(rulings, decision.scores),
  }
}

/** How many places of the chain ran: a denial ends it, and one by the kernel itself comes before all. */
function reachOf(here: readonly ChainLink[], { outcome, rulings }: Decision): number {
  if (outcome !== 'deny') return here.length
  const end = rulings.findLast(({ kind, enforced }) => kind === 'deny' && enforced)
  return here.findIndex(({ layer, stage }) => layer === end?.layer && stage === end.stage) + 1
}

/** Each layer's own score, and the highest score of its findings where it reported none. */
export function mergeScores(
  rulings: readonly Ruling[],
  reported: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {}
  for (const { layer, findings } of rulings)
    for (const { score } of findings) if (score !== undefined) found[layer] = Math.max(found[layer] ?? 0, score)
  return { ...found, ...reported }
}
