import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonValue } from '@ringwall/core'
import type { Store } from '../store.ts'

/** Longer than any test, so that nothing of a task expires. */
const HOUR = 3_600_000

/** Work that a contract case gives to another process; JSON, to travel as an argument. */
export type ContractTask = { readonly parties: number } & (
  | { readonly kind: 'hit'; readonly key: string; readonly times: number; readonly limit: number }
  | { readonly kind: 'increment'; readonly key: string; readonly times: number }
  | { readonly kind: 'claim'; readonly prefix: string; readonly times: number; readonly by: string }
  | { readonly kind: 'take'; readonly prefix: string; readonly times: number }
  | { readonly kind: 'append'; readonly stream: string; readonly times: number; readonly by: string }
  | { readonly kind: 'spend'; readonly keys: readonly string[]; readonly limit: number; readonly by: string }
  | { readonly kind: 'transfer'; readonly keys: readonly string[]; readonly times: number }
  | { readonly kind: 'chain'; readonly stream: string; readonly times: number; readonly by: string }
  | { readonly kind: 'publish'; readonly topic: string; readonly messages: readonly JsonValue[] }
)

/** Does the task on the store, starting together with the other parties; resolves to what it saw. */
export async function runContractTask(store: Store, task: ContractTask): Promise<JsonValue> {
  await startTogether(store, task.parties)
  if (task.kind === 'hit') return hit(store, task.key, task.times, task.limit)
  if (task.kind === 'increment') return increment(store, task.key, task.times)
  if (task.kind === 'claim') return claim(store, task.prefix, task.times, task.by)
  if (task.kind === 'take') return take(store, task.prefix, task.times)
  if (task.kind === 'append') return append(store, task.stream, task.times, task.by)
  if (task.kind === 'spend') return spend(store, task.keys, task.limit, task.by)
  if (task.kind === 'transfer') return transfer(store, task.keys, task.times)
  if (task.kind === 'chain') return chain(store, task.stream, task.times, task.by)
  for (const message of task.messages) await store.publish(task.topic, message)
  return task.messages.length
}

async function startTogether(store: Store, parties: number): Promise<void> {
  await store.hit('start', { windowMs: HOUR })
  while ((await store.count('start', HOUR)).count < parties) await sleep(1)
}

/** How many hits were allowed. */
async function hit(store: Store, key: string, times: number, limit: number): Promise<number> {
  let allowed = 0
  for (let i = 0; i < times; i += 1) if ((await store.hit(key, { windowMs: HOUR, limit })).allowed) allowed += 1
  return allowed
}

/** Adds 1 to a number, `times` times. */
async function increment(store: Store, key: string, times: number): Promise<number> {
  for (let done = 0; done < times;) {
    const current = await store.get(key)
    const next = Number(current?.value ?? 0) + 1
    if (await store.compareAndSet(key, current?.version ?? null, next)) done += 1
  }
  return times
}

/** The numbers of the keys that this party created. */
async function claim(store: Store, prefix: string, times: number, by: string): Promise<number[]> {
  const won: number[] = []
  for (let i = 0; i < times; i += 1) if (await store.compareAndSet(`${prefix}${i}`, null, by)) won.push(i)
  return won
}

/** The numbers of the keys that this party removed. */
async function take(store: Store, prefix: string, times: number): Promise<number[]> {
  const taken: number[] = []
  for (let i = 0; i < times; i += 1) if (await store.delete(`${prefix}${i}`)) taken.push(i)
  return taken
}

/** The positions that this party's entries got. */
async function append(store: Store, stream: string, times: number, by: string): Promise<number[]> {
  const positions: number[] = []
  for (let i = 0; i < times; i += 1) positions.push(...(await store.append(stream, [`${by}${i}`, `${by}${i}+`])))
  return positions
}

/**
 * Reserves 3 of each budget, four at a time, and spends 2 of them, until none is left; tells how much it spent and the most
 * that it saw counted.
 */
async function spend(store: Store, keys: readonly string[], limit: number, by: string): Promise<number[]> {
  let [spent, most, next] = [0, 0, 0]
  const demands = keys.map((key) => ({ key, windowMs: HOUR, cost: 3, limit }))
  const work = async (): Promise<void> => {
    for (;;) {
      const name = `${by}${(next += 1)}`
      const { allowed, windows } = await store.reserve(name, demands, { holdMs: HOUR })
      most = Math.max(most, ...windows.map(({ count }) => count))
      if (!allowed) return
      await store.settle(
        name,
        keys.map(() => 2),
      )
      spent += 2
    }
  }
  await Promise.all([work(), work(), work(), work()])
  return [spent, most]
}

/** Moves 1 from each key to the next, `times` times around. */
async function transfer(store: Store, keys: readonly string[], times: number): Promise<number> {
  for (let done = 0; done < times;) {
    const from = done % keys.length
    const [source = '', target = ''] = [keys[from], keys[(from + 1) % keys.length]]
    const [one, two] = [await store.get(source), await store.get(target)]
    const versions = await store.transact([
      { kind: 'set', key: source, value: Number(one?.value ?? 0) - 1, expected: one?.version ?? null },
      { kind: 'set', key: target, value: Number(two?.value ?? 0) + 1, expected: two?.version ?? null },
    ])
    if (versions !== undefined) done += 1
  }
  return times
}

/** Appends entries that each name the one before them, as a hash chain does; tells their positions. */
async function chain(store: Store, stream: string, times: number, by: string): Promise<number[]> {
  const made: number[] = []
  for (let done = 0; done < times;) {
    const { last } = await store.extent(stream)
    const [end] = last === 0 ? [] : await store.read(stream, { after: last - 1, limit: 1 })
    const before = end === undefined ? null : end.value
    const id = `${by}${done}`
    const previous = Array.isArray(before) ? (before[0] ?? null) : null
    const positions = await store.appendAfter(stream, last, [[id, previous]])
    if (positions === undefined) continue
    made.push(...positions)
    done += 1
  }
  return made
}
