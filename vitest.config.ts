import { defineConfig } from 'vitest/config'

// Not import: Node's own require, in the packages of others, would be told so too.
const conditions = ['@ringwall/source', 'node', 'default']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'plugins/*/{src,test,training}/**/*.test.ts', 'test/**/*.test.ts'],
    reporters: ['default', './test/summary-reporter.ts'],
    setupFiles: ['./test/seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: false,
    // Left alone, vitest keeps one processor free: of two, that is half.
    maxWorkers: '100%',
  },
})
