import { filterOf, type Filter, type Request } from './filters.ts'
import { NOT_DEFAULT, operationsOf, type Operation } from './operations.ts'
import { parse, type Form } from './parse.ts'

/** A rule of a profile. */
interface Rule {
  readonly action: 'allow' | 'deny'
  readonly operations: ReadonlySet<Operation>
  /** One that matches is enough; none at all means always. */
  readonly filters: readonly Filter[]
}

/** What of Apple's is not documented, or differs between versions: a profile should say the same either way. */
export interface Semantics {
  /** Which of two rules that both match decides. Published accounts say the last one; an older one says a denial. */
  readonly decides?: 'last' | 'denial'
  /** Whether a rule without a filter is what holds where no other matches, wherever it stands, as was measured on macOS 27. */
  readonly isBareLast?: boolean
  /** Whether names match in any case, as was measured on macOS 26. */
  readonly isCaseless?: boolean
}

/** A profile that can be asked. */
export interface Evaluated {
  readonly may: (operation: Operation, request?: Request) => boolean
}

/** Reads a profile with its parameters. Whatever is not known of it is an error and never passed over. */
export function evaluate(
  source: string | readonly Form[],
  parameters: ReadonlyMap<string, string> = new Map(),
  { decides = 'last', isBareLast = false, isCaseless = false }: Semantics = {},
): Evaluated {
  const [version, ...forms] = typeof source === 'string' ? parse(source) : source
  if (!version || shape(version) !== 'version 1') throw new SyntaxError('the first form must be (version 1)')
  let fallback: 'allow' | 'deny' | undefined
  const rules: Rule[] = []
  for (const form of forms) {
    const [action, ...rest] = items(form)
    const name = symbol(action)
    if (name !== 'allow' && name !== 'deny') throw new SyntaxError(`no such form: ${name}`)
    const heads = rest.filter(({ kind }) => kind === 'symbol').map(symbol)
    const filters = rest.filter(({ kind }) => kind !== 'symbol')
    if (heads.length === 0) throw new SyntaxError('a rule without an operation')
    if (heads.includes('default')) {
      if (heads.length > 1 || filters.length > 0 || rules.length > 0)
        throw new SyntaxError('default stands alone, first')
      fallback = name
      continue
    }
    const operations = new Set(heads.flatMap(operationsOf))
    rules.push({
      action: name,
      operations,
      filters: filters.map((filter) => filterOf(filter, { operations, parameters, isCaseless })),
    })
  }
  if (fallback === undefined) throw new SyntaxError('what is not named is neither allowed nor denied')
  const unnamed = fallback
  return {
    may(operation, request = {}) {
      const matching = rules.filter(
        ({ operations, filters }) =>
          operations.has(operation) && (filters.length === 0 || filters.some((filter) => filter(operation, request))),
      )
      const filtered = matching.filter(({ filters }) => filters.length > 0)
      const deciding = isBareLast && filtered.length > 0 ? filtered : matching
      const denial = decides === 'denial' ? deciding.find(({ action }) => action === 'deny') : undefined
      const rule = denial ?? deciding.at(-1)
      if (rule) return rule.action === 'allow'
      return unnamed === 'allow' || NOT_DEFAULT.includes(operation) || request.xpc !== undefined
    },
  }
}

function items(form: Form): readonly Form[] {
  if (form.kind !== 'list') throw new SyntaxError('not a form')
  return form.items
}

function symbol(form: Form | undefined): string {
  if (form?.kind !== 'symbol') throw new SyntaxError('not a name')
  return form.name
}

function shape(form: Form): string {
  return items(form)
    .map((each) => (each.kind === 'symbol' ? each.name : each.kind === 'number' ? String(each.value) : '?'))
    .join(' ')
}
