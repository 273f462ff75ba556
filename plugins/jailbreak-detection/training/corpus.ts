import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Row } from './row.ts'

const rowSchema: z.ZodType<Row> = z.object({
  id: z.string().optional(),
  text: z.string(),
  label: z.enum(['injection', 'benign']),
  kind: z.string(),
  lang: z.string(),
  source: z.string(),
  license: z.string().optional(),
}) as z.ZodType<Row>

/** The rows of a JSONL file. Throws an error that names the line that is no row. */
export function readCorpus(file: string): readonly Row[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [parse(line, `${file}:${i + 1}`)]))
}

function parse(line: string, place: string): Row {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Error(`${place}: the line is no JSON`)
  }
  const parsed = rowSchema.safeParse(value)
  if (!parsed.success) throw new Error(`${place}: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}
