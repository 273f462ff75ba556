/** What keeps a server from holding a store, by its INFO; undefined if nothing does. What it does not tell counts as bad. */
export function findProblem(info: string, acceptLoss: boolean): string | undefined {
  const facts = new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':')
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const]
    }),
  )
  if (!(Number.parseInt(facts.get('redis_version') ?? '', 10) >= 7)) return 'it is older than Redis 7 or Valkey 7.2'
  if (facts.get('cluster_enabled') !== '0') return 'it is a node of a cluster; name a single primary'
  if (facts.get('role') !== 'master') return 'it is a replica, which may be behind'
  if (acceptLoss) return undefined
  if (facts.get('aof_enabled') !== '1')
    return 'appendonly is off, so that a restart loses what it acknowledged (set appendonly yes)'
  const [most, policy] = [facts.get('maxmemory'), facts.get('maxmemory_policy')]
  if (most !== '0' && policy !== 'noeviction')
    return `maxmemory-policy is ${policy ?? 'unknown'}, so that it drops keys when its memory is full (set noeviction)`
  return undefined
}
