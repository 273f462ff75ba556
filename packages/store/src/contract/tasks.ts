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
