import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
/** All that training runs, and some that it does not; the model itself is what comes out. */
const SOURCES = [
  'plugins/jailbreak-detection/{src,training}/**/*.ts',
  'packages/{core,text}/src/**/*.ts',
  'packages/text/node_modules/re2js/package.json',
]

/**
 * A hash of all that decides which model comes out: the sources and the regex engine, the tables of Unicode and the arguments. The corpora are
 * named beside it in the record of a training. Equal hashes mean equal models; a comment that was changed gives another hash and may give the same model.
 */
export function inputsHash(settings: unknown): string {
  const files = globSync(SOURCES, { cwd: ROOT })
    .filter((file) => !file.endsWith('.test.ts'))
    .toSorted()
  if (!SOURCES.every((pattern) => globSync(pattern, { cwd: ROOT }).length > 0)) throw new Error('sources are missing')
  const hash = createHash('sha256').update(JSON.stringify({ unicode: process.versions.unicode, settings }))
  for (const file of files) {
    const bytes = readFileSync(join(ROOT, file))
    hash.update(`\n${file} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}
