import { randomBytes } from 'node:crypto'
import { chmod, link, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { readRegularFile } from './read-file.ts'

/** Makes a file for its owner alone, whatever the umask: all of it or nothing, on the disk once it resolves. Rejects with EEXIST where there is one. */
export async function createPrivateFile(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text)
  try {
    await link(draft, file) // unlike a rename, it never replaces what is there
  } finally {
    await rm(draft, { force: true })
  }
  await syncFolder(file)
}

/** createPrivateFile that replaces what is there. */
export async function replacePrivateFile(file: string, text: string): Promise<void> {
  const draft = await writeDraft(file, text)
  try {
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(file)
}

/** The text of a file that nobody else may read. Rejects with ENOENT, or with RangeError for a link, an open mode or more than `maxBytes`. */
export async function readPrivateFile(file: string, maxBytes: number): Promise<string> {
  const stats = await lstat(file)
  if (stats.isSymbolicLink()) throw new RangeError('it is a link')
  if (process.platform !== 'win32' && (stats.mode & 0o077) !== 0) throw new RangeError('other users may read it')
  return new TextDecoder().decode(await readRegularFile(file, maxBytes))
}

/** Has the system write the folder of a file to the disk: a name that was made or changed there outlives a loss of power. */
export async function syncFolder(file: string): Promise<void> {
  if (process.platform === 'win32') return // folders cannot be opened there
  const handle = await open(dirname(file), 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function writeDraft(file: string, text: string): Promise<string> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(draft, 'wx', 0o600)
  try {
    await chmod(draft, 0o600)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return draft
}
