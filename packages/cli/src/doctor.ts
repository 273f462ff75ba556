import { homedir } from 'node:os'
import { relative } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { SEVERITIES, type Severity } from '@ringwall/core'
import { diagnose, planRepairs, type DoctorOptions, type DoctorReport, type RepairPlan } from '@ringwall/doctor'
import { listText, planText, reportText } from './doctor-report.ts'
import { doctorSarif } from './doctor-sarif.ts'
import { RESOLVE_FROM } from './dry-wall.ts'
import { fail } from './errors.ts'
import { write, type Io } from './io.ts'
import { serverName } from './mcp-name.ts'
import { count, paletteFor } from './print.ts'
import { progressOf } from './progress.ts'

/** What is looked at, and how it is told. */
export interface DoctorCommandOptions {
  readonly config?: string
  readonly failOn?: Severity
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly fix?: boolean
  readonly yes?: boolean
  readonly all?: boolean
  readonly list?: boolean
  readonly sarif?: boolean
  readonly json: boolean
}

const FOUND = 1
const NOT_MEASURED = 2

/** Looks for what is weak, and with `fix` repairs it. Returns 0 if nothing counts, 1 if something does, 2 if not everything could be measured. */
export async function runDoctor(io: Io, options: DoctorCommandOptions): Promise<number> {
  refuseContradictions(options)
  if (options.list === true) {
    await write(io.stdout, listText(options.json))
    return 0
  }
  const progress = progressOf(io, options)
  const settings = settingsOf(io, options, progress)
  if (options.fix !== true) {
    const report = await diagnose(settings)
    progress('')
    await tell(io, report, options)
    return exitCode(report, options)
  }
  const plan = await planRepairs(settings)
  progress('')
  if (!(await isWanted(io, plan, options))) return exitCode(plan.report, options)
  const applied = await plan.apply()
  const report = await diagnose(settings)
  progress('')
  io.stderr.write(`changed ${count(applied.length, 'file')}\n`)
  for (const { backup } of applied) if (backup !== undefined) io.stderr.write(`kept: ${relative(io.cwd, backup)}\n`)
  await tell(io, report, options)
  return exitCode(report, options)
}

/** Shows the plan, and whether it is to be carried out. Where nobody can be asked, only --yes says so. */
async function isWanted(io: Io, plan: RepairPlan, options: DoctorCommandOptions): Promise<boolean> {
  if (options.yes === true) {
    if (!options.json) await write(io.stdout, planText(plan, paletteFor(io, io.stdout), 'wanted'))
    return plan.changes.length > 0 || (await tell(io, plan.report, options), false)
  }
  const isAsked = plan.changes.length > 0 && io.stdin.isTTY === true && io.stdout.isTTY === true && !options.json
  if (options.json) {
    const changes = plan.changes.map(({ file, checks, diff }) => ({ file, checks, diff }))
    await write(io.stdout, `${JSON.stringify({ report: plan.report, changes })}\n`)
    return false
  }
  await write(io.stdout, planText(plan, paletteFor(io, io.stdout), isAsked ? 'asked' : 'shown'))
  if (!isAsked) return false
  const lines = createInterface({ input: io.stdin, output: io.stderr })
  try {
    return /^y(?:es)?$/i.test((await lines.question('Make these changes? [y/N] ')).trim())
  } finally {
    lines.close()
  }
}

function settingsOf(
  io: Io,
  { config, only, skip }: Pick<DoctorCommandOptions, 'config' | 'only' | 'skip'>,
  progress?: (text: string) => void,
): DoctorOptions {
  const { HOME } = io.env
  return {
    cwd: io.cwd,
    env: io.env,
    resolveFrom: RESOLVE_FROM,
    serverName,
    ...(progress && { onProgress: ({ id, at, of }) => progress(`checking ${at} of ${of}: ${id}`) }),
    ...(HOME !== undefined && HOME !== '' && { home: HOME }),
    ...(config !== undefined && { config }),
    ...(only && { only }),
    ...(skip && { skip }),
  }
}

function refuseContradictions({
  json,
  sarif = false,
  fix = false,
  yes = false,
  list = false,
}: DoctorCommandOptions): void {
  const command = 'ringwall doctor'
  if (json && sarif) throw fail('USAGE', { problem: '--json and --sarif are two forms of one output', command })
  if (yes && !fix) throw fail('USAGE', { problem: '--yes is an answer to --fix', command })
  if (list && (fix || sarif)) throw fail('USAGE', { problem: '--list runs nothing', command })
  if (sarif && fix && !yes) throw fail('USAGE', { problem: '--sarif tells findings, not changes; add --yes', command })
}

async function tell(io: Io, report: DoctorReport, options: DoctorCommandOptions): Promise<void> {
  const { json, sarif = false, all = false } = options
  if (sarif) return write(io.stdout, `${JSON.stringify(doctorSarif(report, io.env.HOME || homedir()), null, 2)}\n`)
  const text = json ? `${JSON.stringify(report)}\n` : reportText(report, paletteFor(io, io.stdout), all)
  return write(io.stdout, text)
}

function exitCode({ findings }: DoctorReport, { failOn = 'low' }: DoctorCommandOptions): number {
  // SEVERITIES begins with the least.
  const least = SEVERITIES.indexOf(failOn)
  const counts = findings.filter(
    ({ severity, suppressed }) => suppressed === undefined && SEVERITIES.indexOf(severity) >= least,
  )
  if (counts.some(({ status }) => status === 'fail')) return FOUND
  return counts.some(({ status }) => status === 'not-measured') ? NOT_MEASURED : 0
}
