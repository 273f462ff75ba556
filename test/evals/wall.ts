import { Readable, Writable } from 'node:stream'
import { main, type Io } from 'ringwall'
import { z } from 'zod'
import { fail, ToldAlready } from './errors.ts'

/** What the wall is asked: one event. */
export interface Question {
  readonly hook: 'onInbound' | 'onOutbound' | 'onToolCall'
  readonly payload: object
  /** Where the row stands, for messages. */
  readonly place: string
}

/** Which wall is asked. */
export interface WallOptions {
  readonly layers?: readonly string[]
  readonly config?: string
}

const RulingShape = z.object({
  layer: z.string(),
  kind: z.string(),
  code: z.string(),
  findings: z.array(z.object({ rule: z.string(), span: z.object({ start: z.number(), end: z.number() }).optional() })),
})

const AnswerShape = z.object({
  outcome: z.enum(['allow', 'ask', 'deny']),
  rulings: z.array(RulingShape),
  payload: z.record(z.string(), z.unknown()).nullable(),
  scores: z.record(z.string(), z.number()),
})

/** What `ringwall check --batch` says about an event. */
export type Answer = z.infer<typeof AnswerShape>

const ErrorShape = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

/**
 * Puts every question through `ringwall check --batch` in this process, so that what is measured is what a host gets,
 * and hands on the answers in the order of the questions. Throws ToldAlready where the command refused to run.
 */
export async function askWall(
  io: Io,
  questions: readonly Question[],
  { layers, config }: WallOptions,
  hear: (answer: Answer, at: number) => void,
): Promise<void> {
  const argv = ['check', '--batch']
  if (layers !== undefined) argv.push('--layers', layers.join(','))
  if (config !== undefined) argv.push('--config', config)
  const answers = new LineSink((line, at) => {
    const value: unknown = JSON.parse(line)
    const refusal = ErrorShape.safeParse(value)
    if (refusal.success) {
      const place = questions[at]?.place ?? `row ${at + 1}`
      throw fail('ROW_REFUSED', { place, problem: refusal.data.error.message })
    }
    hear(AnswerShape.parse(value), at)
  })
  const code = await main(argv, { ...io, stdin: Readable.from(toLines(questions)), stdout: answers })
  if (answers.failure !== undefined) throw answers.failure
  if (code !== 0) throw new ToldAlready(`ringwall check --batch ended with ${code}`)
  if (answers.count !== questions.length)
    throw fail('ANSWERS_MISSING', { answers: answers.count, questions: questions.length })
}

function* toLines(questions: readonly Question[]): Generator<string, void> {
  for (const [id, { hook, payload }] of questions.entries()) yield `${JSON.stringify({ id, hook, payload })}\n`
}

/** Hands on every line that is written. What the receiver throws is kept, and the rest passed over. */
class LineSink extends Writable {
  failure: Error | undefined
  count = 0
  #rest = ''
  readonly #hear: (line: string, at: number) => void

  constructor(hear: (line: string, at: number) => void) {
    super({ decodeStrings: false, defaultEncoding: 'utf8' })
    this.#hear = hear
  }

  override _write(chunk: Uint8Array | string, _encoding: string, done: () => void): void {
    const lines = (this.#rest + String(chunk)).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#take(line)
    done()
  }

  #take(line: string): void {
    if (this.failure !== undefined) return
    try {
      this.#hear(line, this.count++)
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error))
    }
  }
}
