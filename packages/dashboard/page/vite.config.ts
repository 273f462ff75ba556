import { readFileSync } from 'node:fs'
import { defineConfig } from 'vite'

// Preact is in the bundle, and so is its licence.
const licence = readFileSync(new URL('../node_modules/preact/LICENSE', import.meta.url), 'utf8')

// Whatever the environment says: the same sources give the same bytes.
process.env['NODE_ENV'] = 'production'

// The page in four files of fixed names: their contents tell versions apart (etag).
export default defineConfig({
  base: './',
  publicDir: 'public',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/page',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'dashboard.js',
        assetFileNames: 'dashboard[extname]',
        codeSplitting: false,
        postBanner: `/*! Preact: ${licence}*/`,
      },
    },
  },
})
