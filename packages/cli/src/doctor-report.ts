import { CHECKS, GROUPS, type DoctorReport, type Finding, type RepairPlan } from '@ringwall/doctor'
import { alignColumns, count, visible, type Palette } from './print.ts'

const MAX_PLACES = 8

/** A report for people: what fails first, the worst above, then what could not be measured. */
export function reportText({ findings, summary }: DoctorReport, palette: Palette, all: boolean): string {
  const { bold, dim, green, red, yellow } = palette
  const open = findings.filter(({ suppressed }) => suppressed === undefined)
  const failed = open.filter(({ status }) => status === 'fail').toSorted((a, b) => rank(a) - rank(b))
  const unmeasured = open.filter(({ status }) => status === 'not-measured')
  const lines = [
    ...failed.flatMap((finding) => ['', ...failedLines(finding, palette)]),
    ...(unmeasured.length > 0 ? ['', bold('Not measured, so nothing is said of it:')] : []),
    ...unmeasured.map(({ id, found = '' }) => `  ${yellow(id)}  ${visible(found)}`),
    ...suppressedLines(findings, palette),
    ...(all ? passedLines(findings, palette) : []),
    '',
  ]
  const by = Object.entries(summary.bySeverity).filter(([, number]) => number > 0)
  const severities = by.toReversed().map(([severity, number]) => `${number} ${severity}`)
  const rest = [
    `${summary.pass} passed`,
    `${summary.notMeasured} not measured`,
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
  ]
  const verdict =
    summary.fail > 0
      ? red(`${count(summary.fail, 'finding')} (${severities.join(', ')})`)
      : summary.notMeasured > 0
        ? yellow('nothing found, but not everything was measured')
        : green('clean')
  const fixable = failed.filter((one) => one.fixable).length
  const hint = fixable > 0 ? [dim(`\`ringwall doctor --fix\` shows what it would change for ${fixable} of them.`)] : []
  lines.push(`${bold(verdict)}; ${rest.join(', ')} of ${count(summary.checks, 'check')}`, ...hint)
  return `${(lines[0] === '' ? lines.slice(1) : lines).join('\n')}\n`
}

const RANKS = ['critical', 'high', 'medium', 'low', 'info']

function rank({ severity, group }: Finding): number {
  return RANKS.indexOf(severity) * GROUPS.length + GROUPS.indexOf(group)
}

function failedLines(
  { id, severity, title, meaning, fix, fixable, places }: Finding,
  palette: Palette,
): readonly string[] {
  const { bold, dim, red, yellow, green } = palette
  const paint = severity === 'critical' || severity === 'high' ? red : yellow
  const shown = places.slice(0, MAX_PLACES)
  return [
    `${paint(severity)} ${bold(id)}: does not hold: ${title}`,
    ...shown.map(({ found, file, line, column }) => {
      const where = [file, line, column].filter((part) => part !== undefined).join(':')
      const isSaid = where === '' || found.includes(where)
      return `  ${visible(found)}${isSaid ? '' : dim(` (${visible(where)})`)}`
    }),
    ...(places.length > shown.length ? [`  and ${places.length - shown.length} more`] : []),
    `  ${meaning}`,
    `  ${green('fix')}: ${fix}${fixable ? dim(' [--fix]') : ''}`,
  ]
}

function suppressedLines(findings: readonly Finding[], { bold, dim }: Palette): readonly string[] {
  const own = findings.flatMap(({ id, suppressed }) => (suppressed === undefined ? [] : [{ id, ...suppressed }]))
  if (own.length === 0) return []
  const rows = own.map(({ id, reason, until }) => {
    const end = until === undefined ? '' : dim(` (until ${until})`)
    return `  ${id}  ${visible(reason)}${end}`
  })
  return ['', bold('Suppressed in the config:'), ...rows]
}

function passedLines(findings: readonly Finding[], { bold, green, dim }: Palette): readonly string[] {
  const passed = findings.filter(({ status }) => status === 'pass')
  if (passed.length === 0) return []
  const rows = passed.map(({ id, title, found }) => {
    const note = found === undefined ? '' : dim(` (${visible(found)})`)
    return `  ${green(id)}  ${title}${note}`
  })
  return ['', bold('Passed:'), ...rows]
}

/** The changes of a plan, and what has to be done that they are made. */
export function planText(
  { report, changes }: RepairPlan,
  { bold, dim, green, red }: Palette,
  how: 'shown' | 'asked' | 'wanted',
): string {
  const rest = report.findings.filter(
    ({ status, fixable, suppressed }) => status === 'fail' && !fixable && suppressed === undefined,
  )
  const paint = (line: string): string => (line.startsWith('+') ? green(line) : line.startsWith('-') ? red(line) : line)
  const lines = changes.flatMap(({ shown, checks, diff }) => [
    `${bold(visible(shown))} ${dim(`for ${checks.join(', ')}`)}`,
    ...diff.map((line) => `  ${paint(visible(line))}`),
    '',
  ])
  const hint = {
    shown: 'Nothing was changed. `ringwall doctor --fix --yes` makes these changes, and keeps what was.',
    asked: 'Nothing was changed yet.',
    wanted: 'These changes are being made.',
  }[how]
  const byHand = rest.length === 0 ? [] : [`By hand: ${rest.map(({ id }) => id).join(', ')}`]
  return `${[...lines, ...byHand, changes.length === 0 ? 'Nothing repairs itself here.' : hint].join('\n')}\n`
}

/** The table of checks, for people or as JSON. */
export function listText(json: boolean): string {
  if (json) return `${JSON.stringify(CHECKS.map((check) => ({ ...check, look: undefined })))}\n`
  const rows = CHECKS.map(({ id, group, severity, title }) => [id, group, severity, title])
  return `${alignColumns(rows).join('\n')}\n`
}
