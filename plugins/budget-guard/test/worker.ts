import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { openPostgresStore, openRedisStore, openSqliteStore, type Store } from '@ringwall/store'
import { BreakerToken, BudgetToken } from '../src/index.ts'
import { announce, report, SESSION, step, TARGET, wallOn } from './wall.ts'

/** Where the processes of a test meet. */
export type Place =
  | { readonly driver: 'sqlite'; readonly file: string }
  | { readonly driver: 'postgres'; readonly url: string; readonly schema: string }
  | { readonly driver: 'redis'; readonly url: string; readonly prefix: string }
/** What one process does: calls until the budget has not one token left, steps of one session or each of a new one, or an attempt at the probe. */
export interface Task {
  readonly what: 'calls' | 'steps' | 'renewed' | 'probe'
  readonly limit: number
  /** Largest reservation of a call. */
  readonly most: number
  readonly inFlight: number
  /** The line after which the process kills itself, with what else it has begun. */
  readonly lastLine?: number
}

/** Opens the store of a test, with a clock of its own where one is given. */
export function openPlace(place: Place, now?: () => number): Promise<Store> {
  const clock = now ? { now } : {}
  if (place.driver === 'sqlite') return openSqliteStore({ file: place.file, busyTimeoutMs: 60_000, ...clock })
  const { driver, ...options } = place
  const patient = { ...options, timeoutMs: 60_000, ...clock }
  return driver === 'postgres'
    ? openPostgresStore({ maxConnections: 4, ...patient } as Parameters<typeof openPostgresStore>[0])
    : openRedisStore(patient as Parameters<typeof openRedisStore>[0])
}

if (process.argv[1]?.endsWith('worker.ts')) {
  const [place = '', text = ''] = process.argv.slice(2)
  await run(JSON.parse(place) as Place, JSON.parse(text) as Task)
}

/** Prints a line for each thing that it was granted, at once, so that what a killed process did is known. */
async function run(place: Place, task: Task): Promise<void> {
  const store = await openPlace(place)
  // One limit for each kind of work: the other one of steps is out of reach.
  const [steps, stepsPerHour] = task.what === 'renewed' ? [1, task.limit] : [task.limit, 1_000_000]
  const config = { tokensPerHour: task.limit, steps, stepsPerHour }
  const wall = await wallOn(store, config, { deadlineMs: 120_000 })
  let lines = 0
  const print = (granted: number): void => {
    writeSync(1, `${granted}\n`)
    if (++lines === task.lastLine) process.kill(process.pid, 'SIGKILL')
  }
  const takeSteps = async (): Promise<void> => {
    while ((await step(wall)).length === 0) print(1)
  }
  const takeRenewedSteps = async (): Promise<void> => {
    while ((await step(wall, { sessionId: randomUUID() })).length === 0) print(1)
  }
  const makeCalls = async (worker: number): Promise<void> => {
    for (let size = task.most, turn = 0; size > 1; turn++) {
      const request = { inputTokens: 1, maxOutputTokens: size - 1 }
      const usage = { inputTokens: 1, outputTokens: size - 1 }
      const id = `${process.pid}-${worker}-${turn}`
      // By turns as a host with hooks, and as one with the service; each session is an execution of its own.
      const session = { ...SESSION, sessionId: id }
      if (turn % 2 === 0) {
        if ((await announce(wall, id, request, session)).length === 0) {
          await report(wall, id, { usage }, session)
          print(size)
          continue
        }
      } else {
        const opened = await wall.find(BudgetToken)?.reserve(session, { ...TARGET, ...request })
        if (opened?.hold) {
          await wall.find(BudgetToken)?.settle(opened.hold, { outcome: 'answered', usage })
          print(size)
          continue
        }
      }
      size = Math.floor(size / 2)
    }
  }
  const probe = async (): Promise<void> => {
    const answer = await wall.find(BreakerToken)?.admit(TARGET)
    if (answer && !('code' in answer)) print(1)
  }
  const work = { calls: makeCalls, steps: takeSteps, renewed: takeRenewedSteps, probe }[task.what]
  await Promise.all(Array.from({ length: task.inFlight }, (_, worker) => work(worker)))
  await wall.close()
  await store.close()
}
