import type { Wall } from '@ringwall/config'
import { paletteFor, visible } from './print.ts'
import type { Io } from './io.ts'

/** Prints a line for everything that a layer says while the gateway runs: never the text that it said it about. Returns what stops it. */
export function watchRulings(io: Io, wall: Wall): () => void {
  const { bold, dim } = paletteFor(io, io.stdout)
  // Also what a service of a layer says, in no decision: a budget that is used up, a breaker that is open.
  return wall.on('finding', ({ time, session, ruling: { kind, layer, hook, code, enforced }, traceId }) => {
    const said = `${layer} ${code}${enforced ? '' : ' (only observed)'}`
    const where = dim(`agent ${visible(session.agentId)}, trace ${visible(traceId)}`)
    io.stdout.write(`${new Date(time).toISOString()}  ${bold(kind.padEnd(8))}  ${hook.padEnd(10)}  ${said}  ${where}\n`)
  })
}
