// @ts-check
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

const HEARTBEAT_MS = 5_000
/** A holder that has not touched its lock for so long is gone, whatever its process id says by now. */
const STALE_MS = 60_000
const POLL_MS = 250

/** @typedef {{ pid: number, host: string, token: string }} Owner */

/**
 * Waits for the one lock of this checkout and returns its release. The lock of a killed process is taken over.
 * @param {string} file
 * @param {{ signal: AbortSignal, onWait: (owner: Owner | undefined) => void }} options
 * @returns {Promise<() => void>}
 */
export async function acquireLock(file, { signal, onWait }) {
  /** @type {Owner} */
  const self = { pid: process.pid, host: hostname(), token: randomUUID() }
  let told = false
  while (!tryCreate(file, self)) {
    const owner = readOwner(file)
    if (isStale(file, owner)) {
      takeAway(file, owner)
      continue
    }
    if (!told) onWait(owner)
    told = true
    await sleep(POLL_MS, undefined, { signal })
  }
  const heartbeat = setInterval(() => touch(file, self), HEARTBEAT_MS)
  heartbeat.unref()
  return () => {
    clearInterval(heartbeat)
    if (readOwner(file)?.token === self.token) rmSync(file, { force: true })
  }
}

/** @param {string} file @param {Owner} owner */
function tryCreate(file, owner) {
  try {
    writeFileSync(file, JSON.stringify(owner), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** @param {string} file @returns {Owner | undefined} */
function readOwner(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // Released meanwhile, or its holder is between creating and writing it: the age decides then.
    return undefined
  }
}

/** @param {string} file @param {Owner | undefined} owner */
function isStale(file, owner) {
  const stat = statSync(file, { throwIfNoEntry: false })
  if (!stat) return false
  if (Date.now() - stat.mtimeMs > STALE_MS) return true
  return owner !== undefined && owner.host === hostname() && !isAlive(owner.pid)
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return codeOf(error) !== 'ESRCH'
  }
}

/**
 * Removes the lock that was judged stale. Two may judge at once: the slower one would then carry off the lock
 * that the faster one has just taken, so it looks at what it moved and puts a living one back.
 * @param {string} file
 * @param {Owner | undefined} judged
 */
function takeAway(file, judged) {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (readOwner(aside)?.token !== judged?.token) {
    try {
      linkSync(aside, file)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
  rmSync(aside, { force: true })
}

/** @param {string} file @param {Owner} self */
function touch(file, self) {
  if (readOwner(file)?.token !== self.token) return
  const now = new Date()
  utimesSync(file, now, now)
}

/** @param {unknown} error @returns {string | undefined} */
function codeOf(error) {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
