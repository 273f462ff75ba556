import { spawn } from 'node:child_process'
import { statfsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { usageBelow } from '../src/linux/watch.ts'

const { bsize, blocks, bfree } = statfsSync('/tmp')
/** More than two small processes take; a machine whose own /tmp has less shows no difference. */
const NOTICEABLE = 50_000_000

it.skipIf((blocks - bfree) * bsize < NOTICEABLE)(
  'counts no file of the machine while a process has not entered the sandbox yet',
  async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 5; :'], { stdio: 'ignore' })
    try {
      await expect.poll(() => usageBelow(child.pid ?? 0).processes).toBe(1)
      expect(usageBelow(child.pid ?? 0).memoryBytes).toBeLessThan(NOTICEABLE)
    } finally {
      child.kill('SIGKILL')
    }
  },
)
