import { compileGlob, type Glob } from './glob.ts'
import type { Reason } from './request.ts'

/** What a rule does with the calls that it is for. */
export const ACTIONS = ['auto', 'ask', 'deny'] as const
/** How far a session may be believed, least first: `clean` is one that was given no content from outside. */
export const TRUST = ['external', 'clean'] as const

/** One line of the config. */
export interface Rule {
  /** Pattern over the tool's name. */
  readonly tool: string
  /** Asks that it is for, as `layer` or `layer/CODE`. Absent: calls of the tool, whoever asks, or if nobody does. */
  readonly asks?: readonly string[] | undefined
  readonly action: (typeof ACTIONS)[number]
  /** What the session must be for an `auto`. */
  readonly trust: (typeof TRUST)[number]
}

/** What the rules make of a call. `auto` holds only where the session is trusted so far. */
export type Ruled =
  | { readonly action: 'deny'; readonly rule: string }
  | { readonly action: 'ask'; readonly reasons: readonly Reason[] }
  | { readonly action: 'auto'; readonly rule: string; readonly trust: Rule['trust'] }

/** Judges a call by its tool and by the asks about it; undefined where there is nothing to decide. `mayTrust` false passes over rules that demand a clean session. */
export type JudgeCall = (tool: string, asks: readonly Reason[], mayTrust: boolean) => Ruled | undefined

/** One spelling for each name: compatibility forms folded, case and outer white space dropped. */
export function normalizeName(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase()
}

/** Compiles the rules: any `deny` wins, then the first of the others decides; asks that no rule settles go to a person. */
export function compileRules(rules: readonly Rule[]): JudgeCall {
  const compiled = rules.map((rule, at) => compile(rule, `rules.${at} (${rule.tool})`))
  const denials = compiled.filter(({ action }) => action === 'deny')
  const others = compiled.filter(({ action }) => action !== 'deny')
  return (tool, asks, mayTrust) => {
    if (compiled.length > 0) {
      const folded = normalizeName(tool)
      for (const { name, isFor, covers } of denials)
        if (isFor(tool, folded) && covers(asks)) return { action: 'deny', rule: name }
      for (const { name, isFor, covers, action, trust, reason } of others) {
        if (!isFor(tool, folded) || !covers(asks)) continue
        if (action === 'ask') return { action, reasons: [...asks, reason] }
        if (trust === 'external' || mayTrust) return { action: 'auto', rule: name, trust }
      }
    }
    return asks.length > 0 ? { action: 'ask', reasons: asks } : undefined
  }
}

interface Compiled {
  readonly name: string
  readonly action: Rule['action']
  readonly trust: Rule['trust']
  readonly reason: Reason
  readonly isFor: (tool: string, folded: string) => boolean
  readonly covers: (asks: readonly Reason[]) => boolean
}

function compile({ tool, asks, action, trust }: Rule, name: string): Compiled {
  const [exact, loose]: readonly Glob[] = [compileGlob(tool), compileGlob(normalizeName(tool))]
  const named = new Set(asks)
  const isNamed = ({ code }: Reason): boolean => named.has(code) || named.has(code.slice(0, code.indexOf('/')))
  return {
    name,
    action,
    trust,
    reason: {
      code: `approval-gate/${tool}`,
      message: 'A rule of the config wants a person to look at calls of this tool.',
    },
    // What lets a call through must name it exactly; what stops it also takes other spellings of the name.
    isFor: (raw, folded) => (action === 'auto' ? exact?.(raw) : loose?.(folded)) === true,
    covers: (all) => {
      if (action === 'auto') return all.length > 0 && (asks === undefined || all.every(isNamed))
      return asks === undefined || all.some(isNamed)
    },
  }
}
