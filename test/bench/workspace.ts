// What a look at a workspace costs: opening it beside a bare walk over all its folders, and what every run pays before and
// after beside the opening; 200,000 entries, nine of ten in node_modules. `pnpm bench:workspace`.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// The keeper is no export: nobody but the sandbox has one.
import { createKeeper } from '../../plugins/exec-sandbox/src/workspace/keeper.ts'
import { HIDE, PROTECT, SHOW } from '../../plugins/exec-sandbox/src/workspace/defaults.ts'

const ROUNDS = 5
const base = mkdtempSync(join(tmpdir(), 'bench-workspace-'))
const root = join(base, 'app')

function fill(folder: string, folders: number): void {
  for (let i = 0; i < folders; i++) {
    const at = join(folder, `p${Math.floor(i / 50)}`, `d${i % 50}`)
    mkdirSync(at, { recursive: true })
    for (let k = 0; k < 9; k++) writeFileSync(join(at, `file${k}.js`), '')
  }
}

function median(run: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const from = performance.now()
    run()
    return performance.now() - from
  })
  return times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN
}

try {
  fill(join(root, 'node_modules'), 18_000)
  fill(join(root, 'src'), 2000)
  const options = { protect: PROTECT, hide: HIDE, show: SHOW, from: base, quarantine: join(base, 'kept') }
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) walk(`${folder}/${entry.name}`)
  }
  await new Promise((done) => setTimeout(done, 100)) // what changed just now is read again
  const bare = median(() => walk(root))
  const opening = median(() => void createKeeper(root, options))
  const keeper = createKeeper(root, options)
  const run = median(() => {
    keeper.begin()
    keeper.end()
  })
  const row = (time: number): object => ({ ms: Number(time.toFixed(2)), ratio: Number((time / bare).toFixed(3)) })
  console.table({ 'a bare walk': row(bare), opening: row(opening), 'before and after a run': row(run) })
} finally {
  rmSync(base, { recursive: true, force: true })
}
