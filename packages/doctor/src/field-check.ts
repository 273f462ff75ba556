import type { JsonValue, Severity } from '@ringwall/core'
import { verdict, type Check, type Group } from './check.ts'
import { texts } from './subject.ts'

/** A check of one key of one layer. */
export interface FieldRule {
  readonly id: string
  readonly group: Group
  readonly title: string
  readonly severity: Severity
  readonly meaning: string
  readonly fix: string
  readonly layer: string
  readonly key: string
  /** What is wrong with the value, thing by thing; nothing where it is strict enough. It must not quote a secret. */
  readonly weak: (value: JsonValue | undefined) => string | readonly string[] | undefined
  /** What `--fix` writes in its place: a value that is surely stricter than each that is weak. */
  readonly strict?: string | number | boolean
}

/** Makes the check of a rule. A layer that is off is not measured. */
export function fieldCheck({ layer, key, weak, strict, ...rule }: FieldRule): Check {
  return {
    ...rule,
    fixable: strict !== undefined,
    async look(subject) {
      const { config } = await subject.layer(layer)
      const found = weak(config[key]) ?? []
      const repair = strict === undefined ? {} : { repair: { kind: 'layer', layer, key, value: strict } as const }
      const keys = ['layers', await subject.layerKey(layer), key]
      const problems = typeof found === 'string' ? [found] : found
      return verdict(
        await Promise.all(problems.map(async (one) => ({ ...(await subject.inConfig(keys, one)), ...repair }))),
      )
    },
  }
}

/** The problem of one value. */
export function is(value: JsonValue, problem: string): FieldRule['weak'] {
  return (actual) => (actual === value ? problem : undefined)
}

/** The problem of a number above a limit. */
export function above(limit: number, problem: (value: number) => string): FieldRule['weak'] {
  return (actual) => (typeof actual === 'number' && actual > limit ? problem(actual) : undefined)
}

/** The problem of each text in a list. */
export function each(problemOf: (text: string) => string | undefined): FieldRule['weak'] {
  return (actual) => texts(actual).flatMap((text) => problemOf(text) ?? [])
}
