import { randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { loadConfig } from '@ringwall/config'
import { messageOf } from '@ringwall/core'
import { codeOf, createPrivateFile, syncFolder } from '@ringwall/references'
import { fail } from '../errors.ts'
import { readExactText, statOf } from '../files.ts'
import type { Subject } from '../subject.ts'
import type { Change } from './plan.ts'

/** A change that was made. */
export interface Applied {
  readonly file: string
  readonly checks: readonly string[]
  /** The copy of what the file was; absent where its text did not change, or it was not there. */
  readonly backup?: string
}

type TextChange = Extract<Change, { readonly kind: 'text' }>

const FILE_MODE = 0o600

/** Makes changes one after the other; rejects at the first that cannot be made. A config that would not load is never put in place. */
export async function applyChanges(changes: readonly Change[], subject: Subject): Promise<readonly Applied[]> {
  const applied: Applied[] = []
  for (const change of changes) {
    const { file, checks } = change
    try {
      if (change.kind === 'mode') {
        await changeMode(file, change.from, change.to)
        applied.push({ file, checks })
      } else applied.push({ file, checks, ...(await changeText(change, subject)) })
    } catch (error) {
      if (error instanceof Error && 'code' in error && String(error.code).startsWith('DOCTOR_')) throw error
      throw fail('DOCTOR_WRITE_FAILED', { file: subject.shown(file), problem: codeOf(error) }, error)
    }
  }
  return applied
}

/** No link is followed: what it leads to may be a file that somebody put there since. */
async function changeMode(file: string, from: number, to: number): Promise<void> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const now = (await handle.stat()).mode & 0o7777
    if (now !== from) throw fail('DOCTOR_FILE_CHANGED', { file })
    await handle.chmod(to)
  } finally {
    await handle.close()
  }
}

async function changeText(change: TextChange, subject: Subject): Promise<{ readonly backup?: string }> {
  const { file, before, after, isConfig } = change
  await demandSame(change, subject)
  const stats = await statOf(file)
  const draft = await writeDraft(file, after, stats)
  try {
    if (isConfig) await verifyConfig(file, draft, subject)
    const backup = before === undefined ? undefined : await keep(file, before, subject)
    await demandSame(change, subject)
    await rename(draft, file)
    await syncFolder(file)
    return backup === undefined ? {} : { backup }
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Throws where a file is not what it was when its change was shown. */
async function demandSame({ file, before }: TextChange, subject: Subject): Promise<void> {
  const now = await readExactText(file)
  const isSame = before === undefined ? now.kind === 'absent' : now.kind === 'text' && now.text === before
  const isOther = (await statOf(file))?.isFile() === false
  if (!isSame || isOther) throw fail('DOCTOR_FILE_CHANGED', { file: subject.shown(file) })
}

/** Loads what the config is to be, before it is: a gateway that runs reads each change at once. */
async function verifyConfig(file: string, draft: string, subject: Subject): Promise<void> {
  const { resolveFrom } = subject.options
  try {
    await loadConfig({ file: draft, cwd: subject.cwd, env: subject.env, ...(resolveFrom && { resolveFrom }) })
  } catch (error) {
    const problem = subject.secrets.hide(messageOf(error)).replaceAll(draft, file)
    throw fail('DOCTOR_REPAIR_REFUSED', { file: subject.shown(file), problem }, error)
  }
}

/** Copies a text to the folder of backups, for its owner alone. */
async function keep(file: string, text: string, subject: Subject): Promise<string> {
  const folder = join((await subject.file()).folder, '.ringwall', 'backups')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const at = new Date(subject.now).toISOString().replaceAll(':', '-')
  for (let tries = 0; ; tries++) {
    const backup = join(folder, `${basename(file)}.${at}${tries === 0 ? '' : `.${tries}`}`)
    try {
      await createPrivateFile(backup, text)
      return backup
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || tries > 99) throw error
    }
  }
}

/** The new text beside the file, with the mode and the owner of the old one and an ending that says what it is. */
async function writeDraft(file: string, text: string, stats: Stats | undefined): Promise<string> {
  const mode = stats === undefined ? FILE_MODE : stats.mode & 0o7777
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const draft = join(dirname(file), `.${randomBytes(6).toString('hex')}.${basename(file)}`)
  const handle = await open(draft, 'wx', FILE_MODE)
  try {
    if (stats !== undefined && process.getuid?.() === 0) await handle.chown(stats.uid, stats.gid)
    await handle.writeFile(text)
    await handle.chmod(mode)
    await handle.sync()
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  } finally {
    await handle.close()
  }
  return draft
}
