import { isDeepStrictEqual } from 'node:util'
import type { Plugin } from '@ringwall/core'
import { configRows, configTable, findConfigRows, NO_SETTINGS } from '../config-table.ts'
import { problemIf, type Check } from './check.ts'
import type { Subject } from './subject.ts'

const SECTIONS = ['Threat', 'What it does', 'Config', 'Limits', 'Example']

/** README and CHANGELOG tell the truth, as far as a machine can see. */
export function documentChecks({ plugin, files }: Subject): readonly Check[] {
  return [
    {
      name: `README has the sections ${SECTIONS.join(', ')}`,
      findProblems: () => {
        const headings = headingsOf(files.readme())
        return SECTIONS.filter((section) => !headings.includes(section)).map(
          (section) => `there is no section ${section}`,
        )
      },
    },
    {
      name: 'README lists every code',
      findProblems: () => {
        const words = new Set(files.readme().split(/[^A-Z0-9_]+/))
        return Object.keys(plugin.codes)
          .filter((code) => !words.has(code))
          .map((code) => `${code} is missing`)
      },
    },
    { name: 'README has the current config table', findProblems: () => findTableProblems(plugin, files.readme()) },
    {
      name: 'CHANGELOG has the current version',
      findProblems: () => {
        const words = headingsOf(files.changelog()).flatMap((heading) => heading.split(/[\s[\]()]/))
        return problemIf(
          !words.some((word) => word === plugin.version || word === `v${plugin.version}`),
          `no heading has ${plugin.version}`,
        )
      },
    },
  ]
}

function headingsOf(markdown: string): readonly string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) => line.slice(line.lastIndexOf('#') + 1).trim())
}

function findTableProblems(plugin: Plugin, readme: string): readonly string[] {
  const rows = configRows(plugin)
  const found = findConfigRows(readme)
  const current =
    rows.length === 0 ? found === undefined && readme.includes(NO_SETTINGS) : isDeepStrictEqual(found, rows)
  return problemIf(!current, `${found ? 'it is stale' : 'there is none'}; paste:\n\n${configTable(plugin)}\n`)
}
