import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Counter, Gauge, type Registry } from 'prom-client'

const NS_PER_S = 1e9
const US_PER_S = 1e6
const MS_PER_S = 1e3

/** Adds what is known of this process, under the usual names; until the returned function is called. prom-client's own set never stops listening, and several gateways may come and go. */
export function addProcessMetrics(registry: Registry): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  const add = (name: string, help: string, read: () => number): void => {
    void new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  }
  void new Counter({
    name: 'process_cpu_seconds_total',
    help: 'User and system CPU time of the process.',
    registers: [registry],
    collect() {
      const { user, system } = process.cpuUsage()
      this.reset()
      this.inc((user + system) / US_PER_S)
    },
  })
  add('process_resident_memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss())
  add('process_start_time_seconds', 'When the process started, in seconds since 1970.', () =>
    Math.round(performance.timeOrigin / MS_PER_S),
  )
  add('nodejs_heap_size_used_bytes', 'Used heap of the process.', () => process.memoryUsage().heapUsed)
  add('nodejs_eventloop_lag_p99_seconds', 'p99 of the delay of the event loop since the last scrape.', () => {
    const p99 = delay.percentile(99) / NS_PER_S
    delay.reset()
    return p99
  })
  return () => delay.disable()
}
