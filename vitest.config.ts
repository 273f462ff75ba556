import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/longest-first.ts'

// Not import: Node's own require, in the packages of others, would be told so too.
const conditions = ['@ringwall/source', 'node', 'default']
const include = [
  'packages/*/{src,test}/**/*.test.ts',
  'plugins/*/{src,test,training}/**/*.test.ts',
  'test/**/*.test.ts',
]
// What holds of the process, and of modules, beyond the file that does it; and what measures time or memory.
const ALTERS =
  /\bvi\.(?:mock|doMock|stub|useFake|spyOn|resetModules)|process\.(?:env\[|chdir|umask|emit|cpuUsage|memoryUsage|kill\(process\.pid)|\bglobalThis\b/
const own = globSync(include, { cwd: import.meta.dirname }).filter((file) =>
  ALTERS.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
)

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    reporters: ['default', './test/summary-reporter.ts'],
    passWithNoTests: false,
    // Left alone, vitest keeps one processor free: of two, that is half.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      // Most files share a process, and so load the layers once: that takes longer than most of them do.
      { extends: true, test: { name: 'shared', include, exclude: [...own, '**/node_modules/**'], isolate: false } },
      { extends: true, test: { name: 'own', include: own } },
    ],
    setupFiles: ['./test/seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // The programs that tests start are compiled once.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled') },
  },
})
