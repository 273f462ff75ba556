import { write } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { messageOf, type JsonObject, type Logger } from '@ringwall/core'
import { canonical, type Sealed } from './chain/seal.ts'
import type { AuditLogConfig } from './config.ts'

const BUSY_MS = 10
const NUMBERS = { stdout: 1, stderr: 2 } as const

/** What writes the lines of a copy; undefined where there is none. A copy that fails harms nobody: the store has the records, and the logger is told once. */
export function createCopy(
  { copy }: Pick<AuditLogConfig, 'copy'>,
  logger: Logger,
): ((records: readonly Sealed[]) => Promise<void>) | undefined {
  if (copy === 'none') return undefined
  if (copy === 'logger') {
    return async (records) => {
      for (const record of records) logger.info('audit', { record: record as JsonObject })
    }
  }
  let isTold = false
  return async (records) => {
    try {
      await writeAll(NUMBERS[copy], Buffer.from(records.map((record) => `${canonical(record)}\n`).join('')))
      isTold = false
    } catch (error) {
      if (!isTold) logger.error('the copy of the audit log cannot be written', { copy, problem: messageOf(error) })
      isTold = true
    }
  }
}

/** Waits for a reader that is slow: that slows the callers, and nothing piles up here. */
async function writeAll(fd: number, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const taken = await writeSome(fd, bytes.subarray(at))
    if (taken === 0) await sleep(BUSY_MS)
    at += taken
  }
}

function writeSome(fd: number, bytes: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    write(fd, bytes, (error, taken) => {
      if (!error) resolve(taken)
      else if (error.code === 'EAGAIN') resolve(0)
      else reject(error)
    })
  })
}
