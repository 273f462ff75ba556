import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { extname, join, relative, resolve } from 'node:path'
import { openDryWall } from './dry-wall.ts'
import { fail } from './errors.ts'
import { ownCommand } from './init/command.ts'
import { detect, type Found } from './init/detect.ts'
import { PARTS, type Part } from './init/parts.ts'
import { diffLines } from './init/diff.ts'
import { failInit } from './init/errors.ts'
import type { Change } from './init/files.ts'
import { makePlan, type Plan, type Wishes } from './init/plan.ts'
import { restore, undo, writeAll } from './init/undo.ts'
import { write, type Io } from './io.ts'
import { paletteFor, visible } from './print.ts'

/** How init is run. */
export interface InitOptions {
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly undo?: boolean
  /** Default: what is found. */
  readonly with?: readonly Part[]
  readonly gateway?: string
  readonly tokenFile?: string
  readonly json: boolean
}

/** Writes a config and puts the wall into the agents of this folder. Returns 0 when everything is in place, 1 where the person said no. Throws RingwallError; nothing is changed then. */
export async function runInit(io: Io, options: InitOptions): Promise<number> {
  if (options.undo === true) return runUndo(io, options)
  if ((options.gateway === undefined) !== (options.tokenFile === undefined))
    throw fail('USAGE', { problem: '--gateway and --token-file go together', command: 'ringwall init' })
  const isAsked = options.yes !== true && options.dryRun !== true
  if (isAsked && (io.stdin.isTTY !== true || io.stdout.isTTY !== true)) throw failInit('INIT_NOT_INTERACTIVE')
  const found = await detect(io.cwd, io.env.HOME ?? homedir())
  const wishes = isAsked ? await askWishes(io, found, options) : wishesOf(io, found, options)
  if (wishes === undefined) return 1
  const plan = await makePlan(io.cwd, found, wishes, await ownCommand(io.cwd))
  await tryConfig(io, plan, found)
  if (!options.json) await write(io.stdout, showPlan(io, plan))
  if (plan.changes.length === 0 || options.dryRun === true) return finish(io, options, plan, undefined)
  if (isAsked && !(await confirm(io))) return 1
  const backup = await writeAll(io.cwd, plan.changes, new Date())
  try {
    await tryStart(io)
  } catch (error) {
    await restore(plan.changes)
    throw error
  }
  return finish(io, options, plan, backup)
}

function wishesOf(io: Io, found: Found, { with: wanted, gateway, tokenFile }: InitOptions): Wishes {
  const file = tokenFile === undefined ? undefined : resolve(io.cwd, tokenFile)
  return { parts: wanted ?? partsOf(found), gateway, tokenFile: file }
}

function partsOf({ claudeCode, mcpFiles }: Found): readonly Part[] {
  const isFound = { 'claude-code': claudeCode, mcp: mcpFiles.length > 0 }
  return PARTS.filter((part) => isFound[part])
}

async function askWishes(io: Io, found: Found, options: InitOptions): Promise<Wishes | undefined> {
  const { askParts } = await import('./init/ask.ts')
  const parts = options.with ?? (await askParts(io, partsOf(found)))
  return parts === undefined ? undefined : wishesOf(io, found, { ...options, with: parts })
}

async function confirm(io: Io): Promise<boolean> {
  const { askWrite } = await import('./init/ask.ts')
  return askWrite(io)
}

/** A config with which the layers do not start must not come to be: all hooks would say no. Throws what the start throws. */
async function tryConfig(io: Io, { changes }: Plan, { configFile }: Found): Promise<void> {
  const change = changes.find(({ path }) => extname(path) === '.yaml')
  if (configFile !== undefined || change === undefined) return tryStart(io)
  const folder = await mkdtemp(join(tmpdir(), 'ringwall-init-'))
  try {
    await writeFile(join(folder, 'ringwall.yaml'), change.after)
    await tryStart({ ...io, cwd: folder })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function tryStart(io: Io): Promise<void> {
  const { wall } = await openDryWall(io, {})
  await wall.close()
}

function showPlan(io: Io, { changes }: Plan): string {
  const { bold, green, red, dim } = paletteFor(io, io.stdout)
  const style = { '+': green, '-': red, ' ': dim }
  const shown = changes.flatMap((change) => [
    bold(`${change.before === undefined ? 'new' : 'changed'}  ${shortly(io, change)}`),
    ...diffLines(change.before, change.after).map((line) => style[line.charAt(0) as '+' | '-' | ' '](visible(line))),
    '',
  ])
  return shown.length === 0 ? '' : `${shown.join('\n')}\n`
}

async function finish(
  io: Io,
  { json, dryRun }: InitOptions,
  { changes, notes }: Plan,
  backup: string | undefined,
): Promise<number> {
  const files = changes.map((change) => shortly(io, change))
  if (json) {
    await write(
      io.stdout,
      `${JSON.stringify({ written: backup === undefined ? [] : files, planned: files, notes, backup: backup ?? null })}\n`,
    )
    return 0
  }
  const lines = [
    ...notes.map((note) => `note: ${visible(note)}`),
    ...(changes.length === 0
      ? ['everything is in place; nothing was changed']
      : dryRun === true
        ? ['nothing was written: --dry-run']
        : [`wrote ${files.join(', ')}`, 'what stood there before is kept; `ringwall init --undo` puts it back']),
  ]
  await write(io.stdout, `${lines.join('\n')}\n`)
  return 0
}

async function runUndo(io: Io, { json }: InitOptions): Promise<number> {
  const paths = (await undo(io.cwd)).map((path) => shortly(io, { path }))
  const text = paths.length === 0 ? 'everything was back already\n' : `put back ${paths.join(', ')}\n`
  await write(io.stdout, json ? `${JSON.stringify({ restored: paths })}\n` : text)
  return 0
}

function shortly({ cwd }: Io, { path }: Pick<Change, 'path'>): string {
  return visible(relative(cwd, path))
}
