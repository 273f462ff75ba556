import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Suppression } from '@ringwall/config'
import { SEVERITIES, type Severity } from '@ringwall/core'
import { GROUPS, type Check, type Place } from './check.ts'
import { CHECKS } from './checks.ts'
import { isEditable, type ConfigFile } from './config-file.ts'
import { fail } from './errors.ts'
import type { DoctorOptions } from './options.ts'
import type { DoctorReport, Finding, Summary } from './report.ts'
import { editConfig, type LayerEdit } from './repair/edit-config.ts'
import { runChecks, type Ran } from './run-checks.ts'
import { Subject } from './subject.ts'
import { suppressionOf } from './suppress.ts'

/** The check of layers that are off. Its suppression also holds for what was not measured because a layer is off. */
const LAYERS_ON = { id: 'layers-on', group: 'configuration' } as const

/** The most places that `found` tells; all of them are in `places`. */
const MAX_SUMMED = 20

/** A report, with what its checks would repair. */
export interface Examined {
  readonly report: DoctorReport
  readonly ran: readonly Ran[]
  readonly subject: Subject
}

/** Looks at an installation and says what of it is weak. Nothing is changed. Rejects for an option that is wrong only. */
export async function diagnose(options: DoctorOptions = {}): Promise<DoctorReport> {
  return (await examine(options)).report
}

/** diagnose, with what it went by. `checks` in the place of the table. */
export async function examine(options: DoctorOptions, checks: readonly Check[] = CHECKS): Promise<Examined> {
  const chosen = choose(checks, options)
  const subject = new Subject(options)
  try {
    const ran = await runChecks(chosen, subject)
    const loaded = await subject.loaded()
    const suppressions = 'model' in loaded ? (loaded.model.suppressions ?? []) : []
    return {
      report: toReport(ran, { subject, suppressions, canSet: await setterOf(await subject.file()) }),
      ran,
      subject,
    }
  } finally {
    await subject.close()
  }
}

function choose(checks: readonly Check[], { only, skip = [] }: DoctorOptions): readonly Check[] {
  const known = new Set<string>([...GROUPS, ...checks.map(({ id }) => id)])
  for (const name of [...(only ?? []), ...skip])
    if (!known.has(name)) throw fail('DOCTOR_UNKNOWN_CHECK', { name: JSON.stringify(name) })
  const isNamed = (names: readonly string[], { id, group }: Check): boolean =>
    names.includes(id) || names.includes(group)
  const chosen = checks.filter((check) => (only === undefined || isNamed(only, check)) && !isNamed(skip, check))
  if (chosen.length === 0) throw fail('DOCTOR_NO_CHECK', {})
  return chosen
}

interface Ground {
  readonly subject: Subject
  readonly suppressions: readonly Suppression[]
  /** Whether a key of a layer can be set in the config file as it is written. */
  readonly canSet: (edit: LayerEdit) => boolean
}

async function setterOf(file: ConfigFile): Promise<Ground['canSet']> {
  const { path, text } = file
  if (path === undefined || text.kind !== 'text' || !(await isEditable(file))) return () => false
  return (edit) => editConfig(path, text.text, [edit]) !== undefined
}

function toReport(ran: readonly Ran[], ground: Ground): DoctorReport {
  const findings = ran.map((one) => toFinding(one, ground))
  const at = new Date(ground.subject.now).toISOString()
  return { at, version: packageVersion(), findings, summary: summarise(findings) }
}

function toFinding({ check, outcome }: Ran, { subject, suppressions, canSet }: Ground): Finding {
  const { id, group, title, severity, meaning, fix } = check
  const { status } = outcome
  const places = outcome.status === 'fail' ? outcome.places.map((place) => toPlace(place, subject)) : []
  const hidden = (text: string | undefined): string | undefined => text && subject.secrets.hideKnown(text)
  const [first] = places
  const found = outcome.status === 'fail' ? summed(places.map((place) => place.found)) : hidden(outcome.found)
  const where = [first?.file, first?.line, first?.column].filter((part) => part !== undefined).join(':')
  const suppression =
    status === 'pass'
      ? undefined
      : (suppressionOf(check, suppressions, subject.now) ??
        (outcome.status === 'not-measured' && outcome.isOff === true
          ? suppressionOf(LAYERS_ON, suppressions, subject.now)
          : undefined))
  return {
    id,
    group,
    title,
    severity,
    status,
    meaning,
    ...(found !== undefined && { found }),
    fix,
    fixable:
      outcome.status === 'fail' &&
      outcome.places.some(({ repair }) => repair !== undefined && (repair.kind !== 'layer' || canSet(repair))),
    ...(where !== '' && { where }),
    places,
    ...(suppression && { suppressed: suppression }),
  }
}

function toPlace({ found, file, line, column }: Place, subject: Subject): Finding['places'][number] {
  return {
    // What a check quotes of a file, a name for one, may be a secret in the wrong place.
    found: subject.secrets.hideKnown(found),
    ...(file !== undefined && { file: subject.shown(file) }),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  }
}

function summarise(findings: readonly Finding[]): Summary {
  const counted = findings.filter(({ suppressed }) => suppressed === undefined)
  const countOf = (status: Finding['status']): number => counted.filter((one) => one.status === status).length
  const failed = counted.filter(({ status }) => status === 'fail')
  const bySeverity = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, failed.filter((one) => one.severity === severity).length]),
  ) as Record<Severity, number>
  return {
    checks: findings.length,
    pass: countOf('pass'),
    fail: failed.length,
    notMeasured: countOf('not-measured'),
    suppressed: findings.length - counted.length,
    bySeverity,
  }
}

function packageVersion(): string {
  const file = join(import.meta.dirname, '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version
}

/** What was found at the first places, and how many more there are. */
function summed(found: readonly string[]): string {
  const rest = found.length - MAX_SUMMED
  return [...found.slice(0, MAX_SUMMED), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')
}
