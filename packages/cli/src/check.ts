import { randomUUID } from 'node:crypto'
import { summarise } from '@ringwall/config'
import { hookOf, textSubject, toolCallOf, type Subject, type SubjectOptions } from './check-payload.ts'
import { toText } from './check-report.ts'
import { openDryWall, type DryWallOptions } from './dry-wall.ts'
import { fail } from './errors.ts'
import { readText } from './input.ts'
import { write, type Io } from './io.ts'
import { paletteFor } from './print.ts'

/** How one text or call is checked. */
export interface CheckOptions extends SubjectOptions, DryWallOptions {
  readonly json: boolean
}

const AGENT = 'default'

/** Puts one text or tool call through its hook and prints what each layer said. Returns 0 if it is allowed, else 1. */
export async function runCheck(io: Io, text: string | undefined, options: CheckOptions): Promise<number> {
  const subject = await readSubject(io, text, options)
  const { wall } = await openDryWall(io, options)
  try {
    const session = { tenantId: 'check', agentId: AGENT, sessionId: randomUUID() }
    const { hook, payload } = subject
    const decision = await wall.for(AGENT).dispatch(hook, payload, session)
    const summary = summarise(hook, decision, wall.explain(AGENT))
    const shown = options.json ? JSON.stringify(summary) : toText(summary, subject, paletteFor(io, io.stdout))
    await write(io.stdout, `${shown}\n`)
    return decision.outcome === 'allow' ? 0 : 1
  } finally {
    await wall.close()
  }
}

async function readSubject(io: Io, text: string | undefined, options: CheckOptions): Promise<Subject> {
  const hook = hookOf(options)
  if (hook !== 'onToolCall') return textSubject(hook, text ?? (await readInput(io)), options)
  if (text !== undefined)
    throw fail('USAGE', { problem: 'a tool call has --args JSON, no text', command: 'ringwall check' })
  return toolCallOf(options)
}

function readInput({ stdin, stderr }: Io): Promise<string> {
  if (stdin.isTTY === true) stderr.write('Reading from standard input; Ctrl-D ends it.\n')
  return readText(stdin)
}
