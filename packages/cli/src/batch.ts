import type { Wall } from '@ringwall/config'
import type { Decision, JsonObject } from '@ringwall/core'
import { splitLines, type Line } from '@ringwall/text'
import { isBad, parseLine, type BadLine, type Request } from './batch-line.ts'
import { openDryWall, type DryWallOptions } from './dry-wall.ts'
import { fail } from './errors.ts'
import { MAX_INPUT_BYTES } from './input.ts'
import { write, type Io } from './io.ts'
import { count } from './print.ts'
import { toOutput } from './verdicts.ts'

/** How many lines may be under way at once. */
const WIDTH = 16
/** A longer line is handled alone, so that memory is bounded by bytes as well as by lines. */
const LARGE_LINE_BYTES = 1024 * 1024
const PROGRESS_INTERVAL_MS = 500

/** How a batch is run. */
export interface BatchOptions extends DryWallOptions {
  readonly json: boolean
  /** The longest line, in bytes. Default: 16 MiB. */
  readonly maxLineBytes?: number
}

/** Answers each line of standard input on standard output, in order, as it comes. Bad lines get an error; the answer is 0 all the same. */
export async function runBatch(io: Io, options: BatchOptions): Promise<number> {
  const { wall } = await openDryWall(io, options)
  const tally = new Tally(io, options.json)
  try {
    await convey(io, new Judge(wall, tally, options.maxLineBytes ?? MAX_INPUT_BYTES))
  } finally {
    await wall.close()
  }
  tally.conclude()
  return 0
}

/** Starts each line as soon as there is room, and writes the answers in the order of the lines. */
async function convey(io: Io, judge: Judge): Promise<void> {
  let last: Promise<void> = Promise.resolve()
  const underWay: Promise<void>[] = []
  for await (const line of splitLines(io.stdin, judge.maxLineBytes)) {
    const isLarge = (line.bytes?.length ?? 0) > LARGE_LINE_BYTES
    if (isLarge) await last
    const answer = judge.answer(line)
    last = Promise.all([answer, last]).then(([text]) => write(io.stdout, text))
    last.catch(() => undefined) // whoever waits for it is told; this only says that somebody will
    underWay.push(last)
    // The first is done before all others, so waiting for it keeps no more than WIDTH under way, also if nobody reads.
    if (underWay.length >= WIDTH) await underWay.shift()
    if (isLarge) await last
  }
  await last
}

/** Judges lines. */
class Judge {
  readonly maxLineBytes: number
  readonly #wall: Wall
  readonly #tally: Tally
  /** Lines that name a session run one after the other: a counter must rise in the order of the lines. */
  #shared: Promise<unknown> = Promise.resolve()

  constructor(wall: Wall, tally: Tally, maxLineBytes: number) {
    this.maxLineBytes = maxLineBytes
    this.#wall = wall
    this.#tally = tally
  }

  /** The line of output, with its line feed. */
  async answer({ number, bytes }: Line): Promise<string> {
    const line: Request | BadLine =
      bytes === undefined ? { id: null, error: fail('LINE_TOO_LONG', { limit: this.maxLineBytes }) } : parseLine(bytes)
    const answer = isBad(line) ? line : await this.#judge(line)
    this.#tally.add(isBad(answer))
    return `${JSON.stringify(isBad(answer) ? toErrorLine(answer, number) : answer)}\n`
  }

  async #judge(request: Request): Promise<BadLine | JsonObject> {
    const { id } = request
    const decision = await (request.isShared ? this.#inTurn(request) : this.#dispatch(request))
    const refusal = decision.rulings.find(({ layer, code }) => layer === 'kernel' && code === 'PAYLOAD_INVALID')
    // Nothing was judged, and counting it among the denied would flatter the layers.
    if (refusal) return { id, error: fail('LINE_INVALID', { problem: refusal.detail ?? refusal.code }) }
    return { id, ...toOutput(decision) }
  }

  #inTurn(request: Request): Promise<Decision> {
    const turn = this.#shared.then(() => this.#dispatch(request))
    this.#shared = turn
    return turn
  }

  #dispatch({ hook, payload, session }: Request): Promise<Decision> {
    return this.#wall.for(session.agentId).dispatch(hook, payload, session)
  }
}

function toErrorLine({ id, error: { code, message } }: BadLine, line: number): object {
  return { id, line, error: { code, message } }
}

/** Counts lines, and tells whoever looks at a terminal. */
class Tally {
  readonly #io: Io
  readonly #json: boolean
  readonly #started = performance.now()
  #shown = this.#started
  #lines = 0
  #errors = 0

  constructor(io: Io, json: boolean) {
    this.#io = io
    this.#json = json
  }

  add(isError: boolean): void {
    this.#lines++
    if (isError) this.#errors++
    const now = performance.now()
    if (this.#io.stderr.isTTY !== true || now - this.#shown < PROGRESS_INTERVAL_MS) return
    this.#shown = now
    this.#io.stderr.write(`\r${this.#text()}\u001b[K`)
  }

  conclude(): void {
    const { isTTY } = this.#io.stderr
    const seconds = this.#seconds()
    const summary = this.#json ? JSON.stringify({ lines: this.#lines, errors: this.#errors, seconds }) : this.#text()
    this.#io.stderr.write(`${isTTY === true ? '\r\u001b[K' : ''}${summary}\n`)
  }

  #text(): string {
    const seconds = this.#seconds()
    const rate = Math.round(this.#lines / Math.max(seconds, 0.001))
    return `${count(this.#lines, 'line')}, ${this.#errors} with an error, in ${seconds.toFixed(1)} s (${rate} a second)`
  }

  #seconds(): number {
    return (performance.now() - this.#started) / 1000
  }
}
