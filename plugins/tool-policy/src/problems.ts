import { createCatalog, type Catalog } from './catalog.ts'
import type { ToolPolicyConfig } from './config.ts'
import { KNOWN_TOOLS } from './tools.ts'

/** A mistake in a config, and where. */
export interface ConfigProblem {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What is wrong with a config whose parts are well formed: names that nobody knows, and entries that contradict each other. */
export function findProblems(config: ToolPolicyConfig): readonly ConfigProblem[] {
  const catalog = createCatalog(config)
  const strangers = selectorsOf(config).flatMap(({ path, selector }) => {
    const message = findStranger(selector, catalog)
    return message === undefined ? [] : [{ path, message }]
  })
  return [...strangers, ...findRedeclared(config), ...findContradictions(config), ...findSharedCounts(config)]
}

/** Entries that can never apply, since no tool that they name is permitted. */
export function findIdle(config: ToolPolicyConfig): readonly string[] {
  const catalog = createCatalog(config)
  const [profile, allowed, denied] = [
    catalog.profile(config.profile),
    catalog.matcher(config.allow),
    catalog.matcher(config.deny),
  ]
  const isReachable = (selector: string): boolean =>
    (catalog.isOpen(selector) && !config.deny.includes(selector)) ||
    catalog.list(selector).some((name) => (profile.has(name) || allowed(name)) && !denied(name))
  return selectorsOf(config)
    .filter(({ path, selector }) => IDLE_KEYS.has(String(path[0])) && !isReachable(selector))
    .map(({ path, selector }) => `${path.join('.')} (${selector})`)
}

/** A denial too many harms nobody; the other lists are there to have an effect. */
const IDLE_KEYS: ReadonlySet<string> = new Set(['allow', 'ask', 'rules', 'rates'])

interface Place {
  readonly path: readonly (string | number)[]
  readonly selector: string
}

function selectorsOf({ allow, deny, ask, rules, perSource, rates }: ToolPolicyConfig): readonly Place[] {
  const at = (path: readonly (string | number)[], selectors: readonly string[]): readonly Place[] =>
    selectors.map((selector, i) => ({ path: [...path, i], selector }))
  return [
    ...at(['allow'], allow),
    ...at(['deny'], deny),
    ...at(['ask'], ask),
    ...rules.map(({ tool }, i) => ({ path: ['rules', i, 'tool'], selector: tool })),
    ...perSource.flatMap((rule, i) => [
      ...at(['perSource', i, 'deny'], rule.deny),
      ...at(['perSource', i, 'ask'], rule.ask),
    ]),
    ...rates.flatMap(({ tools }, i) => at(['rates', i, 'tools'], tools)),
  ]
}

function findStranger(selector: string, catalog: Catalog): string | undefined {
  if (selector.startsWith('group:')) return undefined // its own check has said so
  if (catalog.isOpen(selector) || catalog.list(selector).length > 0) return undefined
  const hint = catalog.suggest(selector)
  if (selector.includes('*'))
    return `${selector} matches no tool that is known${hint}; declare what it is for under \`tools\` or \`servers\``
  const way = selector.startsWith('mcp__')
    ? 'declare its server under `servers`'
    : `if it is a tool of yours, declare it: \`tools: { ${selector}: [] }\``
  return `no tool ${selector} is known${hint}; ${way}`
}

/** A known tool in a second group would come into profiles that were made without it. */
function findRedeclared({ tools }: ToolPolicyConfig): readonly ConfigProblem[] {
  return Object.keys(tools)
    .filter((name) => KNOWN_TOOLS.has(name))
    .map((name) => ({ path: ['tools', name], message: `${name} is known already; to permit it, list it in \`allow\`` }))
}

function findContradictions(config: ToolPolicyConfig): readonly ConfigProblem[] {
  const { deny } = config
  return (['allow', 'ask'] as const).flatMap((key) =>
    config[key].flatMap((selector, i) =>
      deny.includes(selector)
        ? [{ path: [key, i], message: `\`deny\` names ${selector} too, and wins; remove one of the two` }]
        : [],
    ),
  )
}

/** Two limits on one count would count each call twice. */
function findSharedCounts({ rates }: ToolPolicyConfig): readonly ConfigProblem[] {
  const key = ({ tools, windowMs, per }: ToolPolicyConfig['rates'][number]): string =>
    JSON.stringify([tools.toSorted(), windowMs, per])
  const keys = rates.map(key)
  return keys.flatMap((one, i) =>
    keys.indexOf(one) < i
      ? [{ path: ['rates', i], message: 'an entry before it limits the same tools in the same window' }]
      : [],
  )
}
