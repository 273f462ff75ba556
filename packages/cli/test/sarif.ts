import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'

const require = createRequire(import.meta.url)
const file = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')

/** In what a value is no SARIF 2.1.0 log, by the schema of OASIS. */
export function sarifProblems(log: unknown): readonly string[] {
  // It is written for draft 4, whose only words that differ from draft 7 here are these two.
  const { $schema: _schema, id: _id, ...schema } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false })
  const validate = ajv.compile(schema)
  validate(log)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}
