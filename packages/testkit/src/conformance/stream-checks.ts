import { isDeepStrictEqual } from 'node:util'
import type { Decision, Kernel, Outbound, Session } from '@ringwall/core'
import { chunkings } from '../chunkings.ts'
import { ORDINARY_TEXTS } from '../ordinary-texts.ts'
import { show, showDecision } from '../show.ts'
import { payloadOf, sessionOf, TEST_SESSION, type Stimulus } from '../stimulus.ts'
import { problemIf, type Check } from './check.ts'
import { essence, placeOf } from './essence.ts'
import type { Sample, Subject } from './subject.ts'

const SEED = 20_260
/** One broken window breaks hundreds of chunkings; a few tell enough. */
const ENOUGH = 3

/** However a reply is cut into chunks, what comes out and what is ruled are the same as for the whole. */
export function streamChecks(subject: Subject): readonly Check[] {
  if (subject.plugin.manifest.hooks.onOutbound === undefined) return []
  const builtIn = ORDINARY_TEXTS.map(({ text }): Stimulus => ({ hook: 'onOutbound', input: text }))
  const all: readonly Sample[] = [...subject.samples, ...subject.ordinary, ...builtIn]
  const replies = all.flatMap((sample) => {
    const payload = payloadOf(sample)
    return 'body' in payload && typeof payload.body === 'string' ? [{ sample, payload, text: payload.body }] : []
  })
  return replies.map(({ sample, payload, text }, index) => ({
    name: `a stream equals the whole, reply ${index + 1} ${show([...text].slice(0, 30).join(''))}`,
    findProblems: () => findStreamProblems(subject, sample, payload, text),
  }))
}

async function findStreamProblems(
  subject: Subject,
  sample: Sample,
  payload: Outbound,
  text: string,
): Promise<readonly string[]> {
  const kernel = await subject.start({ ...subject, config: sample.config ?? subject.config })
  const problems: string[] = []
  let runs = 0
  // A session of its own for each run, so that what a layer remembers of one does not count in the next.
  const session = (): Session => sessionOf(sample, { ...TEST_SESSION, sessionId: `stream-${++runs}` })
  try {
    const whole = await kernel.onOutbound(payload, session())
    for (const chunks of chunkings(text, SEED)) {
      const streamed = await sendChunks(kernel, payload, session(), chunks)
      const found = compareStream(text, whole, streamed)
      if (found.length > 0) problems.push(`in chunks ${show(chunks)}: ${found.join('; ')}`)
      if (problems.length >= ENOUGH) break
    }
  } finally {
    await kernel.close()
  }
  return problems
}

interface Streamed {
  readonly text: string
  readonly decision: Decision
}

async function sendChunks(
  kernel: Kernel,
  { destination, meta = {} }: Outbound,
  session: Session,
  chunks: readonly string[],
): Promise<Streamed> {
  const stream = kernel.outboundStream(session, { destination, meta })
  // A denied stream refuses what follows; its decision says so.
  const sent = ReadableStream.from(chunks)
    .pipeTo(stream.writable)
    .catch(() => undefined)
  let text = ''
  for await (const chunk of stream.readable) text += chunk
  await sent
  return { text, decision: await stream.decision }
}

function compareStream(text: string, whole: Decision, { text: out, decision }: Streamed): readonly string[] {
  if (decision.outcome !== whole.outcome)
    return [`the whole is ${showDecision(whole)}, the stream ${showDecision(decision)}`]
  if (whole.outcome !== 'allow') return compareStopped(text, whole, out, decision)
  const body = whole.payload && 'body' in whole.payload ? whole.payload.body : undefined
  return [
    ...problemIf(out !== body, `the whole became ${show(body)}, the stream ${show(out)}`),
    ...problemIf(
      !isDeepStrictEqual(essence(decision), essence(whole)),
      `the whole is ${showDecision(whole)}, the stream ${showDecision(decision)}`,
    ),
  ]
}

/** A stream may stop before it has seen all that the whole shows, but for the same reason, and with nothing of that let out. */
function compareStopped(text: string, whole: Decision, out: string, decision: Decision): readonly string[] {
  const stops = ({ rulings }: Decision) => rulings.filter(({ kind }) => kind === 'deny' || kind === 'ask')
  const known = new Set(stops(whole).map(placeOf))
  const others = stops(decision).filter((ruling) => !known.has(placeOf(ruling)))
  const leaked = stops(whole)
    .flatMap(({ findings }) => findings)
    .filter(({ span }) => span && span.end > span.start && out.includes(text.slice(span.start, span.end)))
  return [
    ...problemIf(others.length > 0, `the whole is ${showDecision(whole)}, the stream ${showDecision(decision)}`),
    ...leaked.map(({ rule }) => `what ${rule} found was let out before the stop`),
  ]
}
