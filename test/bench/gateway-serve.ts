// `ringwall serve` with its arguments, as the bench of the gateway starts it: the same `main` as of the command, and an ear for questions about memory and CPU.
import { main } from 'ringwall'

process.on('message', ({ collect }: { readonly collect: boolean }) => {
  if (collect) globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.({ memory: process.memoryUsage(), cpuMs: (user + system) / 1000 })
})
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.exitCode = await main(process.argv.slice(2))
if (process.connected) process.disconnect()
