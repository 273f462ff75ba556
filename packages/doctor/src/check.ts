import type { Severity } from '@ringwall/core'
import type { Subject } from './subject.ts'

/** The groups of checks, in the order of the report. */
export const GROUPS = [
  'configuration',
  'permissions',
  'secrets',
  'gateway',
  'tokens',
  'sandbox',
  'approvals',
  'tool-policy',
  'agents',
  'observe',
  'failure',
  'email',
  'webhooks',
  'skills',
  'mcp',
  'store',
  'audit',
  'plugins',
  'versions',
] as const
/** One of GROUPS. */
export type Group = (typeof GROUPS)[number]

/** A change that only tightens. Files are absolute paths. */
export type Repair =
  /** Takes permissions away. */
  | { readonly kind: 'mode'; readonly file: string; readonly remove: number }
  /** Sets a key of a layer in the config file. */
  | { readonly kind: 'layer'; readonly layer: string; readonly key: string; readonly value: string | number | boolean }
  /** Adds lines to the end of a file. */
  | { readonly kind: 'lines'; readonly file: string; readonly lines: readonly string[] }
  /** Makes a file that is not there. */
  | { readonly kind: 'create'; readonly file: string; readonly text: string }

/** One place at which a check found something. */
export interface Place {
  /** What was found, for people; never the value of a secret. */
  readonly found: string
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly repair?: Repair
}

/** What a check saw. */
export type Outcome =
  | { readonly status: 'pass'; readonly found?: string }
  | { readonly status: 'fail'; readonly places: readonly Place[] }
  | {
      readonly status: 'not-measured'
      readonly found: string
      /** Nothing was there to look at, because the layer is off: whoever has accepted that has accepted this. */
      readonly isOff?: boolean
    }

/** One row of the table. */
export interface Check {
  /** Stable, in kebab case. */
  readonly id: string
  readonly group: Group
  /** What holds where it passes. */
  readonly title: string
  readonly severity: Severity
  /** What can happen where it fails. */
  readonly meaning: string
  /** What an operator does about it. */
  readonly fix: string
  /** Whether `--fix` can do it, at least at some places. */
  readonly fixable: boolean
  /** Looks. What it throws makes it not measured. */
  readonly look: (subject: Subject) => Outcome | Promise<Outcome>
}

/** Thrown where something that a check needs is not there. */
export class NotMeasured extends Error {}

/** Thrown where the layer that a check is about is off. */
export class LayerOff extends NotMeasured {
  constructor(layer: string) {
    super(`the layer ${layer} is off`)
  }
}

/** It holds; `found` says so where there was nothing of the kind. */
export function pass(found?: string): Outcome {
  return { status: 'pass', ...(found !== undefined && { found }) }
}

/** It does not hold at these places. */
export function fail(...places: readonly Place[]): Outcome {
  return { status: 'fail', places }
}

/** It could not be found out. */
export function notMeasured(found: string): Outcome {
  return { status: 'not-measured', found }
}

/** Fails if there is any place, is not measured if anything could not be looked at, and passes otherwise. */
export function verdict(places: readonly Place[], unread: readonly string[] = [], found?: string): Outcome {
  if (places.length > 0) return fail(...places)
  return unread.length > 0 ? notMeasured(unread.join('; ')) : pass(found)
}
