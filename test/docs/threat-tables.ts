import { THREAT_LISTS, type Threat, type ThreatList } from './threats.ts'

const BEGIN = '<!-- tables: made from test/docs/threats.ts -->'
const END = '<!-- end of tables -->'

/** The page with its tables made anew. Throws where it has no place for them. */
export function withTables(page: string, layers: readonly string[]): string {
  const [before, rest] = page.split(BEGIN)
  const [, after] = rest?.split(END) ?? []
  if (before === undefined || after === undefined) throw new Error('the page has no place for its tables')
  const tables = [...THREAT_LISTS.map(listTable), layerTable(layers)]
  return `${before}${BEGIN}\n\n${tables.join('\n\n')}\n\n${END}${after}`
}

/** The ids of all threats that a layer stands against. */
export function threatsOf(layer: string): readonly string[] {
  return THREAT_LISTS.flatMap(({ threats }) => threats.filter(({ layers }) => layer in layers).map(({ id }) => id))
}

function listTable({ title, source, threats }: ThreatList): string {
  const rows = threats.map((threat) => `| **${threat.id}** ${threat.name} | ${layersOf(threat)} | ${threat.left} |`)
  return [
    `### ${title}`,
    '',
    `Source: ${source}.`,
    '',
    '| threat | layers | what is left |',
    '|---|---|---|',
    ...rows,
  ].join('\n')
}

function layersOf({ layers }: Threat): string {
  const each = Object.entries(layers).map(([name, what]) => `${link(name)}: ${what}`)
  return each.length > 0 ? each.join('<br>') : '**none**'
}

function layerTable(layers: readonly string[]): string {
  const rows = layers.map((name) => `| ${link(name)} | ${threatsOf(name).join(' ')} |`)
  return [
    '### By layer',
    '',
    'In the order of `preset: default`.',
    '',
    '| layer | threats |',
    '|---|---|',
    ...rows,
  ].join('\n')
}

function link(layer: string): string {
  return `[${layer}](../plugins/${layer}/README.md)`
}
