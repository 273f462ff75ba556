// @ts-check
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

const HEARTBEAT_MS = 5_000
/** A holder that has not touched its lock for so long is gone: on another machine, where that is all we see, */
const STALE_MS = 60_000
/** and on this one, where the process id may by now be somebody else's. Longer than any install takes. */
const STALE_HERE_MS = 900_000
const POLL_MS = 250

/**
 * @typedef {object} Owner
 * @property {number} pid
 * @property {string} host
 * @property {string} token
 * @property {readonly number[]} [groups] process groups at work for it, which may outlive a killed owner
 */

/** @typedef {{ release: () => void, noteGroups: (groups: readonly number[]) => void }} Lock */

/**
 * Waits for the one lock of this checkout. The lock of a killed process is taken over, as soon as what that
 * process had started has ended too.
 * @param {string} file
 * @param {{ signal: AbortSignal, onWait: (owner: Owner | undefined) => void }} options
 * @returns {Promise<Lock>}
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
  const isOurs = () => readOwner(file)?.token === self.token
  return {
    release: () => {
      clearInterval(heartbeat)
      if (isOurs()) rmSync(file, { force: true })
    },
    noteGroups: (groups) => {
      if (!isOurs()) return
      writeFileSync(`${file}.${self.token}`, JSON.stringify({ ...self, groups }))
      renameSync(`${file}.${self.token}`, file)
    },
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
  const age = Date.now() - stat.mtimeMs
  if (owner?.host !== hostname()) return age > STALE_MS
  const groups = (owner.groups ?? []).map((group) => -group)
  return age > STALE_HERE_MS || ![owner.pid, ...groups].some(isAlive)
}

/** @param {number} pid a process, or the negative of a process group */
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
