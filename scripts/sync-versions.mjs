// @ts-check
// After `changeset version`: a layer says its version in src/plugin.ts too, since its code must run without a file
// beside it. Writes there what package.json says now. Run in the repository's root.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const VERSION = /^( {2}version: ')[^'\n]*(',)$/gm

for (const name of readdirSync('plugins')) {
  const folder = join('plugins', name)
  if (existsSync(join(folder, 'package.json'))) syncVersion(folder)
}

/** @param {string} folder */
function syncVersion(folder) {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = join(folder, 'src', 'plugin.ts')
  const source = readFileSync(file, 'utf8')
  const found = source.match(VERSION) ?? []
  if (found.length !== 1) {
    throw new Error(`${file} has ${found.length} lines like "  version: '1.2.3'," where there must be one`)
  }
  const synced = source.replace(VERSION, `$1${version}$2`)
  if (synced === source) return
  writeFileSync(file, synced)
  console.log(`${file}: ${version}`)
}
