// The clients of the gateway's bench, in a process of their own: so many at a time, each with a connection that it keeps, each sends its next
// request once it has the answer.
import { Client } from 'undici'
import { KINDS, makeRequest, randomFrom, type Kind } from './gateway-messages.ts'

/** One round: for so long, or for so many requests. */
export interface Job {
  readonly url: string
  readonly token: string
  readonly size: number
  readonly concurrency: number
  readonly ms: number
  readonly requests: number
  readonly stream: boolean
  readonly seed: number
}

/** Milliseconds. */
export interface Quantiles {
  readonly p50: number
  readonly p99: number
}

/** What came of a round. */
export interface Result extends Quantiles {
  readonly count: number
  readonly ms: number
  /** p50 by the kind of request. */
  readonly kinds: Readonly<Record<Kind, number>>
  /** Until the first words of a streamed reply. */
  readonly first: Quantiles
  /** Answers other than 200 and allowed, by status and outcome. */
  readonly odd: Readonly<Record<string, number>>
}

/** Requests of one session. */
const SESSION_REQUESTS = 8

interface Answer {
  readonly kind: Kind
  readonly took: number
  readonly first: number
}

async function run({ url, token, size, concurrency, ms, requests, stream, seed }: Job): Promise<Result> {
  const random = randomFrom(seed)
  const answers: Answer[] = []
  const odd: Record<string, number> = {}
  const start = performance.now()
  let made = 0

  const ask = async (client: Client, session: string): Promise<void> => {
    const kind = stream ? 'chat' : (KINDS[made % KINDS.length] ?? 'chat')
    made++
    const body = makeRequest(random, kind, size, stream)
    const from = performance.now()
    const answer = await client.request({
      path: '/v1/chat/completions',
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'x-ringwall-session': session },
      body,
    })
    let first = Number.NaN
    let said = ''
    for await (const chunk of answer.body) {
      said += String(chunk)
      if (stream && Number.isNaN(first) && /"content":"[^"]/.test(said)) first = performance.now() - from
    }
    answers.push({ kind, took: performance.now() - from, first })
    const outcome = answer.headers['x-ringwall-outcome'] ?? 'allow'
    const isWhole = stream ? said.endsWith('data: [DONE]\n\n') : said.endsWith('}')
    if (answer.statusCode === 200 && outcome === 'allow' && isWhole && !said.includes('content_filter')) return
    const what = `${answer.statusCode} ${String(outcome)}`
    if ((odd[what] ??= 0) === 0) console.error(what, said.slice(-600))
    odd[what]++
  }

  const work = async (lane: number): Promise<void> => {
    const client = new Client(url, { pipelining: 1 })
    const isOver = (): boolean => performance.now() - start >= ms || made >= requests
    for (let turn = 0; !isOver(); turn++) await ask(client, `s${seed}.${lane}.${Math.floor(turn / SESSION_REQUESTS)}`)
    await client.close()
  }
  await Promise.all(Array.from({ length: concurrency }, (_, lane) => work(lane)))
  const elapsed = performance.now() - start
  const medianOf = (kind: Kind): number => quantiles(answers.filter((one) => one.kind === kind).map(tookOf)).p50
  return {
    ...quantiles(answers.map(tookOf)),
    count: answers.length,
    ms: elapsed,
    kinds: { chat: medianOf('chat'), 'tool result': medianOf('tool result'), 'tool call': medianOf('tool call') },
    first: quantiles(answers.map(({ first }) => first)),
    odd,
  }
}

function tookOf({ took }: Answer): number {
  return took
}

function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
  return { p50: at(0.5), p99: at(0.99) }
}

process.on('message', (job) => void run(job as Job).then((result) => process.send?.({ result })))
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
