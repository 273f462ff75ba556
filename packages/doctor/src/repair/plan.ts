import { isEditable } from '../config-file.ts'
import type { Place, Repair } from '../check.ts'
import { examine } from '../diagnose.ts'
import { readExactText, statOf } from '../files.ts'
import { octal } from '../modes.ts'
import type { DoctorOptions } from '../options.ts'
import type { DoctorReport } from '../report.ts'
import type { Ran } from '../run-checks.ts'
import type { Subject } from '../subject.ts'
import { applyChanges, type Applied } from './apply.ts'
import { diffLines } from './diff.ts'
import { editConfig } from './edit-config.ts'

/** What happens to one file. */
export type Change = {
  /** Absolute. */
  readonly file: string
  /** The file as a reader knows it. */
  readonly shown: string
  /** The ids of the checks that it is for. */
  readonly checks: readonly string[]
  /** What is shown, line by line; no value of a secret. */
  readonly diff: readonly string[]
} & (
  | { readonly kind: 'mode'; readonly from: number; readonly to: number }
  | { readonly kind: 'text'; readonly before: string | undefined; readonly after: string; readonly isConfig: boolean }
)

/** What could be repaired, before anything is. */
export interface RepairPlan {
  /** What was found. */
  readonly report: DoctorReport
  /** Empty: there is nothing that repairs itself. */
  readonly changes: readonly Change[]
  /** Makes the changes; each file whose text changes is copied to .ringwall/backups first. Rejects with DOCTOR_ERRORS. */
  apply(): Promise<readonly Applied[]>
}

/** Looks, and plans what repairs itself. Nothing is changed before `apply`. What is suppressed stays as it is. */
export async function planRepairs(options: DoctorOptions = {}): Promise<RepairPlan> {
  const { report, ran, subject } = await examine(options)
  const suppressed = new Set(report.findings.filter((one) => one.suppressed !== undefined).map(({ id }) => id))
  const wanted = ran.filter(({ check }) => !suppressed.has(check.id))
  const changes = await toChanges(wanted, subject)
  return { report, changes, apply: () => applyChanges(changes, subject) }
}

interface Wanted {
  readonly id: string
  readonly repair: Repair
}

async function toChanges(ran: readonly Ran[], subject: Subject): Promise<readonly Change[]> {
  const wanted = ran.flatMap(({ check, outcome }) =>
    (outcome.status === 'fail' ? outcome.places : []).flatMap((place: Place): readonly Wanted[] =>
      place.repair === undefined ? [] : [{ id: check.id, repair: place.repair }],
    ),
  )
  const config = await configChange(wanted, subject)
  const files = [...new Set(wanted.flatMap(({ repair }) => ('file' in repair ? [repair.file] : [])))]
  const others = await Promise.all(files.map((file) => fileChanges(file, wanted, subject)))
  return [...(config === undefined ? [] : [config]), ...others.flat()]
}

async function configChange(wanted: readonly Wanted[], subject: Subject): Promise<Change | undefined> {
  const edits = wanted.flatMap(({ id, repair }) => (repair.kind === 'layer' ? [{ id, ...repair }] : []))
  const config = await subject.file()
  const { path, text } = config
  if (edits.length === 0 || path === undefined || text.kind !== 'text' || !(await isEditable(config))) return undefined
  const edited = editConfig(path, text.text, edits)
  if (edited === undefined || edited.text === text.text) return undefined
  const { text: after, made } = edited
  const checks = idsOf(made)
  return {
    file: path,
    shown: subject.shown(path),
    checks,
    kind: 'text',
    before: text.text,
    after,
    isConfig: true,
    diff: shownDiff(text.text, after, subject),
  }
}

async function fileChanges(file: string, wanted: readonly Wanted[], subject: Subject): Promise<readonly Change[]> {
  const own = wanted.filter(({ repair }) => 'file' in repair && repair.file === file)
  const changes: Change[] = []
  const place = { file, shown: subject.shown(file) }
  const lines = own.flatMap(({ id, repair }) =>
    repair.kind === 'lines' ? repair.lines.map((line) => ({ id, line })) : [],
  )
  const read = await readExactText(file)
  if (lines.length > 0 && read.kind !== 'unread') {
    const before = read.kind === 'text' ? read.text : undefined
    const gap = before === undefined || before === '' || before.endsWith('\n') ? '' : '\n'
    const after = `${before ?? ''}${gap}${[...new Set(lines.map(({ line }) => line))].join('\n')}\n`
    changes.push({
      ...place,
      checks: idsOf(lines),
      kind: 'text',
      before,
      after,
      isConfig: false,
      diff: shownDiff(before ?? '', after, subject),
    })
  }
  const create = own.find(({ repair }) => repair.kind === 'create')
  if (create?.repair.kind === 'create' && read.kind !== 'unread') {
    const before = read.kind === 'text' ? read.text : undefined
    const { text: after } = create.repair
    changes.push({
      ...place,
      checks: [create.id],
      kind: 'text',
      before,
      after,
      isConfig: false,
      diff: shownDiff(before ?? '', after, subject),
    })
  }
  const modes = own.flatMap(({ id, repair }) => (repair.kind === 'mode' ? [{ id, ...repair }] : []))
  const stats = modes.length === 0 ? undefined : await statOf(file)
  if (stats !== undefined && !stats.isSymbolicLink()) {
    const from = stats.mode & 0o7777
    const to = modes.reduce((mode, { remove }) => mode & ~remove, from)
    const diff = [`mode ${octal(from)} -> ${octal(to)}`]
    if (to !== from) changes.push({ ...place, checks: idsOf(modes), kind: 'mode', from, to, diff })
  }
  return changes
}

function idsOf(list: readonly { readonly id: string }[]): readonly string[] {
  return [...new Set(list.map(({ id }) => id))]
}

/** A line of a config may hold what should not stand there. */
function shownDiff(before: string, after: string, subject: Subject): readonly string[] {
  return diffLines(before, after).map((line) => subject.secrets.hide(line))
}
