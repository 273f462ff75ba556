import type { JsonValue } from '@ringwall/core'
import { formatReference, parseReference, parseVariable, type Reference, type Resolver } from '@ringwall/references'
import type { Path } from './problem.ts'
import type { Report } from './report.ts'
import { expand, marksOf, stepInto, type Schema } from './schema-tree.ts'

/** A value in which references have given way to what they lead to. */
export interface Substituted {
  readonly value: JsonValue
  /** Where a reference could not be resolved, below the value; what stands there is not meant to be checked. */
  readonly failed: readonly Path[]
  /** Everything that was put in; none of it may appear in a message. */
  readonly resolved: ReadonlySet<string>
}

/** Resolves every reference in `value`: in fields marked `secret` or `reference` all kinds, elsewhere a whole-value `${NAME}`. A secret must be one. */
export async function substitute(
  value: JsonValue,
  schema: Schema,
  base: Path,
  tools: { readonly report: Report; readonly resolver: Resolver },
): Promise<Substituted> {
  const walk = new Walk(base, tools.report, tools.resolver)
  const replaced = await walk.visit(value, [schema], [], false)
  return { value: replaced, failed: walk.failed, resolved: walk.resolved }
}

class Walk {
  readonly failed: Path[] = []
  readonly resolved = new Set<string>()
  readonly #base: Path
  readonly #report: Report
  readonly #resolver: Resolver

  constructor(base: Path, report: Report, resolver: Resolver) {
    this.#base = base
    this.#report = report
    this.#resolver = resolver
  }

  async visit(value: JsonValue, schemas: readonly Schema[], path: Path, within: boolean): Promise<JsonValue> {
    const marks = expand(schemas).map(marksOf)
    const secret = within || marks.some((each) => each.secret === true)
    if (value === null) return value
    if (typeof value !== 'object') {
      if (secret) return this.#secret(value, path)
      const reference = marks.some((each) => each.reference === true) ? referenceIn(value) : undefined
      return reference === undefined ? this.#plain(value, path) : this.#follow(reference, path)
    }
    if (Array.isArray(value)) {
      const items = value as readonly JsonValue[]
      return Promise.all(
        items.map((item, index) => this.visit(item, stepInto(schemas, index), [...path, index], secret)),
      )
    }
    const entries = await Promise.all(
      Object.entries(value).map(
        async ([key, item]) => [key, await this.visit(item, stepInto(schemas, key), [...path, key], secret)] as const,
      ),
    )
    return Object.fromEntries(entries)
  }

  #plain(value: string | number | boolean, path: Path): JsonValue | Promise<JsonValue> {
    const name = typeof value === 'string' ? parseVariable(value) : undefined
    return name === undefined ? value : this.#variable(name, value, path)
  }

  async #secret(value: string | number | boolean, path: Path): Promise<JsonValue> {
    const reference = referenceIn(value)
    if (reference === undefined) {
      this.#report.problem('CONFIG_SECRET_LITERAL', [...this.#base, ...path])
      this.failed.push(path)
      return value
    }
    return this.#follow(reference, path)
  }

  #follow(reference: Reference, path: Path): Promise<JsonValue> {
    return this.#resolve(reference, path, (problem) =>
      this.#report.problem('CONFIG_SECRET_UNRESOLVED', [...this.#base, ...path], {
        reference: formatReference(reference),
        problem,
      }),
    )
  }

  #variable(name: string, value: JsonValue, path: Path): Promise<JsonValue> {
    return this.#resolve(
      { kind: 'env', name },
      path,
      () => this.#report.problem('CONFIG_VARIABLE_UNSET', [...this.#base, ...path], { name }),
      value,
    )
  }

  async #resolve(
    reference: Reference,
    path: Path,
    refuse: (problem: string) => void,
    fallback: JsonValue = '',
  ): Promise<JsonValue> {
    const answer = await this.#resolver(reference)
    if (!answer.ok) {
      refuse(answer.problem)
      this.failed.push(path)
      return fallback
    }
    if (answer.exposed !== undefined)
      this.#report.warning('CONFIG_SECRET_EXPOSED', [...this.#base, ...path], { file: answer.exposed })
    this.resolved.add(answer.value)
    return answer.value
  }
}

function referenceIn(value: string | number | boolean): Reference | undefined {
  return typeof value === 'string' ? parseReference(value) : undefined
}
