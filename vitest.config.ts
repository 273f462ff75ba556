import { defineConfig } from 'vitest/config'

const conditions = ['@ringwall/source', 'node', 'import', 'default']

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
