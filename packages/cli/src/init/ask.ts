import type { Readable, Writable } from 'node:stream'
import { confirm, isCancel, multiselect, note } from '@clack/prompts'
import type { Io } from '../io.ts'
import { PARTS, type Part } from './parts.ts'

const LABELS: Readonly<Record<Part, string>> = {
  'claude-code': 'Claude Code: hooks in .claude/settings.json',
  mcp: 'MCP servers: ringwall mcp in front of each',
}

/** Which parts to put in place; undefined where the person leaves. */
export async function askParts(io: Io, found: readonly Part[]): Promise<readonly Part[] | undefined> {
  const answer = await multiselect<Part>({
    ...streams(io),
    message: 'Where should the wall stand?',
    options: PARTS.map((value) => ({
      value,
      label: LABELS[value],
      ...(found.includes(value) ? { hint: 'found here' } : {}),
    })),
    initialValues: [...found],
    required: false,
  })
  return isCancel(answer) ? undefined : answer
}

/** Whether to write what was shown. */
export async function askWrite(io: Io): Promise<boolean> {
  note('`ringwall init --undo` puts everything back.', 'Nothing is written yet', streams(io))
  const answer = await confirm({ ...streams(io), message: 'Write these files?' })
  return answer === true
}

function streams({ stdin, stdout }: Io): { readonly input: Readable; readonly output: Writable } {
  return { input: stdin, output: stdout }
}
