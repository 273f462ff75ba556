import type { Kernel, Session } from '@ringwall/core'
import type { Io } from 'ringwall'
import { z } from 'zod'
import { Id, readCorpora } from './corpus.ts'
import { reportStreams } from './streams-report.ts'
import { waysToCut, type Way, type WayKind } from './stream-cuts.ts'
import { openWall } from './live-wall.ts'
import type { WallOptions } from './wall.ts'

const StreamRow = z.object({ id: Id, text: z.string() })

const PROGRESS_INTERVAL_MS = 2000
const DESTINATION = 'user'

/** How streams are measured. */
export interface StreamsOptions extends WallOptions {
  readonly corpus: readonly string[]
  /** How many differences are shown. */
  readonly misses: number
  readonly limit?: number
  readonly seed: number
  /** Up to this length, in UTF-16 code units, a row is split at every point; of longer ones points are sampled. */
  readonly every: number
  /** How many points are sampled. */
  readonly points: number
  readonly json: boolean
}

/** A chunking after which the stream was not what the whole became. */
export interface StreamDifference {
  readonly id: string
  readonly kind: WayKind
  /** Where the first chunks ended, at most eight of them. */
  readonly cuts: readonly number[]
  readonly whole: string
  readonly streamed: string
  /** Characters of what the whole redacts that the stream let out. */
  readonly leaked: number
}

/** What was tried, and what came of it. */
export interface StreamsSummary {
  readonly rows: number
  /** Rows whose whole text the wall changes or stops. */
  readonly changed: number
  readonly every: number
  readonly points: number
  /** Rows longer than that; of theirs, points were sampled. */
  readonly sampled: number
  readonly chunkings: Readonly<Record<WayKind, number>>
  readonly differences: number
  readonly leaked: number
  readonly shown: readonly StreamDifference[]
}

/** What left the agent for one text. */
interface Left {
  readonly outcome: string
  readonly text: string
  /** What was taken out of the text, where that is known. */
  readonly taken: readonly string[]
}

/**
 * Streams every row in many chunkings and lays the result beside what the whole became. Resolves to true where no
 * chunking made a difference. Throws RingwallError.
 */
export async function runStreams(io: Io, options: StreamsOptions): Promise<boolean> {
  const rows = await readCorpora(options.corpus, StreamRow, options.limit)
  const chunkings: Record<WayKind, number> = { split: 0, random: 0, single: 0 }
  const shown: StreamDifference[] = []
  let [changed, sampled, differences, leaked, told] = [0, 0, 0, 0, performance.now()]
  const wall = await openWall(io, options)
  try {
    const kernel = wall.for('agent')
    let run = 0
    // A session for each run, so that what a layer remembers of one does not count in the next.
    const session = (): Session => ({ tenantId: 'eval', agentId: 'agent', sessionId: `stream-${run++}` })
    for (const [at, { row }] of rows.entries()) {
      const whole = await sendWhole(kernel, session(), row.text)
      if (whole.text !== row.text || whole.outcome !== 'allow') changed++
      if (row.text.length > options.every) sampled++
      for (const way of waysToCut(row.text, { ...options, seed: options.seed + at })) {
        const streamed = await sendChunks(kernel, session(), way)
        chunkings[way.kind]++
        if (isSame(whole, streamed)) continue
        const difference = differ(row, way, whole, streamed)
        differences++
        leaked += difference.leaked
        if (shown.length < options.misses) shown.push(difference)
      }
      if (performance.now() - told < PROGRESS_INTERVAL_MS) continue
      told = performance.now()
      io.stderr.write(`${at + 1} of ${rows.length} rows, ${run} streams, ${differences} differences\n`)
    }
  } finally {
    await wall.close()
  }
  const summary = {
    rows: rows.length,
    changed,
    every: options.every,
    points: options.points,
    sampled,
    chunkings,
    differences,
    leaked,
    shown,
  }
  io.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : reportStreams(summary))
  return differences === 0
}

async function sendWhole(kernel: Kernel, session: Session, body: string): Promise<Left> {
  const { outcome, payload, rulings } = await kernel.onOutbound({ destination: DESTINATION, body }, session)
  const made = payload?.body
  const spans = rulings.flatMap(({ kind, findings }) => (kind === 'flag' ? [] : findings.map(({ span }) => span)))
  const taken = spans.flatMap((span) => (span ? [body.slice(span.start, span.end)] : []))
  return { outcome, text: typeof made === 'string' ? made : '', taken }
}

async function sendChunks(kernel: Kernel, session: Session, { chunks }: Way): Promise<Left> {
  const stream = kernel.outboundStream(session, { destination: DESTINATION })
  const sent = ReadableStream.from(chunks)
    .pipeTo(stream.writable)
    .catch(() => undefined) // a stopped stream takes no more; its decision says so
  let text = ''
  for await (const chunk of stream.readable) text += chunk
  await sent
  return { outcome: (await stream.decision).outcome, text, taken: [] }
}

/** A stopped stream may have let out what stood before the cause. */
function isSame(whole: Left, streamed: Left): boolean {
  if (whole.outcome !== streamed.outcome) return false
  return whole.outcome === 'allow' ? whole.text === streamed.text : leakedOf(whole, streamed) === 0
}

function differ({ id }: z.infer<typeof StreamRow>, way: Way, whole: Left, streamed: Left): StreamDifference {
  const cuts: number[] = []
  for (const chunk of way.chunks.slice(0, 8)) cuts.push((cuts.at(-1) ?? 0) + chunk.length)
  return { id, kind: way.kind, cuts, whole: whole.text, streamed: streamed.text, leaked: leakedOf(whole, streamed) }
}

/** How much of each taken value, counted in its longest piece, is in the stream but not in the whole. */
function leakedOf({ text, taken }: Left, streamed: Left): number {
  let sum = 0
  for (const value of new Set(taken)) {
    let longest = 0
    for (let start = 0, end = 1; end <= value.length; end++) {
      const piece = value.slice(start, end)
      if (streamed.text.includes(piece) && !text.includes(piece)) longest = Math.max(longest, piece.length)
      else if (!streamed.text.includes(piece)) start++
    }
    sum += longest
  }
  return sum
}
