import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { expect, it } from 'vitest'

const src = new URL('../src/', import.meta.url)

/** Lines that do something at run time: no types, comments, imports, lone brackets, and not the table of messages. */
function runningLines(file: string): number {
  const code = stripTypeScriptTypes(readFileSync(new URL(file, src), 'utf8'))
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^(import|export) [^;=()]*? from '.*'$/gm, '')
  return code.split('\n').filter((line) => /\w/.test(line) && !/^\s*\/\//.test(line)).length
}

it('stays under a thousand lines that run', () => {
  const files = readdirSync(src).filter((file) => !file.endsWith('.test.ts') && file !== 'error-table.ts')
  const lines = Object.fromEntries(files.map((file) => [file, runningLines(file)]))
  const total = Object.values(lines).reduce((sum, count) => sum + count, 0)
  expect(total, JSON.stringify(lines)).toBeLessThan(1000)
  expect(total).toBeGreaterThan(500) // or the count itself is broken
})
