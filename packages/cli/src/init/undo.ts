import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { failInit } from './errors.ts'
import { readTextIfThere, writeWhole, type Change } from './files.ts'
import { isObject, parseJsonc } from './jsonc.ts'

const RUNS = join('.ringwall', 'init')
const RECORD = 'record.json'

/** Files that init wrote, and what stood there before. */
interface Written {
  readonly path: string
  /** The name of the copy; null where there was no file. */
  readonly backup: string | null
  readonly sha256: string
}

/** Copies what is about to change, writes it, and puts everything back if one of the files cannot be written. Returns the folder of the copies. */
export async function writeAll(folder: string, changes: readonly Change[], now: Date): Promise<string> {
  const run = join(folder, RUNS, now.toISOString().replaceAll(':', '-'))
  await mkdir(join(folder, '.ringwall'), { recursive: true, mode: 0o700 })
  await mkdir(run, { recursive: true, mode: 0o700 })
  const written: Written[] = []
  for (const [at, { path, before, after }] of changes.entries()) {
    const backup = before === undefined ? null : `${at}.backup`
    if (backup !== null) await writeFile(join(run, backup), before ?? '', { mode: 0o600 })
    written.push({ path, backup, sha256: digest(after) })
  }
  // Before the first change: whatever happens, there is a way back.
  await writeFile(join(run, RECORD), `${JSON.stringify({ written }, undefined, 2)}\n`, { mode: 0o600 })
  const done: Change[] = []
  try {
    for (const change of changes) {
      await writeWhole(change.path, change.after)
      done.push(change)
    }
  } catch (error) {
    await restore(done)
    await rm(run, { recursive: true, force: true })
    throw error
  }
  return run
}

/** Puts files back as they were. */
export async function restore(changes: readonly Pick<Change, 'path' | 'before'>[]): Promise<void> {
  for (const { path, before } of changes)
    await (before === undefined ? rm(path, { force: true }) : writeWhole(path, before))
}

/** Puts back what the newest run wrote, all of it or nothing. Returns the files. Throws INIT_NOTHING_TO_UNDO and INIT_CHANGED_SINCE. */
export async function undo(folder: string): Promise<readonly string[]> {
  const runs = await readdir(join(folder, RUNS)).catch(() => [])
  const newest = runs.toSorted().at(-1)
  const record = newest === undefined ? undefined : await readTextIfThere(join(folder, RUNS, newest, RECORD))
  if (newest === undefined || record === undefined) throw failInit('INIT_NOTHING_TO_UNDO', { folder })
  const run = join(folder, RUNS, newest)
  const back: { path: string; before: string | undefined }[] = []
  for (const { path, backup, sha256 } of readRecord(record, join(run, RECORD))) {
    const now = await readTextIfThere(path)
    const before = backup === null ? undefined : await readTextIfThere(join(run, backup))
    if (now === before) continue
    if (now === undefined || digest(now) !== sha256) throw failInit('INIT_CHANGED_SINCE', { file: path, backup: run })
    back.push({ path, before })
  }
  await restore(back)
  await rm(run, { recursive: true, force: true })
  return back.map(({ path }) => path)
}

function readRecord(text: string, file: string): readonly Written[] {
  const { written } = parseJsonc(text, file)
  const broken = (): Error => failInit('INIT_FILE_BROKEN', { file, problem: 'it is no record of init' })
  if (!Array.isArray(written)) throw broken()
  return written.map((one) => {
    if (!isObject(one)) throw broken()
    const { path, backup, sha256 } = one
    if (typeof path !== 'string' || typeof sha256 !== 'string') throw broken()
    if (backup !== null && (typeof backup !== 'string' || !/^\d+\.backup$/.test(backup))) throw broken()
    return { path, backup, sha256 }
  })
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
