import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const engineUrl = new URL('../src/engine.ts', import.meta.url)

/** Runs in a process of its own, in which loading the module named re2 fails as an unbuilt one does. */
const PROGRAM = `
import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => {
  if (name === 're2') throw new Error('Cannot find module ./build/Release/re2.node\\nRequire stack: here')
  return next(name, context)
} })
const { createEngine } = await import(process.argv[2])
const warnings = []
createEngine()
const engine = createEngine({ warn: (message) => warnings.push(message) })
for (let i = 0; i < 3; i++) createEngine({ warn: (message) => warnings.push(message) })
console.log(JSON.stringify({ name: engine.name, warnings, found: engine.compile('b+').all('abb') }))
`

test('where native code cannot be loaded re2js runs, and one warning in the process says the way out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'text-engine-'))
  try {
    await mkdir(folder, { recursive: true })
    const program = join(folder, 'program.mjs')
    await writeFile(program, PROGRAM)
    const url = pathToFileURL(fileURLToPath(engineUrl)).href
    const { stdout, stderr } = await run(process.execPath, [
      '--conditions=@ringwall/source',
      '--no-warnings',
      program,
      url,
    ])
    const result: { name: string; warnings: string[]; found: unknown } = JSON.parse(stdout)
    expect(stderr).toBe('')
    expect(result.name).toBe('js')
    expect(result.found).toEqual([{ start: 1, end: 3, groups: [] }])
    expect(result.warnings).toHaveLength(1)
    expect(result.warnings[0]).toMatch(/pnpm approve-builds re2/)
    expect(result.warnings[0]).not.toContain('Require stack')
  } finally {
    await rm(folder, { recursive: true })
  }
})
