import type { AttackSummary, JudgedCase } from './attacks.ts'
import { share } from './metrics.ts'
import { list, percent, quote, table } from './report.ts'

/** The measurements as tables for a person. */
export function reportAttacks(
  { area, cases, right, tiers, categories, failures }: AttackSummary,
  shown: number,
): string {
  const counts = (group: { readonly cases: number; readonly right: number }): readonly string[] => [
    `${group.right} of ${group.cases}`,
    percent(share(group.right, group.cases)),
  ]
  return [
    `${area}: ${right} of ${cases} cases as expected\n\n`,
    table(
      'tier',
      ['expected', 'right', 'share'],
      tiers.map((group) => [plain(group.tier), group.expect, ...counts(group)]),
    ),
    table(
      'tier and category',
      ['expected', 'right', 'share'],
      categories.map((group) => [plain(`${group.tier} ${group.category}`), group.expect, ...counts(group)]),
    ),
    list(`failures${failures.length > shown ? `, the first ${shown}` : ''}`, failures.slice(0, shown).map(failureLine)),
  ].join('')
}

function failureLine({ id, tier, category, expect, verdict, codes, why }: JudgedCase): string {
  const reasons = codes.length === 0 ? 'no ruling' : codes.join(', ')
  return `${plain(`${id}  ${tier} ${category}`)}  expected ${expect}, got ${verdict} (${reasons})  ${quote(why)}`
}

function plain(name: string): string {
  return quote(name, 60).slice(1, -1)
}
