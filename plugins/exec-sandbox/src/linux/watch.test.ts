import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { usageBelow } from './watch.ts'

it('does not take the folders of the machine for those of a sandbox that is not made yet', async () => {
  const child = spawn('sh', ['-c', 'sleep 20 & echo started; wait'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  await once(child.stdout, 'data')
  const { processes, memoryBytes } = usageBelow(child.pid ?? 0)
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  expect(processes).toBe(1)
  expect(memoryBytes).toBeLessThan(50_000_000)
})

it('counts no further than to what is too much', async () => {
  const child = spawn('sh', ['-c', 'for i in 1 2 3 4 5 6 7 8; do sleep 20 & done; echo started; wait'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  await once(child.stdout, 'data')
  const [all, enough] = [usageBelow(child.pid ?? 0), usageBelow(child.pid ?? 0, 3)]
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  expect([all.processes, all.memoryBytes > 0]).toEqual([8, true])
  expect([enough.processes > 3, enough.memoryBytes]).toEqual([true, 0])
})
